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
