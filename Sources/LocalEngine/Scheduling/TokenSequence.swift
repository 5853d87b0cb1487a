/// A sequence of tokens, with the KV-cache pages of the tokens that have been computed.
///
/// Prefill and decoding are treated alike: the tokens `tokens[computed...]` are pending. When a sequence loses its pages,
/// `computed` goes back to 0.
struct TokenSequence {
    /// Never empty.
    var tokens: [Int32]
    /// The number of leading tokens whose keys and values are in `pages`.
    private(set) var computed = 0
    /// The page table: page `p` holds the positions `p * pageLength ..< (p + 1) * pageLength`.
    private(set) var pages: [Int32] = []

    init(tokens: [Int32]) { self.tokens = tokens }

    var pending: Int { tokens.count - computed }

    /// The key of the page that starts at position `computed`. nil if `computed` is not a page boundary, or if the page would
    /// contain the last token or be incomplete. (The last token is always evaluated, for its logits.)
    func nextKey(pageLength: Int) -> PagePool.Key? {
        guard computed % pageLength == 0, computed + pageLength < tokens.count else { return nil }
        return key(ofPageAt: computed, pageLength: pageLength)
    }

    private func key(ofPageAt start: Int, pageLength: Int) -> PagePool.Key {
        PagePool.Key(
            previous: start == 0 ? -1 : pages[start / pageLength - 1], tokens: Array(tokens[start..<start + pageLength]))
    }

    /// Takes over the pages of the prefix cache that hold the next tokens, as far as `computed` can advance in full pages.
    mutating func adopt(from pool: inout PagePool) {
        while pages.count * pool.pageLength <= computed, let key = nextKey(pageLength: pool.pageLength),
            let page = pool.page(for: key)
        {
            pool.retain(page)
            pages.append(page)
            computed += pool.pageLength
        }
    }

    /// If the prefix cache has a page that begins with some of the next tokens, copies that beginning into a new page. This
    /// helps because prompts of the same query diverge in the middle of a page. Does nothing if there is no page to copy to.
    mutating func adoptBeginning(
        from pool: inout PagePool, copy: (_ from: Int32, _ to: Int32, _ positions: Int) -> Void
    ) {
        guard computed % pool.pageLength == 0 else { return }
        let place = computed / pool.pageLength
        // Without the last token, which is always evaluated for its logits.
        let rest = tokens[computed..<tokens.count - 1]
        guard let alike = pool.longestBeginning(of: rest, behind: place == 0 ? -1 : pages[place - 1]) else { return }
        // Retained, so that `reserve` does not evict it.
        pool.retain(alike.page)
        if reserve(computed + alike.count, from: &pool) {
            copy(alike.page, pages[place], alike.count)
            computed += alike.count
        }
        pool.release(alike.page)
    }

    /// Allocates pages until `count` positions are covered. False if the pool has too few; pages allocated so far are kept.
    mutating func reserve(_ count: Int, from pool: inout PagePool) -> Bool {
        while pages.count * pool.pageLength < count {
            guard let page = pool.allocate() else { return false }
            pages.append(page)
        }
        return true
    }

    /// Records that the next `count` tokens have been computed, and indexes the pages that became full. If an equal page is
    /// already indexed, the sequence uses that one and releases its own.
    mutating func advance(_ count: Int, in pool: inout PagePool) {
        let length = pool.pageLength
        let filled = computed / length..<(computed + count) / length
        computed += count
        for p in filled {
            let kept = pool.insert(pages[p], under: key(ofPageAt: p * length, pageLength: length))
            if kept != pages[p] {
                pool.retain(kept)
                pool.release(pages[p])
                pages[p] = kept
            }
        }
    }

    /// Returns a sequence of this one's first `count` tokens followed by `more`, which shares the computed pages. A partial
    /// page, which both sequences would write to, is copied: `copy` is called with both pages and the number of positions to
    /// copy.
    ///
    /// At least one token of the fork stays pending. If there is no page for the copy, only full pages are shared.
    func fork(
        at count: Int, appending more: [Int32], in pool: inout PagePool,
        copy: (_ from: Int32, _ to: Int32, _ positions: Int) -> Void
    )
        -> TokenSequence
    {
        var fork = TokenSequence(tokens: tokens[..<count] + more)
        let shared = min(computed, fork.tokens.count - 1, count)
        let whole = shared / pool.pageLength
        for page in pages[..<whole] {
            pool.retain(page)
            fork.pages.append(page)
        }
        fork.computed = whole * pool.pageLength
        if shared > fork.computed, let page = pool.allocate() {
            copy(pages[whole], page, shared - fork.computed)
            fork.pages.append(page)
            fork.computed = shared
        }
        return fork
    }

    /// Releases all pages. Indexed pages stay in the prefix cache until they are evicted.
    mutating func release(to pool: inout PagePool) {
        // Last page first, so that prefixes are evicted after their continuations.
        for page in pages.reversed() { pool.release(page) }
        pages = []
        computed = 0
    }
}
