import Foundation
import Relevance
import Reranking
import Sessions
import TestSupport
import Testing

/// Journals with contradictory runs: each fault gives one sentence, and everything else is read.
@Suite struct RunFaultTests {
    private let candidates = (1...2).map { Candidate(document: Document(id: "d\($0)", text: "t"), firstStageRank: $0) }
    private let done = DocumentResult(outcome: .cutOff)

    private func read(_ events: [SessionEvent]) throws -> (state: SessionState, warnings: [String]) {
        let folder = try TemporaryFolder()
        let file = try SessionFile.create(at: folder.path + "/s", program: "t")
        try file.append(contentsOf: events.map { file.stamp($0) })
        file.close()
        let reader = try SessionReader(path: folder.path + "/s")
        let state = try reader.state()
        return (state, reader.warnings.map { $0.description.replacing(folder.path + "/", with: "") })
    }

    @Test func anEventWithoutItsStart() throws {
        let (state, warnings) = try read([
            .candidates(candidates, source: ""), .run(.finished(document: 0, done)),
            .run(RunID(7), .finished(document: 0, done)), .start(of: candidates), .run(.finished(document: 1, done)),
        ])
        #expect(
            warnings == [
                "s: 2 events, the first of run 1, are not between the start and the end of their run and are skipped; "
                    + "nothing to do: everything else is read"
            ])
        #expect(state.runs.map { $0.documents.map(\.isSettled) } == [[false, true]])
    }

    @Test func aDocumentNamedTwiceAndOneThatIsNotThere() throws {
        let scored = DocumentResult(outcome: .scored(answer: 3, forced: true))
        let (state, warnings) = try read([
            .candidates(candidates, source: ""), .start(of: candidates), .start(2, of: candidates),
            .run(.finished(document: 0, scored)), .run(RunID(2), .finished(document: 0, done)),
            .run(.finished(document: 0, done)), .run(RunID(2), .admitted(document: 2, promptTokens: 1, cachedTokens: 0)),
        ])
        #expect(
            warnings == [
                "s: 1 event of run 1 names a document that is finished and is skipped; nothing to do: everything else is read",
                "s: 1 event of run 2 names a document that the run does not have and is skipped; nothing to do: "
                    + "everything else is read",
            ])
        #expect(state.runs.map { $0.documents[0].result } == [scored, done], "the first outcome stands")
    }

    @Test func aJobWhoseCandidatesAreMissing() throws {
        let (state, warnings) = try read([
            .query(Query(id: "1", text: "x")), .start(of: candidates), .run(.finished(document: 0, done)),
            .candidates(candidates, source: ""), .start(2, of: candidates),
        ])
        #expect(
            warnings == [
                "s: the candidates of run 1 are not in the session, and the run is skipped; score the query again: "
                    + "everything else is read"
            ])
        #expect(state.runs.map(\.id) == [RunID(2)])
    }

    @Test func numbersGivenTwice() throws {
        let plan = SessionState().plan(
            [RerankingTask(query: Query(id: "1", text: "x"), candidates: candidates)], model: RandomSession.model("m"),
            settings: RunSettings())
        let (state, warnings) = try read([
            .candidates(candidates, source: ""), .candidates(Array(candidates.prefix(1)), source: ""), .job(plan.job),
            .job(plan.job),
            .runStarted(RunID(1), plan.runs[0].request), .start(1, of: Array(candidates.prefix(1))),
        ])
        #expect(
            warnings == [
                "s: 2 jobs or starts, the first of run 1, have numbers that are already in use, and are skipped; nothing "
                    + "to do: everything else is read"
            ])
        #expect(state.jobs.count == 1 && state.runs.count == 1 && state.runs[0].documents.count == 2)
    }

    @Test func numbersThatAreNone() throws {
        let header = #"{"erank_session":2}"# + "\n"
        for line in [
            #"{"t":1,"run":0,"admitted":[0,1,1]}"#, #"{"t":1,"run":-4,"token":[0,7,"x",-0.5,1.5,[]]}"#,
            #"{"t":1,"run":1,"run_started":{"candidates":"","job":0,"query":{"id":"","text":""},"settings":{}}}"#,
            #"{"t":1,"job":{"id":9223372036854775807,"runs":[]}}"#,
        ] {
            let reader = try SessionReader(LineReader(Array((header + line + "\n").utf8), name: "s"))
            #expect(try reader.state().runs.isEmpty)
            #expect(reader.warnings.map(\.code) == [.damaged] && reader.warnings.first?.line == 2, "\(line)")
        }
    }
}
