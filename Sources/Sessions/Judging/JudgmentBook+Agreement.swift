import Relevance

/// The agreement between the judges of a session, and the documents on which they disagree. A document that a judge did not
/// grade, skipped or could not tell is a gap.
public struct JudgeAgreement: Sendable, Hashable {
    /// The grades the coefficients are computed from: judges in the requested order, items by query id, then by document id.
    public let table: RatingTable
    /// Every pair of judges, in the order of `judges`.
    public let pairs: [PairAgreement]
    /// Krippendorff's alpha over all judges, with all disagreements alike.
    public let nominal: Coefficient
    /// Krippendorff's alpha over all judges, with larger disagreements counting more.
    public let ordinal: Coefficient
    /// The documents with different grades: largest span first, then by query id and document id.
    public let disagreements: [Disagreement]

    /// The model's name, if the model is one of the judges.
    public let modelName: String?
    /// What the model's grades were computed from.
    public let modelBasis: ModelJudge.Basis?

    /// The judges' names, in the order of the table.
    public var judges: [String] { table.judges }

    /// A document with different grades.
    public struct Disagreement: Sendable, Hashable {
        /// The query's id.
        public var queryID: String
        /// The document's id.
        public var documentID: String
        /// One grade for each of `judges`; nil if the judge gave none.
        public var grades: [Int?]
        /// The distance between the lowest and the highest grade, in steps of the scale; at least 1.
        public var span: Int
        /// The adjudication of the document; nil if there is none.
        public var adjudication: Judgment?
    }
}

extension JudgmentBook {
    /// Computes the agreement of judges. Adjudications do not count.
    ///
    /// - Parameters:
    ///   - judges: the judges to compare, in this order; nil for all, by name. A judge without grades has only gaps.
    ///   - scale: weighted coefficients count disagreement in steps of this scale.
    ///   - model: if given, it is compared as an additional judge named "model", in the last place.
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
            let graded = grades.compactMap { $0.flatMap { ranks[$0] } }
            guard let lowest = graded.min(), let highest = graded.max(), lowest < highest else { return nil }
            let (query, document) = items[item]
            return JudgeAgreement.Disagreement(
                queryID: query, documentID: document, grades: grades, span: highest - lowest,
                adjudication: adjudication(query: query, document: document))
        }
        // The sort is stable: documents with equal spans keep their order.
        return JudgeAgreement(
            table: table, pairs: table.pairs, nominal: table.alpha(.nominal), ordinal: table.alpha(.ordinal),
            disagreements: disagreements.sorted { $0.span > $1.span }, modelName: model?.name,
            modelBasis: model?.basis)
    }
}
