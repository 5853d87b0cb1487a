/// What the fold of a session passed over, since it cannot be so: of each kind how many, and in which run first.
public struct SessionFaults: Sendable, Equatable {
    public enum Kind: Sendable, Hashable, CaseIterable {
        /// An event of a run that is not under way.
        case notStarted
        /// An event of a document that the run does not have.
        case noSuchDocument
        /// An event of a document that has its result.
        case finishedBefore
        /// A run of candidates that the session does not hold.
        case candidatesMissing
        /// A job or run with the number of an earlier one.
        case announcedTwice
    }

    public struct Found: Sendable, Hashable {
        public var kind: Kind
        public var count: Int
        public var first: RunID
    }

    /// In the order in which they were met first.
    public private(set) var found: [Found] = []

    mutating func note(_ kind: Kind, _ run: RunID) {
        if let known = found.firstIndex(where: { $0.kind == kind }) {
            found[known].count += 1
        } else {
            found.append(Found(kind: kind, count: 1, first: run))
        }
    }
}
