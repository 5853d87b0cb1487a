import Foundation
import Inference
import Relevance
import Reranking
import Sessions
import TestSupport

/// Random events: every kind, unusual texts, numbers of every size, and interleaved runs of several documents.
struct RandomSession {
    var random: Mutator
    private var milliseconds = 0

    init(seed: UInt64) { random = Mutator(seed: seed, words: []) }

    mutating func events(_ count: Int) -> [TimedEvent] {
        let opening: [SessionEvent] = [.query(query()), load(), .model(model()), start()]
        return (opening + (0..<count).map { _ in event() }).map { timed($0) }
    }

    mutating func timed(_ event: SessionEvent) -> TimedEvent {
        milliseconds += Int.random(in: 0...3000, using: &random)
        return TimedEvent(milliseconds: milliseconds, event: event)
    }

    mutating func event() -> SessionEvent {
        switch Int.random(in: 0..<20, using: &random) {
        case 0: return .query(query())
        case 1: return load()
        case 2: return .model(model())
        case 3: return .settings(settings())
        case 4: return .rankBy(RankBy.allCases.randomElement(using: &random) ?? .paper)
        case 5: return start()
        case 6: return announce()
        case 7: return judging()
        default: return running()
        }
    }

    // MARK: Runs

    /// What must be known of a run to produce its next events.
    private struct Run {
        var request: RunRequest
        var isUnderWay = false
        /// Finished documents, and documents with a settled outcome.
        var finished: Set<Int> = []
        var settled: Set<Int> = []
        var count: Int { min(4, request.settings.depth) }
    }

    private var runs: [Run] = []
    private var jobs = 0
    private var loaded: [Candidate] = []

    private mutating func load() -> SessionEvent {
        loaded = candidates()
        return .candidates(loaded, source: text())
    }

    /// Starts a new run, starts one that its job announced, or resumes one.
    private mutating func start() -> SessionEvent {
        let idle = runs.indices.filter { !runs[$0].isUnderWay }
        var place = Bool.random(using: &random) ? idle.randomElement(using: &random) : nil
        if place == nil {
            jobs += 1
            runs.append(
                Run(
                    request: RunRequest(
                        job: JobID(jobs), query: query(), candidates: CandidateSetID(loaded), model: model(), settings: settings()
                    )))
            place = runs.count - 1
        }
        guard let place else { return .rankBy(.paper) }
        runs[place].isUnderWay = true
        runs[place].finished = runs[place].settled
        return .runStarted(RunID(place + 1), runs[place].request)
    }

