import Inference
import Relevance
import Reranking
import Sessions
import Terminal
import TestSupport
import Testing

@testable import Inspector

/// Every label says what is so: of the run in view, of the document in view, of what a key does next.
@Suite struct FactsTests {
    static let wide = Size(width: 120, height: 40)

    private func text(_ state: InspectorState, _ size: Size = wide) -> String { state.render(size: size, theme: Theme()).text }

    private func header(_ state: InspectorState, _ size: Size = wide) -> [String] {
        text(state, size).split(separator: "\n", omittingEmptySubsequences: false).prefix(2).map(String.init)
    }

    private static let other = ModelDescription(
        name: "large-9b", file: "", sha256: "other", architecture: "", quantisation: "", parameters: 0, contextLength: 1,
        engine: "", threads: 1, batchLimit: 1, machine: "")

    // MARK: The header

    @Test func theHeaderNamesTheModelOfTheRunInView() {
        var state = Fixture.state(Fixture.setUp + Fixture.run())
        for status in [
            ModelStatus.ready(Self.other), .chosen(name: "large-9b", source: "large-9b"), .none,
            .loading(name: "large-9b", fraction: nil),
        ] {
            _ = state.handle(.model(status))
            #expect(header(state)[0].contains("small-1b"), "\(status)")
        }
        _ = state.handle(.model(.ready(Self.other)))
        #expect(!header(state)[0].contains("large-9b"))
        #expect(header(state)[1].contains("R runs with large-9b") || header(state)[1].contains("large-9b"))
    }

    @Test func theHeaderNamesTheSourceOfTheRunInView() {
        let others = Array(Fixture.candidates.prefix(3))
        let events =
            Fixture.setUp + Fixture.run() + [
                .query(Query(id: "9", text: "other")), .candidates(others, source: "elsewhere.jsonl"),
            ]
        var state = Fixture.state(events)
        #expect(header(state)[1].contains("from elsewhere.jsonl"))
        state.keys(.character("K"))
        #expect(header(state)[1].contains("from goldfish.jsonl"))
    }

    /// `[` and `]` stay with the query; the header counts its runs and names the job.
    @Test func runsAreThoseOfTheQuery() {
        var state = Fixture.state(Fixture.twoQueriesTwice)
        state.keys(.character("K"))
        let first = state.board.query.id
        #expect(state.board.ownRuns.count == 2 && header(state)[1].contains("run 2 of 2, job 2"))
        state.keys(.character("["))
        #expect(state.board.query.id == first && header(state)[1].contains("run 1 of 2, job 1"))
        state.keys(.character("["))
        #expect(state.notice?.text == "this is the first run of this query")
        state.keys(.character("]"), .character("]"))
        #expect(state.board.query.id == first && state.notice?.text == "this is the last run of this query")
    }

    /// Before the first run there is neither a first one nor a last.
    @Test func withoutARunThereIsNoneToGoTo() {
        var state = Fixture.state(Fixture.setUp)
        for key in ["[", "]"] {
            state.keys(.character(Character(key)))
            #expect(state.notice?.text.hasPrefix("no run of this query yet") == true, "\(key)")
        }
        var empty = Fixture.state([])
        empty.keys(.character("a"))
        #expect(empty.notice?.text == "no query yet: e types one")
    }

    /// A list that has nothing to take stays and says so; Ctrl-W and Ctrl-U mend what narrows it.
    @Test func aListWithoutAMatchStays() {
        var state = Fixture.state(Fixture.setUp)
        state.keys(.character("m"))
        state.type("tiny zzz")
        _ = state.keys(.enter)
        #expect(state.overlay?.picker?.chosen == nil && state.notice?.text == "nothing in the list matches 'tiny zzz'")
        state.keys(.control("w"))
        #expect(state.overlay?.picker?.filter == "tiny " && state.overlay?.picker?.chosen?.title == "tiny-135m")
        state.keys(.control("u"))
        #expect(state.overlay?.picker?.filter.isEmpty == true)
    }

