import Relevance
import Reranking
import Sessions
import Terminal
import TestSupport
import Testing

@testable import Inspector

/// What was in view before a grade is recorded, and the grade is not called blind.
@Suite struct SeenTests {
    private static let events = Fixture.setUp + Fixture.run()
    private let all = Set(Fixture.documents.map(\.id))

    @Test func whatStoodOnTheRankingIsNotJudgedBlind() {
        var sitting = Sitting(Self.events, size: Size(width: 120, height: 40))
        #expect(sitting.written.isEmpty, "looking at a ranking records nothing")
        sitting.press("A")
        #expect(sitting.written.count == 1)
        #expect(Set(sitting.seen["1"] ?? []) == all && sitting.seen["1"]?.count == all.count)
        let text = sitting.text()
        #expect(text.contains("blind, 12 seen before"))
        #expect(text.contains("hidden until you grade, but seen before"))
        #expect(!text.contains("first stage"))
        sitting.press("2")
        #expect(sitting.judgments.map(\.isBlind) == [false])
        #expect(sitting.text().contains("blind, 11 seen before"))
        // Once is enough.
        sitting.press(.escape)
        sitting.press("A")
        #expect(sitting.written.count == 2)
    }

    /// A table that shows a part shows no more than that.
    @Test func whatWasScrolledOutOfViewStaysBlind() throws {
        var sitting = Sitting.judging(Self.events, size: Size(width: 80, height: 12), screen: .rank)
        let rows = (sitting.state.rank.layout(sitting.state.board, sitting.state.size)[.ranking]?.content.height ?? 0) - 1
        let top = Set(
            sitting.state.board.rows.ranking.prefix(rows).compactMap { sitting.state.board.candidate($0.document)?.document.id })
        let selected = try #require(sitting.state.board.selectedCandidate?.document.id)
        sitting.press("A")
        let seen = Set(sitting.seen["1"] ?? [])
        #expect((1..<12).contains(rows))
        #expect(seen == top.union([selected]))
        for id in all.sorted() {
            sitting.state.judge.show(documentID: id, sitting.state.board)
            sitting.press("1")
        }
        #expect(sitting.judgments.count == 12)
        #expect(sitting.judgments.allSatisfy { $0.isBlind == !seen.contains($0.documentID) })
    }

    @Test func theInsideOfAScoreIsSeenOnAnyQuery() {
        var sitting = Sitting.judging(Fixture.twoQueries + Fixture.run())
        sitting.press(.escape, .enter)
        sitting.press("J")
        let inside = sitting.state.board.selectedCandidate?.document.id ?? ""
        sitting.press(.escape)
        sitting.press("JA")
        #expect(sitting.state.board.query.id == "2")
        #expect(sitting.seen["1"]?.contains(inside) == true)
        #expect(Set(sitting.seen["2"] ?? []) == ["d01", "d02", "d03", "d04"])
        #expect(sitting.text().contains("blind, 4 seen before"))
    }

    /// Through the file: what was seen in one sitting is not judged blind in the next.
    @Test func aRestartForgetsNothing() throws {
        let folder = try TemporaryFolder()
        let file = try SessionFile.create(at: folder.path + "/s.jsonl", program: "test")
        var sitting = Sitting.judging(Self.events)
        let unseen = sitting.inView
        sitting.press("l")
        let first = sitting.inView
        sitting.press("b")
        sitting.press("l")
        let second = sitting.inView
        sitting.press("b")
        #expect(sitting.seen == ["1": [first, second]])
        for event in Self.events + sitting.written { try file.append(TimedEvent(milliseconds: 1, event: event)) }
        file.close()

        let reopened = try SessionFile.open(at: file.path)
        defer { reopened.file.close() }
        var again = Sitting([])
        again.reopen(reopened.state)
        #expect(again.text().contains("blind, 2 seen before"))
        for id in [unseen, first, second] {
            again.state.judge.show(documentID: id, sitting.state.board)
            again.press("1")
        }
        #expect(again.judgments.map(\.isBlind) == [true, false, false])
        #expect(again.seen.isEmpty)
    }

    @Test func unblindedEachDocumentIsSeenAsItComes() throws {
        var sitting = Sitting.judging(Self.events)
        let order = try #require(sitting.state.judge.queue).documentIDs
        sitting.press("1b")
        #expect(sitting.seen == ["1": [order[1]]])
        sitting.press("2h")
        #expect(sitting.seen == ["1": [order[1], order[2]]], "what is graded is not new")
        sitting.press("hl.")
        #expect(sitting.seen == ["1": [order[1], order[2]]])
    }

    @Test func whatOthersSaidIsSeenInTheListAndWhenSettled() {
        let others = [Fixture.judgment("d02", 3), Fixture.judgment("d02", 0, by: "bob"), Fixture.judgment("d03", 1)]
        var sitting = Sitting.judging(Self.events + [.judge("you")] + others)
        sitting.press("D")
        #expect(sitting.seen == ["1": ["d02"]])
        // The model's word shows more.
        sitting.press("v")
        #expect(sitting.seen["1"]?.contains("d03") == true)
        #expect(Set(sitting.seen["1"] ?? []) == Set(sitting.state.agreement.disagreements.map(\.documentID)))
        let count = sitting.written.count
        sitting.press(.enter)
        #expect(sitting.written.count == count)
        sitting.press(.escape)
        sitting.press("vv")
        sitting.press(.escape)
        sitting.state.judge.show(documentID: "d02", sitting.state.board)
        sitting.press("2")
        #expect(sitting.judgments.last?.isBlind == false)
    }

    /// Who judges next has not seen what the one before saw.
    @Test func eachJudgeHasTheirOwnEyes() {
        var sitting = Sitting(Self.events)
        sitting.press("Aw")
        sitting.press("some")
        sitting.press(.enter)
        sitting.press("bob")
        sitting.press(.enter)
        #expect(!sitting.text().contains("seen before"))
        sitting.press("1")
        #expect(sitting.judgments.last?.judge == "bob" && sitting.judgments.last?.isBlind == true)
    }

    @Test func nothingIsRecordedWhereNothingMayBe() {
        var replay = Sitting(Self.events)
        replay.take(replay.state.handle(.replay(ReplayStatus(isPaused: true, speed: 1, position: 0, length: 9))))
        replay.press("AD")
        #expect(replay.written.isEmpty)
        var other = Sitting.judging(Self.events)
        other.reopen(other.state.session, isWritable: false)
        other.press(.escape)
        other.press("AD")
        #expect(other.state.screenName == .agreement && other.written.isEmpty)
    }
}
