import Foundation
import ModelFixtures
import Testing

/// Two sides in a real terminal: jobs that are scored at once, and files that are put beside each other.
@Suite(.enabled(if: Tmux.isAvailable, Tmux.absence), .serialized)
struct ComparingTests {
    private static let model = Fixtures.path("llama.gguf")

    private func write(_ lines: [String], _ name: String, _ terminal: Tmux) throws {
        let text = lines.map { $0 + "\n" }.joined()
        try text.write(to: terminal.folder.appending(path: name), atomically: true, encoding: .utf8)
    }

    @Test func twoJobsAreScoredAtOnceSideBySide() throws {
        let terminal = try Tmux(width: 120, height: 40)
        try write((0..<8).map { "{\"id\":\"d\($0)\",\"text\":\"carp \($0) grow in a pond\"}" }, "docs.jsonl", terminal)
        let options =
            "--model '\(Self.model)' --mode direct --b-instruction reasoning --query 'do carp grow' --candidates docs.jsonl"
        try terminal.start("compare \(options) --session both.jsonl")
        try terminal.wait(for: "B job 2: llama direct", seconds: 120)
        try terminal.wait("for both ends") { !$0.contains("both at once") && $0.contains("differs: instruction ") }
        try terminal.press("x")
        try terminal.wait(for: "A job 2: llama direct")
        try terminal.press("Enter")
        try terminal.wait(for: "Both distributions")
        try terminal.resize(width: 80, height: 24)
        try terminal.wait("for the small screen") { screen in
            screen.contains("do carp grow") && screen.split(separator: "\n").allSatisfy { $0.count <= 80 }
        }
        try terminal.resize(width: 120, height: 40)
        try terminal.press("q")
        try terminal.expectTerminalRestored()
        // What was recorded stands there again, without a model.
        try terminal.start("compare both.jsonl")
        try terminal.wait(for: "differs: instruction ")
        try terminal.press("q")
        try terminal.expectTerminalRestored()
    }

    @Test func twoRunsStandSideBySide() throws {
        let terminal = try Tmux(width: 120, height: 40)
        try write(["1 Q0 a 1 3 one", "1 Q0 b 2 2 one", "2 Q0 a 1 1 one"], "one.trec", terminal)
        try write(["1 Q0 b 1 9 two", "1 Q0 a 2 8 two", "2 Q0 a 1 5 two"], "two.trec", terminal)
        try write(["1 0 a 2", "1 0 b 0", "2 0 a 1"], "judged", terminal)
        try terminal.start("compare one.trec two.trec --qrels judged -m recip_rank")
        let screen = try terminal.wait(for: "A one.trec   B two.trec")
        #expect(screen.contains("recip_rank  A 1.000  B 0.500") && screen.contains("READ ONLY"))
        try terminal.press("Tab", "Tab")
        try terminal.wait(for: "Queries, the greatest loss first")
        try terminal.press("3")
        try terminal.wait(for: "nothing is recorded here", "of one document")
        try terminal.press("q")
        try terminal.expectTerminalRestored()
    }
}
