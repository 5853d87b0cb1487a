import Inference
import Reranking
import Sessions
import Terminal

/// The cursor over the tokens of a thought.
struct InsideState: Sendable {
    var token = 0
    /// First line in view.
    var top = 0
    var colouring = Colouring.probability

    enum Colouring: String, Sendable, CaseIterable { case probability, entropy }
}

extension InspectorState {
    /// Tokens less likely than this are worth a look.
    static let uncertain = 0.5

    mutating func openInside() {
        guard let progress = selectedProgress, !progress.tokens.isEmpty else {
            say(.information, whyNothingInside)
            return
        }
        screen = .inside
        inside.token = progress.result?.answerToken ?? 0
    }

    private var whyNothingInside: String {
        guard let progress = selectedProgress else { return "nothing to look into yet: \(key(.run)) scores the candidates" }
        if progress.phase != .finished { return "no token is written yet" }
        return settings.mode.thinks
            ? "this document has no tokens to look into"
            : "mode \(settings.mode.rawValue) asks for the answer at once: there is no thought"
    }

    mutating func moveToken(to token: Int) {
        inside.token = min(max(0, token), max(0, selectedTokens.count - 1))
    }

    /// Up or down by lines, to the token nearest in its column.
    mutating func moveToken(lines: Int) {
        let flow = flows.tokens
        let line = flow.line(of: inside.token)
        let target = min(max(0, line + lines), flow.lines.count - 1)
        guard target != line else { return }
        let column = flow.lines[line].prefix { $0.tag < inside.token }.reduce(0) { $0 + $1.width }
        var x = 0
        var nearest = flow.lines[target].first?.tag
        for glyph in flow.lines[target] where x <= column {
            nearest = glyph.tag
            x += glyph.width
        }
        if let nearest {
            moveToken(to: nearest)
        } else {
            // A line without tokens: the next one that has some.
            let beyond = lines > 0 ? flow.lines[target...].first { !$0.isEmpty } : flow.lines[...target].last { !$0.isEmpty }
            moveToken(to: beyond?.first?.tag ?? inside.token)
        }
    }

    mutating func moveToken(words: Int) {
        let tokens = selectedTokens
        var index = inside.token + words
        while tokens.indices.contains(index), !beginsWord(tokens, index) { index += words }
        moveToken(to: index)
    }

    private func beginsWord(_ tokens: TokenLog, _ index: Int) -> Bool {
        guard index > 0 else { return true }
        let first = tokens[index].text.first
        let isAfterSpace = tokens[index - 1].text.last?.isWhitespace == true
        return first?.isWhitespace == true || isAfterSpace
    }

    mutating func moveToUncertain(_ step: Int) {
        let tokens = selectedTokens
        var index = inside.token + step
        while tokens.indices.contains(index) {
            if tokens[index].probability < Self.uncertain { return moveToken(to: index) }
            index += step
        }
        say(.information, "no token \(step > 0 ? "further on" : "before") was less likely than one half")
    }

    mutating func moveToAnswer() {
        guard let answer = selectedProgress?.result?.answerToken else {
            say(
                .information,
                "no token begins the answer: \(selectedProgress?.result?.isForced == true ? "it was forced" : "there is none")")
            return
        }
        moveToken(to: answer)
    }

    mutating func settleInside() {
        let area = InsideLayout(size: size).thought
        flows.layTokens(
            selectedTokens, key: .init(run: shownRun, document: selected, width: area.width - 2))
        moveToken(to: inside.token)
        let line = flows.tokens.line(of: inside.token)
        let height = max(1, area.height)
        inside.top = min(max(inside.top, line - height + 1), line)
        inside.top = min(max(0, inside.top), max(0, flows.tokens.lines.count - height))
    }
}

extension TokenEvent {
    var probability: Double { logProbability.probability }

    /// Its place among the likeliest, from 1; nil where it is beyond those listed.
    var rank: Int? { alternatives.firstIndex { $0.id == id }.map { $0 + 1 } }
}

extension TokenAlternative {
    var probability: Double { logProbability.probability }
}
