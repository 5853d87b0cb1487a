import Comparing
import Foundation
import Inference
import Relevance
import Reranking
import Sessions
import TestSupport
import Terminal
import Testing

@testable import Inspector

/// Two rankings of a session side by side, driven by keys.
@Suite struct CompareTests {
    private func compareScreen(_ sitting: Sitting) -> CompareScreen? {
        sitting.state.screens.compactMap { $0 as? CompareScreen }.first
    }

    private func compared(_ events: [SessionEvent], size: Size = Size(width: 120, height: 40)) -> Sitting {
        var sitting = Sitting(events, size: size)
        sitting.press("c")
        return sitting
    }

    private func text(_ sitting: Sitting) -> String { sitting.state.render(size: sitting.state.size, theme: Theme()).text }

    private func choose(_ words: String, _ sitting: inout Sitting) {
        sitting.press(words)
        sitting.press(.enter)
    }

    // MARK: Sides

    @Test func theRunInViewIsComparedWithTheOneBefore() throws {
        let sitting = compared(Fixture.bothRuns)
        let screen = try #require(compareScreen(sitting))
        #expect(screen.a == .job(JobID(1)) && screen.b == .job(JobID(2)))
        #expect(text(sitting).contains("A job 1: small-1b reasoned   B job 2: large-7b reasoned"))
        #expect(text(sitting).contains("differs: model small-1b | large-7b"))
        // With one run, the first stage is the other side.
        let one = try #require(compareScreen(compared(Fixture.setUp + Fixture.run())))
        #expect(one.a == .firstStage && one.b == .job(JobID(1)))
    }

    /// A session with one ranking has nothing to hold against it, which is said.
    @Test func oneRankingAloneIsNoComparison() {
        #expect(text(compared(Fixture.setUp)).contains("A and B are the same ranking: b chooses a job, a model to run or a file"))
    }

    /// Esc goes back to the table or picture whose row was opened.
    @Test func escapeGoesBackToTheTable() throws {
        var sitting = compared(Fixture.twoQueriesTwice)
        sitting.press(.tab, .tab)
        #expect(compareScreen(sitting)?.view == .queries)
        sitting.press(.enter)
        #expect(compareScreen(sitting)?.view == .documents)
        sitting.press(.escape)
        #expect(compareScreen(sitting)?.view == .queries && sitting.state.screenName == .compare)
        sitting.press(.tab, .tab)
        #expect(compareScreen(sitting)?.view == .pictures)
        sitting.press(.enter)
        #expect(compareScreen(sitting)?.view == .queries && compareScreen(sitting)?.queries.filter != .all)
        sitting.press(.escape)
        #expect(compareScreen(sitting)?.view == .pictures && compareScreen(sitting)?.queries.filter == .all)
    }

    @Test func sidesAreSwappedAndChosen() throws {
        var sitting = compared(Fixture.bothRuns)
        let before = try #require(compareScreen(sitting)?.query)
        sitting.press("x")
        let after = try #require(compareScreen(sitting)?.query)
        #expect(compareScreen(sitting)?.a == .job(JobID(2)))
        #expect(before.correlation.kendallTauB == after.correlation.kendallTauB)
        #expect(before.documents.compactMap(\.move).reduce(0) { $0 + abs($1) } > 0)
        for document in before.documents {
            let mirrored = after.documents.first { $0.id == document.id }
            #expect(mirrored?.move == document.move.map { -$0 }, "\(document.id)")
        }
        sitting.press("b")
        choose("first", &sitting)
        #expect(compareScreen(sitting)?.b == .firstStage)
        sitting.press("a")
        choose("small", &sitting)
        #expect(compareScreen(sitting)?.a == .job(JobID(1)))
    }

    // MARK: Documents

    /// Every order shows every document, the greatest disagreement first.
    @Test func everyOrderHasEveryDocument() throws {
        var sitting = compared(Fixture.bothRuns + Fixture.grades)
        for order in CompareOrder.allCases {
            sitting.press("t")
            choose(order.name, &sitting)
            let screen = try #require(compareScreen(sitting))
            #expect(screen.order == order)
            #expect(Set(screen.rows.map(\.id)) == Set(Fixture.candidates.map(\.document.id)))
            let keys = screen.rows.map(order.key)
            let defined = keys.compactMap(\.self)
            #expect(defined == defined.sorted(by: >), "\(order)")
            #expect(keys.prefix(defined.count).allSatisfy { $0 != nil }, "\(order)")
        }
    }

