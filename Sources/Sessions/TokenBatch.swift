import Inference
import Reranking

/// The lines of consecutive tokens, read into a packed form. Between a session's file and its fold, a million tokens need no
/// string and no event each.
struct TokenBatch: Sendable {
    struct Token {
        var milliseconds: Int
        /// 0 in a line of format 1, which has no run id.
        var run: Int
        var document: Int
        var entropy: Float
        /// The end of the token's pieces: itself, then its alternatives. They begin at the end of the previous token's
        /// pieces.
        var piecesEnd: Int
    }

    /// A token that was generated, or an alternative.
    struct Piece {
        var id: Int32
        var logProbability: Float
        /// nil for a text that is too long; it is in `longTexts`.
        var text: PackedText?
    }

    private(set) var tokens: [Token] = []
    private(set) var pieces: [Piece] = []
    /// By the index of the piece.
    private(set) var longTexts: [Int: String] = [:]

    func pieces(of token: Int) -> Range<Int> { (token > 0 ? tokens[token - 1].piecesEnd : 0)..<tokens[token].piecesEnd }

    func text(of piece: Int) -> String { pieces[piece].text?.string ?? longTexts[piece] ?? "" }

    /// Reads a token's line in the exact layout that `SessionLine.encode` writes. Most lines of a session are such lines.
    ///
    /// - Parameter last: the run of a token without a run id.
    /// - Returns: false for any other line (spaces, escapes, other kinds, damage); the batch is then unchanged.
    mutating func append(_ line: Span<UInt8>, last: RunID = .unnamed) -> Bool {
        let before = pieces.count
        if let token = read(line, last) {
            tokens.append(token)
            return true
        }
        for piece in before..<pieces.count where pieces[piece].text == nil { longTexts[piece] = nil }
        pieces.removeSubrange(before...)
        return false
    }

    /// True if the beginning of the line is that of a token's line.
    static func isToken(_ line: Span<UInt8>) -> Bool {
        var scanner = TokenScanner()
        guard scanner.take("{\"t\":", line), scanner.integer(line) != nil else { return false }
        if scanner.take(",\"run\":", line), scanner.integer(line) == nil { return false }
        return scanner.take(",\"token\":[", line)
    }

    private mutating func read(_ line: Span<UInt8>, _ last: RunID) -> Token? {
        var scanner = TokenScanner()
        guard scanner.take("{\"t\":", line), let milliseconds = scanner.integer(line), milliseconds >= 0 else { return nil }
        var run = last.rawValue
        if scanner.take(",\"run\":", line) {
            guard let named = scanner.integer(line), named >= 1 else { return nil }
            run = named
        }
        guard scanner.take(",\"token\":[", line), let document = scanner.integer(line), scanner.comma(line),
            readPiece(&scanner, line), scanner.comma(line), let entropy = scanner.single(line), scanner.take(",[", line)
        else { return nil }
        if !scanner.take("]", line) {
            repeat {
                guard readPiece(&scanner, line) else { return nil }
            } while scanner.comma(line)
            guard scanner.take("]", line) else { return nil }
        }
        guard scanner.take("]}", line), scanner.isAtEnd(line) else { return nil }
        return Token(milliseconds: milliseconds, run: run, document: document, entropy: entropy, piecesEnd: pieces.count)
    }

    /// Id, text, ln P.
    private mutating func readPiece(_ scanner: inout TokenScanner, _ line: Span<UInt8>) -> Bool {
        guard let id = scanner.tokenID(line), scanner.comma(line), let text = scanner.text(line), scanner.comma(line),
            let logProbability = scanner.single(line)
        else { return false }
        switch text {
        case .packed(let text): pieces.append(Piece(id: id, logProbability: logProbability, text: text))
        case .long(let text):
            longTexts[pieces.count] = text
            pieces.append(Piece(id: id, logProbability: logProbability, text: nil))
        }
        return true
    }

    /// The event of the token at an index.
    func event(at index: Int) -> TimedEvent {
        let range = pieces(of: index)
        let token = tokens[index]
        let first = pieces[range.lowerBound]
        let event = TokenEvent(
            id: first.id, text: text(of: range.lowerBound), logProbability: Double(first.logProbability),
            entropy: Double(token.entropy),
            alternatives: range.dropFirst().map {
                TokenAlternative(id: pieces[$0].id, text: text(of: $0), logProbability: Double(pieces[$0].logProbability))
            })
        return TimedEvent(
            milliseconds: token.milliseconds, event: .run(RunID(token.run), .token(document: token.document, event)))
    }
}
