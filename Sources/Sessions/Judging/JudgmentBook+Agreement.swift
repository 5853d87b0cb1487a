import Relevance

/// How far those who judged a session agree, and where they do not. What nobody graded, or one judge skipped or could not tell,
/// is a gap.
public struct JudgeAgreement: Sendable, Hashable {
    /// The grades behind the figures: judges in the order asked for, items by query id, then document id.
    public let table: RatingTable
    /// Every pair of judges, in the order of `judges`.
    public let pairs: [PairAgreement]
    /// Krippendorff's alpha over all judges.
    public let nominal: Coefficient
    public let ordinal: Coefficient
    /// The documents on which grades differ: the widest apart first, then by query id and document id.
    public let disagreements: [Disagreement]

    /// The model's, where it is one of the judges and has a name.
    public let modelName: String?
    /// What its grades were made of.
    public let modelBasis: ModelJudge.Basis?

    public var judges: [String] { table.judges }

    public struct Disagreement: Sendable, Hashable {
        public var queryID: String
        public var documentID: String
        /// One for each of `judges`; nil where a judge gave none.
        public var grades: [Int?]
        /// How far the grades lie apart, in steps of the scale: 1 or more.
        public var span: Int
        /// What was decided between them; nil while there is nothing.
        public var adjudication: Judgment?
    }
}

extension JudgmentBook {
    /// Agreement of judges, adjudications left out.
    ///
    /// - Parameters:
    ///   - judges: whose grades are compared, and in what order; nil for all, by name. One who gave none only has gaps.
    ///   - scale: on which weighted disagreement is counted in steps.
    ///   - model: compared as one more judge, named "model", the last.
    /// - Complexity: O(d log d + m^2 (d + k)) for d documents, m judges and k grades.
    public func agreement(of judges: [String]? = nil, scale: GradeScale, model: ModelJudge? = nil) -> JudgeAgreement {
        let people = judges ?? self.judges.sorted()
        let names = people + (model == nil ? [] : ["model"])
        let places = Dictionary(people.enumerated().map { ($1, $0) }) { first, _ in first }
        var items: [(query: String, document: String)] = []
        var rows = [[Int?]](repeating: [], count: names.count)
        for (query, document, list) in sortedByID() {
            var grades = [Int?](repeating: nil, count: names.count)
            for judgment in list.lazy.map(\.judgment) where !judgment.isAdjudication {
                if let place = places[judgment.judge] { grades[place] = judgment.grade }
            }
            guard grades.contains(where: { $0 != nil }) else { continue }
            if let model { grades[people.count] = model.grades[query]?[document] }
            items.append((query, document))
            for place in names.indices { rows[place].append(grades[place]) }
        }
        let table = RatingTable(judges: names, rows: rows, scale: scale.grades.map(\.value))
        let ranks = Dictionary(uniqueKeysWithValues: table.grades.enumerated().map { ($1, $0) })
        let disagreements = items.indices.compactMap { item -> JudgeAgreement.Disagreement? in
            let grades = rows.map { $0[item] }
            let given = grades.compactMap { $0.flatMap { ranks[$0] } }
            guard let lowest = given.min(), let highest = given.max(), lowest < highest else { return nil }
            let (query, document) = items[item]
            return JudgeAgreement.Disagreement(
                queryID: query, documentID: document, grades: grades, span: highest - lowest,
                adjudication: adjudication(query: query, document: document))
        }
        // The sort is stable: documents of one span stay in their order.
        return JudgeAgreement(
            table: table, pairs: table.pairs, nominal: table.alpha(.nominal), ordinal: table.alpha(.ordinal),
            disagreements: disagreements.sorted { $0.span > $1.span }, modelName: model?.name,
            modelBasis: model?.basis)
    }
}
