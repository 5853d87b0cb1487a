import Foundation
import GGUF
import Inference
import ModelFixtures
import Testing
import Transformer

@testable import LocalEngine

@Suite struct EngineMemoryTests {
    /// A limit that leaves this many bytes whatever the process uses: the limit of an otherwise empty control group.
    private func leaving(_ bytes: Int, _ body: (MemoryLimits) async throws -> Void) async throws {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent("erank-memory-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: root) }
        try FileManager.default.createDirectory(atPath: root + "/proc/self", withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: root + "/sys/fs/cgroup", withIntermediateDirectories: true)
        for (file, text) in [
            ("/proc/self/cgroup", "0::/\n"), ("/sys/fs/cgroup/memory.max", "\(bytes)\n"),
            ("/sys/fs/cgroup/memory.current", "0\n"),
            ("/proc/meminfo", "MemAvailable: 900000000 kB\n"),
        ] { try Data(text.utf8).write(to: URL(fileURLWithPath: root + file)) }
        try await body(MemoryLimits(root: root))
    }

    @Test func theNeedsOfAFileAreThoseOfItsModel() async throws {
        for path in Checkpoint.names.map({ Fixtures.path("\($0).gguf") }) + [RealModel.smollm2.path].compactMap(\.self) {
            let loaded = try await LoadedModel.load(path: path, on: ComputeThreads(1))
            #expect(loaded.model.memory.page == KVCache.bytesPerPage(of: loaded.model), "\(path)")
            #expect(loaded.model.memory.weights > loaded.file.byteCount / 2, "\(path)")
        }
    }

    /// The tighter the limit the smaller the cache; a limit that leaves too little is refused with a sentence.
    @Test func theCacheFollowsTheLimit() async throws {
        let model = try await Checkpoint().model
        let ample = try EngineMemory(model, EngineOptions().clamped)
        #expect(ample.cache == ample.wantedCache)
        let least = ample.work + 16 * model.memory.page
        var last = ample.pageCount
        for bytes in [least + 60 * model.memory.page, least + 40 * model.memory.page] {
            try await leaving(bytes) { limits in
                let memory = try EngineMemory(model, EngineOptions(memory: limits).clamped, reserved: 0)
                #expect(memory.pageCount < last && memory.pageCount >= 16, "\(memory)")
                #expect(memory.cache + memory.work <= bytes && memory.room == limits.room)
                last = memory.pageCount
                // What the caller may take is left to it, up to half of what there is.
                var options = EngineOptions(memory: limits)
                options.callerBytes = 20 * model.memory.page
                #expect(try EngineMemory(model, options.clamped, reserved: 0).pageCount == max(16, memory.pageCount - 15))
                options.callerBytes = .max
                let half = try EngineMemory(model, options.clamped, reserved: 0).pageCount
                #expect(half >= max(16, memory.pageCount / 2 - 1) && half < memory.pageCount)
            }
        }
        // Caches of other tests may come and go, so this is far too little.
        try await leaving(1_000_000) { limits in
            let error = #expect(throws: MemoryError.self) { try EngineMemory(model, EngineOptions(memory: limits).clamped) }
            #expect(
                error?.description.hasSuffix(
                    "and the limit of the control group / leaves 1 MB: raise the limit or use a smaller model") == true)
            await #expect(throws: MemoryError.self) {
                try await LoadedModel.load(path: Fixtures.path("llama.gguf"), memory: limits, on: ComputeThreads(1))
            }
            let loaded = try await Checkpoint().loaded
            let text = String(repeating: "the goldfish swims. ", count: 100)
            await #expect(throws: MemoryError.self) { try await loaded.perplexity(of: text, context: 64, memory: limits) }
        }
    }

    @Test func errorsNameTheLimitAndTheRemedy() {
        let limits: [(MemoryRoom.Limit, words: String, remedy: String)] = [
            (.machine, "this machine has free 50 MB", "close other programs"),
            (.controlGroup("/box"), "the limit of the control group /box leaves 50 MB", "raise the limit"),
            (.addressSpace, "'ulimit -v' leaves 50 MB", "raise the limit"),
            (.dataSize, "'ulimit -d' leaves 50 MB", "raise the limit"),
            (.setting(60_000_000), "the limit of 60 MB by --memory or ERANK_MEMORY leaves 50 MB", "raise the limit"),
        ]
        for (limit, words, remedy) in limits {
            let error = MemoryError(
                weights: 99_000_000, work: 45_000_000, cache: 12_000_000, room: MemoryRoom(bytes: 50_000_000, limit: limit))
            #expect(
                error.description == """
                    the model needs at least 156 MB of memory (99 MB for weights, 45 MB for work buffers, 12 MB for the cache), \
                    and \(words): \(remedy) or use a smaller model
                    """)
        }
    }

    /// The rows of logits of a pass are bounded, and bounded passes give the same answers.
    @Test func questionsTakeABoundedNumberOfRows() async throws {
        let checkpoint = try await Checkpoint()
        var random = SeededGenerator(seed: 7)
        let scheduler = try checkpoint.scheduler(pages: 400, batch: 512, streams: 4)
        let probe = Probe(
            0, TokenStream.Request(prompt: checkpoint.randomPrompt(40, using: &random), maxNewTokens: 1), in: scheduler)
        while scheduler.step() {}
        let answers = Answers()
        for id in 1...100 { scheduler.start(checkpoint.request(probe.id, 0, ""), id: id) { answers.add($0, for: id) } }
        var most = 0
        while scheduler.step() { most = max(most, scheduler.logits.rowCount) }
        #expect(most == Scheduler.readoutRows)
        let expected = try checkpoint.answer(lead: "", after: probe.request.prompt)
        for id in 1...100 {
            let answer = try #require(answers[id]).get()
            #expect(answer.probabilities == expected.probabilities && answer.other == expected.other)
        }
    }

    /// The context counts the frame of the prompt, its template and the new tokens.
    @Test func tokensLeftAreThoseOfTheContext() async throws {
        let engine = try await LocalEngine.load(path: Fixtures.path("llama.gguf"), sha256: "", on: ComputeThreads(1))
        func left(_ prompt: String, _ new: Int) -> Int {
            engine.tokensLeft(beside: GenerationRequest(prompt: prompt, maxNewTokens: new)) ?? 0
        }
        #expect(left("", 100) == left("", 0) - 99 && left("fish", 10) < left("", 10))
        let words = String(repeating: " fish", count: 600)
        #expect(left(words, 10) < 0)
        // What just fits is accepted; one token more is not.
        let generation = try engine.start(GenerationRequest(prompt: "", maxNewTokens: left("", 0)))
        var written = 0
        for await event in generation.events { if case .token = event { written += 1 } }
        #expect(written > 0 && left("", written) >= 0)
    }
}
