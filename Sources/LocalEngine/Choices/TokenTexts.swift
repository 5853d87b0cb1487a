import Tokenizer

/// The bytes of every token, and an index of the tokens by their first byte. Control tokens have no bytes.
struct TokenTexts: Sendable {
    private let bytes: [UInt8]
    /// Token `t` is `bytes[starts[t]..<starts[t + 1]]`.
    private let starts: [Int]
    private let byFirstByte: [[Int32]]
    /// Bytes of the longest token.
    let longest: Int

    init(_ tokens: some Sequence<[UInt8]>) {
        var bytes: [UInt8] = []
        var starts = [0]
        var byFirstByte: [[Int32]] = Array(repeating: [], count: 256)
        var longest = 0
        for (id, text) in tokens.enumerated() {
            bytes += text
            starts.append(bytes.count)
            longest = max(longest, text.count)
            if let first = text.first { byFirstByte[Int(first)].append(Int32(id)) }
        }
        self.bytes = bytes
        self.starts = starts
        self.byFirstByte = byFirstByte
        self.longest = longest
    }

    init(_ tokenizer: Tokenizer) {
        self.init((0..<Int32(tokenizer.vocabularySize)).lazy.map { tokenizer.isControl($0) ? [] : tokenizer.bytes(of: $0) })
    }

    /// The bytes of a token of the vocabulary.
    subscript(token: Int32) -> ArraySlice<UInt8> { bytes[starts[Int(token)]..<starts[Int(token) + 1]] }

    /// The tokens that begin with `byte`, in ascending order.
    func tokens(beginningWith byte: UInt8) -> [Int32] { byFirstByte[Int(byte)] }
}
