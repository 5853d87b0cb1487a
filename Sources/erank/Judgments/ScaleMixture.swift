/// The number of grades on each scale, for grades that are combined as if they were of one scale.
struct ScaleMixture {
    private let counts: [String: Int]

    /// - Parameter counts: by the scale's name.
    init(_ counts: [String: Int]) { self.counts = counts }

    /// Warns on standard error if there are several scales.
    func warn() {
        guard counts.count > 1 else { return }
        let scales = counts.sorted { $0.key < $1.key }.map { "\($0.value) on \($0.key)" }.joined(separator: ", ")
        StandardError.write(
            """
            erank: warning: grades of several scales are combined as plain numbers: \(scales); erank judgments list shows the \
            scale of each
            """)
    }
}
