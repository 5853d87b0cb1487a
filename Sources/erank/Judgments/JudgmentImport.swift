import Foundation
import Relevance
import Sessions

/// What the judgments of a file come to in a session, before anything is written.
struct JudgmentImport {
    enum Rule: String, CaseIterable {
        /// What stands here stays.
        case mine
        /// The file's grade takes its place.
        case theirs
    }

    struct Conflict: Equatable {
        var queryID, documentID, judge: String
        /// What stands here, in words.
        var here: String
        var there: Int
        var line: Int
    }

    /// To append, each judge's together and as one step to undo.
    private(set) var judgments: [Judgment] = []
    private(set) var conflicts: [Conflict] = []
    /// Judgments that stand here with the same grade already.
    private(set) var known = 0
    /// Queries that the session does not have, as the file names them, with the line where each is first.
    private(set) var unknown: [(query: String, line: Int)] = []
    /// Grades that the session's scale does not have; they are kept as they are.
    private(set) var offScale: [(grade: Int, line: Int)] = []
    /// Documents to append that neither a query's candidates nor a run of it has, each once, with the line where it is first.
    private(set) var outside: [(queryID: String, documentID: String, line: Int)] = []

    /// - Parameters:
    ///   - source: the file, as the person named it.
    ///   - judge: whose judgments they are where the file does not say, else whose column is taken; nil for all columns.
    ///   - batch: what makes them one step.
    /// - Throws: a usage `Failure` where it stays open who judged.
    init(_ file: JudgmentFile, source: String, judge: String?, rule: Rule, into state: SessionState, batch: String)
        throws(Failure)
    {
        let judges = file.judges
        if judge == nil, judges.isEmpty {
            throw Failure("\(source) does not say who judged: name the judge with --judge", .usage)
        }
        if let judge, judges.count > 1, !judges.contains(judge) {
            throw Failure(
                "\(source) has no column of \"\(judge)\": choose one of \(judges.joined(separator: ", ")) with --judge, or leave it out for all",
                .usage)
        }
        let named = file.named(by: state.topics.map(\.query))
        unknown = named.unknown.map { ($0.text, $0.line) }
        let topics = Set(state.topics.map(\.id))
        var pools = Self.pools(of: state)
        var missing = Set(unknown.map(\.query))
        var byJudge: [String: [Judgment]] = [:]
        for entry in named.file.entries {
            if let judge, judges.count > 1, entry.judge != judge { continue }
            guard topics.contains(entry.query) else {
                if missing.insert(entry.query).inserted { unknown.append((entry.query, entry.line)) }
                continue
            }
            let who = judge ?? entry.judge ?? ""
            let standing = state.book.judgment(query: entry.query, document: entry.documentID, judge: who)
            if standing?.grade == entry.grade {
                known += 1
                continue
            }
            if let standing, standing.grade != nil || standing.verdict == .cannotTell {
                conflicts.append(
                    Conflict(
                        queryID: entry.query, documentID: entry.documentID, judge: who,
                        here: standing.words(in: state), there: entry.grade, line: entry.line))
                if rule == .mine { continue }
            }
            // Put there, so that it is counted once, however many judged it.
            if pools[entry.query, default: []].insert(entry.documentID).inserted {
                outside.append((entry.query, entry.documentID, entry.line))
            }
            if state.scale.grade(entry.grade) == nil { offScale.append((entry.grade, entry.line)) }
            byJudge[who, default: []].append(
                Judgment(
                    queryID: entry.query, documentID: entry.documentID, verdict: .grade(entry.grade), judge: who,
                    scale: state.scale.grade(entry.grade) == nil ? nil : state.scale.name, note: standing?.note,
                    source: source, batch: batch))
        }
        judgments = byJudge.sorted { $0.key < $1.key }.flatMap(\.value)
    }

    /// The documents that the session has of each query.
    private static func pools(of state: SessionState) -> [String: Set<String>] {
        var pools: [String: Set<String>] = [:]
        for topic in state.topics { pools[topic.id, default: []].formUnion(topic.candidates.map(\.document.id)) }
        for run in state.runs { pools[run.query.id, default: []].formUnion(run.candidates.map(\.document.id)) }
        return pools
    }
}
