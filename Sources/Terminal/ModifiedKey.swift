/// A key with its modifiers, as kitty, foot, tmux and others report it: `ESC [ code ; modifiers u`, or xterm's older
/// `ESC [ 27 ; modifiers ; code ~`.
///
/// Source: https://sw.kovidgoyal.net/kitty/keyboard-protocol, xterm's modifyOtherKeys.
struct ModifiedKey {
    /// The key without modifiers; with kitty's alternate keys, the shifted one.
    let scalar: Unicode.Scalar
    let (hasShift, hasAlt, hasControl): (Bool, Bool, Bool)

    /// nil for another sequence, and for the release of a key.
    init?(_ parameters: String, final: Unicode.Scalar) {
        let fields = parameters.split(separator: ";", omittingEmptySubsequences: false).map {
            $0.split(separator: ":", omittingEmptySubsequences: false).map { UInt32($0) }
        }
        let (code, modifiers): ([UInt32?], [UInt32?])
        if final == "u", let first = fields.first {
            (code, modifiers) = (first, fields.count > 1 ? fields[1] : [1])
        } else if final == "~", fields.count == 3, fields[0] == [27] {
            (code, modifiers) = (fields[2], fields[1])
        } else {
            return nil
        }
        let isRelease = modifiers.count > 1 && modifiers[1] == 3
        let mask = (modifiers.first.flatMap(\.self) ?? 1) &- 1
        hasShift = mask & 1 != 0
        let shifted = code.count > 1 && hasShift ? code[1] : nil
        guard !isRelease, let value = shifted ?? code.first.flatMap(\.self), let scalar = Unicode.Scalar(value) else {
            return nil
        }
        self.scalar = scalar
        hasAlt = mask & 2 != 0
        hasControl = mask & 4 != 0
    }

    /// The key that this means here; nil for keys without a meaning, such as a modifier alone.
    func key(_ decoder: InputDecoder) -> Key? {
        // Kitty numbers keys without a character from here on.
        if (57_344...63_743).contains(scalar.value) { return nil }
        if scalar == "\t", hasShift { return .backTab }
        guard let key = decoder.key(scalar) else { return nil }
        guard case .character(var character) = key else {
            return key == .backspace && hasAlt ? .alt("\u{7F}") : key
        }
        if hasControl, let lower = character.lowercased().first { return .control(lower) }
        if hasShift, let upper = character.uppercased().first, character.uppercased().count == 1 { character = upper }
        return hasAlt ? .alt(character) : .character(character)
    }
}
