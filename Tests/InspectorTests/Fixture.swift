import Inference
import Relevance
import Reranking
import Sessions
import Terminal
import TestSupport

@testable import Inspector

/// A session written by hand: what a run of a small model over a dozen passages looks like, event by event.
enum Fixture {
    static let query = Query(id: "1", text: "do goldfish grow?")

    static let documents: [(id: String, title: String, text: String)] = [
        (
            "d01", "Feeding goldfish",
            "Feed a goldfish once a day, no more than it eats in two minutes. Young goldfish grow faster on warm water and many small meals."
        ),
        ("d02", "Goldfish in bowls", "A bowl holds little water and no filter. Goldfish kept in bowls stay small and die young."),
        ("d03", "Growing tomatoes", "Tomatoes grow best in full sun. Pinch the side shoots and water at the root."),
        ("d04", "Koi ponds", "Koi and goldfish share ponds. Koi reach sixty centimetres, goldfish thirty."),
        ("d05", "", "The goldfish was bred in China more than a thousand years ago from a grey carp."),
        ("d06", "Gold prices", "Gold rose again this week. Funds that fish for safety bought bars."),
        (
            "d07", "Tank depth and growth",
            "A goldfish will grow as long as its water stays clean. In a deep tank with room to swim it reaches twenty centimetres in three years; in a small one hormones and waste hold it back.\n\nGive every goldfish forty litres."
        ),
        ("d08", "Fish memory", "A goldfish remembers for months. It can be trained to push a lever."),
        ("d09", "Aquarium filters", "A filter turns ammonia into nitrate. Change a third of the water each week."),
        ("d10", "金魚の成長", "金魚は水が良ければ一生成長し続けます。大きな水槽では三十センチになることもあります。"),
        ("d11", "Growth rings", "Scales of a carp show rings like a tree: one a year, wide in years of plenty."),
        ("d12", "Pet shop", "We sell goldfish, food, gravel and plants. Open every day but Sunday."),
    ]

    static let candidates = documents.enumerated().map { index, document in
        Candidate(
            document: Document(id: document.id, title: document.title, text: document.text), firstStageRank: index + 1,
            firstStageScore: 14 - Double(index) * 0.75)
    }

    static let model = ModelDescription(
        name: "small-1b", file: "small-1b.gguf", sha256: String(repeating: "ab", count: 32), architecture: "qwen2",
        quantisation: "Q4_K_M", parameters: 1_000_000_000, contextLength: 4096, engine: "erank-local 0.1", threads: 2,
        batchLimit: 64,
        machine: "a machine, 2 threads")

    static let catalogue = [
        ModelListing(name: "tiny-135m", summary: "for trying things out", bytes: 98_362_432, isHere: true),
        ModelListing(name: "small-1b", summary: "answers in the asked format", bytes: 1_117_320_768, isHere: false),
    ]

    static let demos = [DemoEntry(name: "carp", query: "how old do carp get?")]

    static let sessions = [
        SessionEntry(
            path: "/s/goldfish.jsonl", name: "goldfish", query: "do goldfish grow?", model: "small-1b", documents: 12,
            when: "today 14:20"),
        SessionEntry(
            path: "/s/bridges.jsonl", name: "bridges", query: "why do bridges hum in the wind", queries: 3, model: "small-1b",
            documents: 300, jobs: 2, unfinished: .init(id: JobID(1), left: 48, documents: 300), isWhole: false,
            when: "12 Nov"),
        SessionEntry(path: "/s/empty.jsonl", name: "empty", query: "", model: "", documents: 0, when: "3 Nov"),
    ]

    // MARK: Tokens

    static let thought =
        "<think>The document says that goldfish grow with the room they have. That answers the query directly.\nIt gives a length and a time.</think><answer>9</answer>"

