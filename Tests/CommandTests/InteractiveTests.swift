import Comparing
import Foundation
import Inspector
import LocalEngine
import ModelFixtures
import Relevance
import Reranking
import Sessions
import Synchronization
import Terminal
import Testing

@testable import erank

/// The code behind the screens, without a terminal.
@Suite struct InteractiveTests {
    private func folder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("erank-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    /// A user who leaves unsaved events is warned first, and again after recording more; at the end the loss is reported.
    @MainActor @Test(arguments: [Effect.Destination.end(histories: [:]), .newSession, .session(path: "/none")])
    func leavingTakesTwoWhereSomethingIsLost(destination: Effect.Destination) throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let notices = Mutex<[String]>([])
        let post: @Sendable (InspectorEvent) -> Void = { event in
            if case .notice(let notice) = event { notices.withLock { $0.append(notice.text) } }
        }
        let runner = EffectRunner(
            models: ModelLoader(options: EngineOptions(), post: post), store: SessionStore(folder: "/proc/erank"), demos: [],
            bookmarks: BookmarkStore(environment: ["XDG_STATE_HOME": folder.path]), post: post)
        runner.beginSession()
        let leaving = Effect.leave(Place(), for: destination)
        let recorder = try #require(runner.recorder)
        let verdict = SessionEvent.judgment(Judgment(queryID: "1", documentID: "d", verdict: .grade(2), judge: "you"))
        func isSaid(_ count: Int) -> Bool { notices.withLock { $0.last?.contains(": \(count) event") == true } }
        _ = runner.perform(.append(verdict))
        #expect(runner.perform(leaving) == nil)
        #expect(isSaid(1))
        _ = runner.perform(.append(verdict))
        #expect(runner.perform(leaving) == nil)
        #expect(isSaid(2))
        #expect(runner.losses.isEmpty)
        #expect(runner.recorder === recorder)
        let requests = runner.perform(leaving)
        #expect(runner.recorder !== recorder)
        #expect(runner.losses.map { $0.problem.hasPrefix("2 events are lost: ") } == [true])
        guard case .end = destination else { return }
        guard case .end? = requests?.first else {
            Issue.record("the screens stay")
            return
        }
    }

