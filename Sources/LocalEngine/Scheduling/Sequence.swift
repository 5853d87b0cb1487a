/// Tokens and the cache pages that hold the keys and values of those already computed.
///
/// Decoding and prompts are one thing: whatever lies in `tokens[computed...]` is still to be evaluated. A sequence that lost its
/// pages is the same sequence with `computed` back at 0.
struct Sequence {
    /// Never empty.
    var tokens: [Int32]
    /// How many of `tokens` have their keys and values in `pages`.
    private(set) var computed = 0
    /// Page `p` holds the positions from `p * pageLength`.
    private(set) var pages: [Int32] = []

    init(tokens: [Int32]) { self.tokens = tokens }

    var pending: Int { tokens.count - computed }

    /// The identity of the page that starts at `computed`, where that is a page's edge and the page can be full before the last
    /// token (which is always evaluated, for its logits).
    func nextKey(pageLength: Int) -> PagePool.Key? {
        guard computed % pageLength == 0, computed + pageLength < tokens.count else { return nil }
        return key(ofPageAt: computed, pageLength: pageLength)
    }

    private func key(ofPageAt start: Int, pageLength: Int) -> PagePool.Key {
        PagePool.Key(
            previous: start == 0 ? -1 : pages[start / pageLength - 1], tokens: Array(tokens[start..<start + pageLength]))
    }

    /// Starts from the pages that the pool already has for this beginning.
    mutating func adopt(from pool: inout PagePool) {
        while pages.count * pool.pageLength <= computed, let key = nextKey(pageLength: pool.pageLength),
            let page = pool.page(for: key)
        {
            pool.retain(page)
            pages.append(page)
            computed += pool.pageLength
        }
    }

    /// Copies the beginning of the next page where the pool has one that begins alike, into a page of its own. Prompts of one query
    /// part in the middle of a page; without a page to copy to, all of it is computed.
    mutating func adoptBeginning(
        from pool: inout PagePool, copy: (_ from: Int32, _ to: Int32, _ positions: Int) -> Void
    ) {
        guard computed % pool.pageLength == 0 else { return }
        let place = computed / pool.pageLength
        // The last token is always evaluated, for its logits.
        let rest = tokens[computed..<tokens.count - 1]
        guard let alike = pool.longestBeginning(of: rest, behind: place == 0 ? -1 : pages[place - 1]) else { return }
        // Held, so that making room does not take it back.
        pool.retain(alike.page)
        if reserve(computed + alike.count, from: &pool) {
            copy(alike.page, pages[place], alike.count)
            computed += alike.count
        }
        pool.release(alike.page)
    }

    /// Takes pages until `count` positions are covered; false, with those it got kept, when the pool has no more.
    mutating func reserve(_ count: Int, from pool: inout PagePool) -> Bool {
        while pages.count * pool.pageLength < count {
            guard let page = pool.allocate() else { return false }
            pages.append(page)
        }
        return true
    }

    /// Notes that the next `count` tokens are computed, and indexes the pages this filled. Where another sequence has indexed the
    /// same page before, that one is used from here on.
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

    /// A sequence that begins with this one's first `count` tokens and goes on with `more`, sharing what is computed. A page that
    /// both would write to is copied: `copy` says which, and how many of its positions matter.
    ///
    /// At least one token stays to be evaluated. Without a free page for the copy, the whole pages alone are shared.
    func fork(
        at count: Int, appending more: [Int32], in pool: inout PagePool,
        copy: (_ from: Int32, _ to: Int32, _ positions: Int) -> Void
    )
        -> Sequence
    {
        var fork = Sequence(tokens: tokens[..<count] + more)
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

    /// Gives every page back. What is indexed stays in the pool until it is needed.
    mutating func release(to pool: inout PagePool) {
        // Last page first, so that a beginning outlives its continuations.
        for page in pages.reversed() { pool.release(page) }
        pages = []
        computed = 0
    }
}
