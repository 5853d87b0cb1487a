import Terminal

/// A line being typed, and what it is for.
struct Prompt: Sendable {
    enum Kind: String, Sendable { case query, instruction, candidates, modelPath, search, note, judgeName, scalePath }

    let kind: Kind
    var editor: LineEditor
    /// What the path being typed could become.
    var completions: [String] = []
    /// The path that `completions` are of; nil before the first have come.
    var completedPath: String?
    /// Tab was pressed before the completions of what is typed had come: they are taken up when they do.
    var awaitsCompletions = false

    /// What a note is on.
    let document: String
    /// Whether a search is in the one document in view.
    var isOneDocument = false

    init(_ kind: Kind, text: String, history: [String]?, document: String = "") {
        self.kind = kind
        self.document = document
        editor = LineEditor(text: text, history: history ?? [])
    }

    /// What stands before the line.
    var label: String {
        switch kind {
        case .query: "query"
        case .instruction: "instruction"
        case .candidates: "candidates"
        case .modelPath: "model file"
        case .search: "find"
        case .note: "note on \(document)"
        case .judgeName: "judge"
        case .scalePath: "scale file"
        }
    }

    /// What to type, while nothing is.
    var hint: String {
        switch kind {
        case .query: "what somebody looks for"
        case .instruction: "what makes a document relevant"
        case .candidates: "a file or folder; Tab completes"
        case .modelPath: "a GGUF file; Tab completes"
        case .search: isOneDocument ? "in this document" : "in ids, titles, documents and thoughts"
        case .note: "what should be remembered of it; empty takes the note away"
        case .judgeName: "who judges from here on"
        case .scalePath: "a grade a line, such as: 2 highly relevant; Tab completes"
        }
    }

    /// What $EDITOR may go on with.
    var field: TextField? {
        switch kind {
        case .query: .query
        case .instruction: .instruction
        default: nil
        }
    }

    var isPath: Bool { [.candidates, .modelPath, .scalePath].contains(kind) }
}