    /// The text cut at word beginnings, with probabilities that rise and fall in a fixed way.
    static func tokens(of text: String) -> [TokenEvent] {
        var pieces: [String] = []
        for character in text {
            if pieces.isEmpty || character == " " || character == "<" || character == ">" || character == "\n"
                || character.isNumber
            {
                pieces.append("")
            }
            pieces[pieces.count - 1].append(character)
        }
        let probabilities = [0.99, 0.93, 0.71, 0.98, 0.42, 0.88, 0.17, 0.95, 0.6, 0.999]
        return pieces.enumerated().map { index, piece in
            let p = probabilities[index % probabilities.count]
            let others = [(" the", 0.5), (" a", 0.3), (" of", 0.15)].map { text, share in
                TokenAlternative(id: Int32(900 + text.count), text: text, logProbability: log((1 - p) * share))
            }
            let own = TokenAlternative(id: Int32(100 + index), text: piece, logProbability: log(p))
            return TokenEvent(
                id: own.id, text: piece, logProbability: own.logProbability, entropy: (1 - p) * 4,
                alternatives: ([own] + others).sorted { $0.logProbability > $1.logProbability })
        }
    }

    static func log(_ value: Double) -> Double { value.naturalLogarithm }

    // MARK: Results

    static func distribution(peak: Int, mass: Double, other: Double = 0.01) -> ScoreDistribution {
        var probabilities = [Double](repeating: 0, count: 11)
        var rest = 1 - mass - other
        probabilities[peak] = mass
        for (offset, share) in [(-1, 0.5), (1, 0.6), (-2, 0.5), (2, 0.7)] {
            guard probabilities.indices.contains(peak + offset) else { continue }
            probabilities[peak + offset] = rest * share
            rest -= rest * share
        }
        return ScoreDistribution(probabilities: probabilities, other: other + rest)
    }

    static func scored(_ answer: Int, _ mass: Double, forced: Bool = false, cut: Bool = false, token: Int? = nil)
        -> DocumentResult
    {
        DocumentResult(
            outcome: .scored(answer: answer, forced: forced), distribution: distribution(peak: answer, mass: mass),
            answerToken: forced ? nil : token, isCut: cut, promptTokens: 231, cachedTokens: 160, newTokens: 34, seconds: 3.4)
    }

    static func failed(_ outcome: DocumentResult.Outcome) -> DocumentResult {
        DocumentResult(outcome: outcome, promptTokens: 231, cachedTokens: 160, newTokens: 34, seconds: 2.1)
    }

    /// By document: every way a document can come out.
    static let results: [DocumentResult] = {
        let answer = tokens(of: thought).firstIndex { $0.text == "9" }
        return [
            scored(6, 0.55, token: answer), scored(7, 0.71, token: answer), scored(0, 0.93, token: answer),
            scored(8, 0.48, token: answer),
            scored(3, 0.4, forced: true), scored(0, 0.99, token: answer), scored(9, 0.84, token: answer),
            failed(.unreadable("very relevant")),
            failed(.cutOff), scored(10, 0.62, cut: true, token: answer), failed(.outOfRange(11)), failed(.cancelled),
        ]
    }()

    // MARK: Events

    static let settings = RunSettings(maxNewTokens: 256)

    static let setUp: [SessionEvent] = [
        .query(query), .candidates(candidates, source: "goldfish.jsonl"), .model(model), .settings(settings),
    ]

    /// What `r` or `R` wants done where it begins this run of the fixture's query.
    static func starts(_ run: Int = 1, settings: RunSettings = settings) -> [Effect] {
        let set = CandidateSetID(candidates)
        let job = JobRequest(
            id: JobID(run), model: model, settings: settings, stops: settings.mode.thinks ? .sentences : nil,
            runs: [.init(id: RunID(run), query: query, candidates: set)])
        return [
            .append(.job(job)), .run(PlannedRun(id: RunID(run), request: job.request(of: job.runs[0]), candidates: candidates)),
        ]
    }

