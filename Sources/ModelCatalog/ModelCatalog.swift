import Foundation

/// Named models: where they are, and how they get there. Anywhere a model is asked for, the path of a GGUF file serves too.
///
///     let catalog = ModelCatalog()
///     switch try catalog.locate("qwen2.5-1.5b") {
///     case .file(let file): open(file.path)
///     case .missing(let model): open(try await catalog.fetch(model) { show($0) }.path)
///     }
public struct ModelCatalog: Sendable {
    /// The models it knows, smallest first.
    public let models: [CatalogModel]
    /// Where fetched models and their digests are kept.
    public let cache: String
    /// What pip and the other programs run with: PATH, and pip's own settings.
    let environment: [String: String]

    /// The catalogue of this user: files are kept in `$XDG_CACHE_HOME/erank`, or `~/.cache/erank` where that is not set.
    public init() {
        let environment = ProcessInfo.processInfo.environment
        self.init(models: CatalogModel.all, cache: Self.userCache(environment), environment: environment)
    }

    init(models: [CatalogModel], cache: String, environment: [String: String]) {
        self.models = models
        self.cache = cache
        self.environment = environment
    }

    /// The folder of fetched models.
    public var folder: String { cache + "/models" }

    /// Where `model` is, or will be once fetched.
    public func path(of model: CatalogModel) -> String { folder + "/" + model.file }

    /// True if `model` has been fetched. It was verified before it was moved to its place, so its length is all that is looked at.
    public func has(_ model: CatalogModel) -> Bool { Self.size(path(of: model)) == model.bytes }

    /// Finds the model that a person named: a catalogue name, or a path (`~` is understood).
    ///
    /// - Throws: `unknownModel` for a plain word that is neither, `noSuchFile` or `notAFile` for a path.
    public func locate(_ nameOrPath: String) throws(CatalogError) -> ModelLocation {
        if let model = models.first(where: { $0.name == nameOrPath }) {
            return has(model) ? .file(ModelFile(name: model.name, path: path(of: model))) : .missing(model)
        }
        let path = NSString(string: nameOrPath).expandingTildeInPath
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: Self.real(path)) else {
            if nameOrPath.contains("/") || nameOrPath.hasSuffix(".gguf") { throw .noSuchFile(path: path) }
            throw .unknownModel(nameOrPath, known: models.map(\.name))
        }
        guard attributes[.type] as? FileAttributeType == .typeRegular else { throw .notAFile(path: path) }
        let file = (path as NSString).lastPathComponent
        return .file(ModelFile(name: (file as NSString).deletingPathExtension, path: path))
    }

    static func userCache(_ environment: [String: String]) -> String {
        // The XDG specification has relative paths ignored.
        if let cache = environment["XDG_CACHE_HOME"], cache.hasPrefix("/") { return cache + "/erank" }
        let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? NSHomeDirectory()
        return home + "/.cache/erank"
    }

    /// A path with its symbolic links followed.
    static func real(_ path: String) -> String { URL(fileURLWithPath: path).resolvingSymlinksInPath().path }

    /// The length of the file at `path`; nil where there is none.
    static func size(_ path: String) -> Int? {
        (try? FileManager.default.attributesOfItem(atPath: real(path)))?[.size] as? Int
    }
}

/// Where a model that a person named is.
public enum ModelLocation: Sendable, Hashable {
    case file(ModelFile)
    /// The catalogue knows it and it has not been fetched yet.
    case missing(CatalogModel)
}

/// A model file on this machine.
public struct ModelFile: Sendable, Hashable {
    /// The catalogue's name, or the file's name without its extension.
    public var name: String
    public var path: String

    public init(name: String, path: String) {
        self.name = name
        self.path = path
    }
}
