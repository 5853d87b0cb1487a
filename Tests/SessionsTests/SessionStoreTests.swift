import Foundation
import Inference
import Relevance
import Reranking
import Sessions
import TestSupport
import Testing

@Suite struct SessionStoreTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    @Test func whereSessionsLive() throws {
        let here = folder.path
        func place(_ environment: [String: String]) -> String {
            SessionStore(environment: environment, workingFolder: here).folder
        }
        #expect(place(["ERANK_SESSIONS": "/e", "XDG_DATA_HOME": "/x"]) == "/e")
        #expect(place(["XDG_DATA_HOME": "/x", "ERANK_SESSIONS": ""]) == "/x/erank/Sessions")
        #expect(place(["HOME": "/h"]) == "/h/.local/share/erank/Sessions")
        try folder.write("Sessions/a.txt", "")
        #expect(place(["XDG_DATA_HOME": "/x"]) == here + "/Sessions")
    }

    @Test func namesAreOfDayAndQueryAndNeverTaken() throws {
        let store = SessionStore(folder: folder.path + "/made/on/the/way")
        let noon = try #require(Calendar.current.date(from: DateComponents(year: 2026, month: 11, day: 23, hour: 12)))
        func name(_ query: String) throws -> String {
            let file = try store.create(query: query, program: "t", now: noon)
            defer { file.close() }
            return (file.path as NSString).lastPathComponent
        }
        #expect(try name("Do goldfish grow?") == "2026-11-23-do-goldfish-grow.jsonl")
        #expect(try name("do goldfish, grow") == "2026-11-23-do-goldfish-grow-2.jsonl")
        #expect(try name("../../etc/passwd\n") == "2026-11-23-etc-passwd.jsonl")
        #expect(try name("?!") == "2026-11-23-session.jsonl")
        #expect(try name("растут ли рыбки") == "2026-11-23-растут-ли-рыбки.jsonl")
        #expect(try name(String(repeating: "long words ", count: 40)).utf8.count < 80)
        #expect(store.path(of: "2026-11-23-etc-passwd") == store.folder + "/2026-11-23-etc-passwd.jsonl")
    }

    @Test func listsWhatASessionHas() throws {
        let store = SessionStore(folder: folder.path)
        #expect(SessionStore(folder: folder.path + "/none").list().isEmpty)
        try folder.write("notes.jsonl", "{}\n")
        var session = RandomSession(seed: 41)
        let file = try store.create(query: "q", program: "t")
        let events = session.events(30)
        for event in events { try file.append(event) }
        file.close()
        let summaries = store.list()
        #expect(summaries.count == 1)
        let state = state(of: events)
        let asked = state.topics.filter { !$0.candidates.isEmpty }
        #expect(summaries[0].query == asked.first?.query.text && summaries[0].queryCount == asked.count)
        #expect(summaries[0].model == state.runs.last?.model?.name)
        #expect(summaries[0].jobCount == state.jobs.count)
        #expect(summaries[0].size == (try Data(contentsOf: URL(fileURLWithPath: file.path)).count))
    }

    /// The summary of a session has all its queries; of a long one it is known to be the beginning.
    @Test func aSessionOfJudgingInALine() throws {
        let folder = try TemporaryFolder()
        let file = try SessionFile.create(at: folder.path + "/j.jsonl", program: "t")
        for number in 1...3 {
            let candidates = (1...4).map {
                Candidate(document: Document(id: "d\(number)-\($0)", text: "t"), firstStageRank: $0)
            }
            try file.append(file.stamp(.query(Query(id: "\(number)", text: "query \(number)"))))
            try file.append(file.stamp(.candidates(candidates, source: "t")))
        }
        let judgment = Judgment(queryID: "1", documentID: "d1-1", verdict: .grade(1), judge: "you")
        try file.append(file.stamp(.judgment(judgment)))
        try file.append(file.stamp(.query(Query(id: "4", text: "later"))))
        file.close()
        // The last query was typed over the candidates of the one before.
        let summary = try SessionSummary(path: file.path)
        #expect(summary.query == "query 1" && summary.queryCount == 4 && summary.documents == 16 && summary.model == nil)
        #expect(summary.isWhole && summary.damage == nil)
        let beginning = try SessionSummary(path: file.path, limit: 100)
        #expect(!beginning.isWhole && beginning.query == "query 1")
        let damaged = try Data(contentsOf: URL(fileURLWithPath: file.path)) + Data("{\"x\n".utf8)
        try damaged.write(to: URL(fileURLWithPath: file.path))
        #expect(try SessionSummary(path: file.path).damage?.code == .damaged)
    }

    /// Opening a pipe would wait for a writer that never comes.
    @Test func aPipeIsNoSession() throws {
        let path = folder.path + "/pipe"
        #expect(mkfifo(path, 0o600) == 0)
        let error = #expect(throws: SessionError.self) { try SessionReader(path: path) }
        #expect(error?.problem == "it is a pipe or a device, and a session is a file")
    }
}
