import Relevance
import Reranking

/// The jobs and runs of a session, and the sets of candidates they refer to: the part of the fold that they need.
struct RunTable: Sendable {
    /// In the order in which they were asked for; those of a job that have not begun are among them.
    private(set) var runs: [RunState] = []
    private var runPlaces: [RunID: Int] = [:]
    /// Oldest first.
    private(set) var jobs: [JobState] = []
    private var jobPlaces: [JobID: Int] = [:]
    private(set) var faults = SessionFaults()
    /// The highest numbers that were given, those aside from which no more could be counted.
    private(set) var lastRun = RunID.unnamed
    private(set) var lastJob = JobID(0)
    private var candidateSets: [CandidateSetID: [Candidate]] = [:]
    /// Runs that could not be made for want of their candidates; their events are no further fault.
    private var withoutCandidates: Set<RunID> = []
    private let vocabulary = TokenVocabulary()
    /// By their number, documents that wait: runs share the array (copy on write) until something happens in them, so that a job
    /// of many runs costs little before they begin.
    private var waiting: [Int: [DocumentProgress]] = [:]
    private var lastPrefix: (set: CandidateSetID, candidates: [Candidate])?

    // MARK: Reading

    /// Where the run of this name stands in `runs`. O(1).
    func place(of id: RunID) -> Int? {
        // Nearly always they are counted from 1 in the order of their jobs.
        let place = id.rawValue &- 1
        return runs.indices.contains(place) && runs[place].id == id ? place : runPlaces[id]
    }

    func job(_ id: JobID) -> JobState? { jobPlaces[id].map { jobs[$0] } }

    func candidates(_ id: CandidateSetID) -> [Candidate]? { candidateSets[id] }

    // MARK: Changing

    /// O(bytes of the documents).
    mutating func load(_ candidates: [Candidate]) { candidateSets[CandidateSetID(candidates)] = candidates }

    mutating func announce(_ job: JobRequest, at milliseconds: Int) {
        guard jobPlaces[job.id] == nil else { return faults.note(.announcedTwice, job.runs.first?.id ?? .unnamed) }
        add(JobState(id: job.id, model: job.model, settings: job.settings))
        for entry in job.runs { add(entry.id, job.request(of: entry), at: milliseconds) }
    }

    mutating func start(_ id: RunID, _ request: RunRequest, at milliseconds: Int) {
        if place(of: id) == nil { add(id, request, at: milliseconds) }
        guard let place = place(of: id) else { return }
        guard runs[place].asksTheSame(as: request) else { return faults.note(.announcedTwice, id) }
        runs[place].start(request, waiting: DocumentProgress(vocabulary: vocabulary), at: milliseconds)
    }

    mutating func update(_ id: RunID, _ change: (inout RunState) -> SessionFaults.Kind?) {
        guard let place = place(of: id) else {
            if !withoutCandidates.contains(id) { faults.note(.notStarted, id) }
            return
        }
        if let fault = change(&runs[place]) { faults.note(fault, id) }
    }

    mutating func interruptRuns() {
        for place in runs.indices { runs[place].interrupt() }
    }

    private mutating func add(_ job: JobState) {
        jobPlaces[job.id] = jobs.count
        jobs.append(job)
        if job.id.rawValue <= Self.highestCounted { lastJob = max(lastJob, job.id) }
    }

    private mutating func add(_ id: RunID, _ request: RunRequest, at milliseconds: Int) {
        if id.rawValue <= Self.highestCounted { lastRun = max(lastRun, id) }
        guard runPlaces[id] == nil else { return faults.note(.announcedTwice, id) }
        guard let all = candidateSets[request.candidates] else {
            if withoutCandidates.insert(id).inserted {
                faults.note(.candidatesMissing, id)
                if let job = jobPlaces[request.job] { jobs[job].lostRuns += 1 }
            }
            return
        }
        if jobPlaces[request.job] == nil {
            add(JobState(id: request.job, model: request.model, settings: request.settings))
        }
        if let job = jobPlaces[request.job] { jobs[job].runs.append(id) }
        let count = min(all.count, max(0, request.settings.depth))
        let candidates = count == all.count ? all : prefix(of: request.candidates, all, count)
        runPlaces[id] = runs.count
        runs.append(RunState(id: id, request: request, candidates: candidates, documents: waiting(count), at: milliseconds))
    }

    /// A job's number beyond this could not be counted on from without leaving what a line may hold.
    private static let highestCounted = 1 << 52

    /// The runs of a job score as many of a set: they share what is made of it.
    private mutating func prefix(of set: CandidateSetID, _ all: [Candidate], _ count: Int) -> [Candidate] {
        if let last = lastPrefix, last.set == set, last.candidates.count == count { return last.candidates }
        let candidates = Array(all.prefix(count))
        lastPrefix = (set, candidates)
        return candidates
    }

    private mutating func waiting(_ count: Int) -> [DocumentProgress] {
        if let known = waiting[count] { return known }
        let documents = Array(repeating: DocumentProgress(vocabulary: vocabulary), count: count)
        waiting[count] = documents
        return documents
    }
}

extension RunTable: Equatable {
    static func == (left: RunTable, right: RunTable) -> Bool {
        left.runs == right.runs && left.jobs == right.jobs && left.faults == right.faults
            && left.candidateSets == right.candidateSets
    }
}
