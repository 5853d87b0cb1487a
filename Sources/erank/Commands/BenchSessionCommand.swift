import ArgumentParser
import Foundation
import LocalEngine
import Sessions

struct BenchSessionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "session", abstract: "Measure how long a large session takes to open.",
        discussion: """
            Writes a made-up session in the way the screens write one: runs of 1,000 documents of 70 tokens each. By default a \
            token has as many alternatives as in the recorded sessions (15 on average). The session is opened as the screens \
            open it, and then deleted. The peak is the resident memory of the whole process.
            """)

    @Option(parsing: .unconditional, help: "Events of the session.") var events = 1_000_000
    @Option(parsing: .unconditional, help: "Alternatives of each token.") var alternatives: Int?
    @Flag(help: "Print one JSON object.") var json = false

    private struct Report: Encodable {
        var events: Int
        var tokens: Int
        var bytes: Int
        /// nil for the distribution in the recorded sessions.
        var alternatives: Int?
        var openSeconds: Double
        var openProcessorSeconds: Double
        var peakResidentBytes: Int
    }

    func validate() throws {
        guard (1...100_000_000).contains(events), (0...100).contains(alternatives ?? 0) else {
            throw ValidationError("--events must be at least 1 and --alternatives from 0 to 100")
        }
    }

    func run() throws {
        try StandardOutput.checkIsOpen()
        let folder = FileManager.default.temporaryDirectory.path + "/erank-bench-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/session.jsonl"
        try MadeUpSession(events: events, alternatives: alternatives).write(to: path)

        let (start, busy) = (ContinuousClock.now, Machine.processorSeconds)
        let opened = try SessionFile.open(at: path)
        let seconds = start.duration(to: .now) / .seconds(1)
        let report = Report(
            events: events, tokens: opened.state.runs.reduce(0) { $0 + $1.documents.reduce(0) { $0 + $1.tokens.count } },
            bytes: (try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0, alternatives: alternatives,
            openSeconds: seconds, openProcessorSeconds: Machine.processorSeconds - busy,
            peakResidentBytes: Machine.peakResidentBytes)
        opened.file.close()
        if json { return try JSONLine.print(report) }
        try StandardOutput.write(
            String(
                format: "%d events with %d tokens (%d MB) opened in %.2f s (%.2f s of processor time), peak resident %d MB",
                report.events, report.tokens, report.bytes / 1_000_000, report.openSeconds, report.openProcessorSeconds,
                report.peakResidentBytes / 1_000_000))
    }
}
