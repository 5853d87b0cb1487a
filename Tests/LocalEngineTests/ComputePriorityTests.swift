import Foundation
import Inference
import ModelFixtures
import Testing

@testable import LocalEngine

#if os(Linux)
    /// Where the system says how each thread stands. One at a time: they count.
    @Suite(.serialized) struct ComputePriorityTests {
        private static func niceness() -> Int32 { getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0) }

        /// The threads of this process that are behind the screen's.
        private func lowered() throws -> Set<String> {
            let tasks = "/proc/self/task/"
            let lowered = min(19, Self.niceness() + ComputePriority.niceness)
            return Set(
                try FileManager.default.contentsOfDirectory(atPath: tasks).filter { task in
                    // A thread may end meanwhile. The nineteenth field; the third is the first behind the name.
                    guard let stat = try? String(contentsOfFile: tasks + task + "/stat", encoding: .utf8),
                        let name = stat.lastIndex(of: ")")
                    else { return false }
                    return stat[name...].split(separator: " ")[17] == "\(lowered)"
                })
        }

        private func engine(_ priority: ComputePriority) async throws -> LocalEngine {
            try await LocalEngine.load(
                path: Fixtures.path("llama.gguf"), sha256: "", options: EngineOptions(threads: 4, priority: priority))
        }

        /// All that compute stand alike, the engine's thread and its pool: they wait for each other.
        @Test func behindTheScreenAllComputeThreadsStandAlike() async throws {
            let before = try lowered()
            let engine = try await engine(.behindScreen)
            let generation = try engine.start(GenerationRequest(prompt: "goldfish", maxNewTokens: 2))
            for await _ in generation.events {}
            // The engine's own and three more of its pool; the one that loaded may not have ended yet.
            #expect(try (4...5).contains(lowered().subtracting(before).count))
            engine.stop()
        }

        @Test func aPriorityIsOneThreadsOwn() async throws {
            let before = try await onOwnThread("normal") { Self.niceness() }
            let behind = try await onOwnThread("behind", priority: .behindScreen) { Self.niceness() }
            #expect(behind == min(19, before + ComputePriority.niceness))
            #expect(try await onOwnThread("normal") { Self.niceness() } == before)
        }
    }
#endif
