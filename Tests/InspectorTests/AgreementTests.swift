import Relevance
import Sessions
import Terminal
import Testing

@testable import Inspector

/// How far judges agree, and adjudication.
@Suite struct AgreementTests {
    static let twoJudges: [SessionEvent] =
        [.judge("you")]
        + zip(Fixture.documents, [3, 2, 0, 1, 0, 0, 3, 1]).map { Fixture.judgment($0.id, $1, by: "ann") }
        + zip(Fixture.documents, [3, 1, 0, 1, 0, 2, 0, 1]).map { Fixture.judgment($0.id, $1, by: "you") }

    /// Three pages of pairs, and grades that lie under no column.
    static let eightJudges: [SessionEvent] = (1...8).flatMap { judge in
        zip(Fixture.documents, [0, 3, 1, 2]).map { document, grade in
            Fixture.judgment(document.id, document.id == "d02" && judge > 5 ? 0 : grade, by: "judge\(judge)")
        }
    }

    @Test func allPairsAndAllGradesCanBeSeen() throws {
        var sitting = Sitting(Fixture.setUp + Self.eightJudges)
        sitting.press("D")
        var text = sitting.text()
        #expect(text.contains("Pairs 1-8 of 28"))
        #expect(text.contains("+20 more  Tab"))
        #expect(text.contains("1 document on which grades differ"))
        let row = try #require(text.split(separator: "\n").first { $0.contains("d02      ") })
        #expect(row.contains("3 3 3 3 3 0 0 0"))
        #expect(text.contains("d02  judge1 3  judge2 3"))
        #expect(text.contains("judge8 0"))
        sitting.press(.tab)
        sitting.press("jj")
        #expect(sitting.text().contains("Pairs 3-10 of 28"))
        sitting.press("G")
        text = sitting.text()
        #expect(text.contains("Pairs 21-28 of 28"))
        #expect(text.contains("judge7, judge8"))
        sitting.press(.tab)
        sitting.press("g")
        #expect(sitting.text().contains("Pairs 21-28 of 28"), "the keys move in the list again")
        var two = Sitting(Fixture.setUp + Self.twoJudges)
        two.press("D")
        #expect(two.state.whyNot(.nextPane) == "every pair is in view")
    }

    @Test func disagreementsAreListedAndSettledOneAfterTheOther() {
        var sitting = Sitting(Fixture.setUp + Fixture.run() + Self.twoJudges)
        sitting.press("D")
        #expect(sitting.state.screenName == .agreement)
        #expect(sitting.state.agreement.disagreements.map(\.documentID) == ["d07", "d06", "d02"], "the widest apart first")
        #expect(sitting.text().contains("3 documents on which grades differ, 0 adjudicated"))
        sitting.press(.down, .enter)
        #expect(sitting.inView == "d06")
        let picture = sitting.text()
        #expect(picture.contains("ADJUDICATING"))
        #expect(picture.contains("ann 0"))
        #expect(picture.contains("you 2"))
        sitting.press("1")
        #expect(sitting.judgments.last?.isAdjudication == true)
        #expect(sitting.judgments.last?.isBlind == false)
        #expect(sitting.inView == "d02")
        sitting.press("2")
        #expect(sitting.inView == "d07")
        // Both originals stand beside the adjudication.
        sitting.press("3")
        #expect(sitting.state.screenName == .agreement)
        #expect(sitting.state.notice?.text == "every disagreement is adjudicated")
        #expect(sitting.text().contains("3 adjudicated"))
        let book = sitting.state.session.book
        #expect(book.judgment(query: "1", document: "d07", judge: "ann")?.grade == 3)
        #expect(book.judgment(query: "1", document: "d07", judge: "you")?.grade == 0)
        #expect(book.final(query: "1")["d07"] == 3)
        sitting.press(.escape)
        #expect(sitting.state.screenName == .rank)
    }

    @Test func escapeFromADocumentGoesBackToTheList() {
        var sitting = Sitting(Fixture.setUp + Self.twoJudges)
        sitting.press("A")
        sitting.press("D")
        sitting.press(.enter)
        sitting.press(.escape)
        #expect(sitting.state.screenName == .agreement)
        sitting.press(.escape)
        #expect(sitting.state.screenName == .judge)
        #expect(!sitting.state.judge.isAdjudicating)
        // Seen is seen: what the list showed is not judged blind any more.
        sitting.state.judge.show(documentID: "d02", sitting.state.board)
        sitting.press("3")
        #expect(sitting.judgments.last?.isBlind == false)
    }

