import Relevance
import Sessions
import Terminal

/// The places on the agreement screen: pairs above, documents below.
struct AgreementLayout: Hashable {
    let header: Rect
    let pairs: Rect
    let heading: Rect
    /// The titles of the list's columns.
    let titles: Rect
    /// The rows of the list, under their titles.
    let list: Rect
    /// The selected row's grades by name; empty where two judges alone have their columns.
    let named: Rect
    /// The document of the row selected, beside the list; empty where there is no room.
    let document: Rect
    /// The pairs in view: those that fit under their heading and titles.
    var pairRows: Int { max(0, pairs.height - 2) }

    init(_ size: Size, _ agreement: JudgeAgreement?) {
        header = Rect(x: 0, y: 0, width: size.width, height: size.height >= 12 ? 2 : 1)
        let body = max(0, size.height - header.height - 1)
        let wanted = min((agreement?.pairs.count ?? 0) + 2, max(3, body / 2))
        pairs = Rect(x: 0, y: header.height, width: size.width, height: min(body, wanted))
        let hasDocument = size.width >= 140 && agreement?.disagreements.isEmpty == false
        let width = hasDocument ? size.width * 55 / 100 : size.width
        document = Rect(
            x: width + 1, y: pairs.endY, width: hasDocument ? size.width - width - 1 : 0, height: max(0, body - pairs.height))
        heading = Rect(x: 0, y: pairs.endY, width: width, height: 1)
        titles = Rect(x: 0, y: heading.endY, width: width, height: 1)
        let rows = max(0, body - pairs.height - 2)
        let judges = agreement?.judges.count ?? 0
        let named = min(judges > 4 ? 2 : judges > 2 ? 1 : 0, max(0, rows - 2))
        list = Rect(x: 0, y: titles.endY, width: width, height: rows - named)
        self.named = Rect(x: 0, y: list.endY, width: width, height: named)
    }
}
