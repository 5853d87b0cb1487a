import Inference
import Relevance
import Reranking
import Sessions
import Terminal

/// What is asked of the model, and of what: each command opens a line or a list, and what is taken becomes an effect.
extension InspectorState {
    mutating func performAsk(_ command: Command) -> [Effect] {
        switch command {
        case .editQuery:
            let text = screen == .start ? "" : session.query.text
            overlay = .prompt(Prompt(.query, text: text, history: histories["query"]))
        case .editQueryOutside: return [.editOutside(session.query.text, field: .query)]
        case .instruction: overlay = .picker(Picker(instructions: session.settings.instruction))
        case .candidates:
            overlay = .prompt(Prompt(.candidates, text: "", history: histories["candidates"]))
            return [.complete(path: "")]
        case .model: openModelPicker()
        case .mode: overlay = .picker(Picker(modes: session.settings.mode))
        case .rankBy:
            let all = RankBy.allCases
            let next = all[((all.firstIndex(of: session.rankBy) ?? 0) + 1) % all.count]
            return [.append(.rankBy(next))]
        default: break
        }
        return []
    }

    mutating func openModelPicker() {
        overlay = .picker(Picker(models: catalogue, current: readyModel?.name))
    }

    /// The list of models says how it stands with each; it must keep up while it is open.
    mutating func refreshPicker() {
        guard case .picker(var picker) = overlay, picker.kind == .model else { return }
        picker.replace(Picker.items(models: catalogue, current: readyModel?.name))
        overlay = .picker(picker)
    }

    // MARK: Taking it

    mutating func accept(_ prompt: Prompt) -> [Effect] {
        let text = prompt.editor.text.trimmed
        if !text.isEmpty {
            let earlier = histories[prompt.kind.rawValue, default: []].filter { $0 != text }
            histories[prompt.kind.rawValue] = Array(earlier.suffix(99)) + [text]
        }
        switch prompt.kind {
        case .query: return accept(text, as: .query)
        case .instruction: return accept(text, as: .instruction)
        case .candidates:
            guard !text.isEmpty else { return [] }
            guard screen == .start else { return [.openCandidates(path: text, query: session.query)] }
            return [.leave(place, for: .newSession), .openCandidates(path: text, query: SessionState().query)]
        case .modelPath: return text.isEmpty ? [] : [.loadModel(text)]
        case .note: return acceptNote(text)
        case .judgeName: return accept(judge: text)
        case .scalePath: return text.isEmpty ? [] : [.openScale(path: text)]
        case .search:
            needle = text
            if !needle.isEmpty { moveToMatch(1) }
            return []
        }
    }

    /// A text was entered, here or in $EDITOR.
    mutating func accept(_ text: String, as field: TextField) -> [Effect] {
        let text = text.trimmed
        guard !text.isEmpty else {
            say(
                .failure,
                field == .query ? "an empty query finds nothing: it stays as it was" : "an empty instruction: it stays as it was")
            return []
        }
        switch field {
        case .query:
            if screen == .start { return [.leave(place, for: .newSession), .append(.query(Query(id: "1", text: text)))] }
            return text == session.query.text ? [] : [.append(.query(session.queryForEdited(text)))]
        case .instruction:
            var settings = session.settings
            settings.instruction = text
            return settings == session.settings ? [] : [.append(.settings(settings))]
        }
    }

    mutating func accept(_ action: Picker.Action) -> [Effect] {
        var settings = session.settings
        switch action {
        case .command(let binding): return perform(binding)
        case .model(let model): return model.isHere ? [.loadModel(model.name)] : [.fetchModel(model.name)]
        case .modelPath:
            overlay = .prompt(Prompt(.modelPath, text: "", history: histories["modelPath"]))
            return [.complete(path: "")]
        case .instruction(let text): settings.instruction = text
        case .instructionText:
            overlay = .prompt(Prompt(.instruction, text: settings.instruction, history: histories["instruction"]))
        case .mode(let mode): settings.mode = mode
        case .order(let order): return accept(order: order)
        case .judge(let judge): return accept(judge: judge)
        case .judgeName: overlay = .prompt(Prompt(.judgeName, text: "", history: histories["judgeName"]))
        case .sort(let sort):
            measuring.sort = sort
            if case .measure(let measure) = sort { measuring.measure = measure }
            show(view: .queries)
        case .whose(let whose):
            measuring.whose = whose.map(MeasuresState.Whose.judge) ?? .counting
            measuring.means = []
            refreshMeasures()
        case .scale(let scale): return scale == session.scale ? [] : [.append(.scale(scale))]
        case .scalePath:
            overlay = .prompt(Prompt(.scalePath, text: "", history: histories["scalePath"]))
            return [.complete(path: "")]
        }
        return settings == session.settings ? [] : [.append(.settings(settings))]
    }
}

extension SessionState {
    /// The query that an edited text makes: the id of an earlier one with the same text, the id that stands while nothing
    /// hangs on it, else a new one, so that grades and runs stay with the words they were given for.
    func queryForEdited(_ text: String) -> Query {
        if let known = runs.last(where: { $0.query.text == text })?.query { return known }
        let used = Set(runs.map(\.query.id)).union(book.queryIDs)
        guard used.contains(query.id) else { return Query(id: query.id, text: text) }
        var number = used.count + 1
        while used.contains(String(number)) { number += 1 }
        return Query(id: String(number), text: text)
    }
}
