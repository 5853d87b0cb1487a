import Relevance
import Sessions
import Terminal

/// Going through the documents of a query, and through the disagreements.
extension JudgeScreen {
    /// To the next document without a verdict, or to the next disagreement; says so where there is none.
    mutating func goOn(_ board: inout Board, _ io: inout ScreenIO) {
        if isAdjudicating { goToConflict(&board, &io) } else { goToUnjudged(board, &io) }
    }

    mutating func goToUnjudged(_ board: Board, _ io: inout ScreenIO) {
        guard let queue else { return }
        let book = board.bookWithPending
        let next = queue.next(after: index, in: book)
        if let next, queue.progress(in: book).left > 0 || next != index { return show(next, board) }
        showDone(board)
    }

    mutating func moveDocument(_ step: Int, _ board: inout Board, _ io: inout ScreenIO) {
        if isAdjudicating { return moveConflict(step, &board, &io) }
        guard queue?.candidates.indices.contains(index + step) == true else {
            if step > 0, let queue, queue.progress(in: board.bookWithPending).left == 0 { return showDone(board) }
            return io.say(step > 0 ? "this is the last document" : "this is the first document")
        }
        show(index + step, board)
    }

    /// Esc: where judging was opened, with the document in view selected there.
    mutating func leave(_ board: inout Board, _ io: inout ScreenIO) {
        if isAdjudicating {
            adjudication = nil
        } else if let id = candidate?.document.id {
            board.select(documentID: id)
        }
        io.go(.back(from: name))
    }

    // MARK: Disagreements

    /// Shows the disagreement with all grades in view; false where its document is not here to be read.
    mutating func showConflict(_ adjudication: Adjudication, _ board: inout Board, _ io: inout ScreenIO) -> Bool {
        guard adjudication.documents.indices.contains(adjudication.index) else { return false }
        let name = adjudication.documents[adjudication.index]
        let session = board.session
        guard session.topic(name.queryID)?.candidates.contains(where: { $0.document.id == name.documentID }) == true else {
            io.complain(
                "\(name.documentID) is not among the candidates of query \(name.queryID): \(io.keys(.candidates)) on the ranking opens them"
            )
            return false
        }
        self.adjudication = adjudication
        if board.query.id != name.queryID { board.show(topic: name.queryID, &io) }
        // All of the topic's documents, whatever depth the plan has.
        openQueue(&board, ofAllDocuments: true)
        show(documentID: name.documentID, board)
        return true
    }

    /// On to the next disagreement without an adjudication; back to the list where there is none.
    private mutating func goToConflict(_ board: inout Board, _ io: inout ScreenIO) {
        guard var adjudication else { return }
        let book = board.bookWithPending
        let all = adjudication.documents.indices
        let order = Array(all.dropFirst(adjudication.index + 1)) + Array(all.prefix(adjudication.index + 1))
        let next = order.first { index in
            let name = adjudication.documents[index]
            return book.adjudication(query: name.queryID, document: name.documentID) == nil
        }
        if let next {
            adjudication.index = next
            if showConflict(adjudication, &board, &io) { return }
        } else {
            io.say("every disagreement is adjudicated")
        }
        leave(&board, &io)
    }

    mutating func moveConflict(_ step: Int, _ board: inout Board, _ io: inout ScreenIO) {
        guard var adjudication else { return }
        adjudication.index += step
        guard adjudication.documents.indices.contains(adjudication.index) else {
            return io.say(step > 0 ? "this is the last disagreement" : "this is the first disagreement")
        }
        _ = showConflict(adjudication, &board, &io)
    }

    // MARK: Moving in the document

    func pageHeight(_ board: Board, _ size: Size) -> Int { max(1, layout(board, size).document.height - 1) }

    mutating func move(by rows: Int, _ board: inout Board, _ io: inout ScreenIO) { top += rows }

    mutating func scroll(by lines: Int, at point: Point, _ board: inout Board, _ io: inout ScreenIO) { top += lines }

    /// Scrolls to the next place in the document with the text searched for.
    mutating func find(_ step: Int, _ board: inout Board, _ io: inout ScreenIO) {
        settle(&board, io.size)
        let matches = document.matches
        let margin = layout(board, io.size).document.height / 3
        let current = top + (top > 0 ? margin : 0)
        let next =
            step > 0
            ? matches.first { $0 > current } ?? matches.first : matches.last { $0 < current } ?? matches.last
        guard let next else { return io.say("the document does not have '\(board.search.needle)'") }
        top = max(0, next - margin)
    }

    mutating func settle(_ board: inout Board, _ size: Size) {
        let area = layout(board, size).document
        document.lay(candidate?.document, width: area.width - 2, board.search, showsTitle: true)
        top = Scroll.clamped(top, lines: document.lineCount, height: area.height)
    }

    func documentsInView(_ board: Board, _ size: Size) -> [DocumentName] {
        name.map { isOpen($0, board) ? [$0] : [] } ?? []
    }

    /// A click on a grade of the legend gives it.
    mutating func click(_ point: Point, isDouble: Bool, _ board: inout Board, _ io: inout ScreenIO) {
        let layout = layout(board, io.size)
        let legend = layout.legend
        guard legend.contains(point), point.y > legend.y, whyNot(.grade, board, io.keys) == nil else { return }
        let grades = board.session.scale.grades
        let row = point.y - legend.y - 1
        if layout.isBeside {
            if grades.indices.contains(row) { give(.grade(grades[row].value), &board, &io) }
            return
        }
        let places = Legend(board.session.scale, width: legend.width - 2, rows: legend.height - 1).places
        let hit = places.first { $0.row == row && $0.columns.contains(point.x - legend.x - 1) }
        if let hit { give(.grade(hit.grade), &board, &io) }
    }
}
