/// The screens opened one over the other, by their indices in `Screens.all`.
struct ScreenStack: Sendable {
    private var indices = [Screens.homeIndex]

    /// The screen in view.
    var current: Int { indices.last ?? Screens.homeIndex }
    /// Whether the start page is in view.
    var isHome: Bool { current == Screens.homeIndex }

    /// Whether a screen lies under the one in view.
    var leadsBack: Bool { indices.count > 1 }

    /// The screen that was in view before the start page.
    private(set) var beforeHome: Int?

    /// The start page alone.
    mutating func goHome() {
        if !isHome { beforeHome = current }
        indices = [Screens.homeIndex]
    }
    /// The base screen alone.
    mutating func goToBase() { (indices, beforeHome) = ([Screens.baseIndex], nil) }

    /// Lays a screen over the others, even where it is among them already; the one in view stays as it is.
    mutating func add(_ index: Int) { if index != current || isHome { indices.append(index) } }

    /// Brings a screen into view: over the others, or, where it is among them already, with those over it gone.
    ///
    /// - Returns: the screens that are gone.
    mutating func push(_ index: Int) -> [Int] {
        if isHome { goToBase() }
        let gone = indices.firstIndex(of: index).map { Array(indices[$0...]) } ?? []
        indices.removeLast(gone.count)
        indices.append(index)
        return gone
    }

    /// Takes the screen in view away.
    ///
    /// - Returns: false where it is the only one.
    mutating func pop() -> Bool {
        guard leadsBack else { return false }
        indices.removeLast()
        return true
    }
}
