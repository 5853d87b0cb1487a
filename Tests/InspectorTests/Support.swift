import Foundation
import Terminal
import Testing

@testable import Inspector

extension Double {
    var naturalLogarithm: Double { Foundation.log(self) }
}

extension InspectorState {
    /// Presses keys one after the other; returns all effects.
    @discardableResult
    mutating func keys(_ keys: Key...) -> [Effect] {
        keys.flatMap { handle(.terminal(.key($0))) }
    }

    /// Types a text, key by key.
    @discardableResult
    mutating func type(_ text: String) -> [Effect] {
        text.flatMap { handle(.terminal(.key(.character($0)))) }
    }
}

/// Compares a picture with the one committed under `Snapshots`; writes it there where `ERANK_RECORD_SNAPSHOTS` is set.
enum Snapshot {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Snapshots")
    static let isRecording = ProcessInfo.processInfo.environment["ERANK_RECORD_SNAPSHOTS"] != nil

    static func check(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let file = folder.appendingPathComponent(name + ".txt")
        let text = text + "\n"
        if isRecording {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try text.write(to: file, atomically: true, encoding: .utf8)
            return
        }
        let expected = try #require(
            try? String(contentsOf: file, encoding: .utf8), "no snapshot \(name): record it with ERANK_RECORD_SNAPSHOTS=1",
            sourceLocation: sourceLocation)
        guard text != expected else { return }
        let lines = zip(
            text.split(separator: "\n", omittingEmptySubsequences: false),
            expected.split(separator: "\n", omittingEmptySubsequences: false))
        let difference = lines.enumerated().first { $0.element.0 != $0.element.1 }
        Issue.record(
            """
            \(name) differs from its snapshot in line \((difference?.offset ?? 0) + 1):
            is  \(difference?.element.0 ?? "")
            was \(difference?.element.1 ?? "")
            """, sourceLocation: sourceLocation)
    }
}

/// The state of each screen.
extension InspectorState {
    var rank: RankScreen {
        get { state() }
        set { set(newValue) }
    }
    var inside: InsideScreen {
        get { state() }
        set { set(newValue) }
    }
    var judge: JudgeScreen {
        get { state() }
        set { set(newValue) }
    }
    var agreement: AgreementScreen {
        get { state() }
        set { set(newValue) }
    }
    var measures: MeasuresScreen {
        get { state() }
        set { set(newValue) }
    }

    private func state<Model: ScreenModel>() -> Model { screens.lazy.compactMap { $0 as? Model }.first ?? Model() }

    private mutating func set<Model: ScreenModel>(_ screen: Model) {
        if let index = screens.firstIndex(where: { $0 is Model }) { screens[index] = screen }
    }
}

/// The place of each screen's keys.
extension KeyContext {
    static var rank: KeyContext { RankScreen.context }
    static var inside: KeyContext { InsideScreen.context }
    static var judge: KeyContext { JudgeScreen.context }
    static var measures: KeyContext { MeasuresScreen.context }
    static var agreement: KeyContext { AgreementScreen.context }
    static var start: KeyContext { StartScreen.context }
}