    @Test func onlyWhatDiffersIsShownWhenAsked() throws {
        var sitting = compared(Fixture.bothRuns)
        let all = try #require(compareScreen(sitting)).rows
        sitting.press("d")
        #expect(try #require(compareScreen(sitting)).rows.map(\.id) == all.filter { $0.differs(by: .usual) }.map(\.id))
        // By more ranks and answers, fewer documents.
        for least in [CompareThreshold.more, .most] {
            sitting.press("d")
            #expect(try #require(compareScreen(sitting)).rows.map(\.id) == all.filter { $0.differs(by: least) }.map(\.id))
            #expect(text(sitting).contains(least.short))
        }
        sitting.press("dd")
        // A side against itself.
        sitting.press("b")
        choose("small", &sitting)
        #expect(compareScreen(sitting)?.rows.isEmpty == true)
        #expect(text(sitting).contains("no document on which the sides differ"))
        sitting.press("ddd")
        #expect(compareScreen(sitting)?.rows.count == all.count)
    }

    /// The document selected is the one selected on every screen, and a grade given here is recorded as not blind.
    @Test func aGradeIsForTheDocumentSelectedAndNotBlind() throws {
        var sitting = compared(Fixture.bothRuns)
        sitting.press(.down, .down)
        let document = try #require(compareScreen(sitting)?.selected?.id)
        #expect(sitting.state.board.selectedCandidate?.document.id == document)
        sitting.press("3")
        guard case .judgment(let judgment)? = sitting.written.last(where: { if case .judgment = $0 { true } else { false } })
        else { return #expect(Bool(false), "no judgment") }
        #expect(judgment.documentID == document && judgment.grade == 3 && judgment.isBlind == false)
        #expect(compareScreen(sitting)?.selected?.id == document && compareScreen(sitting)?.selected?.grade == 3)
    }

    /// Whatever changed the rows or the selection before, a grade is for the row selected; in the table of queries for none.
    @Test func noGradeGoesToAnotherDocument() throws {
        for keys in ["d", "dd", "JK", "xJ"] {
            var sitting = compared(Fixture.twoQueriesTwice)
            sitting.press(.down, .down)
            sitting.press(keys)
            sitting.state.board.select(0)
            let document = compareScreen(sitting)?.selected?.id
            let before = sitting.written.count
            sitting.press("2")
            let graded = sitting.written.dropFirst(before).compactMap { event -> String? in
                if case .judgment(let judgment) = event { judgment.documentID } else { nil }
            }
            #expect(graded == [document].compactMap(\.self), "\(keys)")
        }
        var sitting = compared(Fixture.twoQueriesTwice)
        sitting.press(.tab, .tab)
        let before = sitting.written.count
        sitting.press("2")
        #expect(sitting.written.count == before && text(sitting).contains("that is of one document"))
    }

    /// The measures of the header are those of the screen of measures.
    @Test func theMeasureIsTheOneOfMeasures() throws {
        var sitting = compared(Fixture.bothRuns + Fixture.grades)
        let pair = try #require(compareScreen(sitting)?.query?.values.first)
        let ndcg = try #require(EvaluationCache.measures.firstIndex { $0.name == "ndcg_cut_10" })
        sitting.press(.escape)
        // Each run when it is the one in view.
        for (key, value) in [("]", pair.b), ("[", pair.a)] {
            sitting.press(key)
            sitting.press("#")
            let figures = try #require(sitting.state.board.figures(1))
            #expect(abs(figures.values[ndcg] - value) < 1e-12, "\(key)")
            sitting.press(.escape)
        }
    }

    // MARK: Thoughts

    @Test func thoughtsPartWhereTheirBytesDo() {
        func log(_ texts: [String]) -> TokenLog {
            var log = TokenLog()
            for text in texts { log.append(TokenEvent(id: 1, text: text, logProbability: 0, entropy: 0, alternatives: [])) }
            return log
        }
        let parts = PairedThoughts.parting(log(["The doc", "ument", " grows"]), log(["The", " document", " shrinks"]))
        #expect(parts?.a == 2 && parts?.b == 2)
        #expect(PairedThoughts.parting(log(["a", "b"]), log(["ab"])) == nil)
        #expect(PairedThoughts.parting(log([]), log(["a"])) == nil)
        let first = PairedThoughts.parting(log(["x"]), log(["", "y"]))
        #expect(first?.a == 0 && first?.b == 1)
    }

    @Test func whereThoughtsPartEachSideSaysTheChanceOfTheOther() throws {
        func log(_ pieces: [(String, [(String, Double)])]) -> TokenLog {
            var log = TokenLog()
            for (text, chances) in pieces {
                log.append(
                    TokenEvent(
                        id: 1, text: text, logProbability: 0, entropy: 0,
                        alternatives: chances.map { TokenAlternative(id: 2, text: $0.0, logProbability: Foundation.log($0.1)) }))
            }
            return log
        }
        let a = log([("The", []), (" grow", [(" grow", 0.5), (" stay", 0.25), (" live", 0.125)])])
        let b = log([("The", []), (" stay", [(" stay", 0.75), (" eat", 0.0625)])])
        let parting = try #require(PairedThoughts.parting(a, b))
        #expect(parting.textOfA == " grow" && parting.textOfB == " stay")
        func value(_ chance: PairedThoughts.Chance?) -> (isExact: Bool, probability: Double)? {
            switch chance {
            case .exactly(let probability): (true, (probability * 1e6).rounded() / 1e6)
            case .below(let probability): (false, (probability * 1e6).rounded() / 1e6)
            case nil: nil
            }
        }
        #expect(try #require(value(parting.byAForB)) == (true, 0.25))
        #expect(try #require(value(parting.byBForA)) == (false, 0.0625))
        // Without alternatives nothing is known, nor where the tokens begin at different bytes.
        let bare = try #require(PairedThoughts.parting(a, log([("The", []), (" stay", [])])))
        #expect(bare.byAForB == parting.byAForB && bare.byBForA == nil)
        let shifted = try #require(PairedThoughts.parting(a, log([("The g", []), ("oes", [("oes", 1)])])))
        #expect(shifted.byAForB == nil && shifted.byBForA == nil)
    }

    /// Another screen may show another query meanwhile, and choose whose grades count.
    @Test func itFollowsWhatOtherScreensShow() throws {
        var sitting = compared(Fixture.twoQueriesTwice)
        let first = sitting.state.board.topic.id
        let ids = try #require(compareScreen(sitting)?.rows).map(\.id)
        sitting.press("A")
        sitting.press(.tab)
        sitting.press(.escape)
        let screen = try #require(compareScreen(sitting))
        #expect(sitting.state.board.topic.id != first && text(sitting).contains("Documents by"))
        #expect(Set(screen.rows.map(\.id)) == Set(sitting.state.board.candidates.map(\.document.id)))
        #expect(screen.query?.id == sitting.state.board.query.exportedID && !ids.isEmpty)
    }

    /// The measure and the options of the command line.
    @Test func theScreenGoesByTheOptionsAskedFor() throws {
        var sitting = compared(Fixture.bothRuns + Fixture.grades)
        #expect(text(sitting).contains("ndcg_cut_10"))
        var options = ComparisonOptions(measures: try Measure.parse("recip_rank"))
        options.evaluation.level = 3
        _ = sitting.state.handle(.comparing(options))
        let one = try #require(compareScreen(sitting)?.one)
        #expect(one.measures.map(\.measure.name) == ["recip_rank"] && one.options.evaluation.level == 3)
        #expect(text(sitting).contains("recip_rank"))
    }

    @Test func movesAreDrawnBetweenBothRankings() throws {
        var sitting = compared(Fixture.bothRuns + Fixture.grades)
        let table = try #require(compareScreen(sitting)?.rows)
        sitting.press(.tab)
        let screen = try #require(compareScreen(sitting))
        #expect(screen.view == .moves && text(sitting).contains("Where each document moved"))
        let ranks = (a: screen.rows.compactMap(\.a?.rank), b: screen.slopes.b.compactMap(\.b?.rank))
        #expect(ranks.a == Array(1...ranks.a.count) && ranks.b == Array(1...ranks.b.count) && ranks.a.count > 8)
        #expect(Set(screen.rows.map(\.id)) == Set(table.map(\.id)))
        sitting.press(.home)
        #expect(compareScreen(sitting)?.selected?.a?.rank == 1)
        sitting.press("3")
        let selected = try #require(compareScreen(sitting)?.selected?.id)
        #expect(
            sitting.state.board.session.book.judgment(query: "1", document: selected, judge: sitting.state.board.session.judge)?
                .grade == 3)
        // Sorting goes back to the table; the sides can be swapped with the moves in view.
        sitting.press("x")
        #expect(compareScreen(sitting)?.view == .moves && compareScreen(sitting)?.rows.first?.a?.rank == 1)
        sitting.press("t")
        choose("Wasser", &sitting)
        #expect(compareScreen(sitting)?.view == .documents && compareScreen(sitting)?.order == .wasserstein)
        sitting.press(.tab)
        sitting.press(.escape)
        #expect(compareScreen(sitting)?.view == .documents)
        for size in [Size(width: 20, height: 6), Size(width: 80, height: 24), Size(width: 200, height: 60)] {
            var small = compared(Fixture.bothRuns, size: size)
            small.press(.tab)
            small.press(.down)
            #expect(!text(small).isEmpty)
        }
    }

