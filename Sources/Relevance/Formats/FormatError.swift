/// Why a file could not be read or written, or why a part of it was left out.
///
/// `description` is the sentence for people: the place, the problem (what was found or expected), and the remedy.
public struct FormatError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of problem. Warnings are counted by it.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        case notFound, unreadable, unwritable, vanished
        /// The file or folder holds nothing to read.
        case empty
        case binary, notUTF8, tooLarge
        case badJSON, badLine, missingField
        case emptyDocument, duplicateID, missingID
        /// A score that is not a number.
        case noScore
        case emptyQuery, unknownQuery, needsCollection
        /// More candidates than the depth.
        case beyondDepth
        /// An unknown name of a measure, or a parameter that the measure does not take.
        case unknownMeasure
        /// An id that the output format cannot contain.
        case unwritableID
    }

    /// The kind of problem.
    public var code: Code
    /// The path as the user gave it; "standard input" for "-"; "" if the problem is not in a file.
    public var file: String
    /// From 1; nil if the problem concerns the whole file.
    public var line: Int?
    /// What was found, or what was expected.
    public var problem: String
    /// What the user can do.
    public var remedy: String

    /// An error with these parts. `problem` and `remedy` begin with a small letter and end without a full stop.
    public init(_ code: Code, file: String, line: Int? = nil, problem: String, remedy: String) {
        self.code = code
        self.file = file
        self.line = line
        self.problem = problem
        self.remedy = remedy
    }

    /// `file:line: problem; remedy`, without the parts that are empty.
    public var description: String {
        let place = line.map { "\(file):\($0)" } ?? file
        return "\(place.isEmpty ? "" : place + ": ")\(problem); \(remedy)"
    }
}

/// A value read from a file, and warnings about the parts that were left out. A damaged line does not make the whole file
/// unreadable.
public struct Parsed<Value> {
    /// The parts that could be read.
    public var value: Value
    /// One warning for each kind of problem, in the order of their first occurrence.
    public var warnings: [FormatWarning]

    /// A value with its warnings.
    public init(_ value: Value, warnings: [FormatWarning] = []) {
        self.value = value
        self.warnings = warnings
    }
}

extension Parsed: Sendable where Value: Sendable {}

/// Parts of one input that were left out (or cut) for the same reason.
public struct FormatWarning: Sendable, Hashable, CustomStringConvertible {
    /// What was left out or cut; the raw value completes the warning's sentence.
    public enum Part: String, Sendable, Hashable {
        case documents = "documents left out"
        case cutDocuments = "documents cut"
        case corpusLines = "lines of the corpus left out"
        case queries = "queries left out"
        case lines = "lines left out"
        case lastLines = "lines ranked last"
        /// Documents beyond the depth, of a source that was not read further: nobody counted them.
        case further = "further documents"
        case judgments = "judgments left out"
    }

    /// What was left out or cut.
    public var part: Part
    /// How many parts were left out or cut.
    public var count: Int
    /// How many parts of this kind were read in all; nil if that is not known.
    public var total: Int?
    /// The first of these problems, with its place.
    public var first: FormatError

    /// "2 of 100 documents left out: candidates.jsonl:17: the document has no text; add text or leave the document out (the
    /// first of 2)".
    public var description: String {
        if part == .further { return first.description }
        let share = total.map { "\(count) of \($0)" } ?? "\(count)"
        return "\(share) \(part.rawValue): \(first)\(count > 1 ? " (the first of \(count))" : "")"
    }
}

extension [FormatWarning] {
    /// All warnings in one sentence; nil if there are none.
    public var sentence: String? { isEmpty ? nil : sentences.joined(separator: ". ") }

    /// A sentence for each part, with the sum of its warnings: "2 of 9 documents left out: a.jsonl:3: ...; and a.jsonl:9: ...".
    public var sentences: [String] {
        var parts: [FormatWarning.Part] = []
        for warning in self where !parts.contains(warning.part) { parts.append(warning.part) }
        return parts.map { part in
            let own = filter { $0.part == part }
            guard own.count > 1 else { return own[0].description }
            let count = own.reduce(0) { $0 + $1.count }
            let share = own[0].total.map { "\(count) of \($0)" } ?? "\(count)"
            let reasons = own.map { "\($0.first)" + ($0.count > 1 ? " (the first of \($0.count))" : "") }
            return "\(share) \(part.rawValue): " + reasons.joined(separator: "; and ")
        }
    }
}

/// Collects and counts warnings by kind while a reader runs.
struct Warnings {
    private var order: [FormatWarning] = []

    mutating func add(_ error: FormatError, _ part: FormatWarning.Part, count: Int = 1) {
        if let known = order.firstIndex(where: { $0.first.code == error.code && $0.part == part }) {
            order[known].count += count
        } else {
            order.append(FormatWarning(part: part, count: count, total: nil, first: error))
        }
    }

    mutating func add(contentsOf others: [FormatWarning]) { order += others }

    /// The first problem: the error to throw if nothing could be read.
    var first: FormatError? { order.first?.first }

    /// The first problem of a part.
    func first(of part: FormatWarning.Part) -> FormatError? { order.first { $0.part == part }?.first }

    /// The warnings, each with the number of parts of its kind that were read.
    func all(of totals: [FormatWarning.Part: Int] = [:]) -> [FormatWarning] {
        order.map { warning in
            var warning = warning
            warning.total = warning.total ?? totals[warning.part]
            return warning
        }
    }
}
