import Relevance
import Sessions
import Terminal

/// Where everything stands on the agreement screen: pairs above, documents below.
struct AgreementLayout: Hashable {
    var header: Rect
    var pairs: Rect
    var heading: Rect
    /// The rows of the list, under their titles.
    var list: Rect
    /// The selected row's grades by name; empty where two judges alone have their columns.
    var named: Rect
    /// The pairs in view: those that fit under their heading and titles.
    var pairRows: Int { max(0, pairs.height - 2) }

    init(_ state: InspectorState) {
        let size = state.size
        let header = Rect(x: 0, y: 0, width: size.width, height: size.height >= 12 ? 2 : 1)
        let body = max(0, size.height - header.height - 1)
        let pairs = min((state.agreeing.agreement?.pairs.count ?? 0) + 2, max(3, body / 2))
        self.header = header
        self.pairs = Rect(x: 0, y: header.height, width: size.width, height: min(body, pairs))
        heading = Rect(x: 0, y: self.pairs.endY, width: size.width, height: 1)
        let rows = max(0, body - self.pairs.height - 2)
        let judges = state.agreeing.agreement?.judges.count ?? 0
        let named = min(judges > 4 ? 2 : judges > 2 ? 1 : 0, max(0, rows - 2))
        list = Rect(x: 0, y: heading.endY + 1, width: size.width, height: rows - named)
        self.named = Rect(x: 0, y: list.endY, width: size.width, height: named)
    }
}
