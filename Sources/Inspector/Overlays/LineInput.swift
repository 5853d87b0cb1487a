import Terminal

/// A line being typed, and what it is for.
struct LineInput: Sendable {
    enum Kind: String, Sendable {
        case query, instruction, candidates, modelPath, search, note, judgeName, scalePath, comparedPath, depth
    }

    let kind: Kind
    var editor: LineEditor
    /// What the path being typed could become.
    var completions: [String] = []
    /// The path that `completions` are of; nil before the first have come.
    var completedPath: String?
    /// Tab was pressed before the completions of what is typed had come: they are taken when they do.
    var awaitsCompletions = false

    /// The document that a note is on.
    let document: DocumentName?
    /// Where a search looks.
    let scope: SearchScope
    /// What a file is compared with.
    let beside: ComparedBeside?

    enum SearchScope: Sendable { case candidates, document, page }

    init(
        _ kind: Kind, text: String = "", document: DocumentName? = nil, scope: SearchScope = .candidates,
        beside: ComparedBeside? = nil
    ) {
        self.kind = kind
        self.beside = beside
        self.document = document
        self.scope = scope
        editor = LineEditor(text: text)
    }

    /// What stands before the line.
    var label: String {
        switch kind {
        case .query: "query"
        case .instruction: "instruction"
        case .candidates: "candidates"
        case .modelPath: "model file"
        case .search: "find"
        case .note: "note on \(document?.documentID ?? "")"
        case .judgeName: "judge"
        case .scalePath: "scale file"
        case .comparedPath: "session or run"
        case .depth: "depth"
        }
    }

    /// What to type, while nothing is.
    var hint: String {
        switch kind {
        case .query: "what somebody looks for"
        case .instruction: "what makes a document relevant"
        case .candidates: "a file or folder; Tab completes"
        case .modelPath: "a GGUF file; Tab completes"
        case .search:
            switch scope {
            case .candidates: "in ids, titles, documents and thoughts"
            case .document: "in this document"
            case .page: "on this page"
            }
        case .note: "a note on this document; empty removes it"
        case .judgeName: "the name of the judge from here on"
        case .comparedPath: "a session's file (#2 behind it means its job 2) or a TREC run; Tab completes"
        case .depth: "how many documents of a query are scored"
        case .scalePath: "one grade a line in the file, such as: 2 highly relevant; Tab completes"
        }
    }

    /// What $EDITOR may continue.
    var field: TextField? {
        switch kind {
        case .query: .query
        case .instruction: .instruction
        default: nil
        }
    }

    var isPath: Bool { [.candidates, .modelPath, .scalePath, .comparedPath].contains(kind) }

    /// The depth that a text means; nil if it is none.
    static func depth(_ text: String) -> Int? { Int(text.trimmed).flatMap { (1...1_000_000).contains($0) ? $0 : nil } }

    /// - Returns: whether Tab waits for these completions.
    mutating func take(_ paths: [String], for path: String) -> Bool {
        defer { (completions, completedPath, awaitsCompletions) = (paths, path, false) }
        return awaitsCompletions
    }

    /// Completes the path as far as all completions agree; where they have not come yet, as soon as they do.
    ///
    /// - Returns: whether the path became longer.
    mutating func complete() -> Bool {
        guard isPath else { return false }
        guard completedPath == editor.text else {
            awaitsCompletions = true
            return false
        }
        guard let first = completions.first else { return false }
        var shared = Substring(first)
        for path in completions.dropFirst() {
            while !path.hasPrefix(shared) { shared = shared.dropLast() }
        }
        guard shared.count > editor.text.count else { return false }
        editor.set(String(shared))
        return true
    }

    func draw(_ grid: inout Grid, _ rect: Rect, theme: Theme) {
        grid.fill(rect)
        let used = grid.write(" \(label) ", at: Point(x: 0, y: rect.y), style: theme.style(.activeHeading))
        let place = Point(x: used + 1, y: rect.y)
        let width = max(0, rect.width - used - 2)
        grid.write(editor, at: place, width: width)
        if editor.isEmpty {
            grid.write([Span(hint, .quiet)], at: Point(x: place.x + 1, y: place.y), maxWidth: width - 1, theme: theme)
        }
        guard isPath, !completions.isEmpty else { return }
        let height = min(completions.count, min(8, max(0, rect.y - 3)))
        for (row, path) in completions.prefix(height).enumerated() {
            let line = Rect(x: 0, y: rect.y - height + row, width: rect.width, height: 1)
            grid.fill(line)
            let isLast = row == height - 1 && completions.count > height
            let text = isLast ? "\(completions.count - height + 1) more" : path
            grid.write([Span(text, isLast ? .quiet : .text)], at: Point(x: place.x, y: line.y), maxWidth: width, theme: theme)
        }
    }
}

extension LineInput.Kind {
    /// What comes of a text typed in a list to choose from.
    var typedWords: String {
        switch self {
        case .judgeName: "judges from here on"
        case .modelPath: "load the model in this file"
        case .scalePath: "read the scale in this file"
        case .comparedPath: "compare with this file"
        case .depth: "documents of a query"
        case .instruction: "as the instruction, word for word"
        case .query, .candidates, .search, .note: "as typed"
        }
    }
}
