import Foundation
import Inference
import LocalEngine
import ModelCatalog

/// Work that keeps every core busy while the screens are measured.
struct BackgroundWork {
    let description: String
    let stop: () -> Void

    /// - Parameter model: a model that generates without end; nil for threads in busy loops.
    static func start(model: String?) async throws -> BackgroundWork {
        guard let model else {
            let cores = ProcessInfo.processInfo.activeProcessorCount
            let threads = BusyThreads(cores, priority: .behindScreen)
            return BackgroundWork(description: "\(cores) busy threads behind the screen", stop: threads.stop)
        }
        let file = try await ModelCatalog().provide(model)
        let engine = try await LocalEngine.load(
            path: file.path, sha256: "",
            options: EngineOptions(memory: try ResourceOptions.memoryOfEnvironment(), priority: .behindScreen))
        let task = Task.detached {
            var seed: UInt64 = 0
            while !Task.isCancelled {
                // Prompts and decoding alternate, as in a run.
                guard (try? await engine.benchmark(promptTokens: 256, newTokens: 64, batch: 8, seed: seed)) != nil else { return }
                seed += 1
            }
        }
        return BackgroundWork(description: "\(file.name) generating on \(engine.model.threads) threads behind the screen") {
            task.cancel()
            engine.stop()
        }
    }
}
