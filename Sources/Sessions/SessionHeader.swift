import Foundation
import Relevance

/// The first line of a session file.
public struct SessionHeader: Sendable, Hashable {
    /// The format this program writes. It reads every one from 1 on.
    ///
    /// Format 1 names no run: an event belongs to the run that began last, and a run asks for what stood when it began. Format 2
    /// has jobs, and the name of its run on every line of one.
    public static let currentVersion = 2

    /// The format of the file's first line; its later lines may be of an earlier one.
    public var version = Self.currentVersion

    /// When the session began: the zero of its milliseconds. Whole seconds.
    public var created: Date
    /// The program that wrote it, such as "erank 0.1".
    public var program: String

    public init(created: Date, program: String) {
        self.created = Date(timeIntervalSince1970: created.timeIntervalSince1970.rounded(.down))
        self.program = program
    }

    /// The line, with its line feed.
    var line: [UInt8] {
        var writer = JSONWriter()
        writer.object {
            $0.member("erank_session", version)
            $0.member("created", created.formatted(.iso8601))
            $0.member("program", program)
        }
        return writer.bytes + [0x0A]
    }

    init(line: ArraySlice<UInt8>, path: String) throws(SessionError) {
        var version: Int?
        var created: Date?
        var program = ""
        var cursor = JSONCursor(line)
        do throws(JSONFailure) {
            try cursor.beginObject()
            while let key = try cursor.nextKey() {
                switch key {
                case "erank_session": version = try cursor.integer()
                case "created": created = try? Date(cursor.string(), strategy: .iso8601)
                case "program": program = try cursor.string()
                default: try cursor.skip()
                }
            }
        } catch {
            throw .notASession(path)
        }
        guard let version, version >= 1 else { throw .notASession(path) }
        guard version <= Self.currentVersion else { throw .newerVersion(version, path: path) }
        self.init(created: created ?? Date(timeIntervalSince1970: 0), program: program)
        self.version = version
    }
}
