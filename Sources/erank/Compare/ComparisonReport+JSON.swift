import Comparing
import Foundation
import Inference
import Relevance
import Reranking
import Sessions

extension ComparisonReport {
    /// One object: `a` and `b` {name, source, model, settings}; `queries` {paired, counted, unfinished, only_a,
    /// only_b}: the queries of both sides, those that the measures count (with `--missing zero` more than those of both), those
    /// left out because documents were not scored; `measures`; `agreement`
    /// (means over the paired queries, and how many queries lack each coefficient); `pairs`, who has judged pairs of documents in
    /// the order of their grades; `per_query`; `finding`, what the thought
    /// changed; `others`, further sides against A. What is not defined is null.
    var json: String {
        var writer = JSONWriter()
        let (comparison, others) = (comparison, others)
        writer.object { object in
            object.member("a") { Self.write(comparison.a, to: &$0) }
            object.member("b") { Self.write(comparison.b, to: &$0) }
            object.member("differs") { list in list.array { for words in comparison.inputDifferences { $0.value(words) } } }
            object.member("cautions") { list in list.array { for words in comparison.cautions { $0.value(words) } } }
            object.member("queries") { queries in
                queries.object { queries in
                    queries.member("paired", comparison.pairedCount)
                    queries.member("counted", comparison.countedQueries)
                    queries.member("unfinished", comparison.unfinished.count)
                    queries.member("only_a", comparison.onlyA.count)
                    queries.member("only_b", comparison.onlyB.count)
                }
            }
            object.member("measures") { list in
                list.array { list in for measure in comparison.measures { Self.write(measure, to: &list) } }
            }
            object.member("agreement") { Self.writeAgreement(comparison, to: &$0) }
            object.member("pairs") { pairs in
                guard let own = comparison.judgedPairs else { return pairs.null() }
                pairs.object { pairs in
                    pairs.member("judged", own.count)
                    pairs.member("a_right", own.rightA)
                    pairs.member("b_right", own.rightB)
                    pairs.member("both_right", own.rightBoth)
                }
            }
            object.member("per_query") { list in
                list.array { list in for query in comparison.queries { Self.write(query, comparison, to: &list) } }
            }
            object.member("finding") { finding in
                if let own = comparison.thoughtFinding { finding.value(own.sentence) } else { finding.null() }
            }
            object.member("others") { list in
                list.array { list in
                    for other in others {
                        list.object { object in
                            object.member("b") { Self.write(other.b, to: &$0) }
                            object.member("paired", other.pairedCount)
                            object.member("measures") { list in
                                list.array { list in for measure in other.measures { Self.write(measure, to: &list) } }
                            }
                        }
                    }
                }
            }
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private static func write(_ side: ComparisonSide, to writer: inout JSONWriter) {
        writer.object { object in
            object.member("name", side.name)
            object.member("source", side.source)
            object.member("model") { model in
                guard let own = side.settings?.model else { return model.null() }
                model.object { model in
                    model.member("name", own.name)
                    model.member("quantisation", own.quantisation)
                    model.member("sha256", own.sha256)
                    model.member("engine", own.engine)
                }
            }
            object.member("settings") { settings in
                guard let own = side.settings else { return settings.null() }
                settings.object { settings in
                    settings.member("mode", own.run.mode.rawValue)
                    settings.member("instruction", own.run.instruction)
                    settings.member("max_new_tokens", own.run.maxNewTokens)
                    settings.member("query_token_limit", own.run.queryTokenLimit)
                    settings.member("document_token_limit", own.run.documentTokenLimit)
                    settings.member("force_answer", own.run.forcesAnswer)
                    settings.member("depth", own.run.depth)
                    settings.member("rank_by", own.rankBy.rawValue)
                }
            }
        }
    }

    private static func write(_ one: MeasureComparison, to writer: inout JSONWriter) {
        let differences = one.differences
        writer.object { object in
            object.member("measure", one.measure.name)
            object.member("a") { $0.valueOrNull(one.a) }
            object.member("b") { $0.valueOrNull(one.b) }
            object.member("difference") { $0.valueOrNull(differences.mean) }
            object.member("interval") { interval in
                guard let range = one.interval else { return interval.null() }
                interval.array { ends in
                    ends.value(range.lowerBound)
                    ends.value(range.upperBound)
                }
            }
            object.member("bounds") { bounds in
                guard let range = one.bounds else { return bounds.null() }
                bounds.array { ends in
                    ends.value(range.lowerBound)
                    ends.value(range.upperBound)
                }
            }
            object.member("effect_size") { $0.valueOrNull(differences.effectSize) }
            object.member("wins", one.outcomes.wins)
            object.member("ties", one.outcomes.ties)
            object.member("losses", one.outcomes.losses)
            object.member("t") { $0.valueOrNull(differences.tTest?.t) }
            object.member("t_p") { $0.valueOrNull(differences.tTest?.p) }
            object.member("randomisation_p") { $0.valueOrNull(one.randomisationP) }
            object.member("wilcoxon_p") { $0.valueOrNull(one.wilcoxon?.p) }
            object.member("holm_p") { $0.valueOrNull(one.holmP) }
            object.member("smallest_p") { $0.valueOrNull(differences.smallestP) }
        }
    }

    private static func writeAgreement(_ comparison: Comparison, to writer: inout JSONWriter) {
        let agreement = comparison.agreement
        writer.object { object in
            for one in agreement { object.member(one.name) { $0.valueOrNull(one.mean) } }
            object.member("undefined") { counts in
                counts.object { counts in for one in agreement { counts.member(one.name, one.undefined) } }
            }
        }
    }

    private static func write(_ query: ComparedQuery, _ comparison: Comparison, to writer: inout JSONWriter) {
        writer.object { object in
            object.member("query", query.id)
            object.member("unscored", query.unscored)
            object.member("measures") { measures in
                measures.object { measures in
                    for (measure, pair) in zip(comparison.measures, query.values) {
                        measures.member(measure.measure.name) { values in
                            values.array { values in
                                values.value(pair.a)
                                values.value(pair.b)
                            }
                        }
                    }
                }
            }
            object.member("kendall_tau_b") { $0.valueOrNull(query.correlation.kendallTauB) }
            object.member("tau_ap_b") { $0.valueOrNull(query.correlation.tauAPB) }
            object.member("rbo") { $0.valueOrNull(query.overlap?.extrapolated) }
        }
    }
}
