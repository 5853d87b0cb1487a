import Foundation
import ModelFixtures
import Testing

/// The main use of the program in a real terminal, with a real model.
@Suite(
    .enabled(if: Tmux.isAvailable, Tmux.absence),
    .enabled(if: RealModel.smollm2.path != nil, "\(RealModel.smollm2.absence)"), .serialized)
struct RunTests {
    @Test func aRunStreamsIsCancelledAndFoundAgain() throws {
        let model = try #require(RealModel.smollm2.path)
        let terminal = try Tmux(width: 120, height: 40)
        try terminal.start("demo --model '\(model)'")
        // The first frame shows the passages before the model is loaded.
        try terminal.wait(for: "not run")
        try terminal.press("r")
        try terminal.wait(for: "thinking", seconds: 120)
        // Keys work while thoughts stream.
        try terminal.press("?")
        try terminal.wait(for: "Ranking: the keys")
        try terminal.press("Escape")
        try terminal.wait("for the help to close") { !$0.contains("Esc close") }
        try terminal.press("X")
        try terminal.wait(for: "cancelled")
        try terminal.press("q")
        try terminal.expectTerminalRestored()
        try terminal.start()
        try terminal.wait(for: "cancelled")
        try terminal.press("q")
        try terminal.expectTerminalRestored()
    }

    @Test func aCrashInARunLosesNothing() throws {
        let model = try #require(RealModel.smollm2.path)
        let terminal = try Tmux(width: 120, height: 40)
        try terminal.start("demo --model '\(model)'")
        try terminal.wait(for: "not run")
        try terminal.press("r")
        try terminal.wait(for: "thinking", seconds: 120)
        kill(try terminal.processID, SIGSEGV)
        try terminal.wait(for: "Segmentation fault")
        try terminal.expectTerminalRestored()
        let session = try #require(
            FileManager.default.contentsOfDirectory(atPath: terminal.folder.path + "/sessions").first { $0.hasSuffix(".jsonl") })
        try terminal.start("screens --session sessions/\(session)")
        let screen = try terminal.wait(for: "interrupted")
        #expect(screen.contains("How to grow a goldfish plant"))
        try terminal.press("q")
        try terminal.expectTerminalRestored()
    }
}
