extension Measure {
    /// One measure by its name: `map`, `ndcg_cut.10`, or as it is printed, `ndcg_cut_10`. nil if the name means no measure or
    /// several.
    public init?(_ name: String) {
        guard let measures = try? Self.parse(name), measures.count == 1 else { return nil }
        self = measures[0]
    }

    /// The measures for an argument of trec_eval's `-m`: `map`, `P` (with all its default cut-offs), `P.5,10`, a name as it
    /// is printed (`P_5`), or a set: `official`, `set`, `all_trec` (all measures of trec_eval in `Kind`) or `all` (also those
    /// that trec_eval does not have).
    ///
    /// - Throws: `.unknownMeasure` with the most similar names.
    public static func parse(_ text: String) throws(FormatError) -> [Measure] {
        if let measures = sets[text] { return measures }
        if let kind = Kind(rawValue: text) { return all(kind) }
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2, let kind = Kind(rawValue: String(parts[0])) {
            return try measures(of: kind, parts[1], in: text)
        }
        let printed = Kind.allCases.filter { $0.parameter != .none && text.hasPrefix($0.rawValue + "_") }
        if let kind = printed.max(by: { $0.rawValue.count < $1.rawValue.count }) {
            return try measures(of: kind, text.dropFirst(kind.rawValue.count + 1), in: text)
        }
        throw .unknownMeasure(text, near: near(text))
    }

    /// The measures in the order in which trec_eval prints them, without duplicates.
    public static func inOrder(_ measures: [Measure]) -> [Measure] {
        let places = Dictionary(uniqueKeysWithValues: zip(Kind.allCases, 0...))
        return Set(measures).sorted {
            let (left, right) = (places[$0.kind] ?? 0, places[$1.kind] ?? 0)
            return left != right ? left < right : $0.parameter < $1.parameter
        }
    }

    private static func measures(of kind: Kind, _ parameters: Substring, in text: String) throws(FormatError) -> [Measure] {
        var measures: [Measure] = []
        for parameter in parameters.split(separator: ",", omittingEmptySubsequences: false) {
            guard kind.parameter != .none, let value = Double(parameter), let measure = Measure(kind, value) else {
                throw .badParameter(text, expected: kind.parameter.expectation)
            }
            measures.append(measure)
        }
        return measures
    }

    private static let sets: [String: [Measure]] = {
        let kinds = Kind.allCases
        let ours = kinds.firstIndex(of: .judged) ?? kinds.endIndex
        let unranked: [Kind] = [
            .runID, .queries, .retrieved, .relevant, .relevantRetrieved, .setPrecision, .setRecall, .setF,
        ]
        return [
            "official": official, "set": unranked.flatMap(all), "all_trec": kinds[..<ours].flatMap(all),
            "all": kinds.flatMap(all),
        ]
    }()

    /// The names with the smallest edit distance, or the name for another tool's term.
    private static func near(_ text: String) -> [String] {
        let name = text.lowercased().prefix { $0 != "@" && $0 != "." && !$0.isNumber }
        let word = name.hasSuffix("_") ? String(name.dropLast()) : String(name)
        if let known = others[word] { return [known] }
        let distances = (Kind.allCases.map(\.rawValue) + sets.keys.sorted()).map { ($0, distance(word, $0.lowercased())) }
        let least = distances.map(\.1).min() ?? 0
        guard least <= max(word.count / 2, 1) else { return ["official", "all_trec", "all"] }
        return distances.filter { $0.1 == least }.prefix(3).map(\.0)
    }

    private static let others = [
        "ap": "map", "mrr": "recip_rank", "rr": "recip_rank", "precision": "P", "p": "P", "r": "recall", "hit": "success",
        "hits": "success", "hit_rate": "success", "f": "set_F", "f1": "set_F", "ndcg": "ndcg_cut",
    ]

    /// The Levenshtein distance in characters.
    private static func distance(_ left: String, _ right: String) -> Int {
        let right = Array(right)
        var row = Array(0...right.count)
        for (index, character) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in right.indices {
                let cost = min(row[column] + 1, row[column + 1] + 1, diagonal + (character == right[column] ? 0 : 1))
                diagonal = row[column + 1]
                row[column + 1] = cost
            }
        }
        return row[right.count]
    }
}

extension Measure.Parameter {
    /// Completes the sentence "it takes ...".
    var expectation: String {
        switch self {
        case .none: "no parameter"
        case .cutoff: "cut-offs from 1 to 1000000000, such as 5,10"
        case .recall: "levels of recall from 0 to 1, such as 0.1,0.5"
        case .persistence: "a persistence between 0 and 1, such as 0.8"
        }
    }
}
