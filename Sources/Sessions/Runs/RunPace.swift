import Relevance
import Reranking

/// What the events of a run tell about its speed, since its start or its last resumption.
///
/// The engine computes the prompts of some documents and one more token of each document that writes in the same pass. So the
/// time of a run is, nearly, that of its prompt tokens and that of its passes: each reads the weights once, however many
/// documents write. The first tokens of a run come after nothing but prompts, which tells the time of a prompt token. The passes
/// without a prompt tell the time of a pass, the newest ones most: where other runs share the engine, they share its time.
struct RunPace: Sendable, Equatable {
    /// Prompt tokens that the engine computed; tokens that it had already are not counted.
    private var promptTokens = 0
    private var writtenTokens = 0
    /// The last pass, and what the passes took: those in which all documents under way wrote, and the others, which read prompts
    /// and answers too.
    private var lastPass: Moment?
    private var plainPass = Passes()
    private var mixedPass = Passes()
    /// The documents that have written in the last pass.
    private var writers: [Int] = []
    /// The time of the first written token, and the prompt tokens computed until then.
    private var firstToken: Moment?
    /// Documents that the engine has begun: the tokens of their prompts that it did not have, and the bytes of their texts.
    private var begun = Prompts()
    private var underWay = 0
    /// The most documents under way at once.
    private var widest = 1

    private struct Moment: Equatable { var milliseconds, promptTokens: Int }
    /// What passes took, and what they computed: means in which the newest twenty or so count most.
    private struct Passes: Equatable {
        private(set) var count = 0.0
        /// Milliseconds; tokens of prompts; documents that wrote a token.
        private(set) var (time, promptTokens, writers) = (0.0, 0.0, 0.0)

        mutating func add(time: Int, promptTokens: Int, writers: Int) {
            count = min(20, count + 1)
            self.time += (Double(time) - self.time) / count
            self.promptTokens += (Double(promptTokens) - self.promptTokens) / count
            self.writers += (Double(writers) - self.writers) / count
        }
    }
    private struct Prompts: Equatable { var tokens = 0, bytes = 0 }

    mutating func admit(promptTokens: Int, cachedTokens: Int, bytes: Int) {
        begun.tokens &+= max(0, promptTokens &- cachedTokens)
        begun.bytes &+= bytes
        underWay += 1
        widest = max(widest, underWay)
    }

    mutating func read(from before: Int, to done: Int) { promptTokens = promptTokens &+ max(0, done &- before) }

    /// O(documents that write at once).
    mutating func write(_ document: Int, at milliseconds: Int) {
        if firstToken == nil { firstToken = Moment(milliseconds: milliseconds, promptTokens: promptTokens) }
        writtenTokens &+= 1
        if writers.isEmpty || writers.contains(document) {
            if let lastPass {
                let time = milliseconds &- lastPass.milliseconds
                let prompts = promptTokens &- lastPass.promptTokens
                if prompts == 0, writers.count == underWay {
                    plainPass.add(time: time, promptTokens: 0, writers: writers.count)
                } else {
                    mixedPass.add(time: time, promptTokens: prompts, writers: writers.count)
                }
            }
            writers.removeAll(keepingCapacity: true)
            lastPass = Moment(milliseconds: milliseconds, promptTokens: promptTokens)
        }
        writers.append(document)
    }

    mutating func finish() { underWay = max(0, underWay - 1) }

    // MARK: What is left

    /// Documents that must be done before the time left is more than a guess; of few documents, all but the last.
    private static let neededDocuments = 3

