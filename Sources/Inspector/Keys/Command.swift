/// Something that a person can ask the screens to do. The key tables give each its keys and its words; a screen declares the
/// commands that are its own beside its keys.
public struct Command: RawRepresentable, Sendable, Hashable {
    /// In camel case: "cancelDocument".
    public let rawValue: String
    /// A command by its name; keys lead to those alone that a key table has.
    public init(rawValue: String) { self.rawValue = rawValue }
    init(_ rawValue: String) { self.rawValue = rawValue }
}

extension Command {
    // Moving about.
    static let down = Command("down")
    static let up = Command("up")
    static let pageDown = Command("pageDown")
    static let pageUp = Command("pageUp")
    static let first = Command("first")
    static let last = Command("last")
    static let open = Command("open")
    static let back = Command("back")
    static let nextPane = Command("nextPane")
    static let sortBy = Command("sortBy")
    static let search = Command("search")
    static let nextMatch = Command("nextMatch")
    static let previousMatch = Command("previousMatch")
    static let nextDocument = Command("nextDocument")
    static let previousDocument = Command("previousDocument")
    static let nextQuery = Command("nextQuery")
    static let previousQuery = Command("previousQuery")

    // What is asked.
    static let editQuery = Command("editQuery")
    static let editQueryOutside = Command("editQueryOutside")
    static let editLineOutside = Command("editLineOutside")
    static let instruction = Command("instruction")
    static let candidates = Command("candidates")
    static let model = Command("model")
    static let mode = Command("mode")
    static let rankBy = Command("rankBy")
    static let depth = Command("depth")

    // Runs.
    static let run = Command("run")
    static let rerun = Command("rerun")
    static let runAll = Command("runAll")
    static let cancelDocument = Command("cancelDocument")
    static let cancelRun = Command("cancelRun")
    static let previousRun = Command("previousRun")
    static let nextRun = Command("nextRun")
    static let pause = Command("pause")
    static let faster = Command("faster")
    static let slower = Command("slower")

    // Judgments. `grade` stands for as many bindings as the scale has grades.
    static let grade = Command("grade")
    static let undo = Command("undo")
    static let redo = Command("redo")
    /// The next ranking that is compared with the first stage, or the model as one more judge.
    static let system = Command("system")

    // The program.
    static let copy = Command("copy")
    static let home = Command("home")
    static let messages = Command("messages")
    static let palette = Command("palette")
    static let help = Command("help")
    static let redraw = Command("redraw")
    static let suspend = Command("suspend")
    static let quit = Command("quit")

    /// Its name in words: "cancel document".
    var name: String { words(joinedBy: " ") }

    /// Its name in a keys file: "cancel-document".
    var word: String { words(joinedBy: "-") }

    private func words(joinedBy joint: String) -> String {
        rawValue.reduce(into: "") { name, character in
            name += (character.isUppercase ? joint : "") + character.lowercased()
        }
    }
}
