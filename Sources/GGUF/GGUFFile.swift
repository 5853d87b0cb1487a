/// A model file: typed metadata, and named tensors that stay on disk until they are read.
///
/// The format is ggml's GGUF, version 2 or 3, little-endian. Opening a file only reads and checks its header. The tensor data
/// is memory-mapped, so a file of any size opens at once and takes no memory. `init` has checked every offset, length and
/// count.
public final class GGUFFile: Sendable {
    /// The path as it was given, or the name of a file in memory.
    public let path: String
    let file: MappedFile
    let header: GGUFHeader

    /// Opens the file at `path`.
    ///
    /// - Throws: `GGUFError` for a file that cannot be opened or whose header is damaged.
    /// - Complexity: O(bytes of the header). The tensor data is not read.
    public convenience init(path: String) throws(GGUFError) {
        do throws(GGUFProblem) {
            try self.init(MappedFile(path: path), path: path)
        } catch {
            throw GGUFError(file: path, problem: error)
        }
    }

    /// Parses a file in memory. The bytes are copied. In errors, `name` takes the place of the path.
    ///
    /// - Throws: `GGUFError` if the header is damaged.
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

    /// The GGUF version: 2 or 3.
    public var version: UInt32 { header.version }
    /// The length of the whole file in bytes.
    public var byteCount: Int { file.bytes.count }
    /// A power of two. The offsets of all tensors are multiples of it.
    public var alignment: Int { header.alignment }

    /// The tensors, in the file's order.
    public var tensors: [GGUFTensor] { header.tensors }

    /// Makes an error about this file.
    public func error(_ problem: GGUFProblem) -> GGUFError { GGUFError(file: path, problem: problem) }
}
