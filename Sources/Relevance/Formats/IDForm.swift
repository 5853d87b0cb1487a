/// How ids are written in files whose columns are separated by white space or tabs: TREC runs, qrels, BEIR qrels.
public enum IDForm: String, Sendable, Hashable, CaseIterable {
    /// Byte for byte. An id that the format cannot contain is an error.
    case plain
    /// White space, control characters, marks that turn the direction of writing, the byte order mark, `%` and `"` as `%` and
    /// two hexadecimal digits for each of their UTF-8 bytes; an empty id is a single `%`. Every id can be written, and two ids
    /// never become one.
    case escape

    /// The id as a file has it. O(bytes).
    public func written(_ id: String) -> String {
        guard self == .escape else { return id }
        if id.isEmpty { return "%" }
        var text = ""
        for scalar in id.unicodeScalars {
            guard Self.isEscaped(scalar) else {
                text.unicodeScalars.append(scalar)
                continue
            }
            for byte in scalar.utf8 { text += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true) }
        }
        return text
    }

    private static func isEscaped(_ scalar: Unicode.Scalar) -> Bool {
        ["%", "\"", "\u{FEFF}"].contains(scalar) || scalar.properties.isWhitespace || scalar.properties.isBidiControl
            || scalar.properties.generalCategory == .control
    }

    /// The id that a file has as `text`. A text that `written` does not make is taken as it is. O(bytes).
    public func read(_ text: String) -> String {
        guard self == .escape, text.utf8.contains(UInt8(ascii: "%")) else { return text }
        if text == "%" { return "" }
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let digits = String(validating: rest.prefix(2), as: UTF8.self), digits.utf8.count == 2,
                let value = UInt8(digits, radix: 16)
            else { return text }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self) ?? text
    }
}

extension Run {
    /// The run with the ids that `form` wrote. O(entries).
    public func unescaped(_ form: IDForm) -> Run {
        guard form != .plain else { return self }
        var run = self
        for list in run.lists.indices {
            run.lists[list].queryID = form.read(run.lists[list].queryID)
            for entry in run.lists[list].entries.indices {
                run.lists[list].entries[entry].documentID = form.read(run.lists[list].entries[entry].documentID)
            }
        }
        return run
    }
}

extension Qrels {
    /// The judgments with the ids that `form` wrote. O(judgments).
    public func unescaped(_ form: IDForm) -> Qrels {
        guard form != .plain else { return self }
        var qrels = Qrels()
        for id in queryIDs {
            for (document, grade) in grades[id] ?? [:] { qrels.set(grade, query: form.read(id), document: form.read(document)) }
        }
        return qrels
    }
}
