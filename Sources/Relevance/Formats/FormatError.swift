/// Why a file of the field could not be read or written, or why a part of it was left out.
///
/// `description` is the one sentence a person reads: where, what was found against what was expected, and the remedy.
public struct FormatError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Code: String, Sendable, Hashable, CaseIterable {
        case notFound, unreadable, unwritable, vanished
        /// The file or folder holds nothing to read.
        case empty
        case binary, notUTF8, tooLarge
        case badJSON, badLine, missingField
        case emptyDocument, duplicateID, missingID
        case emptyQuery, unknownQuery, needsCollection
        /// A name that is no measure's, or a parameter that it cannot have.
        case unknownMeasure
        /// An id that a TREC file cannot carry.
        case unwritableID
    }

    public var code: Code
    /// As the person named it; "standard input" for "-".
    public var file: String
    /// From 1; nil where the whole file is meant.
    public var line: Int?
    /// What was found, and what was expected instead.
    public var problem: String
    public var remedy: String

    public init(_ code: Code, file: String, line: Int? = nil, problem: String, remedy: String) {
        self.code = code
        self.file = file
        self.line = line
        self.problem = problem
        self.remedy = remedy
    }

    public var description: String {
        let place = line.map { "\(file):\($0)" } ?? file
        return "\(place.isEmpty ? "" : place + ": ")\(problem); \(remedy)"
    }
}

/// What could be read, with what could not: a damaged line costs itself, not the file.
public struct Reading<Value> {
    public var value: Value
    /// One for each kind of problem, in the order first met.
    public var warnings: [FormatWarning]

    public init(_ value: Value, warnings: [FormatWarning] = []) {
        self.value = value
        self.warnings = warnings
    }
}

extension Reading: Sendable where Value: Sendable {}

/// Parts of one input that were left out (or cut) for the same reason.
public struct FormatWarning: Sendable, Hashable, CustomStringConvertible {
    public enum Part: String, Sendable, Hashable {
        case documents = "documents left out"
        case cutDocuments = "documents cut"
        case corpusLines = "lines of the corpus left out"
        case queries = "queries left out"
        case lines = "lines left out"
        case judgments = "judgments left out"
    }

    public var part: Part
    public var count: Int
    /// How many were looked at; nil where that is not known.
    public var total: Int?
    /// The first of them, with its place.
    public var first: FormatError

    /// "2 of 100 documents left out: candidates.jsonl:17: the document has no text; give it some or leave it out (the first of 2)".
    public var description: String {
        let share = total.map { "\(count) of \($0)" } ?? "\(count)"
        return "\(share) \(part.rawValue): \(first)\(count > 1 ? " (the first of \(count))" : "")"
    }
}

/// Gathers warnings by kind while a reader runs.
struct Warnings {
    private var order: [FormatWarning] = []

    mutating func add(_ error: FormatError, _ part: FormatWarning.Part) {
        if let known = order.firstIndex(where: { $0.first.code == error.code && $0.part == part }) {
            order[known].count += 1
        } else {
            order.append(FormatWarning(part: part, count: 1, total: nil, first: error))
        }
    }

    mutating func add(contentsOf others: [FormatWarning]) { order += others }

    /// The first problem: what to throw where nothing could be read.
    var first: FormatError? { order.first?.first }

    /// The warnings, with how many parts of each kind were looked at.
    func all(of totals: [FormatWarning.Part: Int] = [:]) -> [FormatWarning] {
        order.map { warning in
            var warning = warning
            warning.total = warning.total ?? totals[warning.part]
            return warning
        }
    }
}