    /// A run up to the point where `finished` documents are done, one is thinking, one reading; all of it for nil.
    static func run(finished: Int? = nil) -> [SessionEvent] {
        var events: [SessionEvent] = [.start(query: query, of: candidates, by: model, settings: settings)]
        let tokens = tokens(of: thought)
        func begin(_ document: Int) {
            events.append(.run(.admitted(document: document, promptTokens: 231, cachedTokens: 160)))
        }
        for document in 0..<(finished ?? results.count) {
            begin(document)
            events.append(.run(.promptProgress(document: document, done: 231, of: 231)))
            events += tokens.map { .run(.token(document: document, $0)) }
            events.append(.run(.finished(document: document, results[document])))
        }
        if let finished {
            begin(finished)
            events += tokens.prefix(14).map { .run(.token(document: finished, $0)) }
            begin(finished + 1)
            events.append(.run(.promptProgress(document: finished + 1, done: 196, of: 231)))
        } else {
            events.append(.run(.ended(RunStatistics(documents: 12, seconds: 41.2, promptTokens: 2772, newTokens: 408))))
        }
        return events
    }

    /// What each document of the whole run would have answered, had its thought been stopped: it begins unsure about 3, and
    /// comes to its answer with the second sentence.
    static let stops: [SessionEvent] = results.indices.flatMap { document in
        [(0, 3, 0.3), (8, 4, 0.4), (19, 9, 0.5), (28, 9, 0.8)].map { tokens, answer, mass in
            var probabilities = (0...10).map { 0.02 * Double(11 - abs($0 - answer)) / 11 }
            probabilities[answer] = mass
            let distribution = ScoreDistribution(
                probabilities: probabilities, other: 1 - probabilities.reduce(0, +))
            return .run(
                .stop(
                    document: document, Stop(afterTokens: tokens, closing: "</think><answer>", distribution: distribution)))
        }
    }

    /// The same thoughts with another closing text, and the first going on freely from its second sentence.
    static let besideStops: [SessionEvent] =
        stops.compactMap {
            guard case .run(_, .stop(let document, var stop)) = $0, stop.afterTokens < 28 else { return nil }
            stop.second = "<answer>"
            stop.distribution.probabilities[3] += 0.2
            stop.distribution.other = max(0, stop.distribution.other - 0.2)
            return .run(.stop(document: document, stop))
        }
        + results.indices.flatMap { document in
            [9, 8, 9, nil, 9, 10, 7, 9].enumerated().map { number, answer in
                let sampling = Sampling(temperature: 0.7, seed: UInt64(number + 1))
                return .run(
                    .continuation(
                        document: document,
                        Continuation(afterTokens: 8, sampling: sampling, answer: answer, expected: nil, newTokens: 30)))
            }
        }

    /// The stops of the second job, which is sure of 2 from the first sentence on.
    static let otherStops: [SessionEvent] = (0..<12).flatMap { document in
        [(0, 7, 0.4), (8, 2, 0.7), (16, 2, 0.9)].map { tokens, answer, mass in
            var probabilities = [Double](repeating: 0.01, count: 11)
            probabilities[answer] = mass
            let distribution = ScoreDistribution(probabilities: probabilities, other: 1 - probabilities.reduce(0, +))
            return .run(
                RunID(2),
                .stop(document: document, Stop(afterTokens: tokens, closing: "</think><answer>", distribution: distribution)))
        }
    }

    /// A state that has taken in these events, a hundred milliseconds apart.
    static func state(_ events: [SessionEvent], size: Size = Size(width: 80, height: 24)) -> InspectorState {
        var state = InspectorState(size: size, reducesMotion: true)
        _ = state.handle(.catalogue(catalogue))
        _ = state.handle(.sessions(sessions))
        _ = state.handle(.demos(demos))
        _ = state.handle(.opened(OpenedSession(name: "goldfish", state: SessionState())))
        _ = state.handle(.model(.ready(model)))
        for (index, event) in events.enumerated() {
            _ = state.handle(.journal(TimedEvent(milliseconds: 100 * index, event: event)))
        }
        _ = state.handle(.tick(frame: 0, session: 100 * events.count))
        return state
    }
}
