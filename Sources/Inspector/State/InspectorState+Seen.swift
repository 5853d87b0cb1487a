import Relevance
import Sessions
import Terminal

/// What a judge has seen of documents not graded yet. The ranking may be looked at freely; once documents are judged, what was seen becomes an
/// event, so that a grade given later, in this sitting or another, is not called blind.
extension InspectorState {
    /// Takes note of what is in view, and returns what is to be recorded of it: only what is new, nothing where nothing may be written.
    mutating func recordSeen() -> [Effect] {
        guard replay == nil, isWritable else { return [] }
        for name in namesInView {
            let reveal = JudgeState.Reveal(judge: session.judge, document: name)
            if judging.revealed.insert(reveal).inserted { judging.unrecorded.append(reveal) }
        }
        guard screen == .judge || screen == .agreement, !judging.unrecorded.isEmpty else { return [] }
        var lists: [(judge: String, queryID: String, documentIDs: [String])] = []
        for reveal in judging.unrecorded where !isKnown(reveal) {
            let (queryID, documentID) = (reveal.document.queryID, reveal.document.documentID)
            if let place = lists.firstIndex(where: { $0.judge == reveal.judge && $0.queryID == queryID }) {
                lists[place].documentIDs.append(documentID)
            } else {
                lists.append((reveal.judge, queryID, [documentID]))
            }
        }
        judging.unrecorded = []
        return lists.map { .append(.seen(judge: $0.judge, queryID: $0.queryID, documentIDs: $0.documentIDs)) }
    }

    /// Whether the journal says so already, or is about to: what is graded has been seen.
    private func isKnown(_ reveal: JudgeState.Reveal) -> Bool {
        let (queryID, documentID) = (reveal.document.queryID, reveal.document.documentID)
        return session.book.hasSeen(query: queryID, document: documentID, judge: reveal.judge)
            || judging.given.contains {
                $0.judge == reveal.judge && $0.queryID == queryID && $0.documentID == documentID && $0.grade != nil
            }
    }

    /// The documents of which score, rank, thought or others' grades are in view.
    private var namesInView: [JudgeState.DocumentName] {
        switch screen {
        case .start: []
        case .rank:
            order.dropFirst(tableTop).prefix(max(0, (layout[.ranking]?.content.height ?? 1) - 1)).compactMap(name(of:))
                + [name(of: selected)].compactMap(\.self)
        case .inside: [name(of: selected)].compactMap(\.self)
        case .judge: [judging.name].compactMap(\.self).filter(isOpen)
        case .agreement:
            agreeing.disagreements.dropFirst(agreeing.top).prefix(AgreementLayout(self).list.height).map {
                JudgeState.DocumentName(queryID: $0.queryID, documentID: $0.documentID)
            }
        case .measures:
            showsMeasuredDocuments
                ? measuring.documents.filter { !$0.isHidden }.map {
                    JudgeState.DocumentName(queryID: query.id, documentID: $0.id)
                } : []
        }
    }

    private func name(of document: Int) -> JudgeState.DocumentName? {
        candidate(document).map { JudgeState.DocumentName(queryID: query.id, documentID: $0.document.id) }
    }
}