    /// Adjudication ends where its screen goes out of the stack, even while blind judging lies further down.
    @Test func adjudicationDoesNotReachBlindJudgingBelowIt() {
        var sitting = Sitting(Fixture.setUp + Self.twoJudges)
        sitting.press("AD")
        sitting.press(.enter)
        #expect(sitting.state.judge.isAdjudicating)
        sitting.press("#D")
        #expect(sitting.state.screenName == .agreement)
        sitting.press(.escape)
        #expect(sitting.state.screenName == .judge && !sitting.state.judge.isAdjudicating)
        sitting.press("1")
        #expect(sitting.judgments.last?.isAdjudication == false)
    }

    /// While adjudicating nothing leads to a document on which judges agree.
    @Test func adjudicationKeepsToTheDisagreements() {
        var sitting = Sitting(Fixture.twoQueries + Self.twoJudges)
        sitting.press("D")
        sitting.press(.enter)
        #expect(sitting.inView == "d07")
        sitting.press(.tab)
        #expect(sitting.inView == "d07" && sitting.state.judge.isAdjudicating)
        #expect(sitting.state.notice?.text == "adjudicating: l goes to the next disagreement, Esc to the list of them")
        sitting.press(".")
        #expect(sitting.inView == "d06")
        sitting.take([.append(.judge("eve"))])
        #expect(sitting.inView == "d06" && sitting.state.judge.isAdjudicating)
    }

    /// What was undone comes into view, and the way goes on from there.
    @Test func anUndoneAdjudicationIsADisagreementAgain() {
        var sitting = Sitting(Fixture.setUp + Self.twoJudges)
        sitting.press("D")
        sitting.press(.enter)
        sitting.press("1")
        #expect(sitting.inView == "d06")
        sitting.press("u")
        #expect(sitting.inView == "d07")
        sitting.press("2")
        #expect(sitting.inView == "d06", "on from the document in view")
        sitting.press("11")
        #expect(sitting.state.notice?.text == "every disagreement is adjudicated")
    }

    /// An undo can go further back than the adjudications: what it changed is then judged as any other document.
    @Test func undoingAnOrdinaryJudgmentEndsAdjudication() {
        var sitting = Sitting(Fixture.setUp + Self.twoJudges)
        sitting.press("D")
        sitting.press(.enter)
        sitting.press("u")
        #expect(sitting.inView == "d08" && !sitting.state.judge.isAdjudicating)
        sitting.press("1")
        #expect(sitting.judgments.last?.isAdjudication == false)
    }

    @Test func theModelCanCountAsAJudge() {
        var sitting = Sitting(Fixture.setUp + Fixture.run() + Self.twoJudges)
        sitting.press("D")
        #expect(sitting.state.agreement.agreement?.judges == ["ann", "you"])
        sitting.press("v")
        #expect(sitting.state.agreement.agreement?.judges == ["ann", "you", "model"])
        #expect(sitting.text().contains("ann, model"))
    }

    /// One person alone is held against the model when they ask for it: it shows what is hidden while judging is blind.
    @Test func onePersonIsComparedWithTheModel() {
        var alone = Sitting(Fixture.setUp + Fixture.run() + [Fixture.judgment("d03", 3, by: "you")])
        alone.press("D")
        #expect(alone.state.agreement.agreement?.judges == ["you"])
        #expect(alone.text().contains("v compares with the model"))
        alone.press("v")
        #expect(alone.state.agreement.agreement?.judges == ["you", "model"])
        var nobody = Sitting(Fixture.setUp)
        nobody.press("D")
        #expect(nobody.text().contains("Nobody has judged yet."))
        nobody.press(.enter)
        #expect(nobody.state.screenName == .agreement)
    }

    @Test func aDocumentThatIsNotHereIsSaidSo() {
        var sitting = Sitting(Fixture.setUp + [Fixture.judgment("x9", 3, by: "ann"), Fixture.judgment("x9", 0, by: "bob")])
        sitting.press("D")
        sitting.press(.enter)
        #expect(sitting.state.screenName == .agreement)
        #expect(
            sitting.state.notice?.text == "x9 is not among the candidates of query 1: o on the ranking opens them")
    }
}
