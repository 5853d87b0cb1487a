/// Who uses which page of the key-value cache, and which pages hold a beginning worth keeping.
///
/// A page is free, in use by one or more sequences, or idle: indexed under the tokens it holds, used by none, and taken back (least
/// recently used first) when no page is free. Only full pages are indexed, each under its own tokens and the page before it, so
/// a look-up of a whole beginning compares every token and never trusts a hash alone.
struct PagePool {
    /// A full page's identity: what it holds and what it follows (-1 at a sequence's start).
    struct Key: Hashable {
        var previous: Int32
        var tokens: [Int32]
    }

    private struct Page {
        var users: Int32 = 0
        /// Set while the page is indexed.
        var key: Key?
        /// Indexed pages that follow this one.
        var followers: [Int32] = []
        /// The clock when it was last given back.
        var lastUse: UInt64 = 0
    }

    /// Positions in a page.
    let pageLength: Int
    private var pages: [Page]
    private var free: [Int32]
    private var index: [Key: Int32] = [:]
    /// Indexed pages that begin a sequence.
    private var first: [Int32] = []
    private var clock: UInt64 = 0
    /// Indexed pages that no sequence uses.
    private(set) var idleCount = 0

    init(pages count: Int, pageLength: Int) {
        self.pageLength = pageLength
        pages = Array(repeating: Page(), count: count)
        free = (0..<Int32(count)).reversed()
    }

    var pageCount: Int { pages.count }
    /// Pages that `allocate()` can still give.
    var availableCount: Int { free.count + idleCount }
    /// Pages that some sequence holds.
    var usedCount: Int { pages.count - availableCount }

    /// A page for one user, its content undefined; nil when every page is in use.
    ///
    /// - Complexity: O(1), or O(pages) when an idle page must be taken back.
    mutating func allocate() -> Int32? {
        if free.isEmpty { evict() }
        guard let page = free.popLast() else { return nil }
        pages[Int(page)].users = 1
        return page
    }

    /// One more user.
    mutating func retain(_ page: Int32) {
        if pages[Int(page)].users == 0 { idleCount -= 1 }
        pages[Int(page)].users += 1
    }

    /// One user less; the last one leaves an indexed page idle and any other free.
    mutating func release(_ page: Int32) {
        let i = Int(page)
        pages[i].users -= 1
        guard pages[i].users == 0 else { return }
        if pages[i].key == nil {
            free.append(page)
        } else {
            clock += 1
            pages[i].lastUse = clock
            idleCount += 1
        }
    }

    /// The indexed page under `key`.
    func page(for key: Key) -> Int32? { index[key] }

    /// Indexes a page in use. Returns the page that already stands under the key, if there is one, and else `page` itself.
    mutating func insert(_ page: Int32, under key: Key) -> Int32 {
        if let present = index[key] { return present }
        index[key] = page
        pages[Int(page)].key = key
        withFollowers(of: key.previous) { $0.append(page) }
        return page
    }

    /// The indexed page behind `previous` (-1 at a start) that begins with the most of `tokens`, and with how many; nil where none
    /// has the first one.
    ///
    /// - Complexity: O(pages behind `previous`), each compared up to the first difference.
    func longestBeginning(of tokens: ArraySlice<Int32>, behind previous: Int32) -> (page: Int32, count: Int)? {
        var longest: (page: Int32, count: Int)?
        for page in previous < 0 ? first : pages[Int(previous)].followers {
            guard let key = pages[Int(page)].key else { continue }
            let count = zip(key.tokens, tokens).prefix { $0 == $1 }.count
            if count > longest?.count ?? 0 { longest = (page, count) }
        }
        return longest
    }

    private mutating func withFollowers(of previous: Int32, _ change: (inout [Int32]) -> Void) {
        if previous < 0 { change(&first) } else { change(&pages[Int(previous)].followers) }
    }

    /// Takes back the idle page that was given back longest ago and that nothing indexed follows. A sequence holds every page
    /// before its last, so among idle pages there is always one that nothing follows.
    private mutating func evict() {
        var oldest: Int?
        for i in pages.indices where pages[i].users == 0 && pages[i].followers.isEmpty && pages[i].key != nil {
            if oldest.map({ pages[i].lastUse < pages[$0].lastUse }) ?? true { oldest = i }
        }
        guard let oldest, let key = pages[oldest].key else { return }
        index[key] = nil
        withFollowers(of: key.previous) { $0.removeAll { $0 == Int32(oldest) } }
        pages[oldest] = Page()
        idleCount -= 1
        free.append(Int32(oldest))
    }
}
