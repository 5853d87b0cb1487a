/// Coordinates are kept within this of 0, far outside any screen: so sums of a few of them never overflow, whatever was
/// asked for.
private let farthest = 1 << 20

private func clamped(_ coordinate: Int) -> Int {
    min(max(coordinate, -farthest), farthest)
}

/// A place in a grid: column and row from 0 at the top left.
public struct Point: Sendable, Hashable {
    public var x: Int { didSet { x = clamped(x) } }
    public var y: Int { didSet { y = clamped(y) } }

    public init(x: Int, y: Int) {
        self.x = clamped(x)
        self.y = clamped(y)
    }
}

/// Columns and rows, each between 0 and `Size.limit`: larger than any screen, small enough that a grid always fits
/// in memory.
public struct Size: Sendable, Hashable {
    public let width: Int
    public let height: Int
    public static let limit = 2_000

    public init(width: Int, height: Int) {
        self.width = min(max(0, width), Size.limit)
        self.height = min(max(0, height), Size.limit)
    }
}

/// A rectangle of cells; it may be empty and may lie outside a grid, where drawing is clipped.
public struct Rect: Sendable, Hashable {
    public var x: Int { didSet { x = clamped(x) } }
    public var y: Int { didSet { y = clamped(y) } }
    /// Never negative.
    public var width: Int { didSet { width = max(0, clamped(width)) } }
    public var height: Int { didSet { height = max(0, clamped(height)) } }

    public init(x: Int, y: Int, width: Int, height: Int) {
        self.x = clamped(x)
        self.y = clamped(y)
        self.width = max(0, clamped(width))
        self.height = max(0, clamped(height))
    }

    /// The whole of a grid of this size.
    public init(_ size: Size) {
        self.init(x: 0, y: 0, width: size.width, height: size.height)
    }

    public var origin: Point { Point(x: x, y: y) }
    public var size: Size { Size(width: width, height: height) }
    public var isEmpty: Bool { width == 0 || height == 0 }

    /// One past the last column and row.
    public var endX: Int { x + width }
    public var endY: Int { y + height }

    public func contains(_ point: Point) -> Bool {
        point.x >= x && point.x < endX && point.y >= y && point.y < endY
    }

    /// What both cover; empty where they do not meet.
    public func intersection(_ other: Rect) -> Rect {
        let left = max(x, other.x)
        let top = max(y, other.y)
        return Rect(x: left, y: top, width: min(endX, other.endX) - left, height: min(endY, other.endY) - top)
    }

    /// This rectangle without a border of `amount` cells on each side.
    public func inset(by amount: Int = 1) -> Rect {
        let amount = clamped(amount)
        return Rect(x: x + amount, y: y + amount, width: width - 2 * amount, height: height - 2 * amount)
    }
}
