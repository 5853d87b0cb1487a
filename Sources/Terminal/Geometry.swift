/// The largest magnitude of a coordinate: far outside any screen, and small enough that sums of a few coordinates never
/// overflow.
private let farthest = 1 << 20

private func clamped(_ coordinate: Int) -> Int {
    min(max(coordinate, -farthest), farthest)
}

/// A position in a grid. The top left cell is (0, 0).
public struct Point: Sendable, Hashable {
    /// The column, clamped to ±2^20.
    public var x: Int { didSet { x = clamped(x) } }
    /// The row, clamped to ±2^20.
    public var y: Int { didSet { y = clamped(y) } }

    /// The point with these coordinates, clamped to ±2^20.
    public init(x: Int, y: Int) {
        self.x = clamped(x)
        self.y = clamped(y)
    }
}

/// A number of columns and rows, each in 0...`Size.limit`.
public struct Size: Sendable, Hashable {
    /// Columns.
    public let width: Int
    /// Rows.
    public let height: Int
    /// The largest width and height: larger than any screen, and small enough that a grid always fits in memory.
    public static let limit = 2_000

    /// The size with these numbers, clamped to 0...`limit`.
    public init(width: Int, height: Int) {
        self.width = min(max(0, width), Size.limit)
        self.height = min(max(0, height), Size.limit)
    }
}

/// A rectangle of cells; it may be empty and may lie outside a grid, where drawing is clipped.
public struct Rect: Sendable, Hashable {
    /// The left column, clamped to ±2^20.
    public var x: Int { didSet { x = clamped(x) } }
    /// The top row, clamped to ±2^20.
    public var y: Int { didSet { y = clamped(y) } }
    /// Columns, clamped to 0...2^20.
    public var width: Int { didSet { width = max(0, clamped(width)) } }
    /// Rows, clamped to 0...2^20.
    public var height: Int { didSet { height = max(0, clamped(height)) } }

    /// The rectangle with these values, clamped to their ranges.
    public init(x: Int, y: Int, width: Int, height: Int) {
        self.x = clamped(x)
        self.y = clamped(y)
        self.width = max(0, clamped(width))
        self.height = max(0, clamped(height))
    }

    /// The rectangle that covers a grid of this size.
    public init(_ size: Size) {
        self.init(x: 0, y: 0, width: size.width, height: size.height)
    }

    /// The top left corner.
    public var origin: Point { Point(x: x, y: y) }
    /// Width and height, clamped to the range of `Size`.
    public var size: Size { Size(width: width, height: height) }
    /// True if the rectangle contains no cell.
    public var isEmpty: Bool { width == 0 || height == 0 }

    /// The column after the last one.
    public var endX: Int { x + width }
    /// The row after the last one.
    public var endY: Int { y + height }

    /// True if the cell at `point` lies inside.
    public func contains(_ point: Point) -> Bool {
        point.x >= x && point.x < endX && point.y >= y && point.y < endY
    }

    /// The cells that both rectangles contain; empty if they do not overlap.
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
