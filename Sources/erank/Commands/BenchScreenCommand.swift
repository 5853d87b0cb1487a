import ArgumentParser
import Foundation
import LocalEngine
import ModelCatalog

struct BenchScreenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "screen", abstract: "Measure the response time of the screens while every core computes.",
        discussion: """
            Runs the program's own event loop and screens on a pseudo terminal of 200 x 60. A made-up run, with 20 alternatives \
            per token, streams through the session's journal into the screens. A thread types keys, each directly after its \
            share of the tokens. Meanwhile one thread per core computes at the priority of an engine behind the screens: with \
            --model a model generates, otherwise the threads run busy loops. The time of a key is measured from writing it into \
            the terminal to the last byte of its frame. The time of the first frame is measured from the start of a new process \
            to its start page.
            """)

    @Option(parsing: .unconditional, help: "Candidates of the run.") var candidates = 1_000
    @Option(parsing: .unconditional, help: "Streamed tokens, for all candidates together.") var tokens = 100_000
    @Option(parsing: .unconditional, help: "Typed keys.") var keys = 500
    @Option(
        help: "A model that generates meanwhile: a name from 'erank models list', or the path of a GGUF file.",
        completion: .models)
    var model: String?
    @Flag(help: "Stream two runs at once, and measure the screen that shows them side by side.") var compare = false
    @Flag(help: "Print one JSON object.") var json = false

    private struct Report: Encodable {
        struct Key: Encodable {
            var key: String
            var ms: Double
        }
        var candidates: Int
        var tokens: Int
        var keys: Int
        var compute: String
        /// The longest of `firstFramesMs`.
        var firstFrameMs: Double
        var firstFramesMs: [Double]
        var keyToPaintMs: Percentiles
        /// The Escape key alone, which waits for the rest of a sequence.
        var escapeToPaintMs: Percentiles
        var paintMs: Percentiles
        var paints: Int
        var slowest: [Key]
    }

    func validate() throws {
        guard (1...100_000).contains(candidates), (candidates...10_000_000).contains(tokens), (1...100_000).contains(keys) else {
            throw ValidationError(
                "--candidates, --tokens and --keys must be at least 1, with at least one token per candidate")
        }
    }

    func run() async throws {
        try StandardOutput.checkIsOpen()
        let folder = FileManager.default.temporaryDirectory.path + "/erank-bench-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let work = try await BackgroundWork.start(model: model)
        defer { work.stop() }
        let starts = try (0..<5).map { _ in try FirstFrame.measure(folder: folder) / .milliseconds(1) }
        let result = try await ScreenBench(
            candidates: candidates, tokens: tokens, keys: keys, isComparing: compare, folder: folder
        ).run()
        guard result.keys.count == keys else {
            throw Failure(
                "the screens stopped answering after \(result.keys.count) of \(keys) keys: please report this", .jobFailed)
        }
        let escapes = result.keys.filter { $0.key == Typist.escapeName }
        let others = result.keys.filter { $0.key != Typist.escapeName }
        try write(
            Report(
                candidates: candidates, tokens: candidates * (tokens / candidates), keys: keys, compute: work.description,
                firstFrameMs: starts.max() ?? 0, firstFramesMs: starts, keyToPaintMs: Percentiles(others.map(\.time)),
                escapeToPaintMs: Percentiles(escapes.map(\.time)),
                paintMs: Percentiles(result.paints), paints: result.paints.count,
                slowest: others.sorted { $0.time > $1.time }.prefix(5).map {
                    .init(key: $0.key, ms: $0.time / .milliseconds(1))
                }))
    }

    private func write(_ report: Report) throws {
        if json { return try JSONLine.print(report) }
        func row(_ name: String, _ times: Percentiles) -> [String] {
            [name] + [times.p50, times.p99, times.max].map { String(format: "%.1f", $0) }
        }
        let table = TextTable(
            header: ["milliseconds", "median", "99 %", "maximum"],
            rows: [
                row("key to paint", report.keyToPaintMs), row("Esc to paint", report.escapeToPaintMs),
                row("paint", report.paintMs),
            ], rightAligned: [1, 2, 3])
        let slowest = report.slowest.map { "\($0.key) " + String(format: "%.1f", $0.ms) }.joined(separator: ", ")
        try StandardOutput.write(
            """
            \(table.text)
            first frame after start: \(report.firstFramesMs.map { String(format: "%.0f", $0) }.joined(separator: ", ")) ms
            slowest keys: \(slowest)
            \(report.candidates) candidates, \(report.tokens) tokens, \(report.keys) keys, \(report.paints) frames, \
            background: \(report.compute)
            """)
    }
}
