/// How many grades were given on each scale, where they are put together as if they were of one.
struct ScaleMixture {
    private let counts: [String: Int]

    /// - Parameter counts: by the scale's name.
    init(_ counts: [String: Int]) { self.counts = counts }

    /// Says so on standard error where they are of several scales.
    func warn() {
        guard counts.count > 1 else { return }
        let scales = counts.sorted { $0.key < $1.key }.map { "\($0.value) on \($0.key)" }.joined(separator: ", ")
        StandardError.write(
            """
            erank: warning: grades of several scales come together as the numbers they are: \(scales); erank judgments list says which is \
            on which
            """)
    }
}
