/// Where a person was in a session: kept beside it, so that they find themselves there again.
public struct Place: Sendable, Hashable, Codable {
    /// The screen in view.
    public var screen: ScreenName
    /// The selected document's index among the candidates.
    public var selected: Int
    /// The run shown, from 0; nil for what is not run yet.
    public var run: Int?
    /// The token under the cursor, from 0.
    public var token: Int
    /// What the selection does while rows move.
    public var follow: Follow
    /// The query shown, where another one than that of the run; by its id.
    public var topic: String?
    /// The document being judged.
    public var document: String?

    /// A place as given; the default is the ranking of what is not run yet.
    public init(
        screen: ScreenName = .base, selected: Int = 0, run: Int? = nil, token: Int = 0, follow: Follow = .stay,
        topic: String? = nil,
        document: String? = nil
    ) {
        self.topic = topic
        self.document = document
        self.screen = screen
        self.selected = selected
        self.run = run
        self.token = token
        self.follow = follow
    }
}

/// Which screen: its word in a keys file. A name that no screen has means the ranking.
public struct ScreenName: RawRepresentable, Sendable, Hashable, Codable {
    /// The word itself: `judge`.
    public let rawValue: String
    /// A name as it was kept; it need not be one of a screen there is.
    public init(rawValue: String) { self.rawValue = rawValue }

    init(_ screen: any ScreenModel.Type) { rawValue = screen.context.word }

    /// The screen under all others of a session.
    public static var base: ScreenName { ScreenName(Screens.base) }
}
