import Inference
import Synchronization

/// The tokens of a session, with each pair of id and text stored once. A million tokens with twenty alternatives each would
/// not fit in memory as strings.
///
/// The vocabulary only grows and its entries never change, so copies of a session may share it.
public final class TokenVocabulary: Sendable {
    /// An index into the vocabulary.
    typealias Index = UInt32

    /// The entries of a vocabulary.
    struct Table {
        private var ids: [Int32] = []
        private var texts: [String] = []
        /// For small ids, the first text seen with the id. This is by far the most common case, so it is an array, in pages
        /// that are allocated when needed, with everything that must be compared.
        private var pages: [[First?]] = []
        /// All other entries.
        private var others: [Pair: Index] = [:]

        private struct First {
            var text: PackedText
            var index: Index
        }

        /// Texts are compared byte by byte, because canonically equivalent texts are different tokens.
        private struct Pair: Hashable {
            var id: Int32
            var text: [UInt8]
        }

        private static let smallIDs = 1 << 20
        private static let pageLength = 256

        /// The index of a token's entry, which is added if it is new.
        mutating func index(id: Int32, text: PackedText) -> Index {
            guard id >= 0, id < Self.smallIDs else { return index(id: id, longText: text.string) }
            let (page, place) = Int(id).quotientAndRemainder(dividingBy: Self.pageLength)
            if page < pages.count, place < pages[page].count, let first = pages[page][place] {
                return first.text == text ? first.index : index(id: id, longText: text.string)
            }
            while page >= pages.count { pages.append([]) }
            if pages[page].isEmpty { pages[page] = Array(repeating: nil, count: Self.pageLength) }
            let new = add(id: id, text: text.string)
            pages[page][place] = First(text: text, index: new)
            return new
        }

        mutating func index(id: Int32, text: String) -> Index {
            if let packed = PackedText(text.utf8Span.span) { return index(id: id, text: packed) }
            return index(id: id, longText: text)
        }

        /// Also for the few short texts that are not the first one with their id.
        mutating func index(id: Int32, longText text: String) -> Index {
            let pair = Pair(id: id, text: Array(text.utf8))
            if let known = others[pair] { return known }
            let new = add(id: id, text: text)
            others[pair] = new
            return new
        }

        private mutating func add(id: Int32, text: String) -> Index {
            ids.append(id)
            texts.append(text)
            return Index(ids.count - 1)
        }

        /// Indices come from `index`, so they are always in range.
        subscript(index: Index) -> (id: Int32, text: String) { (ids[Int(index)], texts[Int(index)]) }
    }

    private let table = Mutex(Table())

    /// An empty vocabulary.
    public init() {}

    /// Reads and adds entries while holding the lock.
    func withTable<Result>(_ body: (inout Table) -> Result) -> Result { table.withLock { body(&$0) } }
}
