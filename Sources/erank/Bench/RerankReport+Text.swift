import Foundation
import Relevance

extension RerankReport {
    /// Tables for people, without a newline at the end.
    var text: String {
        """
        \(model), \(mode): \(documents.counted("document")) of \(queries.counted("query", "queries")), \(scored) scored, \
        in \(number(seconds)) s: \(number(documentsPerSecond)) documents/s
        first token after \(firstTokenSeconds.map(number) ?? "-") s, first score after \(firstScoreSeconds.map(number) ?? "-") \
        s; peak resident \(peakResidentBytes >> 20) MiB
        \(promptTokens) prompt tokens (\(cachedTokens) cached), \(newTokens) new tokens, \(readoutTokens) tokens to read answers
        tokenizing: \(number(tokenizingSeconds)) s, at the same time as other work

        \(times.text)

        \(rates.text)

        \(shares.text)

        \(machine.text)
        """
    }

    /// How the time was divided. A pass with any prompt tokens is a prompt pass.
    private var times: TextTable {
        let around = [
            ("planning, sampling, settling", settleSeconds), ("idle: waiting for work", idleSeconds),
            ("starting, reading candidates, rest", otherSeconds),
        ]
        let parts = kinds.flatMap { kind, passes in
            [
                ("\(kind): products", passes.productSeconds), ("\(kind): attention", passes.attentionSeconds),
                ("\(kind): logits", passes.logitSeconds), ("\(kind): rest", passes.restSeconds),
            ]
        }
        let rows = ([("loading the model", loadSeconds)] + parts + around).map { name, part in
            [name, number(part)] + bar(seconds > 0 ? part / seconds : 0)
        }
        return TextTable(header: ["where the time went", "s", "share", ""], rows: rows, rightAligned: [1, 2])
    }

    private var rates: TextTable {
        let rows = kinds.map { kind, passes in
            [kind, "\(passes.passes)", "\(passes.promptTokens)", "\(passes.decodedTokens)", "\(passes.readoutTokens)"]
                + [number(passes.seconds), number(passes.tokensPerSecond)]
        }
        return TextTable(
            header: ["", "number", "prompt", "generated", "to read answers", "s", "tokens/s"], rows: rows,
            rightAligned: Set(1...6))
    }

    /// Which share of the machine's limits the passes reached.
    private var shares: TextTable {
        let rows = kinds.flatMap { kind, passes in
            [
                ("\(kind): products, of int8", passes.productShareOfCompute),
                ("\(kind): attention, of f32", passes.attentionShareOfCompute),
                ("\(kind): all, of compute", passes.shareOfCompute), ("\(kind): all, of memory", passes.shareOfMemory),
            ]
        }.map { name, share in [name] + bar(share) }
        return TextTable(header: ["share of the machine's limits", "share", ""], rows: rows, rightAligned: [1])
    }

    private var kinds: [(String, PassReport)] { [("prompt passes", promptPasses), ("decode passes", decodePasses)] }

    /// A share as a percentage, and as a bar of at most 30 columns.
    private func bar(_ share: Double) -> [String] {
        let columns = min(30, max(0, share * 30)).rounded()
        return [String(format: "%.1f %%", share * 100), String(repeating: "█", count: Int(columns))]
    }

    private func number(_ value: Double) -> String { String(format: value < 100 ? "%.2f" : "%.0f", value) }
}
