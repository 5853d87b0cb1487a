import Inference
import Relevance
import Reranking

extension RankReport {
    /// Where a run lists the documents that have no outcome: they wait, were cancelled, or failed.
    public enum UnscoredRule: String, Sendable, Hashable, CaseIterable {
        /// Nowhere.
        case omit
        /// After all others.
        case last
    }

    /// The ranking as a TREC run of one query, under the id that the query has in its collection. Documents whose answer is
    /// no score (unreadable, off the scale, cut off) rank last: the model has judged them.
    public func run(unscored rule: UnscoredRule = .omit) -> Run {
        let last = (ranking.compactMap(\.score).min() ?? 0) - 1
        let entries = ranking.filter { rule == .last || $0.state.isOutcome }
            .map { RankedList.Entry(documentID: $0.id, rank: $0.rank, score: $0.score ?? last) }
        return Run(tag: tag, lists: [RankedList(queryID: query.exportedID, entries: entries)])
    }

    /// The name of the run: model, mode and the score it is sorted by, then every setting that is not the default, then the
    /// number of the job if it is not the session's first. So two jobs of a session differ.
    ///
    ///     erank-qwen2.5-1.5b-reasoned-paper
    ///     erank-smollm2-135m-direct-expected-depth20-job2
    public var tag: String {
        let usual = RunSettings()
        var words = ["erank", model?.name ?? "unknown", settings.mode.rawValue, rule.applied.rawValue]
        if settings.instruction != usual.instruction { words.append(settings.instructionName) }
        if settings.depth != usual.depth { words.append("depth\(settings.depth)") }
        if settings.maxNewTokens != usual.maxNewTokens { words.append("tokens\(settings.maxNewTokens)") }
        if settings.queryTokenLimit != usual.queryTokenLimit { words.append("query\(settings.queryTokenLimit)") }
        if settings.documentTokenLimit != usual.documentTokenLimit { words.append("document\(settings.documentTokenLimit)") }
        if settings.forcesAnswer != usual.forcesAnswer { words.append("unforced") }
        if settings.sampling != usual.sampling {
            words.append("temperature\(settings.sampling.temperature)-seed\(settings.sampling.seed)")
        }
        if job.rawValue > 1 { words.append("job\(job.rawValue)") }
        // The name of a model is a text from a file.
        let name = words.joined(separator: "-").unicodeScalars.filter {
            $0.properties.generalCategory != .control && !$0.properties.isBidiControl
        }
        return String(String.UnicodeScalarView(name)).split(whereSeparator: \.isWhitespace).joined(separator: "-")
    }
}

extension RunSettings {
    /// The name of the instruction's preset; of another instruction, the first forty characters in quotation marks.
    public var instructionWords: String {
        if let preset = InstructionPreset.all.first(where: { $0.text == instruction }) { return preset.name }
        let line = instruction.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return "\"\(line.prefix(40))\(line.count > 40 ? "..." : "")\""
    }

    /// The name of the instruction's preset; of another instruction, eight hexadecimal digits made from its text.
    public var instructionName: String {
        InstructionPreset.all.first { $0.text == instruction }?.name ?? "i" + Query.typed(instruction).id.dropFirst(2).prefix(8)
    }
}
