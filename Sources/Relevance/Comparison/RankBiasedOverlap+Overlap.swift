extension RankBiasedOverlap {
    /// How much two lists have in common at each depth, where a tied item belongs to a depth inside its group in part.
    struct Overlap {
        private let short: TiedRanking
        private let long: TiedRanking
        private let ties: Ties
        /// By depth, from 1 to the length of the longer list: the sum over the items of the product of their shares.
        private(set) var common: [Double]
        /// By depth: how many items of the longer list alone are in groups that end at this depth or before.
        private var unpairedBefore: [Int]
        /// By depth: how many items of the longer list alone are in the group at this depth.
        private var unpairedAt: [Int]

        init(_ short: TiedRanking, _ long: TiedRanking, ties: Ties) {
            (self.short, self.long, self.ties) = (short, long, ties)
            let length = long.items.count
            var polynomial = DepthPolynomial(length: length)
            var unpaired = [Int](repeating: 0, count: length + 2)
            for (place, item) in long.items.enumerated() {
                guard let other = short.places[item] else {
                    unpaired[long.tops[place]] += 1
                    continue
                }
                polynomial.addProduct(
                    Ramp(short.tops[other], short.bottoms[other], ties), Ramp(long.tops[place], long.bottoms[place], ties))
            }
            common = polynomial.values
            unpairedBefore = [Int](repeating: 0, count: length + 1)
            unpairedAt = unpairedBefore
            var count = 0
            for (place, bottom) in long.bottoms.enumerated() {
                let (d, top) = (place + 1, long.tops[place])
                unpairedAt[d] = unpaired[top]
                unpairedBefore[d] = count
                if d == bottom { count += unpaired[top] }
            }
        }

        /// The size of the shorter list at a depth, or, with the correction, the sum of the squares of its shares.
        func sizeShort(_ depth: Int) -> Double { Self.size(short, depth, ties) }
        func sizeLong(_ depth: Int) -> Double { Self.size(long, depth, ties) }

        private static func size(_ list: TiedRanking, _ depth: Int, _ ties: Ties) -> Double {
            // The shorter list has all its items then, and as many others as the depth says.
            guard depth <= list.items.count else { return Double(depth) }
            let (top, bottom) = (list.tops[depth - 1], list.bottoms[depth - 1])
            guard ties == .corrected else { return Double(ties == .equal ? bottom : depth) }
            let inside = Double(depth - top + 1)
            return Double(top - 1) + inside * inside / Double(bottom - top + 1)
        }

        /// The share of an item of the longer list's group at this depth.
        private func share(at depth: Int) -> Double {
            Ramp(long.tops[depth - 1], long.bottoms[depth - 1], ties).value(at: depth)
        }

        /// The mean share of the items that the longer list alone has up to this depth.
        func meanShareOfUnpaired(at depth: Int) -> Double {
            let (before, at) = (unpairedBefore[depth], unpairedAt[depth])
            guard before + at > 0 else { return 0 }
            return (Double(before) + Double(at) * share(at: depth)) / Double(before + at)
        }

        /// The sum of the shares of the first `count` items that the longer list alone has.
        func shareOfFirstUnpaired(_ count: Int, at depth: Int) -> Double {
            let before = unpairedBefore[depth]
            return Double(min(count, before)) + Double(min(max(0, count - before), unpairedAt[depth])) * share(at: depth)
        }
    }

    /// The share of an item at each depth: 0 above its group, rising by equal steps inside it, then 1.
    struct Ramp {
        /// The first depth of the rise, and the first depth with share 1.
        let (start, end): (Int, Int)
        /// The rise per depth.
        let slope: Double

        init(_ top: Int, _ bottom: Int, _ ties: Ties) {
            (start, end) = (top, ties == .equal ? top : bottom)
            slope = 1 / Double(end - start + 1)
        }

        func value(at depth: Int) -> Double {
            depth < start ? 0 : depth >= end ? 1 : Double(depth - start + 1) * slope
        }
    }

    /// A sum of products of two ramps at each depth, from the changes of its coefficients: O(1) per product.
    private struct DepthPolynomial {
        /// At each depth the change of the coefficients of 1, d and d².
        private var changes: [(Double, Double, Double)]

        init(length: Int) { changes = Array(repeating: (0, 0, 0), count: length + 2) }

        mutating func addProduct(_ a: Ramp, _ b: Ramp) {
            let start = max(a.start, b.start)
            let (firstEnd, lastEnd) = (min(a.end, b.end), max(a.end, b.end))
            let rising = a.end <= b.end ? b : a
            // Both rise, then one, then none.
            let (x, y) = (Double(a.start - 1), Double(b.start - 1))
            let both = a.slope * b.slope
            add((both * x * y, -both * (x + y), both), from: start, to: firstEnd)
            add((-rising.slope * Double(rising.start - 1), rising.slope, 0), from: max(start, firstEnd), to: lastEnd)
            add((1, 0, 0), from: max(start, lastEnd), to: changes.count - 1)
        }

        private mutating func add(_ term: (Double, Double, Double), from start: Int, to end: Int) {
            guard start < end, start < changes.count else { return }
            let end = min(end, changes.count - 1)
            changes[start] = (changes[start].0 + term.0, changes[start].1 + term.1, changes[start].2 + term.2)
            changes[end] = (changes[end].0 - term.0, changes[end].1 - term.1, changes[end].2 - term.2)
        }

        /// By depth, from 0 to the length.
        var values: [Double] {
            var sum = (0.0, 0.0, 0.0)
            return changes.dropLast().enumerated().map { depth, change in
                sum = (sum.0 + change.0, sum.1 + change.1, sum.2 + change.2)
                let d = Double(depth)
                return sum.0 + (sum.1 + sum.2 * d) * d
            }
        }
    }
}
