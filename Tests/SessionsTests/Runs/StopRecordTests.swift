import Foundation
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

    /// A stop of a document that is not there is a fault, and none traps.
    @Test func strangeStops() {
        for document in [-1, 2, .max, .min] {
            #expect(!state([.stop(document: document, Self.stop(0))]).faults.found.isEmpty, "\(document)")
        }
        let empty = Stop(afterTokens: .max, closing: "", distribution: ScoreDistribution(probabilities: [], other: 1))
        let odd = state([.stop(document: 0, empty), .stop(document: 0, Self.stop(1))])
        #expect(odd.runs.first?.documents[0].stops.count == 2 && odd.runs.first?.waitingCount == 1)
    }

    @Test(arguments: [
        #"[0,1,"",[0.5,1.5],0]"#, #"[0,1,"",[0.5]]"#, #"[0,1,"",0.5,0.5]"#, #"[0,"1","",[],0]"#, #"[0,1,"",[],0,0]"#, "[]", "{}",
        "null",
    ]) func damagedLinesAreNoStops(value: String) {
        let line = Array("{\"t\":1,\"run\":1,\"stop\":\(value)}".utf8)
        #expect(throws: JSONFailure.self) { try SessionLine.decode(line[...]) }
    }
}
