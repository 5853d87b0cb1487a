/// A model file: typed metadata, and named tensors that stay on disk until they are read.
///
/// The format is ggml's GGUF, version 2 or 3, little-endian. Opening reads and checks the header only; the tensors' bytes are mapped, so a
/// file of any size opens at once and takes no memory. Every offset, length and count has been checked when `init` returns.
public final class GGUFFile: Sendable {
    /// As it was given.
    public let path: String
    let file: MappedFile
    let header: GGUFHeader

    /// - Throws: `GGUFError` for a file that cannot be opened or is damaged anywhere in its header.
    /// - Complexity: O(header); the tensors are not touched.
    public convenience init(path: String) throws(GGUFError) {
        do throws(GGUFProblem) {
            try self.init(MappedFile(path: path), path: path)
        } catch {
            throw GGUFError(file: path, problem: error)
        }
    }

    /// A file that is in memory and nowhere on disk.
    ///
    /// - Parameter name: stands for the path in errors.
    public convenience init(bytes: [UInt8], name: String) throws(GGUFError) {
        do throws(GGUFProblem) {
            try self.init(MappedFile(copying: bytes), path: name)
        } catch {
            throw GGUFError(file: name, problem: error)
        }
    }

    private init(_ file: MappedFile, path: String) throws(GGUFProblem) {
        header = try GGUFParser.parse(file)
        self.file = file
        self.path = path
    }

    public var version: UInt32 { header.version }
    public var byteCount: Int { file.bytes.count }
    /// Every tensor's offset is a multiple of it; a power of two.
    public var alignment: Int { header.alignment }

    /// The tensors, in the file's order.
    public var tensors: [GGUFTensor] { header.tensors }

    /// An error about this file.
    public func error(_ problem: GGUFProblem) -> GGUFError { GGUFError(file: path, problem: problem) }
}
