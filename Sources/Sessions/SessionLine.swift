import Foundation
import Inference
import Relevance
import Reranking

/// The text format of the journal: one event per line, `{"t":MILLISECONDS,"KIND":VALUE}`. The article `Session-format` describes
/// each kind, with an example.
///
/// Most lines are tokens (or judgments, in a judging session), and the longest lines are candidates. These are written and
/// read without Codable (`TokenBatch`, `SessionLine+Judgment`, `SessionLine+Candidates`); all others use Codable. A double is
/// written as the shortest text that reads back as the same number; numbers of tokens are in single precision (see
/// `TokenLog`). In format 1, lines have no "run", and `run_started` is `true` (see `FormatOne`).
enum SessionLine {
    // MARK: Writing

    /// The line, with its line feed.
    static func encode(_ timed: TimedEvent) -> [UInt8] {
        var bytes: [UInt8] = []
        encode(timed, into: &bytes)
        return bytes
    }

    /// The lines of events that belong together.
    static func encode(_ events: [TimedEvent]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(events.reduce(0) { $0 + usualLength($1.event) })
        for timed in events { encode(timed, into: &bytes) }
        return bytes
    }

    /// About how many bytes a line takes: exact enough that the longest lines, candidates, are written without growing twice.
    private static func usualLength(_ event: SessionEvent) -> Int {
        guard case .candidates(let candidates, let source) = event else { return 256 }
        return candidates.reduce(256 + source.utf8.count) {
            $0 + 128 + $1.document.id.utf8.count + $1.document.title.utf8.count + $1.document.text.utf8.count * 17 / 16
        }
    }

    /// Appends the line, with its line feed.
    private static func encode(_ timed: TimedEvent, into bytes: inout [UInt8]) {
        if case .unknown(let line) = timed.event {
            bytes += line.utf8
            bytes.append(0x0A)
            return
        }
        var writer = JSONWriter(after: exchange(&bytes, with: []))
        writer.object { line in
            line.member("t", timed.milliseconds)
            if let run = timed.event.run { line.member("run", run.rawValue) }
            switch timed.event {
            case .query(let query): line.member("query", codable: query)
            case .candidates(let candidates, let source):
                line.member("candidates") { write(candidates, source: source, to: &$0) }
            case .model(let model): line.member("model", codable: model)
            case .settings(let settings): line.member("settings", codable: settings)
            case .rankBy(let rankBy): line.member("rank_by", rankBy.rawValue)
            case .job(let job): line.member("job", codable: job)
            case .runStarted(_, let request): line.member("run_started", codable: request)
            case .run(_, .admitted(let document, let prompt, let cached)):
                line.member("admitted", integers: [document, prompt, cached])
            case .run(_, .promptProgress(let document, let done, let total)):
                line.member("prompt", integers: [document, done, total])
            case .run(_, .token(let document, let token)): line.member("token") { write(token, document, to: &$0) }
            case .run(_, .stop(let document, let stop)):
                line.member(stop.second == nil ? "stop" : "second_stop") { write(stop, document, to: &$0) }
            case .run(_, .continuation(let document, let continuation)):
                line.member("continuation", codable: ContinuedDocument(document: document, continuation: continuation))
            case .run(_, .finished(let document, let result)):
                line.member("finished", codable: FinishedDocument(document: document, result: result))
            case .run(_, .ended(let statistics)): line.member("ended", codable: statistics)
            case .scale(let scale): line.member("scale", codable: scale)
            case .judge(let judge): line.member("judge", judge)
            case .judging(let plan): line.member("judging", codable: plan)
            case .ranking(let ranking): line.member("ranking", codable: ranking)
            case .judgment(let judgment): line.member("judgment") { write(judgment, to: &$0) }
            case .seen(let judge, let queryID, let documentIDs):
                line.member("seen", codable: SeenDocuments(judge: judge, queryID: queryID, documentIDs: documentIDs))
            case .undo(let judge): line.member("undo", judge)
            case .redo(let judge): line.member("redo", judge)
            case .unknown: break
            }
        }
        writer.endLine()
        bytes = writer.bytes
    }

