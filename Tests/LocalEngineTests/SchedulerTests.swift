import Inference
import ModelFixtures
import Testing
import Tokenizer
import Transformer

@testable import LocalEngine

@Suite struct SchedulerTests {
    static let question = ChoiceQuestion(lead: "", choices: (0...10).map(String.init), continuation: .digits)

    /// Many concurrent streams, evaluated in chunks and some with a common prefix, give the same results as each stream alone.
    @Test(arguments: Checkpoint.names) func batchedIsSingle(name: String) async throws {
        let checkpoint = try await Checkpoint(name)
        var random = SeededGenerator(seed: 1)
        let beginning = checkpoint.randomPrompt(70, using: &random)
        let prompts = (0..<9).map { i in
            (i % 3 == 0 ? [] : beginning) + checkpoint.randomPrompt(Int.random(in: 1...90, using: &random), using: &random)
        }
        let scheduler = try checkpoint.scheduler(batch: 100, streams: 5)
        let probes = prompts.enumerated().map { id, prompt in
            Probe(id, TokenStream.Request(prompt: prompt, maxNewTokens: 12, ignoresEndOfTurn: true), in: scheduler)
        }
        while scheduler.step() {}
        for probe in probes {
            let tokens = await probe.tokens()
            #expect(try tokens.map(\.id) == checkpoint.continuation(of: probe.request.prompt, count: 12))
            for (i, token) in tokens.enumerated() {
                let row = try checkpoint.row(after: probe.request.prompt + tokens[..<i].map(\.id))
                let summary = row.withUnsafeBufferPointer {
                    LogitSummary($0, top: 20, instructions: checkpoint.model.threads.instructions)
                }
                #expect(token.logProbability == Double(row[Int(token.id)]) - summary.logSumExp)
                #expect(token.entropy == summary.entropy)
                #expect(token.alternatives.first?.id == token.id && token.alternatives.count <= 20)
                #expect(token.alternatives.allSatisfy { $0.logProbability >= -11.5130 })
            }
        }
        // Six prompts share two full pages and six tokens of the third page. Five found both pages in the cache. Four of them
        // came after the third page of another prompt had been indexed, and found the six tokens too.
        let found = 5 * 2 * KVCache.pageLength + 4 * 6
        #expect(scheduler.statistics.promptTokens == prompts.reduce(0) { $0 + $1.count } - found)
    }