    /// A document that was seen in a ranking is no secret in the measures; what others grade stays one.
    @Test func whatWasSeenIsNotHidden() {
        let seen = SessionEvent.seen(judge: "ann", queryID: "1", documentIDs: ["d01", "d02"])
        let sitting = Sitting(Fixture.setUp + [Fixture.judgment("d02", 2, by: "bob"), seen, Fixture.judgment("d01", 3)])
        var board = sitting.state.board
        board.evaluate(allQueries: false)
        let documents = MeasuredDocument.all(of: .ndcg(at: 10), board)
        #expect(documents.first { $0.id == "d02" }.map { !$0.isHidden && $0.grade == nil && $0.share == 0 } == true)
        #expect(documents.first { $0.id == "d03" }?.isHidden == true)
    }

    /// The start page belongs to no session.
    @Test func theStartPageIsNotReadOnly() {
        var sitting = Sitting([])
        var session = SessionState()
        session.apply(TimedEvent(milliseconds: 0, event: .query(Fixture.query)))
        sitting.reopen(session, on: .rank, isWritable: false)
        #expect(sitting.text().contains("READ ONLY"))
        sitting.press("S")
        #expect(!sitting.text().contains("READ ONLY") && sitting.state.place.screen == .rank)
    }

    /// A document of another text under the id of a judged one is said: the grade stands by the id.
    @Test func aJudgedDocumentThatChangedIsSaid() {
        var sitting = Sitting(Fixture.setUp + [Fixture.judgment("d01", 2)])
        let all = Fixture.candidates
        sitting.take([.append(.candidates(all, source: "again.jsonl"))])
        #expect(sitting.state.notice == nil)
        var changed = all
        changed[0].document = Document(id: all[0].document.id, text: "something else")
        changed[1].document = Document(id: all[1].document.id, text: "something else")
        sitting.take([.append(.candidates(changed, source: "other.jsonl"))])
        #expect(
            sitting.state.notice?.text
                == "1 document judged before under the same id had another text: give documents ids of their own")
    }

    /// All queries that lack a run with these settings are one job, the one in view first; the others do not change the view.
    @Test func allQueriesAreOneJob() throws {
        var state = Fixture.state(Fixture.twoQueriesTwice)
        _ = state.handle(.model(.ready(Fixture.larger)))
        func planned(_ effects: [Effect]) -> [PlannedRun]? {
            effects.lazy.compactMap { effect -> [PlannedRun]? in
                switch effect {
                case .runAll(let runs): runs
                case .run(let run): [run]
                default: nil
                }
            }.first
        }
        #expect(planned(state.keys(.character("a"))) == nil)
        #expect(state.notice?.text == "every query is scored with these settings: R scores the one shown again")
        _ = state.handle(.journal(TimedEvent(milliseconds: 1, event: .query(Query(id: "1", text: "do carp grow?")))))
        #expect(try #require(planned(state.keys(.character("a")))).map(\.request.query.id) == ["1"])
        var other = Fixture.state(Fixture.twoQueries + Fixture.run())
        _ = other.handle(.model(.ready(Self.other)))
        let effects = other.keys(.character("a"))
        let shown = other.board.query.id
        #expect(try #require(planned(effects)).map(\.request.query.id) == [shown] + ["1", "2"].filter { $0 != shown })
        for case .append(let event) in effects { _ = other.handle(.journal(TimedEvent(milliseconds: 1, event: event))) }
        for run in try #require(planned(effects)) {
            _ = other.handle(.journal(TimedEvent(milliseconds: 2, event: .runStarted(run.id, run.request))))
        }
        #expect(other.board.query.id == shown && header(other)[1].contains("job 2: 0 of 2 queries"))
        #expect(other.board.whyNotRunAll(other.keyNames)?.contains("X cancels") == true)
    }

    @Test func aCancelledRunScoredNothing() {
        let candidates = Fixture.candidates
        var events = Fixture.setUp + [SessionEvent.start(query: Fixture.query, of: candidates, by: Fixture.model)]
        events += candidates.indices.map { .run(.finished(document: $0, DocumentResult(outcome: .cancelled))) }
        events.append(.run(.ended(RunStatistics(documents: 12, seconds: 1.7, promptTokens: 0, newTokens: 0))))
        let state = Fixture.state(events)
        for size in [Size(width: 80, height: 24), Self.wide, Size(width: 200, height: 60)] {
            #expect(header(state, size)[0].contains("0 of 12 scored, 12 cancelled"))
            #expect(!header(state, size)[0].contains("docs/s"))
        }
    }

    @Test func theHeaderSaysWhichQuery() {
        let state = Fixture.state(Fixture.twoQueries)
        for size in [Size(width: 80, height: 24), Self.wide] { #expect(header(state, size)[1].contains("query 2/2")) }
    }

    @Test func aModelThatDoesNotSpeakTheFormatIsSaid() {
        func state(_ other: Double) -> InspectorState {
            let candidates = Fixture.candidates
            var events = Fixture.setUp + [SessionEvent.start(query: Fixture.query, of: candidates, by: Fixture.model)]
            events += candidates.indices.map { index in
                let distribution = Fixture.distribution(peak: 2, mass: (1 - other) / 2, other: other)
                return .run(
                    .finished(
                        document: index,
                        DocumentResult(outcome: .scored(answer: 2, forced: false), distribution: distribution)))
            }
            return Fixture.state(events)
        }
        for size in [Size(width: 80, height: 24), Self.wide] {
            #expect(header(state(0.94), size)[1].contains("off scale 94 %"))
            #expect(!header(state(0.3), size)[1].contains("off scale"))
        }
    }

    // MARK: Why this score

    /// The value stands first, so that no width cuts it.
    @Test func theScoreIsNeverCutBeforeItsValue() {
        var state = Fixture.state(Fixture.setUp + Fixture.run())
        state.keys(.tab, .tab, .tab)
        let score = Figures.score(state.board.rows.ranking[0].score ?? 0)
        state.board.selectTop()
        for width in 60...220 {
            for height in [24, 40, 60] {
                let text = text(state, Size(width: width, height: height))
                let line = text.split(separator: "\n").first { $0.contains("score     ") && !$0.contains("rank by") }
                #expect(line?.contains("score     \(score)") == true, "\(width)x\(height): \(line ?? "none")")
            }
        }
    }

    // MARK: Lists

    @Test func aNewNameInAListIsTaken() {
        var sitting = Sitting.judging(Fixture.setUp)
        sitting.press("w")
        sitting.press("bob")
        #expect(sitting.text().contains("bob") && sitting.text().contains("judges from here on"))
        sitting.press(.enter)
        #expect(sitting.written.last == .judge("bob"))
        // A name whose letters stand in another item too is taken as it is.
        sitting.press("w")
        sitting.press("ed")
        sitting.press(.enter)
        #expect(sitting.written.last == .judge("ed"))
        // The beginning of a known name is a name too; the known one is a row below.
        var known = Sitting.judging(Fixture.setUp + [Fixture.judgment("d01", 1, by: "bobby")])
        known.press("w")
        known.press("bob")
        known.press(.enter)
        #expect(known.written.last == .judge("bob"))
        known = Sitting.judging(Fixture.setUp + [Fixture.judgment("d01", 1, by: "bobby"), .judge("cy")])
        known.press("w")
        known.press("bob")
        known.press(.down, .enter)
        #expect(known.written.last == .judge("bobby"))
    }

    /// What was opened no deeper than asked is said, and the depth is a key away.
    @Test func theHeaderSaysHowDeepItGoes() {
        var sitting = Sitting(Fixture.setUp)
        #expect(!sitting.text().contains("depth 5 of 12"))
        sitting.press("d")
        #expect(sitting.text().contains("Depth: how many documents of a query are scored"))
        sitting.state.type("5")
        sitting.take(sitting.state.keys(.enter))
        #expect(sitting.state.session.settings.depth == 5 && sitting.text().contains("depth 5 of 12"))
        // Any number will do, and nothing else; what is shown goes as deep.
        sitting.press("d")
        sitting.state.type("4")
        sitting.take(sitting.state.keys(.enter))
        #expect(sitting.state.session.settings.depth == 4 && sitting.state.board.rows.count == 4)
        // What is typed is taken, though the list has 20 too; but no number that is no depth.
        sitting.press("d")
        sitting.state.type("2")
        sitting.take(sitting.state.keys(.enter))
        #expect(sitting.state.session.settings.depth == 2)
        sitting.press("d")
        sitting.state.type("0")
        sitting.take(sitting.state.keys(.enter))
        #expect(sitting.state.session.settings.depth == 2)
        #expect(sitting.state.notice?.text == "a depth is a number from 1 to 1,000,000: it is still 2")
    }

    /// While another model loads, a run is asked of that one.
    @Test func aRunWaitsForTheModelThatIsLoading() {
        var sitting = Sitting(Fixture.setUp + Fixture.settledRun())
        _ = sitting.state.handle(.model(.loading(name: "large-7b", fraction: 0.5)))
        sitting.press("r")
        #expect(sitting.state.notice?.text.contains("starts as soon as large-7b is loaded") == true)
        #expect(sitting.state.board.wishes.whenReady == .new)
    }

    /// One query of a job that is resumed later is no job of all its queries.
    @Test func aPauseIsNoPace() throws {
        var session = SessionState()
        func apply(_ milliseconds: Int, _ event: SessionEvent) {
            session.apply(TimedEvent(milliseconds: milliseconds, event: event))
        }
        for event in Fixture.twoQueriesTwice { apply(session.milliseconds + 100, event) }
        let first = try #require(session.runs.first { $0.request.job == JobID(2) })
        func isOne(_ run: RunState) -> Bool { JobProgress(of: run, in: session, clock: session.milliseconds) != nil }
        #expect(isOne(first))
        apply(session.milliseconds + 600_000, .runStarted(first.id, first.request))
        let again = try #require(session.run(first.id))
        #expect(!isOne(again))
    }

    @Test func aNewPathAndANewInstructionAreTaken() {
        var state = Fixture.state(Fixture.setUp)
        _ = state.handle(.catalogue(Fixture.catalogue))
        state.keys(.character("m"))
        state.type("/models/x.gguf")
        #expect(state.keys(.enter) == [.loadModel("/models/x.gguf")])
        state.keys(.character("i"))
        state.type("Find the price.")
        guard case .append(.settings(let settings)) = state.keys(.enter).first else {
            Issue.record("the instruction was not taken")
            return
        }
        #expect(settings.instruction == "Find the price.")
    }

    // MARK: Collections

    static let listing = QueryListing(
        path: "data/cranfield", runs: ["data/cranfield/bm25.trec", "data/cranfield/dense.run"],
        entries: [("1", "wing flutter"), ("2", "heat transfer"), ("3", "boundary layer")].map {
            QueryOutline(query: Query(id: $0.0, text: $0.1, collection: "cranfield"), documentCount: 100)
        })

    @Test func aCollectionsQueriesAreChosenFromAList() {
        var state = Fixture.state([])
        state.keys(.character("o"))
        state.type("data/cranfield")
        #expect(
            state.keys(.enter)
                == [.openCandidates(path: "data/cranfield", query: state.session.query, known: state.session.queries)])
        _ = state.handle(.queries(Self.listing))
        let text = text(state, Size(width: 80, height: 24))
        for words in ["cranfield: 3 queries", "run bm25.trec", "1/2", "depth 100", "0 marked", "heat transfer"] {
            #expect(text.contains(words), "\(words)")
        }
        // Another run is asked for; the same queries keep their marks.
        state.keys(.tab)
        #expect(
            state.keys(.control("r"))
                == [.openCandidates(path: "data/cranfield", run: 1, query: state.session.query, known: state.session.queries)])
        var dense = Self.listing
        dense.run = 1
        _ = state.handle(.queries(dense))
        // Narrowed by typing, another is marked; fewer candidates.
        state.type("layer bound")
        state.keys(.tab, .left)
        let marked = self.text(state, Size(width: 80, height: 24))
        #expect(marked.contains("2 marked") && marked.contains("dense.run") && marked.contains("depth 50"))
        // No more documents than that are opened, so the settings, which go deeper, stay: other queries' runs are not outdated.
        #expect(
            state.keys(.enter) == [
                .openQueries(
                    path: "data/cranfield", run: "data/cranfield/dense.run", ids: ["1", "3"], depth: 50,
                    known: state.session.queries)
            ])
        // They come in one after the other, and the first of them is shown.
        let (first, third) = (Self.listing.entries[0].query, Self.listing.entries[2].query)
        for (offset, query) in [first, third].enumerated() {
            let candidates = Array(Fixture.candidates.prefix(3 + offset))
            for event in [SessionEvent.query(query), .candidates(candidates, source: "cranfield (dense.run)")] {
                _ = state.handle(.journal(TimedEvent(milliseconds: 10_000, event: event)))
            }
        }
        #expect(state.board.query == first && state.board.candidates.count == 3)
        #expect(header(state)[1].contains("query 1/2") && header(state)[1].contains("cranfield (dense.run)"))
        state.keys(.character("J"))
        #expect(state.board.query == third && state.board.candidates.count == 4)
    }

    @Test func withoutMarksTheSelectedQueryIsOpened() {
        var state = Fixture.state([.query(Query(id: "x", text: "heat transfer"))])
        _ = state.handle(.queries(Self.listing))
        // The query typed before is selected, where the collection has it.
        guard case .openQueries(_, _, let ids, 100, _)? = state.keys(.enter).last else {
            Issue.record("nothing is opened")
            return
        }
        #expect(ids == ["2"])
        _ = state.handle(.queries(Self.listing))
        state.keys(.control("a"))
        guard case .openQueries(_, _, let all, _, _)? = state.keys(.enter).last else {
            Issue.record("nothing is opened")
            return
        }
        #expect(all == ["1", "2", "3"])
        _ = state.handle(.queries(Self.listing))
        #expect(state.keys(.escape).isEmpty && state.overlay == nil)
    }

    // MARK: Judging to the end

    /// As many keys too many as somebody hits: none of them changes a grade.
    @Test func keysAfterTheLastDocumentGradeNothing() {
        var sitting = Sitting.judging(Fixture.setUp)
        sitting.press(String(repeating: "1", count: 12))
        let count = sitting.judgments.count
        #expect(count == 12 && sitting.text().contains("Every document of this query is judged."))
        sitting.press("0320sc")
        #expect(sitting.judgments.count == count)
        #expect(sitting.state.notice?.text.hasPrefix("every document of this query has your verdict: h goes back") == true)
        sitting.press("h")
        sitting.press("2")
        #expect(sitting.judgments.count == count + 1)
        #expect(sitting.text().contains("Every document of this query is judged."))
    }

    // MARK: Notices

    @Test func noticesLeaveByThemselvesAndNeverCoverTheFooter() {
        var state = Fixture.state(Fixture.setUp + Fixture.run())
        state.keys(.character("g"))
        let size = Size(width: 80, height: 24)
        func footer() -> Substring? {
            text(state, size).split(separator: "\n", omittingEmptySubsequences: false).dropFirst(23).first
        }
        let before = footer()
        state.keys(.character("f"))
        #expect(text(state, size).contains("the selection follows the top of the ranking"))
        #expect(footer() == before && footer()?.contains("look inside") == true)
        #expect(state.ticking != .never)
        state.pass(frame: 60_000, session: nil)
        #expect(state.notice == nil && state.ticking == .never)
        _ = state.handle(.notice(Notice(.failure, "a failure stays longer")))
        state.pass(frame: 66_000, session: nil)
        #expect(state.notice != nil)
        state.pass(frame: 75_000, session: nil)
        #expect(state.notice == nil && state.messages.all.last?.text == "a failure stays longer")
    }

    // MARK: Sorting

    @Test(arguments: RankSort.allCases) func theRankingSortsByAnyColumn(sort: RankSort) throws {
        var state = Fixture.state(Fixture.setUp + Fixture.run())
        let index = try #require(RankSort.allCases.firstIndex(of: sort))
        func choose() {
            state.keys(.character("t"))
            state.type(sort.name)
            state.keys(.enter)
        }
        choose()
        let order = state.board.rows.order
        #expect(order.sorted() == Array(0..<12), "\(index)")
        // Documents without a value stand last whichever way; the others stand in order.
        let keys = order.map { sort.key(of: $0, state.board) }
        #expect(keys.drop { $0 != nil }.allSatisfy { $0 == nil })
        let numbers = keys.compactMap { if case .number(let number)? = $0 { number } else { nil } }
        // Rows rise or fall, and the screen says which.
        let isFalling = sort == .rank ? true : sort.fallsFirst
        #expect(isFalling ? numbers == numbers.sorted(by: >) : numbers == numbers.sorted())
        #expect(text(state).contains("sorted by \(sort.name), \(isFalling ? "falling" : "rising")"))
        // j moves by rows as they are shown.
        state.keys(.character("g"), .character("j"))
        #expect(state.board.selected == order[1])
        choose()
        #expect(state.board.rows.order != order || numbers.count < 2 || Set(numbers).count < 2)
    }

    /// A result that lands finds its row in whatever order the rows are.
    @Test func sortedRowsStaySorted() {
        var state = Fixture.state(Fixture.setUp + Fixture.run(finished: 5))
        state.keys(.character("t"))
        state.type("entropy")
        state.keys(.enter)
        for (offset, event) in Fixture.run().dropFirst(Fixture.run(finished: 5).count - 1).enumerated() {
            _ = state.handle(.journal(TimedEvent(milliseconds: 100_000 + offset, event: event)))
            _ = state.update()
            let values = state.board.rows.order.compactMap { state.board.progress(of: $0)?.result?.distribution?.entropy }
            #expect(values == values.sorted(by: >))
        }
    }

    @Test func aClickOnATitleSorts() throws {
        var state = Fixture.state(Fixture.setUp + Fixture.run())
        let lines = text(state, Size(width: 80, height: 24)).split(separator: "\n", omittingEmptySubsequences: false)
        let y = try #require(lines.firstIndex { $0.contains(" title") && $0.contains("score") })
        let x = try #require(lines[y].firstRange(of: "title")).lowerBound
        let point = Point(x: lines[y].distance(from: lines[y].startIndex, to: x), y: y)
        _ = state.handle(.terminal(.mouse(Mouse(kind: .press, point: point))))
        #expect(text(state, Size(width: 80, height: 24)).contains("sorted by title, rising"))
    }

    // MARK: Inside

    /// Every outcome can be looked into: what came of it is told.
    @Test(arguments: [
        DocumentResult(outcome: .unreadable("about 7")), DocumentResult(outcome: .outOfRange(11)),
        DocumentResult(outcome: .cutOff),
        DocumentResult(outcome: .failed("no memory")), DocumentResult(outcome: .cancelled), Fixture.scored(3, 0.8, forced: true),
    ]) func everyOutcomeCanBeLookedInto(result: DocumentResult) {
        for mode in [ScoringMode.reasoned, .direct] {
            for thought in ["", "It says so."] {
                let candidates = Fixture.candidates
                var settings = Fixture.settings
                settings.mode = mode
                var events =
                    Fixture.setUp + [.start(query: Fixture.query, of: candidates, by: Fixture.model, settings: settings)]
                if !thought.isEmpty { events += Fixture.tokens(of: thought).map { .run(.token(document: 0, $0)) } }
                events.append(.run(.finished(document: 0, result)))
                var state = Fixture.state(events)
                state.board.select(0)
                state.keys(.enter)
                #expect(state.screenName == .inside)
                for size in [Size(width: 80, height: 24), Self.wide, Size(width: 200, height: 60)] {
                    let text = text(state, size)
                    #expect(text.contains("Inside d01"))
                    if case .scored = result.outcome { #expect(text.contains("forced 3"), "\(mode) \(size)\n\(text)") }
                }
                // Without a thought, the document has its place.
                #expect(
                    text(state, Size(width: 80, height: 24)).contains(candidates[0].document.text.prefix(20)) == thought.isEmpty)
                state.keys(.tab)
                let isThere = text(state, Size(width: 80, height: 24)).contains(candidates[0].document.text.prefix(20))
                #expect(isThere)
                #expect(text(state, Size(width: 200, height: 60)).contains("Inside d01"))
            }
        }
    }

    // MARK: The model

    @Test func aSessionLoadsNoModelUntilItRuns() {
        var state = Fixture.state(Fixture.setUp)
        _ = state.handle(.model(.chosen(name: "small-1b", source: "small-1b")))
        #expect(header(state)[0].contains("small-1b") && state.ticking == .never)
        #expect(state.keys(.character("r")) == [.loadModel("small-1b")])
        _ = state.handle(.model(.loading(name: "small-1b", fraction: 0.5)))
        #expect(header(state)[0].contains("loading small-1b 50 %, then runs"))
        #expect(state.handle(.model(.ready(Fixture.model))) == Fixture.starts())
    }

    @Test func theListOfModelsMarksTheOneInUse() {
        for status in [ModelStatus.ready(Fixture.model), .chosen(name: "small-1b", source: "small-1b")] {
            var state = Fixture.state(Fixture.setUp)
            _ = state.handle(.catalogue(Fixture.catalogue))
            _ = state.handle(.model(status))
            state.keys(.character("m"))
            let lines = text(state).split(separator: "\n").filter { $0.contains("in use") }
            #expect(lines.count == 1 && lines.first?.contains("small-1b") == true && lines.first?.contains("▌") == true)
        }
    }
}
