/// How the elements of a tensor are stored: as plain numbers, or as blocks of quantised numbers with a common scale.
///
/// All types of the format are listed, so that files with unsupported types can be checked and the types named. ``isSupported``
/// tells which types have kernels. Numbers, names and block sizes are those of ggml's `ggml_type`.
// swift-format-ignore: AlwaysUseLowerCamelCase
public enum TensorType: UInt32, Sendable, Hashable, CaseIterable {
    case f32 = 0
    case f16 = 1
    case q4_0 = 2
    case q4_1 = 3
    case q5_0 = 6
    case q5_1 = 7
    case q8_0 = 8
    case q8_1 = 9
    case q2_K = 10
    case q3_K = 11
    case q4_K = 12
    case q5_K = 13
    case q6_K = 14
    case q8_K = 15
    case iq2_XXS = 16
    case iq2_XS = 17
    case iq3_XXS = 18
    case iq1_S = 19
    case iq4_NL = 20
    case iq3_S = 21
    case iq2_S = 22
    case iq4_XS = 23
    case i8 = 24
    case i16 = 25
    case i32 = 26
    case i64 = 27
    case f64 = 28
    case iq1_M = 29
    case bf16 = 30
    case q4_0_4_4 = 31
    case q4_0_4_8 = 32
    case q4_0_8_8 = 33
    case tq1_0 = 34
    case tq2_0 = 35
    case iq4_NL_4_4 = 36
    case iq4_NL_4_8 = 37
    case iq4_NL_8_8 = 38
    case mxfp4 = 39
    case nvfp4 = 40
    case q1_0 = 41
    case q2_0 = 42

    /// The types that the engine has kernels for.
    public static let supported: [TensorType] = [.f32, .f16, .bf16, .q4_0, .q4_1, .q5_0, .q5_1, .q8_0, .q4_K, .q5_K, .q6_K]

    /// True if the engine has kernels for this type.
    public var isSupported: Bool { Self.supported.contains(self) }

    /// The usual name, such as "Q4_K" or "BF16".
    public var name: String { "\(self)".uppercased() }

    /// The number of elements in one block: 1 for plain numbers, 32 or 256 for most quantised types. A row is a whole number of
    /// blocks.
    public var blockLength: Int { block.length }

    /// The number of bytes in one block.
    public var blockByteCount: Int { block.bytes }

    /// The number of bytes that `count` elements take; nil if they are not a whole number of blocks, or if the result does not
    /// fit `Int`.
    public func byteCount(of count: Int) -> Int? {
        guard count >= 0, count % blockLength == 0 else { return nil }
        let (bytes, overflow) = (count / blockLength).multipliedReportingOverflow(by: blockByteCount)
        return overflow ? nil : bytes
    }

    private var block: (length: Int, bytes: Int) {
        switch self {
        case .f32, .i32: (1, 4)
        case .f16, .bf16, .i16: (1, 2)
        case .f64, .i64: (1, 8)
        case .i8: (1, 1)
        // A 16-bit scale, for some types a 16-bit minimum and 32 high bits, then the low bits.
        case .q4_0, .iq4_NL, .q4_0_4_4, .q4_0_4_8, .q4_0_8_8, .iq4_NL_4_4, .iq4_NL_4_8, .iq4_NL_8_8: (32, 2 + 16)
        case .q4_1: (32, 2 + 2 + 16)
        case .q5_0: (32, 2 + 4 + 16)
        case .q5_1: (32, 2 + 2 + 4 + 16)
        case .q8_0: (32, 2 + 32)
        case .q8_1: (32, 2 + 2 + 32)
        // Super-blocks of 256.
        case .q2_K: (256, 2 + 2 + 16 + 64)
        case .q3_K: (256, 2 + 64 + 32 + 12)
        case .q4_K: (256, 2 + 2 + 12 + 128)
        case .q5_K: (256, 2 + 2 + 12 + 32 + 128)
        case .q6_K: (256, 2 + 128 + 64 + 16)
        case .q8_K: (256, 4 + 256 + 32)
        case .iq2_XXS: (256, 2 + 64)
        case .iq2_XS: (256, 2 + 64 + 8)
        case .iq2_S: (256, 2 + 64 + 16)
        case .iq3_XXS: (256, 2 + 64 + 32)
        case .iq3_S: (256, 2 + 64 + 32 + 8 + 4)
        case .iq1_S: (256, 2 + 32 + 16)
        case .iq1_M: (256, 32 + 16 + 8)
        case .iq4_XS: (256, 2 + 2 + 128 + 4)
        case .tq1_0: (256, 2 + 52)
        case .tq2_0: (256, 2 + 64)
        case .mxfp4: (32, 1 + 16)
        case .nvfp4: (64, 4 + 32)
        case .q1_0: (128, 2 + 16)
        case .q2_0: (64, 2 + 16)
        }
    }
}
