import Inference
import Relevance
import Reranking

/// A session's model as one more judge: its expected score of each document on the scale that people grade on.
public struct ModelJudge: Sendable, Hashable {
    /// The model's name; nil where the session has none.
    public var name: String?
    /// By query id, then document id.
    public var grades: [String: [String: Int]]
    /// What the grades were made of; nil where there are none.
    public var basis: Basis?

    public enum Basis: String, Sendable, Hashable {
        case expected
        /// No run had distributions.
        case answers
        /// Some runs had.
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
    /// The model's grades of every document that a run of the session has scored, the last run's where several have.
    ///
    /// The expected score, sum k P(k), or in a run where a scored document has no distribution the answer, is divided by the
    /// highest answer (10, or 1 where the model answers yes or no); the grade is the one whose share of the scale's highest grade
    /// is nearest. On 0 to 3 an expected 4.9 is 4.9 / 10 x 3 = 1.47, hence 1.
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