    private static func write(_ stop: Stop, _ document: Int, to writer: inout JSONWriter) {
        writer.array {
            $0.value(document)
            $0.value(stop.afterTokens)
            $0.value(stop.closing)
            $0.array { for probability in stop.distribution.probabilities { $0.value(probability) } }
            $0.value(stop.distribution.other)
            if let second = stop.second { $0.value(second) }
        }
    }

    private static func write(_ token: TokenEvent, _ document: Int, to writer: inout JSONWriter) {
        writer.array {
            $0.value(document)
            $0.value(Int(token.id))
            $0.value(token.text)
            $0.value(Float(token.logProbability))
            $0.value(Float(token.entropy))
            $0.array {
                for alternative in token.alternatives {
                    $0.value(Int(alternative.id))
                    $0.value(alternative.text)
                    $0.value(Float(alternative.logProbability))
                }
            }
        }
    }

    // MARK: Reading

    /// Reads a line.
    ///
    /// - Parameter bytes: a line without its line feed.
    /// - Throws: what was expected, if the line is not an event.
    static func decode(_ bytes: ArraySlice<UInt8>) throws(JSONFailure) -> TimedEvent {
        if let token = decodeToken(bytes) { return token }
        return try decodeAny(bytes)
    }

    /// Reads a token's line as written by `encode`, several times faster than `decodeAny`; nil for any other line.
    static func decodeToken(_ bytes: ArraySlice<UInt8>) -> TimedEvent? {
        var batch = TokenBatch()
        return batch.append(bytes.span) ? batch.event(at: 0) : nil
    }

