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
    /// Such as "documents left out".
    public var what: String
    public var count: Int
    /// How many were looked at.
    public var total: Int
    /// The first of them, with its place.
    public var first: FormatError

    /// "2 of 100 documents left out: candidates.jsonl:17: the document has no text; give it some or remove the line".
    public var description: String {
        "\(count) of \(total) \(what): \(first)\(count > 1 ? " (the first of \(count))" : "")"
    }
}

/// Gathers warnings by kind while a reader runs.
struct Warnings {
    private var order: [FormatWarning] = []

    /// - Parameter what: a plural noun and a participle: "documents left out".
    mutating func add(_ error: FormatError, what: String) {
        if let known = order.firstIndex(where: { $0.first.code == error.code && $0.what == what }) {
            order[known].count += 1
        } else {
            order.append(FormatWarning(what: what, count: 1, total: 0, first: error))
        }
    }

    mutating func add(contentsOf others: [FormatWarning]) { order += others }

    var isEmpty: Bool { order.isEmpty }
    /// The first problem: what to throw where nothing could be read.
    var first: FormatError? { order.first?.first }

    /// The warnings, each of `total` parts looked at where it has no total of its own yet.
    func all(of total: Int) -> [FormatWarning] {
        order.map { warning in
            var warning = warning
            if warning.total == 0 { warning.total = max(total, warning.count) }
            return warning
        }
    }
}
