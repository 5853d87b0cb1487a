import Inference
import Relevance
import Reranking

/// The session's model as an additional judge: its expected score of each document, converted to the scale of the judges.
public struct ModelJudge: Sendable, Hashable {
    /// The model's name; nil if the session has no scored run.
    public var name: String?
    /// By query id, then by document id.
    public var grades: [String: [String: Int]]
    /// What the grades were computed from; nil if there are none.
    public var basis: Basis?

    /// What a model's grades were computed from.
    public enum Basis: String, Sendable, Hashable {
        /// Expected scores.
        case expected
        /// Answers, because no run had distributions.
        case answers
        /// Expected scores in runs with distributions, answers in the others.
        case mixed

        /// For people: "its expected score".
        public var words: String {
            switch self {
            case .expected: "its expected score"
            case .answers: "its answer (no distribution)"
            case .mixed: "its expected score, or its answer in runs with no distribution"
            }
        }
    }
}

extension SessionState {
    /// The model's grade of every document that a run of the session has scored; the last run counts if there are several.
    ///
    /// The expected score, sum k P(k), is divided by the highest answer (10, or 1 if the model answers yes or no). In a run
    /// in which a scored document has no distribution, the answer is used instead. The grade is the one whose share of the
    /// scale's highest grade is nearest. Example: an expected score of 4.9 on the scale 0 to 3 is 4.9 / 10 x 3 = 1.47, which
    /// gives grade 1.
    ///
    /// - Complexity: O(documents of all runs).
    public func modelAsJudge(on scale: GradeScale) -> ModelJudge {
        var judge = ModelJudge(name: nil, grades: [:])
        for run in runs {
            let basis: ModelJudge.Basis = run.rule(by: .expected).withoutDistribution > 0 ? .answers : .expected
            for (candidate, share) in zip(run.candidates, run.shares) {
                guard let share else { continue }
                judge.basis = judge.basis == nil || judge.basis == basis ? basis : .mixed
                judge.name = run.model?.name ?? judge.name
                judge.grades[run.query.id, default: [:]][candidate.document.id] = scale.grade(nearestToShare: share)
            }
        }
        return judge
    }
}
