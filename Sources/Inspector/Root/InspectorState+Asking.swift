import Relevance
import Reranking
import Sessions
import Terminal

/// What was typed or chosen becomes an effect.
extension InspectorState {
    mutating func accept(_ input: LineInput) -> [Effect] {
        let text = input.editor.text.trimmed
        if !text.isEmpty { histories[input.kind.rawValue, default: []].remember(text) }
        switch input.kind {
        case .query: return accept(text, as: .query)
        case .instruction: return accept(text, as: .instruction)
        case .candidates:
            guard !text.isEmpty else { return [] }
            board.wishes.topic = nil
            guard isHome else { return [.openCandidates(path: text, query: session.query, known: session.queries)] }
            return [.leave(place, for: .newSession), .openCandidates(path: text, query: SessionState().query, known: [])]
        case .modelPath: return text.isEmpty ? [] : [.loadModel(text)]
        case .scalePath: return text.isEmpty ? [] : [.openScale(path: text)]
        case .depth:
            guard let depth = LineInput.depth(text) else {
                complain("a depth is a number from 1 to 1,000,000: it is still \(session.settings.depth)")
                return []
            }
            var settings = session.settings
            settings.depth = depth
            let loaded = board.topic.candidates.count
            if depth > loaded, loaded > 0 {
                inform(
                    "this query has \(Figures.count(loaded, "document")) here: \(keyNames(.candidates)) opens more of a collection"
                )
            }
            return settings == session.settings ? [] : [.append(.settings(settings))]
        case .comparedPath:
            guard let beside = input.beside, !text.isEmpty else { return [] }
            return [.leave(place, for: .comparison(path: text, beside: beside))]
        case .note: return ask { state, io in state.board.acceptNote(text, on: input.document, &io) }
        case .judgeName:
            guard !text.isEmpty else {
                complain("a judge needs a name: the judge is still \(session.judge)")
                return []
            }
            guard !MarkPile.isIn(text) else {
                complain("the judge's name \(MarkPile.problem)")
                return []
            }
            return text == session.judge ? [] : [.append(.judge(text))]
        case .search:
            board.search.needle = text
            guard !text.isEmpty else { return [] }
            return ask { state, io in state.screens[state.current].find(1, &state.board, &io) }
        }
    }

    /// A text was entered, here or in $EDITOR.
    mutating func accept(_ text: String, as field: TextField) -> [Effect] {
        let text = text.trimmed
        if let problem = field.problem(text) {
            complain(problem)
            return []
        }
        switch field {
        case .query:
            board.wishes.topic = nil
            if isHome { return [.leave(place, for: .newSession), .append(.query(.typed(text)))] }
            return text == board.query.text ? [] : [.append(.query(session.typedQuery(text)))]
        case .instruction:
            var settings = session.settings
            settings.instruction = text
            return settings == session.settings ? [] : [.append(.settings(settings))]
        }
    }

    mutating func accept(_ action: Picker.Action) -> [Effect] {
        switch action {
        case .command(let binding): return perform(binding)
        case .effects(let effects): return effects
        case .line(let input): return show(.line(input))
        case .typed(let input): return accept(input)
        case .choice(let choice):
            return ask { state, io in state.screens[state.current].choose(choice, &state.board, &io) }
        }
    }
}

extension [String] {
    /// Puts a line at the end of a history, which has each line once.
    fileprivate mutating func remember(_ text: String) { self = filter { $0 != text }.suffix(99) + [text] }
}
