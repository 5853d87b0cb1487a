extension GGUFProblem {
    /// What was found, where, and what was expected.
    var finding: String {
        switch self {
        case .cannotOpen(let reason): "the file cannot be opened: \(reason)"
        case .cannotMap(let bytes): "there is no address space for the file's \(bytes) bytes"
        case .empty: "the file is empty"
        case .wrongMagic(let bytes): "the file begins with \(Self.quoted(bytes)) where a model begins with \"GGUF\""
        case .bigEndian: "the file is written for big-endian machines"
        case .unsupportedVersion(let version): "the file is GGUF version \(version) where 2 or 3 was expected"
        case .split(let parts): "the file is one of the \(parts) parts of a split model"
        case .shrunk(let before, let now): "the file was \(before) bytes when it was opened and is \(now) bytes now"
        case .truncated(let offset, let reading): "the file ends at byte \(offset), inside \(reading)"
        case .tooLong(let offset, let what, let length):
            "\(what) at byte \(offset) claims a length of \(length) bytes, more than is left of the file"
        case .absurdCount(let offset, let what, let count, let remaining):
            "byte \(offset) claims \(count) \(what), more than the \(remaining) bytes behind it can hold"
        case .notText(let offset, let what): "\(what) at byte \(offset) is no UTF-8 text"
        case .unknownValueType(let number, let key, let offset):
            "the value of \(key) at byte \(offset) has type \(number) where 0 to 12 was expected"
        case .nestedArray(let offset, let key): "\(key) at byte \(offset) is an array of arrays, which no known model needs"
        case .notBool(let offset, let key, let byte): "\(key) at byte \(offset) is \(byte) where a bool is 0 or 1"
        case .duplicateKey(let key, let offset): "the key \(key) appears a second time at byte \(offset)"
        case .badAlignment(let value): "general.alignment is \(value) where a 32-bit power of two was expected"
        case .missingKey(let key): "the metadata has no \(key)"
        case .wrongValueType(let key, let expected, let found): "\(key) is of type \(found) where \(expected) was expected"
        case .outOfRange(let key, let value, let expected): "\(key) is \(value) where \(expected) was expected"
        case .duplicateTensor(let name, let offset): "the tensor \(name) appears a second time at byte \(offset)"
        case .tooManyDimensions(let tensor, let count):
            "the tensor \(tensor) claims \(count) dimensions where at most 4 were expected"
        case .absurdShape(let tensor, let shape): "the tensor \(tensor) claims the shape \(shape), which cannot be"
        case .unknownTensorType(let tensor, let number): "the tensor \(tensor) has the unknown type \(number)"
        case .unsupportedTensorType(let tensor, let type):
            "the tensor \(tensor) is stored as \(type.name), "
                + "which is none of \(TensorType.supported.map(\.name).joined(separator: ", "))"
        case .brokenRow(let tensor, let length, let type):
            "the tensor \(tensor) has rows of \(length) numbers where \(type.name) needs a multiple of \(type.blockLength)"
        case .misaligned(let tensor, let offset, let alignment):
            "the tensor \(tensor) has offset \(offset) where a multiple of \(alignment) was expected"
        case .outsideFile(let tensor, let offset, let byteCount, let fileByteCount):
            "the tensor \(tensor) of \(byteCount) bytes at data offset \(offset) "
                + "reaches behind the end of the file at \(fileByteCount) bytes"
        case .overlap(let one, let other, let offset): "the tensors \(one) and \(other) overlap at byte \(offset)"
        case .missingTensor(let name): "there is no tensor \(name)"
        case .wrongShape(let tensor, let found, let expected):
            "the tensor \(tensor) has the shape \(found) where \(expected) was expected"
        }
    }

    /// What the person can do about it.
    var remedy: String {
        switch self {
        case .cannotOpen: "check the path and your permission to read it"
        case .cannotMap: "raise the limit of 'ulimit -v'"
        case .wrongMagic: "give the path of a .gguf file"
        case .bigEndian: "convert it to little-endian with gguf-py's gguf-convert-endian"
        case .unsupportedVersion: "convert the model again with a current converter"
        case .split: "join the parts with llama-gguf-split --merge"
        case .shrunk: "load it again once it is written"
        case .unsupportedTensorType, .unknownTensorType: "get or make the model in one of these types, such as Q4_K_M or Q8_0"
        case .empty, .truncated, .tooLong, .absurdCount, .outsideFile: "the download may be incomplete, so fetch the file again"
        case .notText, .unknownValueType, .nestedArray, .notBool, .duplicateKey, .badAlignment, .duplicateTensor,
            .tooManyDimensions, .absurdShape, .brokenRow, .misaligned, .overlap:
            "the file is damaged, so fetch or convert it again"
        case .missingKey, .wrongValueType, .outOfRange, .missingTensor, .wrongShape:
            "the file does not describe a whole model of its architecture, so fetch or convert it again"
        }
    }

    /// The bytes as quoted text if all of them are printable ASCII, otherwise in hexadecimal.
    private static func quoted(_ bytes: [UInt8]) -> String {
        let isPrintable = bytes.allSatisfy { (0x20..<0x7F).contains($0) }
        return isPrintable
            ? "\"\(String(decoding: bytes, as: UTF8.self))\""
            : "the bytes " + bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined(separator: " ")
    }
}