    private mutating func announce() -> SessionEvent {
        jobs += 1
        var job = JobRequest(id: JobID(jobs), model: model(), settings: settings(), runs: [])
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            let entry = JobRequest.Entry(id: RunID(runs.count + 1), query: query(), candidates: CandidateSetID(loaded))
            job.runs.append(entry)
            runs.append(Run(request: job.request(of: entry)))
        }
        return .job(job)
    }

    /// An event of any run in progress.
    private mutating func running() -> SessionEvent {
        guard let place = runs.indices.filter({ runs[$0].isUnderWay }).randomElement(using: &random) else { return start() }
        let id = RunID(place + 1)
        guard let document = (0..<runs[place].count).filter({ !runs[place].finished.contains($0) }).randomElement(using: &random),
            Int.random(in: 0..<20, using: &random) > 0
        else {
            runs[place].isUnderWay = false
            return .run(
                id, .ended(RunStatistics(documents: 3, seconds: seconds(), promptTokens: integer(), newTokens: integer())))
        }
        if let done = runs[place].finished.sorted().randomElement(using: &random), Int.random(in: 0..<14, using: &random) == 0 {
            return .run(id, .continuation(document: done, continuation(runs[place].request.settings.mode)))
        }
        switch Int.random(in: 0..<13, using: &random) {
        case 12: return .run(id, .stop(document: document, stop(runs[place].request.settings.mode)))
        case 0: return .run(id, .admitted(document: document, promptTokens: integer(), cachedTokens: integer()))
        case 1: return .run(id, .promptProgress(document: document, done: integer(), of: integer()))
        case 2:
            let result = result()
            runs[place].finished.insert(document)
            switch result.outcome {
            case .cancelled, .failed: break
            default: runs[place].settled.insert(document)
            }
            return .run(id, .finished(document: document, result))
        default: return .run(id, .token(document: document, token()))
        }
    }

    private mutating func continuation(_ mode: ScoringMode) -> Continuation {
        let sampling = Sampling(
            temperature: Double.random(in: 0...2, using: &random), seed: UInt64.random(in: 0...9, using: &random))
        return Continuation(
            afterTokens: Int.random(in: 0...40, using: &random), sampling: sampling,
            answer: Bool.random(using: &random) ? Int.random(in: mode.choices.indices, using: &random) : nil, expected: number(),
            newTokens: Int.random(in: 0...40, using: &random))
    }

    private mutating func stop(_ mode: ScoringMode) -> Stop {
        func share() -> Double { Double.random(in: 0...1, using: &random) }
        return Stop(
            afterTokens: Int.random(in: 0...40, using: &random), closing: text(),
            second: Bool.random(using: &random) ? text() : nil,
            distribution: ScoreDistribution(probabilities: mode.choices.map { _ in share() }, other: share()))
    }

    /// Judges, queries and documents repeat, so that steps concern the same documents.
    private mutating func judging() -> SessionEvent {
        let judge = ["a", "b", "é\n"].randomElement(using: &random) ?? "a"
        switch Int.random(in: 0..<13, using: &random) {
        case 12:
            return .seen(judge: judge, queryID: "1", documentIDs: (0..<Int.random(in: 0...3, using: &random)).map { _ in text() })
        case 0: return .undo(judge: judge)
        case 1: return .redo(judge: judge)
        case 2: return .scale(GradeScale.all.randomElement(using: &random) ?? .graded)
        case 3: return .judge(judge)
        case 4:
            let plan = JudgingPlan(
                order: JudgingOrder.allCases.randomElement(using: &random) ?? .gap, seed: random.next(),
                isBlind: Bool.random(using: &random), depth: Bool.random(using: &random) ? integer() : nil)
            return .judging(plan)
        case 5:
            let ids = (0..<3).map { _ in text() }
            return .ranking(
                RecordedRanking(
                    tag: text(), queryID: text(), documentIDs: ids,
                    scores: Bool.random(using: &random) ? ids.map { _ in number() } : nil))
        default: return .judgment(judgment(by: judge))
        }
    }

    mutating func judgment(by judge: String) -> Judgment {
        let verdicts: [Verdict?] = [.grade(integer()), .grade(1), .skipped, .cannotTell, nil]
        func maybe<Value>(_ value: Value) -> Value? { Bool.random(using: &random) ? value : nil }
        return Judgment(
            queryID: ["1", "2", "\""].randomElement(using: &random) ?? "1",
            documentID: ["d0", "d1", "d\\"].randomElement(using: &random) ?? "d0",
            verdict: verdicts.randomElement(using: &random) ?? nil, judge: judge, scale: maybe(text()),
            seconds: maybe(number()), isBlind: maybe(Bool.random(using: &random)), note: maybe(text()),
            isAdjudication: Int.random(in: 0..<4, using: &random) == 0, source: maybe(text()),
            batch: ["x", "y", nil].randomElement(using: &random) ?? nil)
    }

    /// Probabilities in single precision, as the journal keeps them for tokens.
    mutating func token() -> TokenEvent {
        let alternatives = (0..<Int.random(in: 0...5, using: &random)).map { _ in
            TokenAlternative(id: Int32.random(in: -5...200_000, using: &random), text: text(), logProbability: single())
        }
        return TokenEvent(
            id: Int32.random(in: 0...300_000, using: &random), text: text(), logProbability: single(), entropy: single(),
            alternatives: alternatives)
    }

    private mutating func result() -> DocumentResult {
        let outcomes: [DocumentResult.Outcome] = [
            .scored(answer: Int.random(in: 0...10, using: &random), forced: Bool.random(using: &random)), .unreadable(text()),
            .outOfRange(integer()), .cutOff, .failed(text()), .cancelled,
        ]
        // A line with anything else is damaged.
        func share() -> Double {
            [0, 1, .leastNonzeroMagnitude, .random(in: 0...1, using: &random)].randomElement(using: &random) ?? 0
        }
        let distribution = ScoreDistribution(probabilities: (0..<11).map { _ in share() }, other: share())
        return DocumentResult(
            outcome: outcomes.randomElement(using: &random) ?? .cutOff,
            distribution: Bool.random(using: &random) ? distribution : nil,
            answerToken: Bool.random(using: &random) ? integer() : nil,
            isCut: Bool.random(using: &random), promptTokens: integer(), cachedTokens: integer(), newTokens: integer(),
            seconds: seconds())
    }

    private mutating func query() -> Query { Query(id: text(), text: text()) }

    private mutating func candidates() -> [Candidate] {
        (0..<4).map {
            Candidate(
                document: Document(id: "d\($0)" + text(), title: text(), text: text()), firstStageRank: $0 + 1,
                firstStageScore: Bool.random(using: &random) ? number() : nil)
        }
    }

    static func model(_ name: String) -> ModelDescription {
        ModelDescription(
            name: name, file: name + ".gguf", sha256: "ab", architecture: "qwen2", quantisation: "Q4_0", parameters: 1,
            contextLength: 8, engine: "e", threads: 1, batchLimit: 1, machine: "m")
    }

    private mutating func model() -> ModelDescription {
        ModelDescription(
            name: text(), file: text(), sha256: text(), architecture: "qwen2", quantisation: "Q4_K_M", parameters: integer(),
            contextLength: 32768, engine: text(), threads: 2, batchLimit: 512, machine: text())
    }

    private mutating func settings() -> RunSettings {
        RunSettings(
            mode: ScoringMode.allCases.randomElement(using: &random) ?? .direct, instruction: text(), maxNewTokens: integer(),
            forcesAnswer: Bool.random(using: &random),
            sampling: Sampling(temperature: number(), topP: number(), seed: random.next()),
            depth: Int.random(in: 2...5, using: &random))
    }

    mutating func text() -> String {
        let pool: [UnicodeScalar] = [
            "a", "Z", " ", "\n", "\r", "\t", "\"", "\\", "\0", "\u{1B}", "é", "\u{301}", "𝄞", "\u{FFFD}", "\u{7F}", "/",
        ]
        var text = ""
        for _ in 0..<Int.random(in: 0...6, using: &random) {
            text.unicodeScalars.append(pool.randomElement(using: &random) ?? "a")
        }
        return text
    }

    private mutating func integer() -> Int { Int.random(in: -3...100_000, using: &random) }

    private mutating func seconds() -> Double { Double.random(in: 0...1e6, using: &random) }

    private mutating func number() -> Double {
        let bits = Double(bitPattern: random.next())
        return Bool.random(using: &random) && bits.isFinite ? bits : Double.random(in: 0...1, using: &random)
    }

    private mutating func single() -> Double {
        switch Int.random(in: 0..<20, using: &random) {
        case 0: return -.infinity
        case 1:
            let bits = Float(bitPattern: UInt32.random(in: 0...UInt32.max, using: &random))
            return bits.isFinite ? Double(bits) : -1
        default: return Double(Float.random(in: -12...0, using: &random))
        }
    }
}

/// The fold of events.
func state(of events: [TimedEvent]) -> SessionState {
    events.reduce(into: SessionState()) { $0.apply($1) }
}

/// All events of a session file.
func events(at path: String) throws -> [TimedEvent] {
    let reader = try SessionReader(path: path)
    var events: [TimedEvent] = []
    while let event = try reader.next() { events.append(event) }
    return events
}
