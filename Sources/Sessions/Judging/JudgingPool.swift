import Foundation
import Inference
import Relevance
import Reranking

/// The documents of all rankings of one query, and the values that order them for judging.
struct JudgingPool {
    /// The topic's candidates, then documents that only a run has.
    let candidates: [Candidate]
    private let queryID: String
    /// One array for each ranking: for each candidate its rank from 1, nil if the ranking lacks it.
    private let ranks: [[Int?]]
    /// The number of documents in each ranking.
    private let lengths: [Int]
    /// For each candidate, its latest distribution in any run.
    private let distributions: [ScoreDistribution?]
    /// For each candidate, its share of the scale in the latest run that scored it (`RunState.shares`).
    private let shares: [Double?]
    /// The rankings that the order `stakes` goes by, as indices of `ranks`.
    private let counted: [Int]

    init(
        topic: Topic, runs: [RunState], rankings: [RecordedRanking], rankBy: RankBy, depth: Int?, jobs: [JobID]? = nil
    ) {
        let runs = runs.filter { $0.query.id == topic.id }
        var all: [Candidate] = []
        var places: [String: Int] = [:]
        for candidate in topic.candidates + runs.flatMap(\.candidates) where places[candidate.document.id] == nil {
            places[candidate.document.id] = all.count
            all.append(candidate)
        }
        var distributions = [ScoreDistribution?](repeating: nil, count: all.count)
        var shares = [Double?](repeating: nil, count: all.count)
        let own = rankings.filter { $0.queryID == topic.id }
        let firstStage = own.first(where: \.isFirstStage)
        var lists = [
            firstStage.map { $0.documentIDs.enumerated().map { ($1, $0 + 1) } }
                ?? topic.candidates.map { ($0.document.id, $0.firstStageRank) }
        ]
        var counted: [Int] = []
        for run in runs {
            for (candidate, (progress, share)) in zip(run.candidates, zip(run.documents, run.shares)) {
                guard let place = places[candidate.document.id] else { continue }
                distributions[place] = progress.result?.distribution ?? distributions[place]
                shares[place] = share ?? shares[place]
            }
            // Documents without a score keep first-stage order in a run, so that rank is not the run's own.
            let ranked = run.ranking(by: rankBy).filter { $0.score != nil && run.candidates.indices.contains($0.document) }
            if ranked.isEmpty { continue }
            if jobs?.contains(run.request.job) == true { counted.append(lists.count) }
            lists.append(ranked.map { (run.candidates[$0.document].document.id, $0.rank) })
        }
        for ranking in own where !ranking.isFirstStage {
            lists.append(ranking.documentIDs.enumerated().map { ($1, $0 + 1) })
        }
        let ranks = lists.map { list in
            var ranks = [Int?](repeating: nil, count: all.count)
            for (id, rank) in list {
                if let place = places[id] { ranks[place] = min(rank, ranks[place] ?? rank) }
            }
            return ranks
        }
        let kept = all.indices.filter { place in
            depth.map { depth in ranks.contains { ($0[place] ?? .max) <= depth } } ?? true
        }
        candidates = kept.map { all[$0] }
        queryID = topic.id
        self.ranks = ranks.map { ranks in kept.map { ranks[$0] } }
        lengths = lists.map(\.count)
        self.counted = counted.count > 1 ? counted : Array(lists.indices)
        self.distributions = kept.map { distributions[$0] }
        self.shares = kept.map { shares[$0] }
    }

    /// The candidates' indices in judging order.
    ///
    /// - Parameter grades: the judge's grades, one for each candidate; for `stakes` the final ones before them.
    func order(by order: JudgingOrder, seed: UInt64, grades: [Int?], scale: GradeScale) -> [Int] {
        let shuffle = KeyedShuffle(seed: seed, queryID: queryID)
        let keys = candidates.map { shuffle.key(of: $0.document.id) }
        let weights = candidates.indices.map { weight(of: $0, by: order, grade: grades[$0], scale: scale) }
        return candidates.indices.sorted { left, right in
            if weights[left] != weights[right] { return weights[left] > weights[right] }
            return (keys[left], candidates[left].document.id) < (keys[right], candidates[right].document.id)
        }
    }

    /// The sort weight of a candidate: larger weights come earlier.
    private func weight(of place: Int, by order: JudgingOrder, grade: Int?, scale: GradeScale) -> Double {
        switch order {
        case .shuffled: return 0
        case .poolDepth: return -Double(ranks.compactMap { $0[place] }.min() ?? .max)
        case .uncertainty: return distributions[place]?.entropy ?? -1
        case .gap:
            guard let grade else { return -1 }
            guard let share = shares[place] else { return -2 }
            return abs(share - scale.share(of: grade))
        case .disagreement:
            // A ranking that lacks the document could at best have it directly after its last document.
            let all = zip(ranks, lengths).map { ranks, length in ranks[place] ?? length + 1 }
            return Double((all.max() ?? 0) - (all.min() ?? 0))
        case .stakes:
            // A grade that is known changes nothing any more.
            if grade != nil { return -1 }
            // What nDCG counts a gain at its rank; nothing where the ranking lacks the document.
            let weights = counted.map { ranks[$0][place].map { 1 / log2(Double($0) + 1) } ?? 0 }
            return (weights.max() ?? 0) - (weights.min() ?? 0)
        }
    }
}
