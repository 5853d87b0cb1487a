import Inference
import Relevance
import Reranking
import Sessions
import Terminal
import TestSupport
import Testing

@testable import Inspector

/// What the grades say of the rankings, and that it follows them.
@Suite struct MeasuresTests {
    /// Both queries judged by one person, a run of the first, another system's ranking of both.
    static let judged: [SessionEvent] =
        Fixture.twoQueries + Fixture.run() + [.judge("you")]
        + zip(Fixture.documents, [2, 2, 0, 1, 0, 0, 3, 1]).map { Fixture.judgment($0.id, $1, by: "you") }
        + [Fixture.judgment("d01", 0, by: "you", query: "2"), Fixture.judgment("d04", 1, by: "you", query: "2")]
        + [
            .ranking(RecordedRanking(tag: "dense", queryID: "1", documentIDs: ["d07", "d02", "d01", "d08"])),
            .ranking(RecordedRanking(tag: "dense", queryID: "2", documentIDs: ["d04", "d01"])),
        ]

    private func measuring(_ events: [SessionEvent] = judged, size: Size = Size(width: 80, height: 24)) -> Sitting {
        var sitting = Sitting(events, size: size)
        sitting.press("#")
        return sitting
    }

    private func place(_ measure: Measure) throws -> Int { try #require(EvaluationCache.measures.firstIndex(of: measure)) }

    @Test func everyFigureIsThatOfAnEvaluation() throws {
        let state = measuring().state
        #expect(state.board.evaluation.cache.systems == [.firstStage("first stage"), .model("small-1b"), .recorded("dense")])
        let grades = state.session.book.final(query: "1")
        let first = QueryEvaluation(
            ranking: Fixture.candidates.map { (id: $0.document.id, score: $0.firstStageScore ?? 0) }, grades: grades)
        let run = try #require(state.session.runs.first)
        let model = QueryEvaluation(
            ranking: run.ranking(by: .paper).enumerated().map {
                (id: run.candidates[$1.document].document.id, score: -Double($0))
            },
            grades: grades)
        for (index, measure) in EvaluationCache.measures.enumerated() where measure.kind != .expectedReciprocalRank {
            #expect(state.board.figures(0)?.values[index] == first.value(measure), "\(measure)")
            #expect(state.board.figures(1)?.values[index] == model.value(measure), "\(measure)")
            #expect(state.board.figures(1)?.bounds?[index] == model.bounds(measure, grades: 0...3), "\(measure)")
        }
        let text = measuring().text()
        let index = try place(.ndcg(at: 10))
        let value = try #require(state.board.figures(1)?.values[index])
        let line = try #require(text.split(separator: "\n").first { $0.contains("ndcg_cut_10 ") })
        #expect(line.contains(Figures.fixed(value, 3)))
    }

    /// One more grade changes its query's figures, on the screen at once, and those of no other query.
    @Test func oneMoreGradeIsInTheFiguresAtOnce() throws {
        var sitting = measuring()
        let index = try place(.precision(at: 10))
        let before = try #require(sitting.state.board.figures(0)?.values[index])
        _ = sitting.state.handle(
            .journal(TimedEvent(milliseconds: 1, event: Fixture.judgment("d09", 2, by: "you"))))
        #expect(sitting.state.board.figures(0)?.values[index] == before + 0.1)
        _ = sitting.state.handle(.journal(TimedEvent(milliseconds: 2, event: .undo(judge: "you"))))
        #expect(sitting.state.board.figures(0)?.values[index] == before)
    }

    /// Kept figures are those worked out from nothing, whatever came before.
    @Test(arguments: 0..<8) func keptFiguresAreFreshOnes(seed: Int) throws {
        var random = Mutator(seed: UInt64(seed) + 77, words: [])
        var state = measuring().state
        var kept = state.board.evaluation.cache
        for step in 0..<40 {
            let document = Fixture.documents.randomElement(using: &random)?.id ?? "d01"
            let events: [SessionEvent] = [
                Fixture.judgment(document, .random(in: 0...3, using: &random), by: Bool.random(using: &random) ? "you" : "ann"),
                Fixture.judgment("d02", .random(in: 0...3, using: &random), by: "ann", query: "2"),
                .undo(judge: "you"), .redo(judge: "you"), .rankBy(RankBy.allCases.randomElement(using: &random) ?? .paper),
                .ranking(RecordedRanking(tag: "dense", queryID: "2", documentIDs: [document, "d04"])),
                .scale(Bool.random(using: &random) ? .graded : .tenths),
            ]
            let event = events.randomElement(using: &random) ?? .undo(judge: "you")
            _ = state.handle(.journal(TimedEvent(milliseconds: 10_000 + step, event: event)))
            let whose = [nil, "you", "ann"].randomElement(using: &random) ?? nil
            let isKeptWhole = kept.refresh(state.session, book: state.session.book, judge: whose, shown: "1", run: nil, limit: 99)
            var fresh = EvaluationCache()
            let isFreshWhole = fresh.refresh(
                state.session, book: state.session.book, judge: whose, shown: "1", run: nil, limit: 99)
            #expect(isKeptWhole && isFreshWhole && kept.systems == fresh.systems && kept.rows.count == fresh.rows.count)
            for (one, other) in zip(kept.rows, fresh.rows) {
                #expect(one.figures.map { $0?.values } == other.figures.map { $0?.values }, "step \(step): \(event)")
                #expect(one.judgedCount == other.judgedCount)
            }
        }
    }

    @Test func enterOpensTheDocumentsThatMadeTheFigure() throws {
        var sitting = measuring()
        sitting.press(.enter)
        #expect(sitting.state.measures.view == .documents)
        let documents = sitting.state.measures.documents
        let value = try #require(sitting.state.board.figures(1)?.values[0])
        #expect(documents.count == 10)
        #expect(abs(documents.reduce(0) { $0 + $1.share } - value) < 1e-9)
        #expect(documents[0].id == "d07" && documents[0].grade == 3)
        #expect(sitting.text().contains("not judged yet: hidden while blind"))
        let place = try #require(documents.indices.dropFirst().first { !documents[$0].isHidden })
        for _ in 0..<place { sitting.press("j") }
        let second = documents[place].id
        sitting.press(.enter)
        #expect(sitting.state.screenName == .rank)
        #expect(sitting.state.board.selectedCandidate?.document.id == second)
        sitting.press("#")
        sitting.press(.enter)
        sitting.press(.escape)
        #expect(sitting.state.screenName == .measures)
        sitting.press(.escape)
        #expect(sitting.state.screenName == .rank)
    }

    @Test func theTableOfQueriesIsSortedAndOpensARanking() throws {
        var sitting = measuring()
        sitting.press(.tab, .tab)
        #expect(sitting.state.measures.view == .queries)
        #expect(sitting.text().contains("how long do carp live?"))
        sitting.press("s")
        sitting.press("unjudged")
        sitting.press(.enter)
        let rows = sitting.state.board.evaluation.cache.rows
        let shares = sitting.state.measures.order.map { rows[$0].unjudgedShare }
        #expect(shares == shares.sorted(by: >))
        sitting.press("s")
        sitting.press("recip")
        sitting.press(.enter)
        #expect(EvaluationCache.measures[sitting.state.measures.measure] == .reciprocalRank)
        sitting.press("s")
        sitting.press("session")
        sitting.press(.enter)
        sitting.press("g")
        let first = rows[sitting.state.measures.order[0]].query.id
        sitting.press(.enter)
        #expect(sitting.state.screenName == .rank)
        #expect(sitting.state.board.query.id == first)
    }

    @Test func rankingsAndJudgesAreChosen() {
        var sitting = measuring(Self.judged + [Fixture.judgment("d09", 3), Fixture.judgment("d01", 0)])
        // While judging is blind nobody else's grades count unless asked for.
        #expect(sitting.text().contains("blind: only grades of you"))
        #expect(sitting.state.board.evaluation.conflictCount == 0)
        #expect(sitting.state.board.figures(0)?.evaluation.documents.first { $0.id == "d01" }?.grade == 2)
        sitting.press("w")
        sitting.press("all judges")
        sitting.press(.enter)
        #expect(sitting.state.board.evaluation.conflictCount == 1)
        #expect(sitting.text().contains("1 left out: judges disagree (D)"))
        #expect(sitting.state.board.figures(0)?.evaluation.documents.first { $0.id == "d01" }?.grade == nil)
        sitting.press("w")
        sitting.press("ann")
        sitting.press(.enter)
        #expect(sitting.text().contains("grades of ann"))
        #expect(sitting.state.board.figures(0)?.evaluation.documents.first { $0.id == "d01" }?.grade == 0)
        sitting.press("v")
        #expect(sitting.text().contains("dense beside the first stage"))
        sitting.press("v")
        #expect(!sitting.text().contains("beside the first stage"))
    }

    @Test func meansHaveTheirIntervals() throws {
        var sitting = measuring()
        sitting.press(.tab)
        sitting.press("v")
        // One interval a frame, so that no key waits for all of them.
        var frames = 0
        while sitting.state.ticking == .frames {
            sitting.wait(0.033)
            frames += 1
            #expect(sitting.state.measures.means.count { $0.interval != nil } <= frames)
        }
        let means = sitting.state.measures.means
        let index = try place(.averagePrecision)
        #expect(means.allSatisfy { $0.interval != nil })
        let values = sitting.state.board.evaluation.cache.counted(2).map { $0.own.values[index] }
        #expect(values.count == 2)
        #expect(means[index].value == values.reduce(0, +) / 2)
        // That of `evaluate --ci`: its defaults, in whatever order the queries stand.
        #expect(means[index].interval == Bootstrap.interval(of: values.reversed()))
        #expect(sitting.text().contains("Mean of 2 queries"))
    }

    /// A query with documents left to score counts for no mean, and that is said.
    @Test func anUnfinishedQueryCountsForNoMean() throws {
        // Of a run of the second query one document has no result, and it never ended.
        let events = Fixture.twoQueriesTwice.filter { event in
            guard case .run(RunID(3), let news) = event else { return true }
            return switch news {
            case .finished(let document, _): document != 0
            case .ended: false
            default: true
            }
        }
        var sitting = measuring(events)
        sitting.press(.tab)
        for _ in 0..<200 where sitting.state.ticking == .frames { sitting.wait(0.04) }
        #expect(sitting.text().contains("1 query not scored to the end, left out"), "\(sitting.text())")
        #expect(sitting.text().contains("Mean of 1 query"))
    }

    /// Many queries are worked out a few a frame, and end as if all had been at once.
    @Test func manyQueriesTakeSeveralFrames() {
        var events: [SessionEvent] = []
        for number in 0..<50 {
            events += [
                .query(Query(id: "q\(number)", text: "query \(number)")),
                .candidates(Array(Fixture.candidates.prefix(4 + number % 5)), source: "x"),
                Fixture.judgment("d0\(1 + number % 4)", 1 + number % 3, by: "you", query: "q\(number)"),
            ]
        }
        var sitting = measuring(events)
        #expect(sitting.state.ticking == .never)
        sitting.press(.tab)
        #expect(sitting.state.ticking == .frames)
        var frames = 0
        while sitting.state.ticking == .frames, frames < 50 {
            sitting.wait(0.04)
            frames += 1
        }
        // And then an interval a frame.
        #expect((3...8).contains(frames - EvaluationCache.measures.count), "\(frames)")
        #expect(sitting.state.measures.means.count == EvaluationCache.measures.count)
        var whole = EvaluationCache()
        let session = sitting.state.session
        let isWhole = whole.refresh(session, book: session.book, judge: nil, shown: "", run: nil, limit: 99)
        let hasBounds = whole.findBounds(0, shown: "", limit: 99, scale: 0...3)
        #expect(isWhole && hasBounds)
        #expect(whole.means(0).map(\.value) == sitting.state.measures.means.map(\.value))
        #expect(whole.means(0).map(\.bounds) == sitting.state.measures.means.map(\.bounds))
        #expect(sitting.state.measures.means.allSatisfy { $0.bounds != nil })
    }

    /// Alone, the first stage is measured over all candidates, whatever depth the run in view has; beside the model, over the
    /// run's.
    @Test func theFirstStageAloneIsOfAllCandidates() {
        func figure(_ events: [SessionEvent], isAlone: Bool) -> Double? {
            let session = Fixture.state(events).session
            var cache = EvaluationCache()
            let isWhole = cache.refresh(
                session, book: session.book, judge: nil, shown: "1", run: session.runs.indices.last, isAlone: isAlone, limit: 9)
            let row = cache.row("1")
            #expect(isWhole && row?.documentCount == (isAlone ? 12 : 4))
            return row?.figures[0]?.values[0]
        }
        var settings = Fixture.settings
        settings.depth = 4
        let results: [SessionEvent] = (0..<4).map { .run(.finished(document: $0, Fixture.scored(2, 0.5))) }
        let start = SessionEvent.start(query: Fixture.query, of: Fixture.candidates, by: Fixture.model, settings: settings)
        let events = Fixture.setUp + [start] + results + [Fixture.judgment("d02", 1), Fixture.judgment("d09", 3)]
        let (alone, beside) = (figure(events, isAlone: true), figure(events, isAlone: false))
        #expect(alone != nil && alone != beside)
    }

    /// Queries that the model never began are left out like those that it did not finish, and counted.
    @Test func whatTheModelDidNotScoreIsCounted() {
        let judged = [Fixture.judgment("d01", 2), Fixture.judgment("d01", 1, query: "2")]
        let session = Fixture.state(Fixture.twoQueries + Fixture.settledRun() + judged).session
        var cache = EvaluationCache()
        _ = cache.refresh(session, book: session.book, judge: nil, shown: "1", run: session.runs.indices.last, limit: 9)
        #expect(cache.systems.count == 2 && cache.count(1) == 1 && cache.leftOutCount(1) == 1 && cache.leftOutCount(0) == 0)
    }

    /// ERR goes by one highest grade for all queries, as 'evaluate' does: one that was imported above the scale counts for all.
    @Test func oneHighestGradeCountsForAllQueries() throws {
        let sitting = measuring(Self.judged + [Fixture.judgment("d02", 5, by: "you", query: "2")])
        var cache = EvaluationCache()
        let session = sitting.state.session
        let isWhole = cache.refresh(session, book: session.book, judge: nil, shown: "1", run: nil, limit: 99)
        let qrels = session.book.qrels()
        let err = try place(Measure.parse("err.20")[0])
        for (index, topic) in session.topics.enumerated() {
            let ranking = topic.candidates.map {
                RankedList.Entry(documentID: $0.document.id, rank: $0.firstStageRank, score: $0.firstStageScore ?? 0)
            }
            let expected = QueryEvaluation(
                ranking: ranking, grades: qrels.grades[topic.id] ?? [:], options: EvaluationOptions(highestGrade: 5))
            let value = try #require(cache.rows[index].figures[0]?.values[err])
            #expect(isWhole && abs(value - expected.value(EvaluationCache.measures[err])) < 1e-12)
        }
    }

    /// What this judge has not graded is a row without id, title, grade and share, whosever grades count.
    @Test(arguments: [Size(width: 80, height: 24), Size(width: 200, height: 60)]) func documentsStayHiddenWhileBlind(size: Size) {
        let titles = Dictionary(uniqueKeysWithValues: Fixture.documents.map { ($0.id, $0.title) })
        for plan in [JudgingPlan(), JudgingPlan(isBlind: false)] {
            var sitting = Sitting.judging(
                Self.judged + Fixture.documents.map { Fixture.judgment($0.id, 3, by: "ann") } + [.judging(plan)], size: size)
            sitting.press("#")
            for whose in ["", "those", "ann"] {
                if !whose.isEmpty {
                    sitting.press("w")
                    sitting.press(whose)
                    sitting.press(.enter)
                    // A list that has no such item stays.
                    if sitting.state.overlay != nil { sitting.press(.escape) }
                }
                if size.width < 140 { sitting.press(.enter) }
                let text = sitting.text()
                let hidden = Fixture.documents.dropFirst(8).map(\.id).filter { text.contains($0) }
                let shown = Fixture.documents.prefix(8).map(\.id).filter { text.contains($0) }
                if plan.isBlind {
                    #expect(hidden.isEmpty, "\(whose)")
                    #expect(!Fixture.documents.dropFirst(8).contains { text.contains(titles[$0.id] ?? $0.id) })
                    #expect(text.contains("not judged yet: hidden while blind"))
                    #expect(sitting.state.measures.documents.allSatisfy { !$0.isHidden || $0.grade == nil && $0.share == 0 })
                    #expect(sitting.written.isEmpty)
                } else {
                    #expect(!hidden.isEmpty && !text.contains("hidden while blind"), "\(whose)")
                }
                #expect(!shown.isEmpty)
                if size.width < 140 { sitting.press(.escape) }
            }
        }
    }

    @Test func whoHasGradedNothingIsToldOfTheOthers() {
        var sitting = Sitting.judging(Fixture.setUp + [.judge("you"), Fixture.judgment("d01", 2)])
        sitting.press("#")
        // Who has graded nothing has nothing of their own to go by: the grades there are count, and stay hidden.
        #expect(sitting.text().contains("judged 1 of 12") && !sitting.text().contains("No figures yet"))
        sitting.press("w")
        sitting.press("ann")
        sitting.press(.enter)
        #expect(sitting.text().contains("grades of ann"))
        sitting.press(.enter, .enter)
        #expect(sitting.state.screenName == .measures)
        #expect(sitting.state.notice?.text == "hidden while judging is blind: A judges")
    }

    @Test func emptyScreensHelp() {
        #expect(measuring([]).state.notice?.text == "no candidates yet: o opens a file or folder")
        let unjudged = measuring(Fixture.setUp).text()
        #expect(unjudged.contains("A judges"))
        #expect(unjudged.contains("r on the ranking scores with a model"))
        var one = measuring(Fixture.setUp)
        one.press(.enter)
        #expect(one.state.notice?.text == "no figures of this query yet: A judges")
        one.press(.tab)
        #expect(one.state.notice?.text == "this session has one query, so there is no mean")
    }

    /// The pictures' ends, whatever the numbers.
    @Test func aPictureStaysInItsPlace() {
        for value in [-1, 0, 0.3, 1, 7, .nan, .infinity] as [Double] {
            var grid = Grid(size: Size(width: 30, height: 1))
            RangePicture(value: value, open: 0...1, interval: 0.2...0.4, base: value).draw(
                &grid, Rect(x: 5, y: 0, width: 20, height: 1), theme: Theme(), isSelected: false)
            let cells = Array(grid.lines[0])
            #expect(cells.prefix(5).allSatisfy { $0 == " " })
            #expect(cells.count <= 25)
            #expect(cells.count { $0 == "●" } == 1)
        }
    }
}
