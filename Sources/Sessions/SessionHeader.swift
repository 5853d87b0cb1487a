import Foundation
import Relevance

/// The first line of a session file.
public struct SessionHeader: Sendable, Hashable {
    /// The format that this program writes. It reads every format from 1 on.
    ///
    /// In format 1, runs have no ids: an event belongs to the run that began last, and a run uses the query, candidates,
    /// model and settings in force when it began. Format 2 has jobs, and every line of a run has the run's id.
    public static let currentVersion = 2

    /// The format in the first line. Earlier lines of the file may be of an earlier format.
    public var version = Self.currentVersion

    /// When the session began, in whole seconds. The events' milliseconds count from here.
    public var created: Date
    /// The program that created the session, such as "erank 0.1".
    public var program: String

    /// A header in the current format.
    public init(created: Date, program: String) {
        self.created = Date(timeIntervalSince1970: created.timeIntervalSince1970.rounded(.down))
        self.program = program
    }

    /// The first line, with its line feed.
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
