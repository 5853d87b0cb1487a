/// English words brought to a stem by their endings, so that "growing", "grows" and "growth" are found for "grow" or near it.
/// The steps are Porter's ("An algorithm for suffix stripping", 1980) with his longer endings in one table. A stem is for
/// comparing, not for reading.
struct Stemmer {
    private var word: [UInt8]

    /// - Parameter word: lower-case. One with anything but a to z comes back as it is. O(length).
    static func stem(_ word: some StringProtocol) -> String {
        let bytes = Array(word.utf8)
        guard bytes.count > 2, bytes.allSatisfy({ (0x61...0x7A).contains($0) }) else { return String(word) }
        var stemmer = Stemmer(word: bytes)
        stemmer.dropPlural()
        stemmer.dropPast()
        stemmer.changeY()
        stemmer.dropEnding()
        stemmer.dropFinalE()
        return String(decoding: stemmer.word, as: UTF8.self)
    }

    // MARK: The steps

    private mutating func dropPlural() {
        if word.count == 4, replace("ies", by: "ie") { return }
        if replace("sses", by: "ss") || replace("ies", by: "i") || ends("ss") { return }
        if ends("s"), hasVowel(before: 1), word.count > 3 { word.removeLast() }
    }

    private mutating func dropPast() {
        if ends("eed") {
            if measure(before: 3) > 0 { word.removeLast() }
            return
        }
        for ending in ["ed", "ing"] where ends(ending) && hasVowel(before: ending.utf8.count) {
            word.removeLast(ending.utf8.count)
            if ends("at") || ends("bl") || ends("iz") {
                word.append(.e)
            } else if endsDouble, !ends("l"), !ends("s"), !ends("z") {
                word.removeLast()
            } else if measure(before: 0) == 1, endsShort {
                word.append(.e)
            }
            return
        }
    }

    private mutating func changeY() {
        if ends("y"), hasVowel(before: 1), word.count > 2 { word[word.count - 1] = .i }
    }

    /// The longest ending of the table, once per turn: "relational" to "relate", "hopefulness" to "hope".
    private mutating func dropEnding() {
        for _ in 0..<3 {
            guard let (ending, stem, least) = Self.endings.first(where: { ends($0.ending) }) else { return }
            guard measure(before: ending.utf8.count) >= least else { return }
            word.removeLast(ending.utf8.count)
            word.append(contentsOf: stem.utf8)
        }
    }

    private mutating func dropFinalE() {
        if ends("e"), measure(before: 1) > 1 || measure(before: 1) == 1 && !isShort(before: 1) { word.removeLast() }
        if ends("ll"), measure(before: 0) > 1 { word.removeLast() }
    }

    /// Ending, what takes its place, and how many syllables must stand before it; longer ones first.
    private static let endings: [(ending: String, stem: String, least: Int)] = [
        ("ational", "ate", 1), ("ization", "ize", 1), ("fulness", "ful", 1), ("ousness", "ous", 1), ("iveness", "ive", 1),
        ("tional", "tion", 1), ("biliti", "ble", 1), ("ement", "", 2), ("ation", "ate", 1), ("alism", "al", 1),
        ("aliti", "al", 1),
        ("iviti", "ive", 1), ("ousli", "ous", 1), ("entli", "ent", 1), ("icate", "ic", 1), ("iciti", "ic", 1), ("alize", "al", 1),
        ("ative", "", 1), ("ical", "ic", 1), ("izer", "ize", 1), ("ator", "ate", 1), ("alli", "al", 1), ("abli", "able", 1),
        ("sion", "s", 2), ("tion", "t", 2), ("ance", "", 2), ("ence", "", 2), ("able", "", 2), ("ible", "", 2), ("ment", "", 2),
        ("ness", "", 1), ("eli", "e", 1), ("ful", "", 1), ("ant", "", 2), ("ent", "", 2), ("ism", "", 2), ("ate", "", 2),
        ("iti", "", 2), ("ous", "", 2), ("ive", "", 2), ("ize", "", 2), ("li", "", 1), ("al", "", 2), ("er", "", 2),
        ("ic", "", 2),
        ("th", "", 1),
    ]

    // MARK: What a word is made of

    private func ends(_ ending: String) -> Bool {
        word.count > ending.utf8.count && word.suffix(ending.utf8.count).elementsEqual(ending.utf8)
    }

    private mutating func replace(_ ending: String, by stem: String) -> Bool {
        guard ends(ending) else { return false }
        word.removeLast(ending.utf8.count)
        word.append(contentsOf: stem.utf8)
        return true
    }

    private func isVowel(_ index: Int) -> Bool {
        switch word[index] {
        case .a, .e, .i, .o, .u: true
        case .y: index > 0 && !isVowel(index - 1)
        default: false
        }
    }

    private func hasVowel(before ending: Int) -> Bool { (0..<(word.count - ending)).contains(where: isVowel) }

    /// How often a vowel is followed by a consonant before the last `ending` letters: Porter's m, a count of syllables.
    private func measure(before ending: Int) -> Int {
        var count = 0
        var wasVowel = false
        for index in 0..<max(0, word.count - ending) {
            let isVowel = isVowel(index)
            if wasVowel, !isVowel { count += 1 }
            wasVowel = isVowel
        }
        return count
    }

    private var endsDouble: Bool { word.count > 1 && word[word.count - 1] == word[word.count - 2] && !isVowel(word.count - 1) }
    private var endsShort: Bool { isShort(before: 0) }

    /// Consonant, vowel, consonant other than w, x, y: "hop", which was "hope" if it lost an e.
    private func isShort(before ending: Int) -> Bool {
        let last = word.count - ending - 1
        guard last >= 2, !isVowel(last), isVowel(last - 1), !isVowel(last - 2) else { return false }
        return ![.w, .x, .y].contains(word[last])
    }
}

extension UInt8 {
    fileprivate static let a = UInt8(ascii: "a")
    fileprivate static let e = UInt8(ascii: "e")
    fileprivate static let i = UInt8(ascii: "i")
    fileprivate static let o = UInt8(ascii: "o")
    fileprivate static let u = UInt8(ascii: "u")
    fileprivate static let w = UInt8(ascii: "w")
    fileprivate static let x = UInt8(ascii: "x")
    fileprivate static let y = UInt8(ascii: "y")
}
