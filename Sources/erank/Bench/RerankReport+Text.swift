import Foundation

extension RerankReport {
    /// Tables for people, without a newline at the end.
    var text: String {
        """
        \(model), \(mode): \(documents) documents of \(queries) queries, \(scored) scored, in \(number(seconds)) s: \
        \(number(documentsPerSecond)) documents/s
        first token after \(firstTokenSeconds.map(number) ?? "-") s, first score after \(firstScoreSeconds.map(number) ?? "-") s; \
        peak resident \(peakResidentBytes >> 20) MiB
        \(promptTokens) prompt tokens, \(cachedTokens) of them cached; \(newTokens) new ones; \(readoutTokens) to read answers

        \(times.text)

        Making tokens took \(number(tokenizingSeconds)) s beside all this.

        \(rates.text)

        \(machine.text)
        """
    }

    /// Where the time went, a bar a part.
    private var times: TextTable {
        let around = [
            ("planning, sampling, settling", settleSeconds), ("idle: waiting for work", idleSeconds),
            ("starting, reading candidates, rest", otherSeconds),
        ]
        let passes = parts("prompt", promptPasses) + parts("decode", decodePasses)
        let parts = [("loading the model", loadSeconds)] + passes + around
        let rows = parts.map { name, part in
            let share = seconds > 0 ? part / seconds : 0
            return [name, number(part), percent(share), String(repeating: "█", count: max(0, Int((share * 40).rounded())))]
        }
        return TextTable(header: ["where the time went", "s", "share", ""], rows: rows, rightAligned: [1, 2])
    }

    private func parts(_ kind: String, _ passes: PassReport) -> [(String, Double)] {
        [
            ("\(kind) passes: products", passes.productSeconds), ("\(kind) passes: attention", passes.attentionSeconds),
            ("\(kind) passes: norms, quantising", passes.preparingSeconds), ("\(kind) passes: logits", passes.logitSeconds),
            ("\(kind) passes: rest", passes.restSeconds),
        ]
    }

    /// What the passes reached. Prompt passes are those that hold any prompt tokens.
    private var rates: TextTable {
        let rows = [("prompt", promptPasses), ("decode", decodePasses)].map { kind, passes in
            [
                "\(kind) passes", "\(passes.passes)", "\(passes.promptTokens)", "\(passes.decodedTokens)",
                "\(passes.readoutTokens)", number(passes.tokensPerSecond), percent(passes.productShareOfCompute),
                percent(passes.attentionShareOfCompute), percent(passes.shareOfCompute), percent(passes.shareOfMemory),
            ]
        }
        return TextTable(
            header: [
                "", "passes", "prompt", "decoded", "read", "tokens/s", "products of int8", "attention of f32", "all of compute",
                "of memory",
            ], rows: rows, rightAligned: Set(1...9))
    }

    private func number(_ value: Double) -> String { String(format: value < 100 ? "%.2f" : "%.0f", value) }
    private func percent(_ share: Double) -> String { String(format: "%.1f %%", share * 100) }
}