    @Test func bothThoughtsHaveTheScreenWhenAsked() throws {
        var sitting = compared(Fixture.bothRuns, size: Size(width: 80, height: 24))
        sitting.press(.enter)
        #expect(compareScreen(sitting)?.isZoomed == true)
        #expect(text(sitting).contains("stay small in a bowl") && text(sitting).contains("goldfish grow with"))
        sitting.press(.escape)
        #expect(compareScreen(sitting)?.isZoomed == false && sitting.state.screenName == .compare)
        sitting.press(.escape)
        #expect(sitting.state.screenName == .rank)
    }

    /// A query of which a side has documents left has no figures, and is left out of those of all queries.
    @Test func aQueryThatIsNotFinishedIsNotMeasured() throws {
        let events = Fixture.setUp + Fixture.settledRun() + Fixture.otherRun(finished: 5) + Fixture.grades
        var sitting = compared(events)
        #expect(compareScreen(sitting)?.query?.values.isEmpty == true)
        #expect(text(sitting).contains("measured when both sides are done with this query: 7 documents left"))
        sitting.press(.tab, .tab)
        #expect(compareScreen(sitting)?.queries.comparison?.measures.first?.differences.mean == nil)
    }

    /// A job of which nothing came for the query is no side where a complete one is at hand.
    @Test func aCancelledJobIsNoSide() throws {
        let cancelled: [SessionEvent] =
            [.start(2, query: Fixture.query, of: Fixture.candidates, by: Fixture.larger, settings: Fixture.settings)]
            + Fixture.candidates.indices.map { .run(RunID(2), .finished(document: $0, DocumentResult(outcome: .cancelled))) }
            + [.run(RunID(2), .ended(RunStatistics(documents: 12, seconds: 1, promptTokens: 0, newTokens: 0)))]
        let third: [SessionEvent] =
            [.start(3, query: Fixture.query, of: Fixture.candidates, by: Fixture.larger, settings: Fixture.settings)]
            + Fixture.candidates.indices.map { .run(RunID(3), .finished(document: $0, Fixture.scored($0 % 11, 0.5))) }
        let screen = try #require(compareScreen(compared(Fixture.setUp + Fixture.settledRun() + cancelled + third)))
        #expect(screen.a == .job(JobID(1)) && screen.b == .job(JobID(3)))
    }

