import Relevance
import Reranking
import Sessions
import Terminal

/// The queries of a collection or file, before any document is read.
public struct QueryListing: Sendable, Hashable {
    /// Where the person said it is.
    public var path: String
    /// The runs of the folder by their paths; empty for a file that has its candidates itself.
    public var runs: [String]
    /// The index of the run that lists the candidates.
    public var run: Int
    /// In the collection's order.
    public var entries: [QueryOutline]

    /// The name of the folder or file.
    var name: String { Self.name(of: path) }

    /// The last part of a path.
    static func name(of path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

    /// A listing as given.
    public init(path: String, runs: [String] = [], run: Int = 0, entries: [QueryOutline]) {
        self.path = path
        self.runs = runs
        self.run = run
        self.entries = entries
    }
}

/// The list in which a person chooses which queries of a collection to open, with which run and how many candidates each.
struct QueryPicker: Sendable {
    let listing: QueryListing
    var picker: Picker
    private(set) var depth: Int

    static let depths = [1, 3, 5, 10, 20, 50, 100, 200, 500, 1000]

    /// - Parameter text: of the query typed before; where the collection has it, it is selected.
    init(_ listing: QueryListing, depth: Int, text: String, before: QueryPicker? = nil) {
        self.listing = listing
        self.depth = before?.depth ?? depth
        picker = Picker(
            title: "\(listing.name): \(Figures.count(listing.entries.count, "query", "queries"))",
            items: Self.items(listing, depth: self.depth),
            selection: listing.entries.firstIndex { $0.query.text == text } ?? 0)
        picker.marked = []
        // The same queries under another run keep their marks.
        if let before, before.listing.entries.map(\.query.id) == listing.entries.map(\.query.id) {
            picker.marked = before.picker.marked
        }
        describe()
    }

    /// A row for each query, with the documents that are read of it.
    private static func items(_ listing: QueryListing, depth: Int) -> [Picker.Item] {
        listing.entries.map { entry in
            Picker.Item(
                entry.query.exportedID, entry.query.text,
                hint: Figures.count(min(entry.documentCount, depth), "doc", "docs"), .effects([]))
        }
    }

    /// The queries marked, or the one selected where none is.
    var chosen: [Query] {
        let marked = picker.marked ?? []
        let indices = marked.isEmpty ? [picker.selectedIndex].compactMap(\.self) : marked.sorted()
        return indices.map { listing.entries[$0].query }
    }

    /// The path of the run that lists the candidates; nil for a file that has them itself.
    var run: String? { listing.runs.indices.contains(listing.run) ? listing.runs[listing.run] : nil }

    /// A key that narrows nothing: marks, depth.
    ///
    /// - Returns: false for a key that means nothing here.
    mutating func press(_ key: Key) -> Bool {
        switch key {
        case .tab: picker.toggleMark()
        case .control("a"): picker.markAll()
        case .left: setDepth(Self.depths.last { $0 < depth } ?? depth)
        case .right: setDepth(Self.depths.first { $0 > depth } ?? depth)
        default: return false
        }
        describe()
        return true
    }

    private mutating func setDepth(_ depth: Int) {
        self.depth = depth
        picker.replace(Self.items(listing, depth: depth))
    }

    /// The path of the run after the one shown, by its index; nil where there is no other.
    var nextRun: Int? { listing.runs.count > 1 ? (listing.run + 1) % listing.runs.count : nil }

    /// Makes the queries chosen those of a session.
    func open(in session: SessionState) -> [Effect] {
        var effects: [Effect] = []
        // The next run goes as deep as was asked for here; no more documents than that are opened.
        if session.settings.depth < depth {
            var settings = session.settings
            settings.depth = depth
            effects.append(.append(.settings(settings)))
        }
        return effects + [
            .openQueries(
                path: listing.path, run: run, ids: chosen.map(\.exportedID), depth: depth, known: session.queries)
        ]
    }

    /// What stands under the list: the run, the depth, what is marked, and the keys that change them.
    private mutating func describe() {
        let marked = picker.marked?.count ?? 0
        var note: [Span] = []
        if let run {
            if nextRun != nil { note.append(Span("Ctrl-R ", .key)) }
            note += [Span("run ", .quiet), Span(QueryListing.name(of: run))]
            if nextRun != nil { note.append(Span(" \(listing.run + 1)/\(listing.runs.count)", .quiet)) }
            note.append(Span("  "))
        }
        note += [Span("Left Right", .key), Span(" depth ", .quiet), Span(String(depth)), Span("  ")]
        note += [
            Span("Tab", .key), Span(" \(marked) marked", marked > 0 ? .strong : .quiet), Span("  "), Span("Ctrl-A", .key),
            Span(" all", .quiet),
        ]
        picker.note = note
    }
}

extension InspectorState {
    /// The queries of a collection were read: the person chooses some.
    mutating func take(_ listing: QueryListing) {
        var before: QueryPicker?
        if case .queries(let picker) = overlay, picker.listing.path == listing.path { before = picker }
        guard overlay == nil || before != nil else {
            return inform(
                "\(listing.name) is read: \(keyNames(.candidates)) and its path shows its queries"
            )
        }
        overlay = .queries(QueryPicker(listing, depth: session.settings.depth, text: session.query.text, before: before))
    }

    /// The queries chosen become the session's.
    mutating func accept(_ picker: QueryPicker) -> [Effect] {
        let chosen = picker.chosen
        guard !chosen.isEmpty else { return [] }
        board.wishes.topic = QueryNames(session.queries).adopted(chosen).first?.id
        board.wishes.reading = "reading the documents of \(Figures.count(chosen.count, "query", "queries"))"
        inform(board.wishes.reading)
        return picker.open(in: session)
    }
}
