import CNcurses
import Foundation

/// The limit of texts that are copied to the terminal's clipboard.
public enum ClipboardText {
    /// The number of bytes that every terminal with OSC 52 accepts: 100,000 bytes in base64.
    public static let limit = 74_994

    /// The longest prefix of `text` that is within the limit, cut between characters.
    public static func bounded(_ text: String) -> String {
        guard text.utf8.count > limit else { return text }
        var end = text.startIndex
        var bytes = 0
        while end < text.endIndex {
            bytes += text[end].utf8.count
            guard bytes <= limit else { break }
            text.formIndex(after: &end)
        }
        return String(text[..<end])
    }
}

extension NcursesScreen {
    /// Performs a request, and returns the events that result from it. The event loop handles `.end` itself.
    func perform(_ request: ScreenRequest) -> [TerminalEvent] {
        switch request {
        case .bell: beep()
        case .title(let title):
            guard hasTitle else { return [] }
            if !titleIsSet { send("\u{1B}[22;2t") }
            titleIsSet = true
            let shown = TerminalText.truncated(title, to: 200)
            send("\u{1B}]2;\(capabilities.glyphs == .ascii ? shown.filter(\.isASCII) : shown)\u{7}")
        case .copy(let text):
            send("\u{1B}]52;c;\(Data(ClipboardText.bounded(text).utf8).base64EncodedString())\u{7}")
        case .redraw:
            refreshSize()
            clearok(nc_stdscr(), true)
        case .suspend: return suspend()
        case .outside(let body): return outside(body)
        case .end: break
        }
        return []
    }
}
