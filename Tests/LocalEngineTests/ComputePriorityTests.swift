import Foundation
import Inference
import ModelFixtures
import Testing

@testable import LocalEngine

#if os(Linux)
    /// Only on systems that tell the niceness of each thread. Serialized, because the tests count threads.
    @Suite(.serialized) struct ComputePriorityTests {
        private static func niceness() -> Int32 { getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0) }

        /// The threads of this process with the priority `behindScreen`.
        private func lowered() throws -> Set<String> {
            let tasks = "/proc/self/task/"
            let lowered = min(19, Self.niceness() + ComputePriority.niceness)
            return Set(
                try FileManager.default.contentsOfDirectory(atPath: tasks).filter { task in
                    // A thread may end meanwhile. The niceness is field 19. Field 3 is the first one after the name.
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

        /// The engine's thread and all threads of its pool have the same priority, because they wait for each other.
        @Test func behindTheScreenAllComputeThreadsStandAlike() async throws {
            let before = try lowered()
            let engine = try await engine(.behindScreen)
            let generation = try engine.start(GenerationRequest(prompt: "goldfish", maxNewTokens: 2))
            for await _ in generation.events {}
            // The engine's thread and three more of its pool. The loading thread may not have ended yet.
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
