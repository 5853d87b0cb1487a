import Inference
import Relevance
import Reranking

extension RankReport {
    /// The report as one line of JSON, without a line feed. Missing values are null; a failure is never written as 0.
    ///
    /// `query.id` is the id in `query.collection`, which is null for a query that was typed. `complete` says that no document
    /// waits, was cancelled or failed. `ranked_by` is the rule that sorts the ranking. It differs from `rank_by` in the settings
    /// if `without_distribution`, the number of scored documents without a distribution, is not 0 (see `RankBy`).
    /// `distribution` has one probability for each answer of the scale: eleven, or two (no, yes) in the binary modes. `entropy`
    /// is in bits. `stops` has the distributions that the model would have answered with, had its thought been stopped after so
    /// many tokens: in order, from the empty thought (0) to the answer itself; empty if none were asked for.
    /// `second_stops` has the same with another closing text, and `continuations` how the thought went on freely from a point,
    /// with the mean of the answers; both are there only if they were asked for. `seconds` is the time from a document's
    /// admission to its answer.
    public var json: String {
        var writer = JSONWriter()
        writer.object { line in
            line.member("query") {
                $0.object {
                    $0.member("id", query.exportedID)
                    $0.member("collection") { $0.valueOrNull(query.collection) }
                    $0.member("text", query.text)
                }
            }
            line.member("job", job.rawValue)
            line.member("complete", isComplete)
            line.member("model") { writer in
                guard let model else { return writer.null() }
                writer.object {
                    $0.member("name", model.name)
                    $0.member("file", model.file)
                    $0.member("sha256", model.sha256)
                    $0.member("architecture", model.architecture)
                    $0.member("quantisation", model.quantisation)
                    $0.member("engine", model.engine)
                    $0.member("threads", model.threads)
                    $0.member("batch_limit", model.batchLimit)
                    $0.member("machine", model.machine)
                }
            }
            line.member("settings") { $0.object(writeSettings) }
            line.member("ranked_by", rule.applied.rawValue)
            line.member("without_distribution", rule.withoutDistribution)
            line.member("ranking") { rows in rows.array { rows in for row in ranking { rows.object(row.write) } } }
            line.member("stats") { writer in
                guard let statistics else { return writer.null() }
                writer.object {
                    $0.member("documents", statistics.documents)
                    $0.member("seconds", statistics.seconds)
                    $0.member("documents_per_second", documentsPerSecond ?? 0)
                    $0.member("prompt_tokens", statistics.promptTokens)
                    $0.member("new_tokens", statistics.newTokens)
                }
            }
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private func writeSettings(_ writer: inout JSONWriter) {
        writer.member("mode", settings.mode.rawValue)
        writer.member("rank_by", rankBy.rawValue)
        writer.member("instruction", settings.instruction)
        writer.member("max_new_tokens", settings.maxNewTokens)
        writer.member("query_token_limit", settings.queryTokenLimit)
        writer.member("document_token_limit", settings.documentTokenLimit)
        writer.member("forces_answer", settings.forcesAnswer)
        writer.member("depth", settings.depth)
        writer.member("sampling") {
            $0.object {
                $0.member("temperature", settings.sampling.temperature)
                $0.member("top_p", settings.sampling.topP)
                $0.member("seed") { $0.raw(String(settings.sampling.seed)) }
            }
        }
    }
}

extension RankReport.Row {
    fileprivate func write(_ writer: inout JSONWriter) {
        writer.member("rank", rank)
        writer.member("id", id)
        writer.member("score") { $0.valueOrNull(score) }
        writer.member("answer") { $0.valueOrNull(result?.answer) }
        let distribution = result?.distribution
        writer.member("expected") { $0.valueOrNull(distribution?.expected) }
        writer.member("distribution") { writer in
            guard let distribution else { return writer.null() }
            writer.array { writer in distribution.probabilities.forEach { writer.value($0) } }
        }
        writer.member("other") { $0.valueOrNull(distribution?.other) }
        writer.member("entropy") { $0.valueOrNull(distribution?.entropy) }
        writer.member("stops") { Self.write(stops, to: &$0) }
        if !secondStops.isEmpty { writer.member("second_stops") { Self.write(secondStops, to: &$0) } }
        if !continuations.isEmpty { writer.member("continuations") { writeContinuations(to: &$0) } }
        writer.member("state", state.rawValue)
        writer.member("problem") { writer in
            switch result?.outcome {
            case .failed(let sentence): writer.value(sentence)
            case .unreadable(let answer): writer.value("the answer is not an integer: " + answer)
            case .outOfRange(let answer): writer.value("the answer \(answer) is outside the scale")
            default: writer.valueOrNull(result?.readoutFailure.map { "no distribution: " + $0 })
            }
        }
        writer.member("forced", result?.isForced ?? false)
        writer.member("cut", result?.isCut ?? false)
        writer.member("imitates_answer_format", imitatesAnswerFormat)
        writer.member("prompt_tokens") { $0.valueOrNull(result?.promptTokens) }
        writer.member("cached_tokens") { $0.valueOrNull(result?.cachedTokens) }
        writer.member("new_tokens") { $0.valueOrNull(result?.newTokens) }
        writer.member("seconds") { $0.valueOrNull(result?.seconds) }
        writer.member("reasoning", reasoning)
    }
}

// MARK: Stops

extension RankReport.Row {
    private static func write(_ stops: [Stop], to writer: inout JSONWriter) {
        writer.array { writer in
            for stop in stops {
                writer.object {
                    $0.member("after_tokens", stop.afterTokens)
                    $0.member("expected", stop.distribution.expected)
                    $0.member("entropy", stop.distribution.entropy)
                    $0.member("other", stop.distribution.other)
                    $0.member("distribution") { writer in
                        writer.array { writer in stop.distribution.probabilities.forEach { writer.value($0) } }
                    }
                    if stop.second != nil { $0.member("closing", stop.closing) }
                }
            }
        }
    }

    private func writeContinuations(to writer: inout JSONWriter) {
        writer.array { writer in
            for free in FreeAnswers.all(of: continuations) {
                writer.object {
                    $0.member("after_tokens", free.afterTokens)
                    $0.member("temperature", free.temperature)
                    $0.member("mean") { $0.valueOrNull(free.mean) }
                    $0.member("runs") { writer in
                        writer.array { writer in
                            for one in free.continuations {
                                writer.object {
                                    $0.member("seed") { $0.value(one.sampling.seed) }
                                    $0.member("answer") { $0.valueOrNull(one.answer) }
                                    $0.member("expected") { $0.valueOrNull(one.expected) }
                                    $0.member("new_tokens", one.newTokens)
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
