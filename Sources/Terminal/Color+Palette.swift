extension Color {
    /// The index of the nearest colour in the 256-colour palette: in the colour cube 16...231 or the greys 232...255. The first
    /// sixteen colours are not used, because they differ between terminals.
    public var indexIn256: Int {
        let cube = [red, green, blue].map(Self.cubeStep)
        let inCube = 16 + 36 * cube[0] + 6 * cube[1] + cube[2]
        let grey = min(max((Int(red) + Int(green) + Int(blue)) / 3 - 3, 0) / 10, 23)
        let cubeColor = cube.map { Self.cubeLevels[$0] }
        let greyLevel = 8 + 10 * grey
        return distance(cubeColor[0], cubeColor[1], cubeColor[2]) <= distance(greyLevel, greyLevel, greyLevel)
            ? inCube : 232 + grey
    }

    private static let cubeLevels = [0, 95, 135, 175, 215, 255]

    private static func cubeStep(_ level: UInt8) -> Int {
        level < 48 ? 0 : level < 115 ? 1 : (Int(level) - 35) / 40
    }

    private func distance(_ otherRed: Int, _ otherGreen: Int, _ otherBlue: Int) -> Int {
        let (r, g, b) = (Int(red) - otherRed, Int(green) - otherGreen, Int(blue) - otherBlue)
        return r * r + g * g + b * b
    }
}
