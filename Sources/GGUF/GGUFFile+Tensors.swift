extension GGUFFile {
    /// The tensor of that name; nil if there is none. O(1).
    public func tensor(named name: String) -> GGUFTensor? { header.tensorIndex[name].map { header.tensors[$0] } }

    /// The tensor of that name. It must exist, have a type that the engine supports, and have the given shape: contiguous
    /// dimension first, as ``GGUFTensor/shape``; nil accepts any shape.
    ///
    /// - Throws: `.missingTensor`, `.unsupportedTensorType` or `.wrongShape`.
    public func requiredTensor(_ name: String, shape: [Int]? = nil) throws(GGUFError) -> GGUFTensor {
        guard let tensor = tensor(named: name) else { throw error(.missingTensor(name)) }
        guard tensor.type.isSupported else { throw error(.unsupportedTensorType(tensor: name, tensor.type)) }
        if let shape, shape != tensor.shape { throw error(.wrongShape(tensor: name, found: tensor.shape, expected: shape)) }
        return tensor
    }

    /// The bytes of a tensor in the file's layout, not copied. The pointer is valid as long as this object lives. Keep the
    /// object alive with `withExtendedLifetime` or in a stored property.
    ///
    /// This call checks that the file has not been truncated so far. If another program truncates it while these bytes are
    /// being read, the process ends with SIGBUS.
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

    /// Releases the memory of the tensor's mapped pages. The bytes stay readable: the system reads them from the file again.
    public func releasePages(of tensor: GGUFTensor) { file.release(tensor.range) }
}
