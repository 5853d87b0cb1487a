import Terminal

/// A line being typed, and what it is for.
struct Prompt: Sendable {
    enum Kind: String, Sendable { case query, instruction, candidates, modelPath, search }

    let kind: Kind
    var editor: LineEditor
    /// What the path being typed could become.
    var completions: [String] = []
    /// The path that `completions` are of; nil before the first have come.
    var completedPath: String?
    /// Tab was pressed before the completions of what is typed had come: they are taken up when they do.
    var awaitsCompletions = false

    init(_ kind: Kind, text: String, history: [String]?) {
        self.kind = kind
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
        }
    }

    /// What to type, while nothing is.
    var hint: String {
        switch kind {
        case .query: "what somebody looks for"
        case .instruction: "what makes a document relevant"
        case .candidates: "a file or folder; Tab completes"
        case .modelPath: "a GGUF file; Tab completes"
        case .search: "in ids, titles, documents and thoughts"
        }
    }

    /// What $EDITOR may go on with.
    var field: TextField? {
        switch kind {
        case .query: .query
        case .instruction: .instruction
        case .candidates, .modelPath, .search: nil
        }
    }

    var isPath: Bool { kind == .candidates || kind == .modelPath }
}