    /// A pass whose streams are all ended meanwhile is abandoned: it computes nothing that counts, and the others go on as if it
    /// had not been.
    @Test func aPassThatNobodyNeedsIsAbandoned() async throws {
        let checkpoint = try await Checkpoint()
        var random = SeededGenerator(seed: 8)
        let prompts = [checkpoint.randomPrompt(60, using: &random)]
        let scheduler = try checkpoint.scheduler(batch: 64, streams: 4)
        let gone = Probe(0, TokenStream.Request(prompt: prompts[0], maxNewTokens: 3, ignoresEndOfTurn: true), in: scheduler)
        var asked: [Set<Int>] = []
        #expect(
            scheduler.step {
                asked.append($0)
                return true
            })
        #expect(asked == [[0]] && scheduler.statistics.promptTokens == 0)
        scheduler.end(gone.id)
        let other = Probe(1, TokenStream.Request(prompt: prompts[0], maxNewTokens: 3, ignoresEndOfTurn: true), in: scheduler)
        while scheduler.step() {}
        #expect(try await other.tokens().map(\.id) == checkpoint.continuation(of: prompts[0], count: 3))
        #expect(await gone.tokens().isEmpty)
    }

    /// A document whose prompt is read is scored before more prompts are read: no prompt token is computed beside a question.
    @Test func questionsComeBeforePrompts() async throws {
        let checkpoint = try await Checkpoint()
        var random = SeededGenerator(seed: 7)
        func prompt(_ count: Int) -> TokenStream.Request {
            TokenStream.Request(prompt: checkpoint.randomPrompt(count, using: &random), maxNewTokens: 0)
        }
        let scheduler = try checkpoint.scheduler(batch: 64, streams: 4)
        let first = Probe(0, prompt(40), in: scheduler)
        #expect(scheduler.step() && scheduler.takeEndedCount() == 1)
        let rest = (1...3).map { Probe($0, prompt(200), in: scheduler) }
        let answers = Answers()
        scheduler.start(checkpoint.request(first.id, 0, "</think>\n<answer>"), id: 0) { answers.add($0, for: 0) }
        let before = scheduler.statistics.promptTokens
        while answers[0] == nil {
            #expect(scheduler.step())
            #expect(scheduler.statistics.promptTokens == before)
        }
        while scheduler.step() {}
        for probe in rest { #expect(await probe.events().last == .ended(.length)) }
    }

    /// If the cache cannot hold all streams at once, streams are preempted. The results are the same.
    @Test(arguments: 0..<4) func fewPagesGiveTheSame(seed: Int) async throws {
        let checkpoint = try await Checkpoint()
        var random = SeededGenerator(seed: UInt64(seed))
        let requests = (0..<10).map { _ in
            TokenStream.Request(
                prompt: checkpoint.randomPrompt(Int.random(in: 1...60, using: &random), using: &random),
                maxNewTokens: Int.random(in: 60...90, using: &random),
                sampling: Sampling(temperature: 1, topP: 0.9, seed: random.next()),
                ignoresEndOfTurn: true)
        }
        var results: [[[GenerationEvent]]] = []
        var preemptions = 0
        for pages in [200, 12] {
            let scheduler = try checkpoint.scheduler(pages: pages, streams: 6)
            let probes = requests.enumerated().map { Probe($0, $1, in: scheduler) }
            while scheduler.step() {}
            var events: [[GenerationEvent]] = []
            for probe in probes {
                events.append(
                    await probe.events().filter { if case .token = $0 { true } else if case .ended = $0 { true } else { false } })
            }
            results.append(events)
            preemptions = scheduler.statistics.preemptions
            for probe in probes { scheduler.end(probe.id) }
            #expect(scheduler.pool.usedCount == 0)
        }
        for (one, other) in zip(results[0], results[1]) { #expect((one == other) as Bool) }
        #expect(preemptions > 0)
    }

    /// The answer to a question asked while other streams run equals the answer computed directly.
    @Test(arguments: Checkpoint.names, [200, 9]) func forkedIsStraight(name: String, pages: Int) async throws {
        let checkpoint = try await Checkpoint(name)
        var random = SeededGenerator(seed: 3)
        let scheduler = try checkpoint.scheduler(pages: pages, streams: 3)
        let probes = (0..<4).map { id in
            Probe(
                id,
                TokenStream.Request(
                    prompt: checkpoint.randomPrompt(40, using: &random), maxNewTokens: 40, ignoresEndOfTurn: true),
                in: scheduler)
        }
        let answers = Answers()
        var asked: [(id: Int, probe: Probe, count: Int, lead: String)] = []
        var steps = 0
        while scheduler.step() {
            steps += 1
            guard steps > 12, asked.count < 24, let probe = probes.randomElement(using: &random) else { continue }
            let generated = (scheduler.active + Array(scheduler.finished.values)).first { $0.id == probe.id }?.generatedCount ?? 0
            let count = Int.random(in: 0...generated, using: &random)
            let lead = ["", " answer: ", "</think><answer>"].randomElement(using: &random) ?? ""
            let id = asked.count + 1
            asked.append((id, probe, count, lead))
            scheduler.start(checkpoint.request(probe.id, count, lead), id: id) { answers.add($0, for: id) }
        }
        #expect(asked.count > 10)
        var generated: [Int: [Int32]] = [:]
        for probe in probes { generated[probe.id] = await probe.tokens().map(\.id) }
        for (id, probe, count, lead) in asked {
            let tokens = try #require(generated[probe.id]).prefix(count)
            let expected = try checkpoint.answer(lead: lead, after: probe.request.prompt + tokens)
            let found = try #require(answers[id]).get()
            #expect(found.probabilities == expected.probabilities && found.other == expected.other)
            #expect(abs(found.probabilities.reduce(found.other, +) - 1) < 1e-9)
        }
        for probe in probes { scheduler.end(probe.id) }
        #expect(scheduler.pool.usedCount == 0)
    }

    /// Random starts, questions, cancellations and ends: no page is leaked, and every question is answered.
    @Test(arguments: 0..<6) func nothingLeaks(seed: Int) async throws {
        let checkpoint = try await Checkpoint()
        var random = SeededGenerator(seed: UInt64(seed) + 100)
        let scheduler = try checkpoint.scheduler(pages: seed % 2 == 0 ? 12 : 60, batch: 100, streams: 4)
        let answers = Answers()
        var probes: [Probe] = []
        var live: [Int] = []
        var asked = 0
        for _ in 0..<400 {
            switch Int.random(in: 0..<12, using: &random) {
            case 0..<4:
                let request = TokenStream.Request(
                    prompt: checkpoint.randomPrompt(Int.random(in: 1...120, using: &random), using: &random),
                    maxNewTokens: Int.random(in: 0...40, using: &random), sampling: Sampling(temperature: 1, seed: random.next()))
                live.append(probes.count)
                probes.append(Probe(probes.count, request, in: scheduler))
            case 4..<6:
                if let id = live.randomElement(using: &random) { scheduler.cancel(id) }
            case 6..<8:
                guard let id = live.randomElement(using: &random) else { continue }
                scheduler.end(id)
                live.removeAll { $0 == id }
            case 8..<11:
                guard let id = live.randomElement(using: &random) else { continue }
                asked += 1
                scheduler.start(checkpoint.request(id, Int.random(in: 0...3, using: &random), " "), id: asked) { [asked] in
                    answers.add($0, for: asked)
                }
            default: scheduler.cancelReadout(Int.random(in: 0...asked, using: &random))
            }
            for _ in 0..<Int.random(in: 0...3, using: &random) { _ = scheduler.step() }
        }
        while scheduler.step() {}
        for id in live { scheduler.end(id) }
        #expect(scheduler.pool.usedCount == 0 && scheduler.isIdle && scheduler.finished.isEmpty)
        #expect(answers.count == asked)
        for probe in probes {
            let events = await probe.events()
            guard case .ended = events.last else {
                Issue.record("no end after \(events.count) events")
                continue
            }
            #expect(events.count { if case .ended = $0 { true } else { false } } == 1)
        }
    }

    @Test func anEndTokenEndsTheTurn() async throws {
        let checkpoint = try await Checkpoint()
        var random = SeededGenerator(seed: 8)
        let scheduler = try checkpoint.scheduler()
        var ends: [GenerationEnd] = []
        for id in 0..<40 {
            let request = TokenStream.Request(
                prompt: checkpoint.randomPrompt(5, using: &random), maxNewTokens: 60,
                sampling: Sampling(temperature: 3, seed: random.next()))
            let probe = Probe(id, request, in: scheduler)
            while scheduler.step() {}
            let events = await probe.events()
            if case .ended(let end) = events.last { ends.append(end) }
            for case .token(let token) in events { #expect(!checkpoint.tokenizer.isEndOfGeneration(token.id)) }
        }
        #expect(ends.contains(.endOfTurn) && ends.contains(.length))
    }

    @Test func theContextsEndLeavesRoomForTheAnswer() async throws {
        let checkpoint = try await Checkpoint()
        var random = SeededGenerator(seed: 9)
        let scheduler = try checkpoint.scheduler()
        let prompt = checkpoint.randomPrompt(400, using: &random)
        let probe = Probe(0, TokenStream.Request(prompt: prompt, maxNewTokens: 1000, ignoresEndOfTurn: true), in: scheduler)
        while scheduler.step() {}
        let answers = Answers()
        let count = checkpoint.model.configuration.contextLength - Scheduler.answerRoom - prompt.count
        scheduler.start(checkpoint.request(0, count, "</think>\n<answer>"), id: 1) { answers.add($0, for: 1) }
        while scheduler.step() {}
        #expect(await probe.events().last == .ended(.length))
        #expect((try answers[1]?.get())?.probabilities.count == 11)
    }
}