    /// The first stage beside a run is that of the documents that the run scored, whatever was loaded since.
    @Test func theFirstStageIsThatOfTheRun() throws {
        let others = (0..<3).map {
            Candidate(document: Document(id: "o\($0)", title: "", text: "other"), firstStageRank: $0 + 1, firstStageScore: nil)
        }
        var sitting = compared(
            Fixture.setUp + Fixture.settledRun() + [.candidates(others, source: "other.jsonl")] + Fixture.grades)
        sitting.press(.escape)
        sitting.press("[")
        sitting.press("c")
        let query = try #require(compareScreen(sitting)?.query)
        #expect(query.otherCount == 0 && Set(query.documents.map(\.id)) == Set(Fixture.candidates.map(\.document.id)))
        sitting.press(.escape)
        sitting.press("#")
        #expect(text(sitting).contains("judged 5 of 12"))
    }

    /// The sides that the command line names hold for the session that it opens, and for no other.
    @Test func theSidesAskedForAreShown() throws {
        var state = Fixture.state([])
        let sides = ComparedSides(a: .job(JobID(2)), b: .firstStage)
        _ = state.handle(.comparing(ComparisonOptions(measures: try Measure.parse("map")), sides: sides))
        let session = Fixture.state(Fixture.twoQueriesTwice).session
        func open() throws -> CompareScreen {
            _ = state.handle(
                .opened(OpenedSession(name: "x", state: session, place: Place(screen: .compare), whyReadOnly: "it has no file")))
            return try #require(state.screens[state.current] as? CompareScreen)
        }
        let screen = try open()
        #expect(screen.a == .job(JobID(2)) && screen.b == .firstStage && screen.one?.measures.first?.measure.name == "map")
        #expect(state.board.topicIndex == 0)
        #expect(try open().b != .firstStage)
    }

    private static let models = ["small-1b", "large-7b"].map {
        ModelListing(name: $0, summary: "a model", bytes: 1 << 20, isHere: true)
    }

