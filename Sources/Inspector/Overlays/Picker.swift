import Relevance
import Reranking
import Sessions

/// A list to choose from, narrowed by typing.
struct Picker: Sendable {
    enum Kind: Sendable { case palette, model, instruction, mode, order, judge, scale, sort, whose }

    struct Item: Sendable {
        var title: String
        var detail: String
        /// At the right: a key, a size.
        var hint: String
        var action: Action
    }

    enum Action: Sendable {
        case command(Binding)
        case model(CatalogueModel)
        case modelPath
        case instruction(String)
        case instructionText
        case mode(ScoringMode)
        case order(JudgingOrder)
        case judge(String)
        case judgeName
        case scale(GradeScale)
        case scalePath
        case sort(MeasuresState.Sort)
        case whose(String?)
    }

    let kind: Kind
    let title: String
    private(set) var items: [Item]
    private(set) var filter = ""
    /// Indices into `items`, best match first.
    private(set) var matches: [Int]
    private(set) var selection = 0

    init(kind: Kind, title: String, items: [Item], selection: Int = 0) {
        self.kind = kind
        self.title = title
        self.items = items
        matches = Array(items.indices)
        self.selection = max(0, min(selection, items.count - 1))
    }

    var chosen: Item? { matches.indices.contains(selection) ? items[matches[selection]] : nil }

    mutating func move(_ rows: Int) { selection = max(0, min(selection + rows, matches.count - 1)) }
    mutating func select(_ row: Int) { if matches.indices.contains(row) { selection = row } }

    mutating func narrow(to text: String) {
        filter = text
        let scored = items.indices.compactMap { index -> (index: Int, score: Int)? in
            let item = items[index]
            let title = Fuzzy.score(text, in: item.title).map { $0 * 2 }
            guard let score = [title, Fuzzy.score(text, in: item.detail)].compactMap({ $0 }).max() else { return nil }
            return (index, score)
        }
        matches = scored.sorted { $0.score != $1.score ? $0.score > $1.score : $0.index < $1.index }.map(\.index)
        selection = 0
    }

    /// Other items in the same list: what was typed and chosen stays.
    mutating func replace(_ items: [Item]) {
        self.items = items
        let selection = selection
        narrow(to: filter)
        self.selection = max(0, min(selection, matches.count - 1))
    }
}

extension Picker {
    /// All commands that can be given here.
    init(palette state: InspectorState) {
        var seen: Set<Command> = []
        let items = state.keymap.bindings(in: state.screenContext).compactMap { binding -> Item? in
            guard binding.command != .palette, binding.command != .back, state.isEnabled(binding.command),
                binding.command == .grade || seen.insert(binding.command).inserted
            else { return nil }
            return Item(
                title: binding.grade.map { "\(binding.command.name) \($0)" } ?? binding.command.name, detail: binding.long,
                hint: binding.keys.first?.label ?? "", action: .command(binding))
        }
        self.init(kind: .palette, title: "Command", items: items)
    }

    init(models: [CatalogueModel], current: String?) {
        self.init(
            kind: .model, title: "Model", items: Self.items(models: models, current: current),
            selection: models.firstIndex { $0.name == current } ?? 0)
    }

    static func items(models: [CatalogueModel], current: String?) -> [Item] {
        models.map { model in
            let size = Figures.bytes(model.bytes)
            let hint = model.name == current ? "in use" : model.isHere ? "here, \(size)" : "Enter fetches \(size)"
            return Item(title: model.name, detail: model.summary, hint: hint, action: .model(model))
        } + [Item(title: "a GGUF file\u{2026}", detail: "type its path", hint: "", action: .modelPath)]
    }

    init(instructions current: String) {
        let presets = InstructionPreset.all
        let items = presets.map { preset in
            Item(
                title: preset.name, detail: preset.text, hint: preset.text == current ? "in use" : "",
                action: .instruction(preset.text))
        }
        self.init(
            kind: .instruction, title: "Instruction: what makes a document relevant",
            items: items + [
                Item(title: "your own\u{2026}", detail: "type it, from the one in use", hint: "", action: .instructionText)
            ],
            selection: presets.firstIndex { $0.text == current } ?? items.count)
    }

    init(modes current: ScoringMode) {
        let modes = ScoringMode.allCases
        self.init(
            kind: .mode, title: "Mode: how the score is asked for",
            items: modes.map {
                Item(title: $0.rawValue, detail: $0.summary, hint: $0 == current ? "in use" : "", action: .mode($0))
            },
            selection: modes.firstIndex(of: current) ?? 0)
    }
}

extension ScoringMode {
    var summary: String {
        switch self {
        case .reasoned: "think, then an integer from 0 to 10: ERank itself"
        case .direct: "an integer from 0 to 10 at once, without a thought"
        case .binary: "yes or no at once, without a thought"
        case .binaryReasoned: "think, then yes or no"
        }
    }
}

extension RankBy {
    var summary: String {
        switch self {
        case .paper: "paper's score"
        case .expected: "expected score"
        case .integer: "integer"
        case .hybrid: "hybrid"
        }
    }
}
