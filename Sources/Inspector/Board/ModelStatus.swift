import Inference

/// Whether there is a model to run with.
public enum ModelStatus: Sendable, Hashable {
    case none
    /// Known by name and on this machine, not loaded: the first run loads it. `source` is its name in the catalogue or its path.
    case chosen(name: String, source: String)
    /// Known by name, but not on this machine.
    case missing(ModelListing)
    /// Bytes done of all, bytes a second so far.
    case fetching(name: String, done: Int64, total: Int64, rate: Double)
    /// `fraction` in 0...1 where the loader can tell.
    case loading(name: String, fraction: Double?)
    case ready(ModelDescription)
    /// The sentence says what is wrong and what to do.
    case failed(name: String, sentence: String)

    /// Whether there will be one without anybody doing something.
    var isComing: Bool {
        switch self {
        case .fetching, .loading: true
        case .none, .chosen, .missing, .ready, .failed: false
        }
    }

    /// Whether a run now would use another model than this one did: told by the file where it is loaded, else by the name.
    func isOther(than description: ModelDescription?) -> Bool {
        switch self {
        case .ready(let ready): ready.sha256 != description?.sha256
        case .chosen(let name, _), .fetching(let name, _, _, _), .loading(let name, _):
            description.map { $0.name != name } ?? false
        case .none, .missing, .failed: false
        }
    }

    /// The name of the model that a run would use.
    var name: String? {
        switch self {
        case .none: nil
        case .chosen(let name, _), .fetching(let name, _, _, _), .loading(let name, _), .failed(let name, _): name
        case .missing(let listing): listing.name
        case .ready(let description): description.name
        }
    }
}

/// A model that can be loaded by its name.
public struct ModelListing: Sendable, Hashable {
    /// Its name in the catalogue, which loads and fetches it.
    public var name: String
    /// What it is good for, in a few words.
    public var summary: String
    /// The size of its file in bytes.
    public var bytes: Int64
    /// Whether its file is on this machine.
    public var isHere: Bool

    /// A listing as given.
    public init(name: String, summary: String, bytes: Int64, isHere: Bool) {
        self.name = name
        self.summary = summary
        self.bytes = bytes
        self.isHere = isHere
    }
}
