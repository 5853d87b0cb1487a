import Reranking

extension RunSettings {
    /// The most memory that the record of so many documents takes, in bytes, if every thought is as long as it may be.
    public func recordBytes(documents: Int, stops: StopPlan? = nil) -> Int {
        let tokens = mode.thinks ? maxNewTokens : 1
        var perToken = TokenLog.bytesPerToken
        switch stops {
        case .sentences where mode.thinks: perToken += Stop.bytes / 4
        case .every(let count) where mode.thinks: perToken += Stop.bytes / count
        default: break
        }
        let (perDocument, isTooLarge) = tokens.multipliedReportingOverflow(by: perToken)
        let (bytes, isTooMany) = perDocument.multipliedReportingOverflow(by: documents)
        return isTooLarge || isTooMany ? .max : bytes
    }
}

extension Stop {
    /// About what one takes in memory.
    fileprivate static let bytes = 240
}
