import Relevance
import Reranking
import Sessions

extension Picker {
    /// - Parameter wish: what is run with the model chosen; nil for a list that only chooses.
    init(models: [ModelListing], current: String?, wish: ComparedRun? = nil) {
        let items = Self.items(models: models, current: current)
        self.init(
            kind: .models, title: wish == nil ? "Model" : "Model to run now", items: items,
            selection: items.firstIndex { $0.title == current } ?? 0)
        self.wish = wish
    }

    static func items(models: [ModelListing], current: String?) -> [Item] {
        let own = current.flatMap { name in models.contains { $0.name == name } ? nil : name }
        let first = own.map { [Item($0, "a GGUF file", hint: "in use", .effects([]))] } ?? []
        return first
            + models.map { model in
                let size = Figures.bytes(model.bytes)
                let hint = model.name == current ? "in use" : model.isHere ? "here, \(size)" : "Enter fetches \(size)"
                let effect = model.isHere ? Effect.loadModel(model.name) : .fetchModel(model.name)
                return Item(model.name, model.summary, hint: hint, .effects([effect]))
            } + [Item("a GGUF file\u{2026}", "type its path", .line(LineInput(.modelPath)))]
    }

    init(instructions settings: RunSettings) {
        let presets = InstructionPreset.all
        let own = LineInput(.instruction, text: settings.instruction)
        let isOwn = !presets.contains { $0.text == settings.instruction }
        self.init(
            title: "Instruction: what makes a document relevant",
            items: (isOwn ? [Item("yours", settings.instruction, hint: "in use", .effects([]))] : [])
                + presets.map { preset in
                    var changed = settings
                    changed.instruction = preset.text
                    let isCurrent = preset.text == settings.instruction
                    return Item(
                        preset.name, "\(preset.text) (the paper's words)", hint: isCurrent ? "in use" : "",
                        .effects(isCurrent ? [] : [.append(.settings(changed))]))
                } + [Item("your own\u{2026}", "type it, from the one in use", .line(own))],
            selection: presets.firstIndex { $0.text == settings.instruction } ?? 0)
    }

    /// How deep the next run goes.
    init(depths settings: RunSettings, candidates: Int) {
        let depths = Set(QueryPicker.depths + [settings.depth]).sorted()
        self.init(
            title: "Depth: how many documents of a query are scored",
            items: depths.map { depth in
                var changed = settings
                changed.depth = depth
                let isCurrent = depth == settings.depth
                let words =
                    candidates == 0
                    ? "" : depth < candidates ? "the first \(depth) of \(candidates) here" : "all \(candidates) here"
                return Item(
                    "\(depth)", words, hint: isCurrent ? "in use" : "", .effects(isCurrent ? [] : [.append(.settings(changed))]))
            } + [Item("another number\u{2026}", "type it", .line(LineInput(.depth)))],
            selection: depths.firstIndex(of: settings.depth) ?? 0)
    }

    init(modes settings: RunSettings) {
        let modes = ScoringMode.allCases
        self.init(
            title: "Mode: how the score is asked for",
            items: modes.map { mode in
                var changed = settings
                changed.mode = mode
                let isCurrent = mode == settings.mode
                return Item(
                    mode.rawValue, mode.summary, hint: isCurrent ? "in use" : "",
                    .effects(isCurrent ? [] : [.append(.settings(changed))]))
            },
            selection: modes.firstIndex(of: settings.mode) ?? 0)
    }
}