    /// A model to run now is chosen from the list of models; it scores what the other side scored, asked as that was.
    @Test func aModelIsRunBesideAJob() throws {
        var sitting = compared(Fixture.setUp + Fixture.settledRun())
        _ = sitting.state.handle(.catalogue(Self.models))
        sitting.take(sitting.state.handle(.model(.ready(Fixture.model))))
        sitting.press("a")
        choose("run now", &sitting)
        sitting.state.type("large-7b")
        #expect(sitting.state.keys(.enter) == [.loadModel("large-7b")])
        // Another model that becomes ready meanwhile does not take the run.
        #expect(sitting.state.handle(.model(.loading(name: "large-7b", fraction: 0.5))).isEmpty)
        let effects = sitting.state.handle(.model(.ready(Fixture.larger)))
        let planned = effects.compactMap { if case .run(let planned) = $0 { planned } else { nil } }
        #expect(planned.first?.request.model == Fixture.larger && planned.first?.candidates == Fixture.candidates)
        #expect(planned.first?.request.settings == Fixture.settings)
        let screen = try #require(compareScreen(sitting))
        #expect(screen.a == .job(JobID(2)) && screen.b == .job(JobID(1)))
        // Esc leaves at once: the screen is there once.
        sitting.press(.escape)
        #expect(sitting.state.screenName == .rank)
    }

    /// A side can be another file, beside a job, where nothing is running; the session is left for it.
    @Test func aSideCanBeAnotherFile() throws {
        var sitting = compared(Fixture.bothRuns)
        sitting.press("b")
        #expect(text(sitting).contains("another file"))
        sitting.state.type("./r.trec")
        guard case .leave(_, for: .comparison(let path, let beside))? = sitting.state.keys(.enter).first else {
            return #expect(Bool(false), "the session is not left")
        }
        #expect(path == "./r.trec" && beside.job == JobID(1) && beside.isB)
        let one = Fixture.setUp + Fixture.settledRun()
        for events in [one, one + Fixture.otherRun(finished: 3)] {
            var other = compared(events)
            // The first stage is no job, and a run that is left would end.
            other.press("b")
            #expect(!text(other).contains("another file"))
        }
    }

    /// Beside the first stage the run is side B, and the first stage stays A. A model in use is not loaded again.
    @Test func aModelIsRunBesideTheFirstStage() throws {
        var sitting = compared(Fixture.setUp)
        _ = sitting.state.handle(.catalogue(Self.models))
        sitting.take(sitting.state.handle(.model(.ready(Fixture.model))))
        sitting.press("b")
        choose("run now", &sitting)
        sitting.state.type("small-1b")
        let effects = sitting.state.keys(.enter)
        #expect(effects.contains { if case .run(let planned) = $0 { planned.candidates == Fixture.candidates } else { false } })
        let screen = try #require(compareScreen(sitting))
        #expect(screen.a == .firstStage && screen.b == .job(JobID(1)))
    }

    /// What was to run with one model does not run with another.
    @Test func anotherModelDoesNotTakeTheRun() throws {
        var sitting = Sitting(Fixture.setUp + Fixture.run(), size: Size(width: 120, height: 40))
        sitting.take(sitting.state.handle(.model(.loading(name: "large-7b", fraction: 0))))
        #expect(sitting.state.keys(.character("T")) == [.loadModel("small-1b")])
        let effects = sitting.state.handle(.model(.ready(Fixture.larger)))
        #expect(!effects.contains { if case .run = $0 { true } else { false } })
        #expect(sitting.state.notice?.text == "large-7b is in use, not small-1b: the run did not start")
        // A model that is gone is said.
        #expect(sitting.state.keys(.character("T")) == [.loadModel("small-1b")])
        _ = sitting.state.handle(.model(.missing(Self.models[0])))
        #expect(sitting.state.notice?.text == "small-1b is not on this machine: m fetches it")
        #expect(sitting.state.handle(.model(.ready(Fixture.model))).isEmpty)
    }

    /// A query that one side has not scored shows the other side's ranking all the same.
    @Test func aQueryOfOneSideShowsItsRanking() throws {
        var sitting = compared(Fixture.twoQueries + Fixture.settledRun() + Fixture.otherRun())
        sitting.press("J")
        let screen = try #require(compareScreen(sitting))
        #expect(screen.rows.count == 4 && screen.query?.isFinished == false)
        sitting.press("a")
        choose("first", &sitting)
        #expect(try #require(compareScreen(sitting)).rows.allSatisfy { $0.a != nil && $0.b == nil })
    }

