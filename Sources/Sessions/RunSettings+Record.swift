import Reranking

extension RunSettings {
    /// The most memory that the record of so many documents takes, in bytes, if every thought is as long as it may be.
    public func recordBytes(documents: Int) -> Int {
        let tokens = mode.thinks ? maxNewTokens : 1
        let (perDocument, isTooLarge) = tokens.multipliedReportingOverflow(by: TokenLog.bytesPerToken)
        let (bytes, isTooMany) = perDocument.multipliedReportingOverflow(by: documents)
        return isTooLarge || isTooMany ? .max : bytes
    }
}
