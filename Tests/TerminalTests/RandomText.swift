import ModelFixtures

extension SeededGenerator {
    /// Random text of characters that are difficult to display: controls, marks, joiners, wide and unassigned scalars.
    mutating func hostileText(maximumLength: Int = 40) -> String {
        var scalars = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...maximumLength, using: &self) {
            let range: ClosedRange<UInt32> =
                [
                    0x20...0x7E, 0x20...0x7E, 0x00...0x20, 0x7F...0x9F, 0xA0...0x2FF, 0x300...0x36F, 0x590...0x6FF, 0x900...0x97F,
                    0x1100...0x11FF, 0x2000...0x206F, 0x20D0...0x20FF, 0x2300...0x27BF, 0x3000...0x30FF, 0x4E00...0x9FFF,
                    0xAC00...0xD7FF, 0xFE00...0xFEFF, 0xFF00...0xFFFF, 0x1F1E6...0x1F1FF, 0x1F300...0x1FAFF, 0x1F3FB...0x1F3FF,
                    0x200B...0x200D, 0x200D...0x200D, 0xE0000...0xE01EF, 0x10000...0x10FFFF, 0x0...0xD7FF,
                ].randomElement(using: &self) ?? 0x20...0x7E
            if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &self)) { scalars.append(scalar) }
        }
        return String(scalars)
    }
}
