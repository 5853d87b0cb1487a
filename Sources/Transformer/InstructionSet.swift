import CKernels

/// The instruction sets that the kernels are written for, slowest first.
public enum InstructionSet: String, Sendable, Hashable, CaseIterable {
    case portable
    case avx2
    case avx512VNNI = "avx512-vnni"
    case avx512BF16 = "avx512-bf16"
    case neonDotProduct = "neon-dotprod"

    /// True if this processor supports it.
    public var isAvailable: Bool { ek_level_available(level) }

    /// The instruction sets that this processor supports, slowest first; `portable` always.
    public static var available: [InstructionSet] { allCases.filter(\.isAvailable) }

    /// The fastest instruction set that this processor supports.
    public static var best: InstructionSet { available.last ?? .portable }

    var level: ek_level {
        switch self {
        case .portable: EK_PORTABLE
        case .avx2: EK_AVX2
        case .avx512VNNI: EK_AVX512_VNNI
        case .avx512BF16: EK_AVX512_BF16
        case .neonDotProduct: EK_NEON_DOT
        }
    }
}
