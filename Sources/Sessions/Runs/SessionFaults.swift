/// Events that the fold of a session ignored because they contradict earlier ones: for each kind, how many, and the run of
/// the first.
public struct SessionFaults: Sendable, Equatable {
    /// Why an event was ignored.
    public enum Kind: Sendable, Hashable, CaseIterable {
        /// An event of a run that has not started or has ended.
        case notStarted
        /// An event of a document that the run does not have.
        case noSuchDocument
        /// An event of a document that is finished.
        case finishedBefore
        /// Probabilities of more or fewer answers than the run's mode has.
        case otherScale
        /// A continuation of a document that is not finished.
        case unfinished
        /// A run whose candidates are not in the session.
        case candidatesMissing
        /// A job or run with a number that is already in use.
        case announcedTwice
    }

    /// All ignored events of one kind.
    public struct Found: Sendable, Hashable {
        /// Why they were ignored.
        public var kind: Kind
        /// How many there are.
        public var count: Int
        /// The run of the first one.
        public var first: RunID
    }

    /// In the order of their first occurrence.
    public private(set) var found: [Found] = []

    mutating func note(_ kind: Kind, _ run: RunID) {
        if let known = found.firstIndex(where: { $0.kind == kind }) {
            found[known].count += 1
        } else {
            found.append(Found(kind: kind, count: 1, first: run))
        }
    }
}