    /// Two collections that share ids: each query is compared with itself, by its own grades.
    @Test func queriesOfOneIDInTwoCollectionsStayApart() throws {
        let other = Query(id: "b:1", text: "which carp", collection: "b", idInCollection: "1")
        let few = Array(Fixture.candidates.prefix(3))
        let runs: [SessionEvent] = [JobID(1), JobID(2)].enumerated().flatMap { place, job -> [SessionEvent] in
            let run = RunID(5 + place)
            return [
                SessionEvent.start(
                    run.rawValue, job: job.rawValue, query: other, of: few, by: Fixture.model, settings: Fixture.settings)
            ] + (0..<3).map { .run(run, .finished(document: $0, Fixture.scored($0 + place, 0.5))) }
        }
        var sitting = compared(
            [.query(other), .candidates(few, source: "b")] + Fixture.bothRuns + runs
                + [Fixture.judgment("d01", 3), Fixture.judgment("d02", 1, query: "b:1")])
        sitting.press(.tab, .tab)
        let whole = try #require(compareScreen(sitting)?.queries.comparison)
        #expect(Set(whole.queries.map(\.id)) == ["1", "b:1"] && whole.otherTexts == 0)
        for query in whole.queries {
            let graded = query.documents.filter { $0.grade != nil }.map(\.id)
            #expect(graded == (query.id == "1" ? ["d01"] : ["d02"]) && query.documents.count == (query.id == "1" ? 12 : 3))
        }
    }

    /// While judging is blind, nothing on the screen tells of others' grades of a document.
    @Test func othersGradesAreNotShownWhileBlind() throws {
        let sitting = compared(Fixture.bothRuns + [.judge("ben")] + Fixture.grades)
        let screen = try #require(compareScreen(sitting))
        #expect(screen.rows.allSatisfy { $0.grade == nil && $0.harm == nil })
        #expect(screen.query?.values.isEmpty == false)
    }

    // MARK: Queries

    @Test func allQueriesStandInATableAndOpen() throws {
        var sitting = compared(Fixture.twoQueriesTwice)
        sitting.press(.tab, .tab)
        let whole = try #require(compareScreen(sitting)?.queries.comparison)
        #expect(whole.queries.count == 2 && whole.measures.first?.differences.values.count == 2)
        #expect(text(sitting).contains("Queries, the greatest loss first"))
        sitting.press(.down, .enter)
        #expect(compareScreen(sitting)?.view == .documents)
        #expect(sitting.state.board.query.id == "2" || sitting.state.board.query.id == "1")
        var one = compared(Fixture.bothRuns)
        one.press(.tab, .tab)
        #expect(compareScreen(one)?.view == .measures)
    }

    /// Every measure has its row, with the figures of a comparison by it alone; Enter and v measure by it everywhere.
    @Test func allMeasuresStandInATableAndAreChosen() throws {
        var sitting = compared(Fixture.twoQueriesTwice)
        sitting.press(.tab, .tab, .tab)
        let whole = try #require(compareScreen(sitting)?.queries.comparison)
        #expect(whole.measures.map(\.measure) == ComparisonOptions.usualMeasures && whole.options.hasWilcoxon)
        #expect(text(sitting).contains("Measures, over 2 queries"))
        for measure in whole.measures {
            #expect(text(sitting).contains(measure.measure.name))
            #expect(text(sitting).contains(Figures.fixed(try #require(measure.a), 3)))
        }
        sitting.press(.down, .enter)
        var screen = try #require(compareScreen(sitting))
        #expect(screen.view == .queries && screen.queries.comparison?.measures.map(\.measure.name) == ["map"])
        #expect(screen.queries.comparison?.measures[0].differences == whole.measures[1].differences)
        sitting.press("v")
        screen = try #require(compareScreen(sitting))
        #expect(screen.queries.comparison?.measures.map(\.measure.name) == ["recip_rank"])
        #expect(screen.one?.measures.map(\.measure.name) == ["recip_rank"])
        sitting.press("vv")
        #expect(compareScreen(sitting)?.one?.measures.map(\.measure.name) == ["ndcg_cut_10"])
        // Without grades there is nothing to measure.
        var bare = compared(Fixture.bothRuns)
        bare.press(.tab, .tab)
        #expect(text(bare).contains("not judged: the rankings alone are compared"))
    }

