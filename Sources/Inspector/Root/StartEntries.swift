/// A topic of the demo.
public struct DemoEntry: Sendable, Hashable {
    public var name: String
    public var query: String

    public init(name: String, query: String) {
        self.name = name
        self.query = query
    }
}

/// A session on this machine, in a line.
public struct SessionEntry: Sendable, Hashable {
    public var path: String
    /// The file's name without its ending.
    public var name: String
    public var query: String
    public var model: String
    public var documents: Int
    /// Such as "today 14:20" or "12 Nov".
    public var when: String

    public init(path: String, name: String, query: String, model: String, documents: Int, when: String) {
        self.path = path
        self.name = name
        self.query = query
        self.model = model
        self.documents = documents
        self.when = when
    }
}
