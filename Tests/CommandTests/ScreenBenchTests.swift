import Foundation
import Testing

/// The benchmarks of the screens and of sessions on a small scale: their reports, not their speeds.
@Suite struct ScreenBenchTests {
    private func object(_ ended: BuiltProgram.Ended) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(ended.output.utf8)) as? [String: Any], "\(ended)")
    }

    /// Every typed key is answered by a frame, and the program ends by its own key.
    @Test func theScreensAnswerEveryKey() async throws {
        let ended = try await BuiltProgram.run([
            "bench", "screen", "--candidates", "20", "--tokens", "400", "--keys", "75", "--json",
        ])
        #expect(ended.status == 0 && ended.errors.isEmpty, "\(ended)")
        let report = try object(ended)
        #expect(report["candidates"] as? Int == 20 && report["tokens"] as? Int == 400 && report["keys"] as? Int == 75)
        #expect((report["paints"] as? Int ?? 0) >= 75 && (report["first_frames_ms"] as? [Double])?.count == 5, "\(report)")
        for name in ["key_to_paint_ms", "paint_ms"] {
            let times = try #require(report[name] as? [String: Double])
            #expect(try #require(times["p50"]) > 0)
            #expect(try #require(times["p50"]) <= #require(times["p99"]) && #require(times["p99"]) <= #require(times["max"]))
        }
        let starts = try #require(report["first_frames_ms"] as? [Double])
        #expect(report["first_frame_ms"] as? Double == starts.max() && (report["compute"] as? String)?.isEmpty == false)
    }

    @Test func aSessionOfSoManyEventsIsOpened() async throws {
        let ended = try await BuiltProgram.run(["bench", "session", "--events", "2000", "--json"])
        let report = try object(ended)
        let tokens = try #require(report["tokens"] as? Int)
        #expect(report["events"] as? Int == 2000 && (1700..<2000).contains(tokens), "\(report)")
        #expect((report["bytes"] as? Int ?? 0) > 500_000 && (report["open_seconds"] as? Double ?? 0) > 0, "\(report)")
        #expect((report["peak_resident_bytes"] as? Int ?? 0) > 0 && report["alternatives"] == nil)
        let few = try object(
            try await BuiltProgram.run(["bench", "session", "--events", "2000", "--alternatives", "1", "--json"]))
        #expect(few["alternatives"] as? Int == 1)
        #expect(try #require(few["bytes"] as? Int) < #require(report["bytes"] as? Int))
    }

    @Test func whatMakesNoSenseIsRefused() async throws {
        for arguments in [["screen", "--keys", "0"], ["screen", "--tokens", "10"], ["session", "--alternatives", "-1"]] {
            let ended = try await BuiltProgram.run(["bench"] + arguments)
            #expect(ended.status == 2 && ended.sentence != nil, "\(ended)")
        }
    }
}
