import Inference
import Relevance
import Reranking

/// A session's model as one more judge: its expected score of each document on the scale that people grade on.
public struct ModelJudge: Sendable, Hashable {
    /// The model's name; nil where the session has none.
    public var name: String?
    /// By query id, then document id.
    public var grades: [String: [String: Int]]
}

extension SessionState {
    /// The model's grades of every document that a run of the session has a distribution of, the last run's where several have.
    ///
    /// The expected score, sum k P(k), is divided by the highest answer (10, or 1 where the model answers yes or no); the grade is the one whose share of
    /// the scale's highest grade is nearest. On 0 to 3 an expected 4.9 is 4.9 / 10 x 3 = 1.47, hence 1.
    ///
    /// - Complexity: O(documents of all runs).
    public func modelAsJudge(on scale: GradeScale) -> ModelJudge {
        var judge = ModelJudge(name: nil, grades: [:])
        for run in runs {
            for (candidate, progress) in zip(run.candidates, run.documents) {
                guard let share = progress.result?.distribution?.expectedShare else { continue }
                judge.name = run.model?.name ?? judge.name
                judge.grades[run.query.id, default: [:]][candidate.document.id] = scale.grade(nearestToShare: share)
            }
        }
        return judge
    }
}
