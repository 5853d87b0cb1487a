extension GradeScale {
    /// The scale with a name ("0-1", "0-3", "0-10"), or the scale in a file.
    ///
    /// - Throws: as `read`; `.notFound` if there is no such scale and no such file.
    public static func named(_ nameOrPath: String) throws(FormatError) -> GradeScale {
        if let known = all.first(where: { $0.name == nameOrPath }) { return known }
        do throws(FormatError) { return try read(nameOrPath) } catch {
            throw error.code == .notFound ? .unknownScale(nameOrPath) : error
        }
    }

    /// Reads a scale from a small text file: one grade per line, in any order. A grade from 0 to 9 has its digit as key, 10
    /// has t; any other key is given in brackets.
    ///
    ///     # what a patent examiner needs
    ///     0 off topic
    ///     1 background
    ///     2 [x] takes the novelty away
    ///
    /// Blank lines and lines that begin with # are skipped. The scale's name is the name of the file without its extension.
    /// - Throws: if the file cannot be read, and for the first line that cannot be part of a scale.
    public static func read(_ path: String) throws(FormatError) -> GradeScale {
        try read(LineReader(path: path, lengthLimit: 1 << 12))
    }

    /// Reads a scale from a stream of lines, like `read(_:)`.
    public static func read(_ lines: consuming LineReader) throws(FormatError) -> GradeScale {
        let path = lines.path
        var found: [(grade: Grade, line: Int)] = []
        while let line = try lines.next() {
            guard !line.isTooLong else { throw .longLine(path, line: line.number, limit: 1 << 12) }
            guard let text = String(validating: line.bytes, as: UTF8.self) else { throw .notUTF8(path, line: line.number) }
            let words = text.split(maxSplits: 1, whereSeparator: \.isWhitespace)
            guard let first = words.first, !first.hasPrefix("#") else { continue }
            guard let value = Int(first), (-1000...1000).contains(value) else {
                throw .badLine(
                    path, line: line.number, expected: "a grade from -1000 to 1000 and what it means, such as 2 relevant")
            }
            let grade = grade(value, words.dropFirst().first ?? "")
            guard let grade else { throw .noKey(value, path, line: line.number) }
            if let known = found.first(where: { $0.grade.value == value || $0.grade.key == grade.key }) {
                throw .twice(grade, known: known.grade, path, line: line.number)
            }
            found.append((grade, line.number))
        }
        let grades = found.map(\.grade).sorted { $0.value < $1.value }
        if let problem = problem(with: grades) { throw .noScale(path, problem) }
        return GradeScale(name: name(ofFile: path), grades: grades) ?? .graded
    }

    /// The grade with its key and label; nil if it has no valid key.
    private static func grade(_ value: Int, _ rest: Substring) -> Grade? {
        let digit = (0...9).contains(value) ? String(value) : value == 10 ? "t" : nil
        guard rest.first == "[", let end = rest.dropFirst(2).firstIndex(of: "]") else {
            return digit.map { Grade(value: value, label: trimmed(rest), key: $0) }
        }
        let key = String(rest[rest.index(after: rest.startIndex)..<end])
        return isKey(key) ? Grade(value: value, label: trimmed(rest[rest.index(after: end)...]), key: key) : nil
    }

    private static func trimmed(_ text: Substring) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private static func name(ofFile path: String) -> String {
        let file = path.split(separator: "/").last ?? ""
        return String(file.lastIndex(of: ".").map { $0 > file.startIndex ? file[..<$0] : file } ?? file)
    }
}
