import Foundation
import ModelFixtures
import Relevance
import Sessions
import Testing

/// The program killed while a user judges: every judgment that the screen showed is in the session.
@Suite(.enabled(if: Tmux.isAvailable, Tmux.absence), .serialized)
struct KillTests {
    private static let documents = 400

    /// The counts in the header.
    private struct Counts: Hashable {
        var graded = 0
        var skipped = 0
        var cannotTell = 0

        init(_ book: JudgmentBook) {
            for judgment in book.judgments(by: "you") {
                switch judgment.verdict {
                case .grade: graded += 1
                case .skipped: skipped += 1
                case .cannotTell: cannotTell += 1
                case nil: break
                }
            }
        }

        /// As in "12 judged of 400  3 skipped  1 can't tell  384 left"; nil if the screen shows no counts.
        init?(_ screen: String) {
            func number(_ pattern: Regex<(Substring, Substring)>) -> Int? {
                screen.firstMatch(of: pattern).flatMap { Int($0.output.1) }
            }
            guard let graded = number(#/(\d+) judged of /#) else { return nil }
            self.graded = graded
            skipped = number(#/(\d+) skipped/#) ?? 0
            cannotTell = number(#/(\d+) can't tell/#) ?? 0
        }
    }

    private func session(in folder: URL) throws -> String {
        let path = folder.appending(path: "sessions/kill.jsonl").path
        let file = try SessionFile.create(at: path, program: "test")
        let candidates = (1...Self.documents).map {
            Candidate(document: Document(id: "d\($0)", text: "Document \($0) of goldfish."), firstStageRank: $0)
        }
        for event: SessionEvent in [.query(Query(id: "1", text: "goldfish")), .candidates(candidates, source: "test")] {
            try file.append(TimedEvent(milliseconds: 0, event: event))
        }
        file.close()
        return path
    }

    private func events(at path: String) throws -> [TimedEvent] {
        let reader = try SessionReader(path: path)
        var events: [TimedEvent] = []
        while let event = try reader.next() { events.append(event) }
        return events
    }

    /// A hundred times: keys are typed and the program is killed at some moment. Its last frame shows counts that a prefix of
    /// the session's events gives, never more than the file has. The same session is continued each time.
    @Test func nothingOnTheScreenIsLost() throws {
        let terminal = try Tmux()
        let path = try session(in: terminal.folder)
        var random = SeededGenerator(seed: 11)
        var state = SessionState()
        var known = 0
        var (behind, steps) = (0, 0)
        for round in 1...100 {
            let program = try terminal.run("judge", "--session", path)
            try terminal.wait("for the judge screen") { Counts($0) != nil }
            // It continued with everything in the file.
            #expect(try Counts(terminal.screen) == Counts(state.book), "round \(round)")
            let keys = (0..<Int.random(in: 1...25, using: &random)).map { _ in
                "0123123012scuu".randomElement(using: &random) ?? "0"
            }
            for part in keys.chunked(into: Int.random(in: 1...6, using: &random)) { try terminal.type(String(part)) }
            // Any moment: before a key is read, between its event and its frame, or after the last one.
            usleep(UInt32.random(in: 0...50_000, using: &random))
            kill(program, SIGKILL)
            let screen = try terminal.wait("for its end") { _ in try terminal.isOver }
            let shown = try #require(Counts(screen))

            let recorded = try events(at: path)
            var counts = [Counts(state.book)]
            for event in recorded[known...] {
                state.apply(event)
                counts.append(Counts(state.book))
            }
            #expect(counts.contains(shown), "round \(round): the screen said \(shown), the session \(counts.last as Any)")
            if shown != counts.last { behind += 1 }
            steps += counts.count - 1
            known = recorded.count
        }
        // It was killed during work, and work was done.
        #expect(steps > 100)
        #expect(behind > 0)
    }
}

extension Array {
    fileprivate func chunked(into size: Int) -> [[Element]] {
        stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
    }
}
