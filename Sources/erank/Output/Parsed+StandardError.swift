import Relevance

extension Parsed {
    /// The value of a file that was read, after its warnings were written to standard error.
    func sayingWarnings() -> Value {
        for sentence in warnings.sentences { StandardError.write("erank: warning: \(sentence)") }
        return value
    }
}