    /// Reads any line by the rules of JSON.
    static func decodeAny(_ bytes: ArraySlice<UInt8>) throws(JSONFailure) -> TimedEvent {
        var cursor = JSONCursor(bytes)
        var milliseconds: Int?
        var run = RunID.unnamed
        var event: SessionEvent?
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            if key == "t" {
                milliseconds = min(max(try cursor.integer(), 0), 1 << 53)
            } else if key == "run" {
                run = try runID(&cursor)
            } else if let known = try self.event(key, &cursor) {
                event = known
            } else {
                try cursor.skip()
            }
        }
        try cursor.finish()
        guard let milliseconds else { throw JSONFailure(offset: cursor.offset, expected: "a time, \"t\"") }
        if let event {
            // Only format 1 omits the run's id, and its `run_started` has no request.
            if run == .unnamed, case .runStarted(_, let request) = event, request != .unsaid {
                throw JSONFailure(offset: cursor.offset, expected: "the run's number, \"run\"")
            }
            return TimedEvent(milliseconds: milliseconds, event: event.named(run))
        }
        guard let line = String(validating: bytes, as: UTF8.self) else {
            throw JSONFailure(offset: 0, expected: "UTF-8", isEncoding: true)
        }
        return TimedEvent(milliseconds: milliseconds, event: .unknown(line))
    }

    /// The event of a known kind; nil for an unknown kind, whose value is not read.
    private static func event(_ kind: String, _ cursor: inout JSONCursor) throws(JSONFailure) -> SessionEvent? {
        switch kind {
        case "token":
            try cursor.beginArray()
            let document = try cursor.element { (cursor) throws(JSONFailure) in try cursor.integer() }
            let token = try token(&cursor)
            guard try !cursor.nextElement() else { throw JSONFailure(offset: cursor.offset, expected: "']'") }
            return .run(.unnamed, .token(document: document, token))
        case "admitted":
            let (document, prompt, cached) = try cursor.threeIntegers()
            return .run(
                .unnamed, .admitted(document: document, promptTokens: prompt.asCount, cachedTokens: cached.asCount))
        case "prompt":
            let (document, done, total) = try cursor.threeIntegers()
            return .run(.unnamed, .promptProgress(document: document, done: done.asCount, of: total.asCount))
        case "stop", "second_stop":
            let (document, stop) = try stop(&cursor, isSecond: kind == "second_stop")
            return .run(.unnamed, .stop(document: document, stop))
        case "continuation":
            let continued = try cursor.codable(ContinuedDocument.self, "a continuation of a thought")
            let sampling = continued.continuation.sampling
            guard sampling.temperature.isFinite, sampling.topP.isFinite, continued.continuation.expected?.isFinite ?? true else {
                throw JSONFailure(offset: 0, expected: "finite numbers")
            }
            return .run(.unnamed, .continuation(document: continued.document, continued.continuation.withCounts))
        case "finished":
            let finished = try cursor.codable(FinishedDocument.self, "a document's result")
            guard finished.result.distribution?.isValid ?? true else {
                throw JSONFailure(offset: 0, expected: "probabilities from 0 to 1")
            }
            return .run(.unnamed, .finished(document: finished.document, finished.result.withCounts))
        case "ended": return .run(.unnamed, .ended(try cursor.codable(RunStatistics.self, "a run's statistics").withCounts))
        case "run_started":
            return .runStarted(.unnamed, try request(&cursor))
        case "job": return .job(try job(&cursor))
        case "query": return .query(try cursor.codable(Query.self, "a query"))
        case "candidates":
            let (list, source) = try candidates(&cursor)
            return .candidates(list, source: source)
        case "model": return .model(try cursor.codable(ModelDescription.self, "a model's description"))
        case "settings": return .settings(try cursor.codable(RunSettings.self, "settings"))
        case "rank_by":
            guard let rankBy = RankBy(rawValue: try cursor.string()) else {
                throw JSONFailure(offset: cursor.offset, expected: RankBy.allCases.map(\.rawValue).joined(separator: ", "))
            }
            return .rankBy(rankBy)
        case "scale": return .scale(try cursor.codable(GradeScale.self, "a scale of grades"))
        case "judge": return .judge(try cursor.name())
        case "judging": return .judging(try cursor.codable(JudgingPlan.self, "a judging plan"))
        case "ranking": return .ranking(try cursor.codable(RecordedRanking.self, "a ranking"))
        case "judgment": return .judgment(try judgment(&cursor))
        case "seen":
            let seen = try cursor.codable(SeenDocuments.self, "documents seen")
            return .seen(judge: seen.judge, queryID: seen.queryID, documentIDs: seen.documentIDs)
        case "undo": return .undo(judge: try cursor.name())
        case "redo": return .redo(judge: try cursor.name())
        default: return nil
        }
    }

    private static func stop(
        _ cursor: inout JSONCursor, isSecond: Bool
    ) throws(JSONFailure) -> (document: Int, Stop) {
        try cursor.beginArray()
        let document = try cursor.element { (cursor) throws(JSONFailure) in try cursor.integer() }
        let tokens = try cursor.element { (cursor) throws(JSONFailure) in try cursor.integer() }
        let closing = try cursor.element { (cursor) throws(JSONFailure) in try cursor.string() }
        guard try cursor.nextElement() else { throw JSONFailure(offset: cursor.offset, expected: "probabilities") }
        var probabilities: [Double] = []
        try cursor.beginArray()
        while try cursor.nextElement() { probabilities.append(try cursor.double()) }
        let other = try cursor.element { (cursor) throws(JSONFailure) in try cursor.double() }
        let second = isSecond ? try cursor.element { (cursor) throws(JSONFailure) in try cursor.string() } : nil
        guard try !cursor.nextElement() else { throw JSONFailure(offset: cursor.offset, expected: "']'") }
        let distribution = ScoreDistribution(probabilities: probabilities, other: other)
        guard distribution.isValid else { throw JSONFailure(offset: cursor.offset, expected: "probabilities from 0 to 1") }
        return (
            document, Stop(afterTokens: tokens.asCount, closing: closing, second: second, distribution: distribution)
        )
    }

    private static func token(_ cursor: inout JSONCursor) throws(JSONFailure) -> TokenEvent {
        let id = try cursor.element { (cursor) throws(JSONFailure) in try cursor.tokenID() }
        let text = try cursor.element { (cursor) throws(JSONFailure) in try cursor.string() }
        let logProbability = try cursor.element { (cursor) throws(JSONFailure) in try cursor.single() }
        let entropy = try cursor.element { (cursor) throws(JSONFailure) in try cursor.single() }
        var alternatives: [TokenAlternative] = []
        guard try cursor.nextElement() else { throw JSONFailure(offset: cursor.offset, expected: "alternatives") }
        try cursor.beginArray()
        while try cursor.nextElement() {
            let id = try cursor.tokenID()
            let text = try cursor.element { (cursor) throws(JSONFailure) in try cursor.string() }
            let logProbability = try cursor.element { (cursor) throws(JSONFailure) in try cursor.single() }
            alternatives.append(TokenAlternative(id: id, text: text, logProbability: logProbability))
        }
        return TokenEvent(id: id, text: text, logProbability: logProbability, entropy: entropy, alternatives: alternatives)
    }
}

