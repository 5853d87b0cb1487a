import Inference
import Synchronization

/// The tokens that a session has seen, each pair of id and text once: a million tokens with twenty alternatives each would not fit
/// in memory as strings.
///
/// It only grows and an entry never changes, so that copies of a session may share it.
public final class TokenVocabulary: Sendable {
    /// An index into the vocabulary.
    typealias Index = UInt32

    private struct Table {
        var ids: [Int32] = []
        var texts: [String] = []
        /// Entry + 1 of the first text seen with a small id; 0 for none. The commonest case by far, so it is an array, in pages that are
        /// made when they are needed.
        var pages: [[Index]] = []
        /// All others.
        var others: [Pair: Index] = [:]

        /// 0 where there is none.
        func first(_ id: Int) -> Index {
            let page = id >> TokenVocabulary.pageBits
            guard page < pages.count, !pages[page].isEmpty else { return 0 }
            return pages[page][id & (1 << TokenVocabulary.pageBits - 1)]
        }

        mutating func setFirst(_ id: Int, _ index: Index) {
            let page = id >> TokenVocabulary.pageBits
            while pages.count <= page { pages.append([]) }
            if pages[page].isEmpty { pages[page] = [Index](repeating: 0, count: 1 << TokenVocabulary.pageBits) }
            pages[page][id & (1 << TokenVocabulary.pageBits - 1)] = index
        }
    }

    private struct Pair: Hashable {
        var id: Int32
        var text: String
    }

    private let table = Mutex(Table())
    private static let smallIDs = 1 << 20
    private static let pageBits = 10

    public init() {}

    /// Reads and adds entries under one lock.
    func intern<Result>(_ body: ((Int32, String) -> Index) -> Result) -> Result {
        table.withLock { table in body { Self.index(id: $0, text: $1, in: &table) } }
    }

    /// Looks entries up under one lock. Indices come from `intern`, so they are always in range.
    func lookUp<Result>(_ body: ((Index) -> (id: Int32, text: String)) -> Result) -> Result {
        table.withLock { table in body { (table.ids[Int($0)], table.texts[Int($0)]) } }
    }

    private static func index(id: Int32, text: String, in table: inout Table) -> Index {
        let isSmall = id >= 0 && id < smallIDs
        let first = isSmall ? table.first(Int(id)) : 0
        if first > 0, isIdentical(table.texts[Int(first) - 1], text) { return first - 1 }
        let pair = Pair(id: id, text: text)
        if let known = table.others[pair], isIdentical(table.texts[Int(known)], text) { return known }
        let new = Index(table.ids.count)
        table.ids.append(id)
        table.texts.append(text)
        if isSmall, first == 0 {
            table.setFirst(Int(id), new + 1)
        } else {
            table.others[pair] = new
        }
        return new
    }

    /// Byte for byte: canonically equal texts are different tokens.
    private static func isIdentical(_ left: String, _ right: String) -> Bool {
        guard left.utf8.count == right.utf8.count else { return false }
        return left.utf8.withContiguousStorageIfAvailable { left in
            right.utf8.withContiguousStorageIfAvailable { right in
                for index in left.indices where left[index] != right[index] { return false }
                return true
            }
        }.flatMap(\.self) ?? left.utf8.elementsEqual(right.utf8)
    }
}