    /// A narrow screen has every figure that a wide one has.
    @Test func aNarrowScreenLosesNoFigure() throws {
        let events = Fixture.bothRuns + Fixture.grades
        let figures = [
            "A 0.529  B 0.665  +0.136", "judged@10 0.50 0.40", "if all judged -0.167 to +0.450", "tau_AP,b -0.14", "RBO 0.55",
            "first ten in common 80 %", "judged pairs right A 5 B 5 of 9",
        ]
        for (width, height) in [(80, 24), (120, 40), (200, 60)] {
            let shown = text(compared(events, size: Size(width: width, height: height)))
            for figure in figures { #expect(shown.contains(figure), "\(width) \(figure)") }
        }
    }

    /// Going through the views and into a query and back works nothing out again.
    @Test func whatIsKnownIsNotWorkedOutAgain() throws {
        var sitting = compared(Fixture.twoQueriesTwice)
        sitting.press(.tab, .tab, .tab)
        // What was worked out with all measures still has them all.
        sitting.press(.tab, .tab, .tab, .tab, .enter, .escape)
        sitting.wait(1)
        let screen = try #require(compareScreen(sitting))
        #expect(screen.view == .queries && screen.queries.comparison?.measures.count == ComparisonOptions.usualMeasures.count)
        sitting.press("x")
        #expect(compareScreen(sitting)?.queries.comparison?.measures.count == 1)
    }

    /// Every filter lists the queries that it names, every sort all of them; the filters come round.
    @Test func queriesAreFilteredAndSorted() throws {
        var sitting = compared(Fixture.twoQueriesTwice)
        sitting.press(.tab, .tab)
        let whole = compareScreen(sitting)?.queries.comparison?.queries ?? []
        let differences = whole.map { $0.values.first?.difference ?? 0 }
        for (filter, wanted) in [
            (ComparedQueries.Filter.worse, differences.count { $0 < 0 }), (.better, differences.count { $0 > 0 }),
            (.ties, differences.count { $0 == 0 }),
        ] {
            sitting.press("d")
            let queries = try #require(compareScreen(sitting)?.queries)
            #expect(queries.filter == filter && queries.order.count == wanted && text(sitting).contains(queries.filterWords))
        }
        sitting.press("d")
        #expect(compareScreen(sitting)?.queries.filter == .unjudged)
        sitting.press("dd")
        #expect(compareScreen(sitting)?.queries.filter == .unfinished)
        #expect(compareScreen(sitting)?.queries.order.count == 0)
        sitting.press("d")
        #expect(compareScreen(sitting)?.queries.filter == .all)
        for sort in ComparedQueries.Sort.allCases {
            sitting.press("t")
            choose(sort.rawValue, &sitting)
            let queries = try #require(compareScreen(sitting)?.queries)
            #expect(queries.sort == sort && Set(queries.order) == Set(whole.indices))
            let keys = queries.order.compactMap { sort.key(whole[$0]) }
            #expect(keys == keys.sorted())
        }
    }

    /// The pictures are drawn at every size; a bin of the differences lists its queries.
    @Test func aBinOfThePicturesListsItsQueries() throws {
        var sitting = compared(Fixture.twoQueriesTwice)
        sitting.press(.tab, .tab, .tab, .tab)
        #expect(compareScreen(sitting)?.view == .pictures)
        for words in ["Queries by B - A", "From rank in A", "Scores and cost", "Documents by answer", "Mean grade by answer"] {
            #expect(text(sitting).contains(words), "\(words)")
        }
        let whole = compareScreen(sitting)?.queries.comparison?.queries ?? []
        let lowest = whole.map { $0.values.first?.difference ?? 0 }.reduce(0, min)
        sitting.press(.home)
        sitting.press(.enter)
        let queries = try #require(compareScreen(sitting)?.queries)
        let listed = queries.order.compactMap { whole[$0].values.first?.difference }
        #expect(compareScreen(sitting)?.view == .queries && queries.filter == .bin(0))
        #expect(listed.allSatisfy { queries.bins.bin(of: $0) == 0 })
        #expect(listed.isEmpty == (queries.bins.bin(of: lowest) != 0))
        for size in SnapshotTests.sizes {
            _ = sitting.state.handle(.terminal(.resize(size)))
            sitting.press(.tab)
            _ = text(sitting)
        }
    }

    @Test func theNextDifferenceIsSelected() throws {
        var sitting = compared(Fixture.bothRuns)
        sitting.press("t")
        choose("B", &sitting)
        let rows = compareScreen(sitting)?.rows ?? []
        let differing = rows.indices.filter { rows[$0].differs(by: .usual) }
        sitting.press(.home)
        for row in differing where row > 0 {
            sitting.press(".")
            #expect(compareScreen(sitting)?.cursor.row == row)
        }
        sitting.press(".")
        #expect(sitting.state.notice?.text == "no document further down differs")
    }

    // MARK: What follows from it

    /// The documents that only one side has near its top are judged first, in a plan that names both jobs.
    @Test func whatMattersIsJudgedFirst() throws {
        var sitting = compared(Fixture.bothRuns)
        sitting.press("w")
        #expect(sitting.state.screenName == .judge)
        let plan = sitting.state.session.plan
        #expect(plan.order == .stakes && plan.jobs == [JobID(1), JobID(2)])
        let topic = try #require(sitting.state.session.topic("1"))
        let queue = sitting.state.session.queue(for: topic).documentIDs
        let query = try #require(compareScreen(sitting)?.query)
        func stake(_ id: String) -> Double {
            let document = query.documents.first { $0.id == id }
            let weights = [document?.a, document?.b].map { ranked in
                ranked.flatMap { $0.score == nil ? nil : 1 / log2(Double($0.rank) + 1) } ?? 0
            }
            return abs(weights[0] - weights[1])
        }
        #expect(queue.map(stake) == queue.map(stake).sorted(by: >))
    }

    /// The run in view against one that differs in the thought alone: the one that is there, or one that begins now.
    @Test func theThoughtIsComparedWithNone() throws {
        var sitting = Sitting(Fixture.setUp + Fixture.run(), size: Size(width: 120, height: 40))
        sitting.take(sitting.state.handle(.model(.ready(Fixture.larger))))
        // Another model is in use: the run's own is loaded, and then it begins.
        #expect(sitting.state.keys(.character("T")) == [.loadModel("small-1b")])
        #expect(sitting.state.notice?.text == "loading small-1b: the run starts then; Esc cancels this")
        let effects = sitting.state.handle(.model(.ready(Fixture.model)))
        let planned = effects.compactMap { if case .run(let planned) = $0 { planned } else { nil } }
        #expect(planned.first?.request.settings.mode == .direct && planned.first?.candidates == Fixture.candidates)
        #expect(sitting.state.screenName == .compare)
        #expect(compareScreen(sitting)?.a == .job(JobID(2)) && compareScreen(sitting)?.b == .job(JobID(1)))
        // Once it is scored, what the thought changed stands there.
        var settings = Fixture.settings
        settings.mode = .direct
        let direct: [SessionEvent] =
            [.start(2, query: Fixture.query, of: Fixture.candidates, by: Fixture.model, settings: settings)]
            + (0..<12).map { .run(RunID(2), .finished(document: $0, Fixture.scored(11 - $0 > 10 ? 10 : 11 - $0, 0.6))) }
            + [.run(RunID(2), .ended(RunStatistics(documents: 12, seconds: 1, promptTokens: 1, newTokens: 0)))]
        var both = Sitting(Fixture.setUp + Fixture.settledRun() + direct, size: Size(width: 120, height: 40))
        both.press("T")
        #expect(both.state.screenName == .compare && both.written.isEmpty)
        #expect(text(both).contains("the thought changed the rank of"))
    }

    // MARK: Live

    /// While both sides are scored, documents stand there with what they wait for, and results take their places.
    @Test func resultsTakeTheirPlacesAsTheyCome() throws {
        var sitting = compared(Fixture.setUp + Fixture.run() + Fixture.otherRun(finished: 3))
        let waiting = try #require(compareScreen(sitting))
        #expect(waiting.rows.count == 12 && waiting.query?.documents.count { $0.b != nil } == 3)
        #expect(text(sitting).contains("3/12") && text(sitting).contains("think"))
        let tokens = Fixture.tokens(of: Fixture.otherThought)
        sitting.take(
            sitting.state.handle(
                .journal(
                    TimedEvent(
                        milliseconds: 90_000,
                        event: .run(RunID(2), .finished(document: 3, Fixture.scored(8, 0.8, token: tokens.count - 2)))))))
        _ = sitting.state.update()
        #expect(compareScreen(sitting)?.query?.documents.count { $0.b != nil } == 4)
    }

    /// Nothing to compare is said, at any size.
    @Test func nothingToCompareIsSaid() throws {
        for size in SnapshotTests.sizes {
            var sitting = Sitting(Fixture.setUp, size: size)
            sitting.press("c")
            sitting.press("x")
            sitting.press(.tab, .tab, .enter, .down, .pageDown, .end, .home, .escape)
            _ = text(sitting)
        }
        var sitting = Sitting(Fixture.setUp)
        sitting.press("c")
        #expect(compareScreen(sitting)?.a == .firstStage && compareScreen(sitting)?.b == .firstStage)
    }
}

extension Fixture {
    /// Two queries, each scored by two jobs and judged.
    static let twoQueriesTwice: [SessionEvent] = {
        let few = Array(candidates.prefix(4))
        func run(_ number: Int, job: Int, _ model: ModelDescription, _ answers: [Int]) -> [SessionEvent] {
            [.start(number, job: job, query: second, of: few, by: model, settings: settings)]
                + answers.enumerated().map { .run(RunID(number), .finished(document: $0, scored($1, 0.7))) }
                + [.run(RunID(number), .ended(RunStatistics(documents: 4, seconds: 9, promptTokens: 9, newTokens: 9)))]
        }
        return twoQueries + settledRun() + otherRun() + run(3, job: 1, model, [9, 1, 5, 2])
            + run(4, job: 2, larger, [1, 9, 5, 2]) + grades
            + [judgment("d01", 3, query: "2"), judgment("d02", 0, query: "2")]
    }()
}