extension Int {
    /// A number of tokens or documents. A damaged line can have any number; sums of these cannot overflow.
    fileprivate var asCount: Int { Swift.min(Swift.max(self, 0), 1 << 40) }
}

extension Double {
    /// A duration in seconds, for the same reason at most some thirty years.
    fileprivate var asSeconds: Double { isFinite ? Swift.min(Swift.max(self, 0), 1e9) : 0 }
}

extension DocumentResult {
    fileprivate var withCounts: DocumentResult {
        var result = self
        (result.promptTokens, result.cachedTokens) = (promptTokens.asCount, cachedTokens.asCount)
        result.newTokens = newTokens.asCount
        result.seconds = seconds.asSeconds
        result.answerToken = answerToken.map(\.asCount)
        return result
    }
}

extension RunStatistics {
    fileprivate var withCounts: RunStatistics {
        RunStatistics(
            documents: documents.asCount, seconds: seconds.asSeconds, promptTokens: promptTokens.asCount,
            newTokens: newTokens.asCount)
    }
}

extension Continuation {
    fileprivate var withCounts: Continuation {
        Continuation(
            afterTokens: afterTokens.asCount, sampling: sampling, answer: answer, expected: expected,
            newTokens: newTokens.asCount)
    }
}

private struct SeenDocuments: Codable {
    var judge: String
    var queryID: String
    var documentIDs: [String]
}

private struct ContinuedDocument: Codable {
    var document: Int
    var continuation: Continuation
}

private struct FinishedDocument: Codable {
    var document: Int
    var result: DocumentResult
}

extension JSONWriter {
    fileprivate mutating func member(_ key: String, integers: [Int]) {
        member(key) { $0.array { array in integers.forEach { array.value($0) } } }
    }

    fileprivate mutating func member(_ key: String, codable value: some Encodable) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        // With this strategy, encoding the plain values of an event cannot fail.
        let json = (try? encoder.encode(value)) ?? Data("null".utf8)
        member(key) { $0.raw(String(decoding: json, as: UTF8.self)) }
    }
}

extension JSONCursor {
    fileprivate mutating func element<Value>(_ read: (inout JSONCursor) throws(JSONFailure) -> Value) throws(JSONFailure) -> Value
    {
        guard try nextElement() else { throw JSONFailure(offset: offset, expected: "another element") }
        return try read(&self)
    }

    fileprivate mutating func threeIntegers() throws(JSONFailure) -> (Int, Int, Int) {
        try beginArray()
        let first = try element { (cursor) throws(JSONFailure) in try cursor.integer() }
        let second = try element { (cursor) throws(JSONFailure) in try cursor.integer() }
        let third = try element { (cursor) throws(JSONFailure) in try cursor.integer() }
        guard try !nextElement() else { throw JSONFailure(offset: offset, expected: "three integers") }
        return (first, second, third)
    }

    fileprivate mutating func tokenID() throws(JSONFailure) -> Int32 {
        guard let id = Int32(exactly: try integer()) else { throw JSONFailure(offset: offset, expected: "a token's id") }
        return id
    }

    /// A number in single precision. null is minus infinity, the logarithm of 0.
    fileprivate mutating func single() throws(JSONFailure) -> Double {
        try skipNull() ? -.infinity : Double(Float(try double()))
    }

    mutating func codable<Value: Decodable>(_ type: Value.Type, _ name: String) throws(JSONFailure) -> Value {
        let json = try raw()
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        guard let value = try? decoder.decode(type, from: Data(json)) else { throw JSONFailure(offset: offset, expected: name) }
        return value
    }
}
