import ArgumentParser
import LocalEngine

struct BenchMachineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "machine", abstract: "Measure what this machine can do at most.",
        discussion: """
            The dot product of bytes and the fused multiply-add that the kernels use, on registers alone, and reading memory that no \
            cache holds, on all threads. A multiply and an add are two operations. The best of many short trials counts.
            """)

    @Option(help: "Threads; one a core unless given.") var threads: Int?
    @Flag(help: "Print one JSON object.") var json = false

    func validate() throws {
        if let threads, !(1...1024).contains(threads) {
            throw ValidationError("--threads takes 1 to 1024, and \(threads) is not")
        }
    }

    func run() async throws {
        let machine = MachineReport(try await Machine.limits(threads: threads))
        if json { try JSONLine.print(machine) } else { try StandardOutput.write(machine.text) }
    }
}
