import Relevance
import Sessions
import Terminal

/// How far the judges agree, and where a person stands in the list of what they do not agree on.
struct AgreementState: Sendable {
    /// As the book stood when it was last looked at.
    var agreement: JudgeAgreement?
    var selection = 0
    var top = 0
    /// Whether the model counts as one more judge: it does when somebody says so, since it shows what is hidden while judging is
    /// blind.
    var countsModel = false
    /// First pair in view, and whether the keys move among the pairs.
    var pairsTop = 0
    var isInPairs = false
    /// Where Esc goes.
    var origin = Screen.rank

    var disagreements: [JudgeAgreement.Disagreement] { agreement?.disagreements ?? [] }

    mutating func select(_ row: Int) { selection = max(0, min(row, disagreements.count - 1)) }
}

extension InspectorState {
    mutating func openAgreement() {
        if screen != .agreement, screen != .judge || !judging.isAdjudicating {
            agreeing.origin = screen == .start ? .rank : screen
        }
        screen = .agreement
        refreshAgreement()
    }

    /// O(documents judged): asked for when the screen opens and when the book changes under it.
    mutating func refreshAgreement() {
        let model = agreeing.countsModel && !session.runs.isEmpty ? session.modelAsJudge(on: session.scale) : nil
        agreeing.agreement = book.agreement(scale: session.scale, model: model)
        agreeing.select(agreeing.selection)
    }

    mutating func toggleModelJudge() {
        agreeing.countsModel.toggle()
        refreshAgreement()
        let basis = agreeing.agreement?.modelBasis ?? .expected
        say(
            .information,
            agreeing.countsModel
                ? session.runs.isEmpty
                    ? "the model has not scored anything yet" : "the model counts as a judge: \(basis.words), on your scale"
                : "only people count")
    }

    // MARK: The last word

    /// Enter on a disagreement: the document with all grades in view, and the next grade is the last word.
    mutating func openAdjudication() {
        guard agreeing.disagreements.indices.contains(agreeing.selection) else { return }
        if showConflict() { judging.last = nil }
    }

    /// False where the document is not here to be read.
    @discardableResult
    private mutating func showConflict() -> Bool {
        let conflict = agreeing.disagreements[agreeing.selection]
        let isHere = session.topic(conflict.queryID)?.candidates.contains { $0.document.id == conflict.documentID } == true
        guard isHere else {
            say(
                .failure,
                "\(conflict.documentID) is not among the candidates of query \(conflict.queryID): \(key(.candidates)) on the ranking opens them"
            )
            return false
        }
        screen = .judge
        judging.isAdjudicating = true
        if query.id != conflict.queryID { show(topic: conflict.queryID) }
        // All of the topic's documents, whatever depth the plan has.
        var plan = session.plan
        plan.depth = nil
        judging.take(session.queue(for: topic, plan: plan), at: clock)
        refreshJudging()
        showDocument(conflict.documentID)
        return true
    }

    /// On to the next disagreement without a last word; back to the list where there is none.
    mutating func goToConflict() {
        let book = book
        let conflicts = agreeing.disagreements
        let order =
            Array(conflicts.indices.dropFirst(agreeing.selection + 1)) + Array(conflicts.indices.prefix(agreeing.selection))
        let next = order.first { index in
            book.adjudication(query: conflicts[index].queryID, document: conflicts[index].documentID) == nil
        }
        if let next {
            agreeing.select(next)
            if showConflict() { return }
        }
        leaveJudge()
        if next == nil { say(.information, "every disagreement has its last word") }
    }

    mutating func moveConflict(_ step: Int) {
        let before = agreeing.selection
        agreeing.select(before + step)
        if agreeing.selection == before {
            say(.information, step > 0 ? "this is the last disagreement" : "this is the first disagreement")
        } else if !showConflict() {
            agreeing.select(before)
        }
    }

    /// Pairs there is no room for.
    var hiddenPairs: Int { max(0, (agreeing.agreement?.pairs.count ?? 0) - AgreementLayout(self).pairRows) }

    mutating func settleAgreement() {
        let hidden = hiddenPairs
        agreeing.pairsTop = max(0, min(agreeing.pairsTop, hidden))
        if hidden == 0 { agreeing.isInPairs = false }
        let height = max(1, AgreementLayout(self).list.height)
        agreeing.top = max(0, min(max(agreeing.top, agreeing.selection - height + 1), agreeing.selection))
    }
}