    /// Seconds until a run is done, at the pace so far; nil while that would be a guess. O(documents * documents at once).
    func secondsLeft(of run: RunState, at milliseconds: Int) -> Double? {
        let now = run.scoredNow
        guard now.count(where: \.isSettled) >= min(Self.neededDocuments, max(1, now.count - 1)) else { return nil }
        let elapsed = Double(milliseconds - run.startedAt)
        guard elapsed > 500, begun.tokens > 0, promptTokens + writtenTokens > 32 else { return nil }
        let work = left(of: run)
        var perToken = elapsed / Double(max(1, promptTokens))
        if let firstToken, firstToken.promptTokens >= 32 {
            perToken = min(perToken, Double(firstToken.milliseconds - run.startedAt) / Double(firstToken.promptTokens))
        } else if writtenTokens > 0 {
            perToken = elapsed / Double(promptTokens + writtenTokens)
        }
        // A pass takes its time and that of its tokens, but where other runs share the engine, `perToken` is too long: a part
        // of the time is always that of the pass.
        let pass = plainPass.count > 0 ? plainPass : mixedPass
        let leastShare = plainPass.count > 0 ? 0.4 : 0.05
        let tokens = pass.writers + pass.promptTokens
        let perWritten = min(perToken, (1 - leastShare) * pass.time / max(1, tokens))
        let perPass = pass.time - perWritten * tokens
        let answers = run.settings.mode.thinks ? Double(run.documents.count { $0.phase != .finished }) : 0
        let left =
            perToken * (work.promptTokens + Self.answerTokens * answers) + perWritten * work.writtenTokens
            + perPass * (work.passes + Self.answerPasses * answers)
        return left.isFinite ? max(0, left) / 1000 : nil
    }

    /// What reading the distribution of an answer costs after a thought: the lead and a branch for each score, in passes that it
    /// shares with other answers; measured with two models.
    /// In a mode without a thought, the time of a prompt token has it already.
    private static let answerTokens = 32.0
    private static let answerPasses = 0.5

    private func left(of run: RunState) -> (promptTokens: Double, writtenTokens: Double, passes: Double) {
        let tokensPerByte = Double(begun.tokens) / Double(max(1, begun.bytes))
        // A text over its limit is cut to it.
        let mostRead = Double(max(1, run.settings.documentTokenLimit))
        let lengths = run.settings.mode.thinks ? run.thoughtLengths : nil
        let usual = lengths?.meanLeft(after: 0) ?? 0
        let thinking = run.documents.count { if case .thinking = $0.phase { true } else { false } }
        var (prompt, written) = (0.0, 0.0)
        var writing: [Double] = []
        var waiting: [Double] = []
        for (index, document) in run.documents.enumerated() {
            switch document.phase {
            case .finished: break
            case .waiting:
                prompt += min(mostRead, tokensPerByte * Double(run.candidates[index].document.text.utf8.count))
                waiting.append(usual)
            case .reading(let done, let total):
                prompt += Double(max(0, total - done))
                writing.append(usual)
            case .thinking:
                let own = Double(document.tokens.count)
                written += lengths?.meanLeft(after: own) ?? 0
                writing.append(lengths?.longestLeft(after: own, of: thinking) ?? 0)
            }
        }
        written += usual * Double(writing.count - thinking + waiting.count)
        return (prompt, written, passes(for: writing, waiting))
    }

    /// The passes until all have written what they are expected to: each waiting document takes the place of the first that is
    /// done.
    private func passes(for writing: [Double], _ waiting: [Double]) -> Double {
        var places = writing + Array(repeating: 0, count: max(0, widest - writing.count))
        guard places.contains(where: { $0 > 0 }) || waiting.contains(where: { $0 > 0 }) else { return 0 }
        for length in waiting {
            guard let first = places.indices.min(by: { places[$0] < places[$1] }) else { break }
            places[first] += length
        }
        return places.max() ?? 0
    }
}

extension RunState {
    /// Seconds until the run is done, at the pace since its start or its last resumption; nil if it is not under way, and while
    /// that would be a guess.
    ///
    /// - Parameter milliseconds: the time now, in the session's time.
    /// - Complexity: O(documents * documents at once).
    public func secondsLeft(at milliseconds: Int) -> Double? {
        isUnderWay ? pace.secondsLeft(of: self, at: milliseconds) : nil
    }

    /// How long its texts become. What an earlier start wrote counts like the rest.
    fileprivate var thoughtLengths: ThoughtLengths {
        let limit = Double(max(1, settings.maxNewTokens))
        var (ended, unended): ([Double], [Double]) = ([], [])
        for document in documents {
            switch document.phase {
            case .finished where document.isSettled:
                let length = Double(document.result?.newTokens ?? 0)
                if length < limit { ended.append(length) } else { unended.append(length) }
            case .thinking: unended.append(Double(document.tokens.count))
            default: break
            }
        }
        return ThoughtLengths(ended: ended, unended: unended, limit: limit)
    }
}