    /// The model's context of 512 tokens has no room for a document beside 512 new tokens.
    @MainActor @Test func aRunWithoutRoomForADocumentIsRefused() async throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let (events, continuation) = AsyncStream.makeStream(of: InspectorEvent.self)
        let post: @Sendable (InspectorEvent) -> Void = { continuation.yield($0) }
        let models = ModelLoader(options: EngineOptions(), post: post)
        let runner = EffectRunner(
            models: models, store: SessionStore(folder: folder.path), demos: [],
            bookmarks: BookmarkStore(environment: ["XDG_STATE_HOME": folder.path]), post: post)
        runner.beginSession()
        models.load(Fixtures.path("llama.gguf"))
        var refused = ""
        for await event in events {
            if case .model(.ready(let model)) = event {
                let task = RerankingTask(
                    query: Query(id: "q", text: "which"),
                    candidates: [Candidate(document: Document(id: "d", text: "carp"), firstStageRank: 1, firstStageScore: 1)])
                let planned = try #require(SessionState().plan([task], model: model, settings: RunSettings()).runs.first)
                _ = runner.perform(.run(planned))
            }
            if case .model(.failed(_, let sentence)) = event { refused = sentence }
            if case .runRefused(_, let sentence) = event { refused = sentence }
            if !refused.isEmpty { break }
        }
        #expect(refused.hasPrefix("the run did not start: the model's context has no room for a document"), "\(refused)")
    }

    @Test func placesAreFoundAgainAndDroppedWithTheirSessions() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let session = folder.appendingPathComponent("a.jsonl")
        try Data().write(to: session)
        let environment = ["XDG_STATE_HOME": folder.path]
        var store = BookmarkStore(environment: environment)
        let place = Place(screen: ScreenName(rawValue: "inside"), selected: 3, run: 1, token: 9, follow: .top)
        store.contents.places = [session.path: place, folder.path + "/gone.jsonl": Place()]
        store.contents.histories = ["query": ["do goldfish grow?"]]
        store.save()
        let again = BookmarkStore(environment: environment)
        #expect(again.contents.places == [session.path: place])
        #expect(again.contents.histories == ["query": ["do goldfish grow?"]])
        // Two windows: the one that ends last keeps what the other wrote of other sessions.
        try Data().write(to: folder.appendingPathComponent("b.jsonl"))
        var (first, second) = (BookmarkStore(environment: environment), BookmarkStore(environment: environment))
        first.contents.places[folder.path + "/b.jsonl"] = place
        first.save()
        second.contents.model = "m"
        second.save()
        let both = BookmarkStore(environment: environment).contents
        #expect(both.places.count == 2 && both.model == "m")
        // A path is kept as it is from any folder.
        #expect(BookmarkStore.kept("x/y.jsonl") == FileManager.default.currentDirectoryPath + "/x/y.jsonl")
        #expect(BookmarkStore.kept("/x/y.jsonl") == "/x/y.jsonl")
        // An entry that another version wrote costs itself alone.
        let readable = #"{"screen":"rank","selected":1,"token":0,"follow":"stay"}"#
        let other = #"{"model":"m","histories":7,"places":{"a":{"screen":7},"b":\#(readable)}}"#
        try Data(other.utf8).write(to: folder.appendingPathComponent("erank/screens.json"))
        let contents = BookmarkStore(environment: environment).contents
        #expect(contents.model == "m" && contents.histories == nil && Array(contents.places.keys) == ["b"])
        try Data("damaged".utf8).write(to: folder.appendingPathComponent("erank/screens.json"))
        #expect(BookmarkStore(environment: environment).contents.places.isEmpty)
    }

    @Test func aBEIRFolderListsItsQueriesWithARun() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        func write(_ name: String, _ text: String) throws {
            try Data(text.utf8).write(to: folder.appendingPathComponent(name))
        }
        let loading = CandidateLoading(path: folder.path)
        func listing(_ run: Int = 0) throws -> QueryListing? {
            guard case .queries(let listing) = try loading.read(for: Query(id: "1", text: ""), run: run) else { return nil }
            return listing
        }
        try write("corpus.jsonl", #"{"_id":"a","title":"","text":"one"}"# + "\n" + #"{"_id":"b","title":"","text":"two"}"# + "\n")
        try write("queries.jsonl", #"{"_id":"1","text":"first"}"# + "\n" + #"{"_id":"2","text":"second"}"# + "\n")
        try write("qrels.trec", "1 0 a 1\n2 0 b 1\n")
        #expect(throws: Failure.self) { try listing() }
        try write("bm25.trec", "1 Q0 a 1 2.0 x\n2 Q0 b 1 2.0 x\n2 Q0 a 2 1.0 x\n")
        try write("other.run", "2 Q0 a 1 2.0 x\n")
        let all = try #require(try listing())
        #expect(all.entries.map(\.query.id) == ["1", "2"] && all.entries.map(\.documentCount) == [1, 2])
        #expect(all.runs.map { ($0 as NSString).lastPathComponent } == ["bm25.trec", "other.run"] && all.run == 0)
        let other = try #require(try listing(1))
        #expect(other.entries.map(\.query.id) == ["2"] && other.run == 1)
        let tasks = try loading.tasks(of: ["2"], run: all.runs[0], depth: 1).value
        #expect(tasks.map(\.query.id) == ["2"] && tasks.first?.candidates.map(\.document.id) == ["b"])
    }

    /// A file with several queries lists them too, and none is taken silently.
    @Test func aFileWithSeveralQueriesListsThem() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.path + "/queries.tsv"
        try Data("1\td1\tred shoes\tone\n2\td2\tboots\ttwo\n".utf8).write(to: URL(fileURLWithPath: path))
        guard case .queries(let listing) = try CandidateLoading(path: path).read(for: Query(id: "1", text: "")) else {
            Issue.record("no list")
            return
        }
        #expect(listing.entries.map(\.query.text) == ["red shoes", "boots"] && listing.runs.isEmpty)
        let tasks = try CandidateLoading(path: path).tasks(of: ["2"], run: nil, depth: 100).value
        #expect(tasks.map(\.query.text) == ["boots"])
    }

    /// A comparison that was recorded elsewhere opens as one, on whatever screen the person was last.
    @MainActor @Test func aSessionOfTwoJobsOpensAsAComparison() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.path + "/s.jsonl"
        try FileManager.default.copyItem(
            atPath: Fixtures.path("../../Sessions/2026-11-27-does-the-thought-help.jsonl"), toPath: path)
        for (place, screen) in [(nil, ScreenName.compare), (Place(screen: .judge), .judge)] {
            let opened = Mutex<OpenedSession?>(nil)
            EffectRunner.read(path, at: place, number: 1) { event in
                if case .opened(let session) = event { opened.withLock { $0 = session } }
            }
            let session = opened.withLock { $0 }
            #expect(session?.place?.screen == screen)
            session?.file?.close()
        }
    }

    /// A job of the session beside another file; a file that cannot be read says so, and the session is there again.
    @MainActor @Test func aJobIsHeldBesideAnotherFile() async throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let own = folder.path + "/own.jsonl"
        try FileManager.default.copyItem(
            atPath: Fixtures.path("../../Sessions/2026-11-27-does-the-thought-help.jsonl"), toPath: own)
        let query = try #require(SessionReader(path: own).state().topics.first?.query.id)
        try Data("\(query) Q0 g01 1 2 x\n\(query) Q0 g02 2 1 x\nno line\n".utf8).write(to: folder.appending(path: "r.trec"))
        try Data("9 Q0 g01 1 2 x\n".utf8).write(to: folder.appending(path: "other.trec"))
        let (events, continuation) = AsyncStream.makeStream(of: InspectorEvent.self)
        let post: @Sendable (InspectorEvent) -> Void = { continuation.yield($0) }
        let runner = EffectRunner(
            models: ModelLoader(options: EngineOptions(), post: post), store: SessionStore(folder: folder.path), demos: [],
            bookmarks: BookmarkStore(environment: ["XDG_STATE_HOME": folder.path]), post: post)
        func compare(_ name: String) async -> (opened: OpenedSession?, notice: String?) {
            let beside = ComparedBeside(job: JobID(2), isB: true, options: ComparisonOptions())
            runner.compare(own, with: folder.path + "/" + name, beside)
            var (opened, said): (OpenedSession?, String?) = (nil, nil)
            for await event in events {
                if case .opened(let session) = event { opened = session }
                // Tests beside this one may say something too.
                if case .notice(let notice) = event, notice.text.contains(name) { said = notice.text }
                if opened != nil, said != nil { break }
            }
            return (opened, said)
        }
        // As while the screens have the terminal.
        StandardError.redirect { post(.notice(Notice(.information, $0))) }
        defer { StandardError.redirect(to: nil) }
        let both = await compare("r.trec")
        #expect(both.opened?.name == "own.jsonl#2, r.trec" && both.opened?.whyReadOnly != nil)
        #expect(both.opened?.state.recordedTags == ["r.trec"] && both.opened?.place?.screen == .compare)
        #expect(both.notice?.contains("1 of 3 lines left out: ") == true)
        for (name, words) in [("other.trec", "no query in common"), ("none.trec", "there is no such file")] {
            let back = await compare(name)
            #expect(back.opened?.name == "own" && back.opened?.whyReadOnly == nil)
            #expect(back.notice?.contains(words) == true, "\(back.notice ?? "")")
            back.opened?.file?.close()
        }
    }

    @Test func timesInAFewWords() throws {
        var clock = SessionClock()
        clock.calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
        clock.now = Date(timeIntervalSince1970: 1_700_000_000)  // 14 November 2023, 22:13.
        #expect(clock.words(for: clock.now) == "today 22:13")
        #expect(clock.words(for: clock.now - 86_400) == "yest. 22:13")
        #expect(clock.words(for: clock.now - 40 * 86_400) == "5 Oct")
        #expect(clock.words(for: clock.now - 400 * 86_400) == "10 Oct 2022")
    }
}
