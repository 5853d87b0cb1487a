/// The four classes of characters that pre-tokenizers distinguish.
enum CharacterClass: UInt8 {
    /// Unicode's general categories L*.
    case letter
    /// Unicode's general categories N*.
    case number
    /// Unicode's White_Space.
    case space
    /// Everything else, including unassigned code points.
    case other

    init(_ scalar: Unicode.Scalar) {
        if scalar.isASCII {
            self = Self.ascii[Int(scalar.value)]
        } else {
            self = Self.unicode(scalar)
        }
    }

    private static let ascii: [CharacterClass] = (0..<128).map { unicode(Unicode.Scalar(UInt8($0))) }

    private static func unicode(_ scalar: Unicode.Scalar) -> CharacterClass {
        let properties = scalar.properties
        // llama.cpp's tables are those of Unicode 15.1. Swift's tables are newer, so later characters count as unassigned.
        guard let age = properties.age, (age.major, age.minor) <= (15, 1) else { return .other }
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: return .letter
        case .decimalNumber, .letterNumber, .otherNumber: return .number
        default: return properties.isWhitespace ? .space : .other
        }
    }
}
