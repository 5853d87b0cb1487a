import Inference
import Relevance
import TestSupport
import Testing

@testable import Reranking

/// What the model would have answered, had its thought been stopped.
@Suite struct StopTests {
    private func points(_ plan: StopPlan, _ texts: [String]) -> [StopFinder.Point] {
        var finder = StopFinder(plan)
        return texts.compactMap { finder.append($0) }
    }

    static let thought = [
        "<think>", "The", " document", " says", " so", ".", " It", " is", " 3", ".", "5", " cm", " long", "?\"", " Yes", "</",
        "think",
        ">", "<answer>", "8", "</answer>",
    ]

    @Test func sentencesEndBeforeWhiteSpace() {
        let found = points(.sentences, Self.thought)
        #expect(found.map(\.afterTokens) == [6, 14])
        #expect(found.allSatisfy { $0.closing == "</think><answer>" })
        // Lines end sentences too; "1." is too short for one.
        let lines = ["<think>\n", "1", ".", " One", " thing", " here", "\n", "Two", " more", " of", " them", "\n\n", "End"]
        #expect(points(.sentences, lines).map(\.afterTokens) == [7, 12])
    }

    /// Every token is a point until the thought is over; what completes the format there depends on the tag that was begun.
    @Test func everyTokenUntilTheThoughtIsOver() {
        #expect(points(.every(1), Self.thought).map(\.afterTokens) == Array(1...15))
        #expect(points(.every(4), Self.thought).map(\.afterTokens) == [4, 8, 12])
        let pieces = points(.every(1), ["<", "think", ">", "So", "<", "/", "think", ">", "<answer>"])
        let closing = "</think><answer>"
        #expect(pieces.map(\.closing) == ["think>" + closing, ">" + closing, closing, closing, closing])
        #expect(pieces.map(\.afterTokens) == [1, 2, 3, 4, 5])
        // A model that opens no thought needs none closed.
        #expect(points(.every(1), ["I", " think"]).map(\.closing) == ["<answer>", "<answer>"])
        #expect(StopFinder(.sentences).start == StopFinder.Point(afterTokens: 0, prefill: "<think></think>", closing: "<answer>"))
    }

    /// A tag that has begun is no point, whichever it is, and marks behind a tag do not hide it.
    @Test func tagsAreFoundByTheirBytes() {
        let begun = points(.every(1), ["<think>", "a", "<", "answer", ">", "5"])
        #expect(begun.map(\.afterTokens) == [1, 2, 3])
        #expect(points(.every(1), ["<think>", "a", "</think>\u{0301}", "b"]).map(\.afterTokens) == [1, 2])
        // One letter with marks without end: as long a text as its tokens, of which each is looked at once.
        let marks = points(.every(1000), ["<think>", "a"] + [String](repeating: "\u{0301}", count: 9998))
        #expect(marks.map(\.afterTokens) == (1...10).map { $0 * 1000 })
    }

    /// Another text closes an open thought; where none was opened, there is nothing to close.
    @Test func anotherTextClosesTheThought() {
        var finder = StopFinder(.every(1), closing: "\n</think> So: ")
        #expect(finder.start == .init(afterTokens: 0, prefill: "<think>", closing: "\n</think> So: ", second: "\n</think> So: "))
        let found = ["<", "think>", "a", "</think>", "b"].compactMap { finder.append($0) }
        #expect(found.map(\.closing) == ["think>\n</think> So: ", "\n</think> So: ", "\n</think> So: "])
        #expect(found.allSatisfy { $0.second == "\n</think> So: " })
        // The text may be what would open an answer anyway.
        var short = StopFinder(.every(1), closing: "<answer>")
        #expect(["<think>", "a"].compactMap { short.append($0) }.map(\.closing) == ["<answer>", "<answer>"])
        var plain = StopFinder(.every(1), closing: "So: ")
        #expect(["I", " think"].compactMap { plain.append($0) }.isEmpty)
    }

    @Test func plansAreReadAndWritten() {
        for plan in [StopPlan.sentences, .every(1), .every(16)] { #expect(StopPlan(rawValue: plan.rawValue) == plan) }
        #expect(StopPlan(rawValue: "all") == .every(1))
        for text in ["", "none", "0", "-1", "x", "9999999999999999999999"] { #expect(StopPlan(rawValue: text) == nil, "\(text)") }
    }

    private func events(
        _ script: Script, _ stops: StopPlan?, settings: RunSettings = RunSettings(),
        capabilities: EngineCapabilities = [.fork, .exactPrefix]
    ) async -> [RunEvent] {
        let engine = ScriptedEngine(["text": script], capabilities: capabilities)
        let candidates = [Candidate(document: Document(id: "d", text: "text"), firstStageRank: 1)]
        let run = Reranker(engine: engine).run(
            query: Query(id: "1", text: "q"), candidates: candidates, settings: settings, stops: stops)
        var events: [RunEvent] = []
        for await event in run.events { events.append(event) }
        return events
    }

    private func stops(_ events: [RunEvent]) -> [Stop] {
        events.compactMap { if case .stop(0, let stop) = $0 { stop } else { nil } }.sorted { $0.afterTokens < $1.afterTokens }
    }

    /// The stops come with the run, before the document is finished, and change nothing of its result.
    @Test func theStopsOfADocument() async throws {
        let script = Script.writing(Self.thought, readout: .success(.peak(8, mass: 0.9)))
        let plain = await events(script, nil)
        let found = await events(script, .sentences)
        #expect(stops(plain).isEmpty)
        #expect(stops(found).map(\.afterTokens) == [0, 6, 14])
        #expect(stops(found).allSatisfy { $0.distribution.probabilities[8] == 0.9 })
        func result(_ events: [RunEvent]) -> DocumentResult? {
            events.lazy.compactMap { event -> DocumentResult? in
                guard case .finished(0, var result) = event else { return nil }
                result.seconds = 0
                return result
            }.first
        }
        #expect(result(plain) == result(found) && result(found)?.answer == 8)
        let finished = try #require(found.firstIndex { if case .finished = $0 { true } else { false } })
        #expect(found[finished...].allSatisfy { if case .stop = $0 { false } else { true } })
    }

    /// Without a thought, a fork or an answer there are no stops, and the document is none the worse.
    @Test func whereThereAreNone() async {
        let script = Script.writing(Self.thought, readout: .success(.peak(8)))
        #expect(stops(await events(script, .sentences, settings: RunSettings(mode: .direct))).isEmpty)
        #expect(stops(await events(script, .every(1), capabilities: [.exactPrefix])).isEmpty)
        let failing = await events(Script.writing(Self.thought, readout: .failure(.model("no"))), .every(1))
        #expect(stops(failing).isEmpty)
        #expect(failing.contains { if case .finished(0, let result) = $0 { result.answer == 8 } else { false } })
    }
}
