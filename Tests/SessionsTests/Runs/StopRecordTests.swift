import Foundation
import Inference
import Relevance
import Reranking
import TestSupport
import Testing

@testable import Sessions

/// Stops of a thought in the record of a run.
@Suite struct StopRecordTests {
    private static let candidates = (1...2).map { Candidate(document: Document(id: "d\($0)", text: "x"), firstStageRank: $0) }

    private static func stop(_ tokens: Int, _ answer: Int = 5) -> Stop {
        var probabilities = [Double](repeating: 0, count: 11)
        probabilities[answer] = 0.7
        return Stop(
            afterTokens: tokens, closing: "</think><answer>", distribution: .init(probabilities: probabilities, other: 0.3))
    }

    private func state(_ events: [RunEvent], until end: Bool = true) -> SessionState {
        let start: [SessionEvent] = [
            .candidates(Self.candidates, source: "here"),
            .start(query: Query(id: "1", text: "q"), of: Self.candidates, settings: RunSettings()),
        ]
        let all = start + events.map { .run(RunID(1), $0) }
        return all.enumerated().reduce(into: SessionState()) {
            $0.apply(TimedEvent(milliseconds: $1.offset, event: $1.element))
        }
    }

    private static let result = DocumentResult(
        outcome: .scored(answer: 9, forced: false), distribution: stop(0, 9).distribution, answerToken: 12)

    /// They come in any order, and one at the same point replaces the other, also when the document is long finished.
    @Test func theyStandInTheOrderOfTheThought() throws {
        let ended = RunEvent.ended(RunStatistics(documents: 1, seconds: 1, promptTokens: 1, newTokens: 1))
        let state = state([
            .stop(document: 0, Self.stop(7)), .stop(document: 0, Self.stop(0)), .stop(document: 0, Self.stop(3)),
            .finished(document: 0, Self.result), ended, .stop(document: 0, Self.stop(5, 2)), .stop(document: 0, Self.stop(3, 8)),
        ])
        let document = try #require(state.runs.first?.documents[0])
        #expect(document.stops.map(\.afterTokens) == [0, 3, 5, 7])
        #expect(document.stops.map { $0.distribution.peak } == [5, 8, 2, 5])
        // At the end stands the answer itself.
        #expect(document.stopsToTheEnd.map(\.afterTokens) == [0, 3, 5, 7, 12])
        #expect(document.stopsToTheEnd.last?.distribution == Self.result.distribution)
        #expect(state.faults.found.isEmpty && state.runs.first?.documents[1].stopsToTheEnd.isEmpty == true)
        // A report has them in its JSON.
        let json = try #require(state.reports().first?.json)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        let rows = try #require(object["ranking"] as? [[String: Any]])
        let stops = try #require(rows[0]["stops"] as? [[String: Any]])
        #expect(stops.compactMap { $0["after_tokens"] as? Int } == [0, 3, 5, 7, 12])
        #expect(stops.allSatisfy { ($0["distribution"] as? [Double])?.count == 11 && $0["expected"] is Double })
        #expect((rows[1]["stops"] as? [Any])?.isEmpty == true)
    }

