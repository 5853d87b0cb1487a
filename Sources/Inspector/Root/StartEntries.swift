import Sessions

/// A topic of the demo.
public struct DemoEntry: Sendable, Hashable {
    /// Its name: `goldfish`.
    public var name: String
    /// The text of its query.
    public var query: String

    /// An entry as given.
    public init(name: String, query: String) {
        self.name = name
        self.query = query
    }
}

/// A session on this machine, in a line.
public struct SessionEntry: Sendable, Hashable {
    /// The path of its file.
    public var path: String
    /// The file's name without its ending.
    public var name: String
    /// The text of its first query; empty without one.
    public var query: String
    /// How many queries have candidates.
    public var queries: Int
    /// The name of its newest run's model; empty without a run.
    public var model: String
    /// How many documents its queries have.
    public var documents: Int
    /// How many jobs it has.
    public var jobs: Int
    /// Its newest job that has documents left to score.
    public var unfinished: SessionSummary.UnfinishedJob?
    /// False for a long session, of which only the beginning was read.
    public var isWhole: Bool
    /// Such as "today 14:20" or "12 Nov".
    public var when: String

    /// An entry as given.
    public init(
        path: String, name: String, query: String, queries: Int = 1, model: String, documents: Int, jobs: Int = 1,
        unfinished: SessionSummary.UnfinishedJob? = nil, isWhole: Bool = true, when: String
    ) {
        self.jobs = jobs
        self.unfinished = unfinished
        self.path = path
        self.name = name
        self.query = query
        self.queries = queries
        self.isWhole = isWhole
        self.model = model
        self.documents = documents
        self.when = when
    }
}
