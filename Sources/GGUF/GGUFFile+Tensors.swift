extension GGUFFile {
    /// The tensor of that name, or nil.
    public func tensor(named name: String) -> GGUFTensor? { header.tensorIndex[name].map { header.tensors[$0] } }

    /// The tensor of that name, which must be there, in a type that the engine runs, and in that shape.
    ///
    /// - Parameter shape: the contiguous dimension first, as ``GGUFTensor/shape``; nil takes any.
    /// - Throws: `.missingTensor`, `.unsupportedTensorType`, `.wrongShape`.
    public func requiredTensor(_ name: String, shape: [Int]? = nil) throws(GGUFError) -> GGUFTensor {
        guard let tensor = tensor(named: name) else { throw error(.missingTensor(name)) }
        guard tensor.type.isSupported else { throw error(.unsupportedTensorType(tensor: name, tensor.type)) }
        if let shape, shape != tensor.shape { throw error(.wrongShape(tensor: name, found: tensor.shape, expected: shape)) }
        return tensor
    }

    /// The tensor's bytes, as they are in the file. The pointer is valid as long as this object lives: keep it alive with
    /// `withExtendedLifetime` or in a stored property.
    ///
    /// A file that another program cuts shorter while these bytes are being read ends the process with SIGBUS; that it has not been
    /// cut so far is checked here.
    ///
    /// - Parameter tensor: one of ``tensors``.
    /// - Throws: `.shrunk`, or `.missingTensor` for a tensor of another file.
    public func bytes(of tensor: GGUFTensor) throws(GGUFError) -> UnsafeRawBufferPointer {
        do throws(GGUFProblem) {
            try file.checkLength()
        } catch {
            throw self.error(error)
        }
        guard tensor.range.upperBound <= file.bytes.count else { throw error(.missingTensor(tensor.name)) }
        return UnsafeRawBufferPointer(rebasing: file.bytes[tensor.range])
    }

    /// Gives back the memory that reading a tensor's bytes has taken. They stay readable: the system fetches them again.
    public func releasePages(of tensor: GGUFTensor) { file.release(tensor.range) }
}
