import ArgumentParser
import LocalEngine

struct BenchMachineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "machine", abstract: "Measure the peak speeds of this machine.",
        discussion: """
            Measures, on all threads, the kernels' dot product of bytes and fused multiply-add on registers alone, and the \
            speed of reading memory that is in no cache. A multiply-add counts as two operations. The best of many short trials \
            is printed.
            """)

    @OptionGroup var compute: ThreadOptions
    @Flag(help: "Print one JSON object.") var json = false

    func run() async throws {
        let machine = MachineReport(try await Machine.limits(threads: compute.count))
        if json { try JSONLine.print(machine) } else { try StandardOutput.write(machine.text) }
    }
}