    /// A second closing and continuations stand apart from the stops, sorted, and come back from the file.
    @Test func whatStandsBesideTheStops() throws {
        var second = Self.stop(3, 2)
        second.second = "<answer>"
        func continuation(_ tokens: Int, _ seed: UInt64, _ answer: Int?) -> Continuation {
            Continuation(
                afterTokens: tokens, sampling: Sampling(temperature: 0.7, seed: seed), answer: answer, expected: nil, newTokens: 9
            )
        }
        let events: [RunEvent] = [
            .stop(document: 0, Self.stop(3)), .finished(document: 0, Self.result), .stop(document: 0, second),
            .continuation(document: 0, continuation(7, 2, nil)), .continuation(document: 0, continuation(7, 1, 8)),
            .continuation(document: 0, continuation(3, .max, 5)), .continuation(document: 0, continuation(7, 1, 9)),
        ]
        for event in events {
            let timed = TimedEvent(milliseconds: 1, event: .run(RunID(1), event))
            #expect(try SessionLine.decode(SessionLine.encode(timed).dropLast()) == timed)
        }
        let document = try #require(state(events).runs.first?.documents[0])
        #expect(document.stops == [Self.stop(3)] && document.secondStops == [second])
        let free = FreeAnswers.all(of: document.continuations)
        #expect(free.map(\.afterTokens) == [3, 7] && free[1].continuations.map(\.answer) == [9, nil] && free[1].mean == 9)
        #expect(free[0].mean == 5 && FreeAnswers.all(of: []).isEmpty)
        for (event, fault) in [
            (RunEvent.continuation(document: 9, continuation(1, 1, 1)), SessionFaults.Kind.noSuchDocument),
            (.continuation(document: 1, continuation(1, 1, 1)), .unfinished),
            (.continuation(document: 0, continuation(1, 1, 11)), .otherScale),
        ] {
            let state = state([.finished(document: 0, Self.result), event])
            #expect(state.faults.found.map(\.kind) == [fault] && state.runs.first?.waitingCount == 1)
        }
        // Another text takes the place of the one before.
        var third = second
        (third.afterTokens, third.second) = (5, "So: <answer>")
        let other = state([.finished(document: 0, Self.result), .stop(document: 0, second), .stop(document: 0, third)])
        #expect(other.runs.first?.documents[0].secondStops == [third])
        let odd =
            #"{"t":1,"run":1,"continuation":{"document":0,"continuation":{"afterTokens":0,"newTokens":1,"sampling":"#
            + #"{"seed":1,"temperature":"nan","topP":1}}}}"#
        #expect(throws: JSONFailure.self) { try SessionLine.decode(Array(odd.utf8)[...]) }
    }

    /// A stop of a document that is not there is a fault, and none traps.
    @Test func strangeStops() {
        for document in [-1, 2, .max, .min] {
            #expect(!state([.stop(document: document, Self.stop(0))]).faults.found.isEmpty, "\(document)")
        }
        let far = Stop(afterTokens: .max, closing: "", distribution: Self.stop(0).distribution)
        let odd = state([.stop(document: 0, far), .stop(document: 0, Self.stop(1))])
        #expect(odd.runs.first?.documents[0].stops.count == 2 && odd.runs.first?.waitingCount == 1)
        for count in [0, 2, 10, 1_000] {
            let probabilities = [Double](repeating: 0, count: count)
            let other = Stop(afterTokens: 1, closing: "", distribution: ScoreDistribution(probabilities: probabilities, other: 1))
            let state = state([.stop(document: 0, other)])
            #expect(state.faults.found.map(\.kind) == [.otherScale] && state.runs.first?.documents[0].stops.isEmpty == true)
        }
    }

    /// Numbers that no run can have are bounded, so that nothing that is made of them overflows.
    @Test func absurdNumbersAreBounded() throws {
        func decoded(_ value: String) throws -> SessionEvent {
            try SessionLine.decode(Array("{\"t\":1,\"run\":1,\(value)}".utf8)[...]).event
        }
        let ended = try decoded(#""ended":{"documents":1,"seconds":1e300,"promptTokens":1,"newTokens":1}"#)
        guard case .run(_, .ended(let statistics)) = ended else { throw Missing() }
        #expect(statistics.seconds == 1e9)
        let line = Array(
            SessionLine.encode(TimedEvent(milliseconds: 1, event: .run(RunID(1), .finished(document: 0, Self.result)))))
        let text = String(decoding: line.dropLast(), as: UTF8.self)
            .replacing(#""answerToken":12"#, with: #""answerToken":-5"#).replacing(#""seconds":0"#, with: #""seconds":-1e300"#)
        guard case .run(_, .finished(_, let result)) = try SessionLine.decode(Array(text.utf8)[...]).event else {
            throw Missing()
        }
        #expect(result.answerToken == 0 && result.seconds == 0)
    }

    private struct Missing: Error {}

    @Test(arguments: [
        #"[0,1,"",[0.5,1.5],0]"#, #"[0,1,"",[0.5]]"#, #"[0,1,"",0.5,0.5]"#, #"[0,"1","",[],0]"#, #"[0,1,"",[],0,0]"#, "[]", "{}",
        "null",
    ]) func damagedLinesAreNoStops(value: String) {
        let line = Array("{\"t\":1,\"run\":1,\"stop\":\(value)}".utf8)
        #expect(throws: JSONFailure.self) { try SessionLine.decode(line[...]) }
    }
}
