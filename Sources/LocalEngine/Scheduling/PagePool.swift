/// The allocator of the KV cache's pages, with reference counts and the index of the prefix cache.
///
/// A page is free, in use by one or more sequences, or idle. An idle page is indexed under the tokens it holds, but no sequence
/// uses it. Idle pages are evicted, least recently used first, when no page is free. Only full pages are indexed, each under
/// its tokens and the page before it. So a look-up of a prefix compares every token and does not rely on a hash alone.
struct PagePool {
    /// The identity of a full page: its tokens and the page before it (-1 at the start of a sequence).
    struct Key: Hashable {
        var previous: Int32
        var tokens: [Int32]
    }

    private struct Page {
        var users: Int32 = 0
        /// nil if the page is not indexed.
        var key: Key?
        /// The indexed pages whose key names this page as the one before.
        var followers: [Int32] = []
        /// The value of `clock` when its last user released it.
        var lastUse: UInt64 = 0
    }

    /// Positions in a page.
    let pageLength: Int
    private var pages: [Page]
    private var free: [Int32]
    private var index: [Key: Int32] = [:]
    /// Indexed pages at the start of a sequence.
    private var first: [Int32] = []
    private var clock: UInt64 = 0
    /// The number of indexed pages that no sequence uses.
    private(set) var idleCount = 0

    init(pages count: Int, pageLength: Int) {
        self.pageLength = pageLength
        pages = Array(repeating: Page(), count: count)
        free = (0..<Int32(count)).reversed()
    }

    var pageCount: Int { pages.count }
    /// The number of pages that `allocate()` can still return.
    var availableCount: Int { free.count + idleCount }
    /// The number of pages that some sequence holds.
    var usedCount: Int { pages.count - availableCount }

    /// Returns a page with one user and undefined content; nil if every page is in use.
    ///
    /// - Complexity: O(1), or O(pages) if an idle page must be evicted.
    mutating func allocate() -> Int32? {
        if free.isEmpty { evict() }
        guard let page = free.popLast() else { return nil }
        pages[Int(page)].users = 1
        return page
    }

    /// Adds a user to a page.
    mutating func retain(_ page: Int32) {
        if pages[Int(page)].users == 0 { idleCount -= 1 }
        pages[Int(page)].users += 1
    }

    /// Removes a user from a page. After the last one, an indexed page is idle and any other page is free.
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

    /// Indexes a page in use under `key`. If another page already has this key, that page is returned and `page` is not
    /// indexed; otherwise `page` is returned.
    mutating func insert(_ page: Int32, under key: Key) -> Int32 {
        if let present = index[key] { return present }
        index[key] = page
        pages[Int(page)].key = key
        withFollowers(of: key.previous) { $0.append(page) }
        return page
    }

    /// Of the indexed pages that follow `previous` (-1 at a sequence's start), the one that shares the longest prefix with
    /// `tokens`, and the length of that prefix; nil if no page has the same first token.
    ///
    /// - Complexity: O(followers of `previous`), each compared up to the first difference.
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

    /// Frees the idle page without followers that was released longest ago. If there are idle pages, one of them has no
    /// followers: a sequence that uses a page also uses all pages before it, so the followers of an idle page are idle too.
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
