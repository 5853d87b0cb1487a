/// Counts of numbers, and of those below a number, each in O(log n) (Fenwick 1994).
struct CountingTree {
    private var sums: [Int]

    init(count: Int) { sums = [Int](repeating: 0, count: count + 1) }

    mutating func add(_ number: Int) {
        var index = number + 1
        while index < sums.count {
            sums[index] += 1
            index += index & -index
        }
    }

    func count(below number: Int) -> Int {
        var (index, sum) = (number, 0)
        while index > 0 {
            sum += sums[index]
            index -= index & -index
        }
        return sum
    }
}
