extension Int {
    /// "1 document", "2 documents": so many of something, in words for people.
    ///
    /// - Parameters:
    ///   - noun: the words for one.
    ///   - plural: the words for any other number; nil appends an s.
    public func counted(_ noun: String, _ plural: String? = nil) -> String {
        "\(self) \(self == 1 ? noun : plural ?? noun + "s")"
    }
}
