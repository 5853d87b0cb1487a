extension LineEditor {
    /// Handles a key press, and says what it did.
    public mutating func handle(_ key: Key) -> Outcome {
        switch key {
        case .character(let character):
            insert(String(character))
            return .edited
        case .enter: return .submit
        case .escape: return .cancel
        case .tab: return .complete
        case .left, .control("b"): move(to: cursor - 1)
        case .right, .control("f"): move(to: cursor + 1)
        case .alt("b"): move(to: wordStart)
        case .alt("f"): move(to: wordEnd)
        case .home, .control("a"): move(to: 0)
        case .end, .control("e"): move(to: characters.count)
        case .up, .control("p"): return walkHistory(-1)
        case .down, .control("n"): return walkHistory(1)
        case .backspace, .control("h"): return remove(to: cursor - 1, keeping: false)
        case .delete, .control("d"): return remove(to: cursor + 1, keeping: false)
        case .control("w"), .alt("\u{7F}"): return remove(to: wordStart, keeping: true)
        case .alt("d"): return remove(to: wordEnd, keeping: true)
        case .control("u"): return remove(to: 0, keeping: true)
        case .control("k"): return remove(to: characters.count, keeping: true)
        case .control("y"): return yank()
        default: return .ignored
        }
        return .moved
    }
}
