import Comparing
import Foundation
import Inference
import Relevance
import Reranking
import Sessions
import Terminal

extension ComparisonReport {
    /// One file that needs nothing else: tables and pictures (inline SVG), light and dark, printable.
    var html: String {
        let tables = tables
        let facts = tables.facts.map { "<dt>\(Self.html($0.name))</dt><dd>\(Self.html($0.value))</dd>" }.joined(separator: "\n")
        let pictures = comparison.queries.count > 1 ? comparison.measures.prefix(1).map(pictures).joined() : ""
        let title = "\(comparison.a.name) against \(comparison.b.name)"
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(Self.html(title))</title>
            <style>\(Self.style)</style>
            </head>
            <body>
            <h1>\(Self.html(title))</h1>
            <dl>
            \(facts)
            </dl>
            \(pictures)
            \(tables.all.map(Self.html).joined(separator: "\n"))
            \(hashes)
            </body>
            </html>

            """
    }

    private var hashes: String {
        let sides = settings.map { "<li>\(Self.html($0))</li>" }
        return sides.isEmpty ? "" : "<h2>Settings</h2>\n<ul>\(sides.joined())</ul>"
    }

    private static func html(_ table: ComparisonTables.Table) -> String {
        func row(_ cells: [String], _ tag: String) -> String {
            let cells = cells.enumerated().map { index, cell in
                "<\(tag)\(table.isText(index) ? "" : " class=\"n\"")>\(html(cell))</\(tag)>"
            }
            return "<tr>\(cells.joined())</tr>"
        }
        let note = table.note.isEmpty ? "" : "<p class=\"note\">\(html(table.note))</p>\n"
        return """
            <h2>\(html(table.title))</h2>
            \(note)<div class="wide"><table><thead>\(row(table.header, "th"))</thead>
            <tbody>\(table.rows.map { row($0, "td") }.joined(separator: "\n"))</tbody></table></div>
            """
    }

    static func html(_ text: String) -> String {
        TerminalText.sanitized(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }

    // MARK: Pictures

    /// The differences of a measure, sorted, and A against B, a mark per query.
    private func pictures(_ measure: MeasureComparison) -> String {
        let name = Self.html(measure.measure.name)
        let pairs = comparison.queries.compactMap { query in query.values.first.map { (query.id, $0) } }
        return """
            <h2>Per query, \(name)</h2>
            <div class="pictures">
            <figure>\(bars(pairs))<figcaption>B - A of each query, sorted. Above the line B is better.</figcaption></figure>
            <figure>\(scatter(pairs))<figcaption>A across, B up. Above the diagonal B is better.</figcaption></figure>
            <figure>\(histogram(pairs.map(\.1.difference)))<figcaption>Queries by B - A.</figcaption></figure>
            </div>

            """
    }

    private static func svg(_ label: String, _ body: String) -> String {
        "<svg viewBox=\"0 0 320 240\" role=\"img\" aria-label=\"\(label)\">\(body)</svg>"
    }

    private static func fixed(_ value: Double) -> String { String(format: "%.1f", value) }

    /// The class that colours a difference.
    private func side(_ difference: Double) -> String {
        switch comparison.options.outcome(of: difference) {
        case .win: "up"
        case .loss: "down"
        case .tie: "even"
        }
    }

    private func bars(_ pairs: [(String, ComparedQuery.Pair)]) -> String {
        let sorted = pairs.sorted { $0.1.difference > $1.1.difference }
        let most = max(sorted.map { abs($0.1.difference) }.max() ?? 0, 1e-9)
        let width = 300 / Double(max(1, sorted.count))
        let bars = sorted.enumerated().map { place, pair in
            let height = abs(pair.1.difference) / most * 105
            let y = pair.1.difference >= 0 ? 120 - height : 120
            let tip = "\(Self.html(pair.0)): \(ComparisonTables.signed(pair.1.difference))"
            return """
                <rect class="\(side(pair.1.difference))" x="\(Self.fixed(10 + Double(place) * width))" y="\(Self.fixed(y))" \
                width="\(Self.fixed(max(0.5, width * 0.9)))" height="\(Self.fixed(max(0.5, height)))"><title>\(tip)</title></rect>
                """
        }
        let axis = "<line x1=\"10\" y1=\"120\" x2=\"310\" y2=\"120\"/>"
        let ends = "<text x=\"10\" y=\"12\">+\(ComparisonTables.plain(most, 2))</text>"
        return Self.svg("differences per query", bars.joined() + axis + ends)
    }

    private func scatter(_ pairs: [(String, ComparedQuery.Pair)]) -> String {
        let most = max(1, pairs.map { max($0.1.a, $0.1.b) }.max() ?? 1)
        let marks = pairs.map { id, pair in
            """
            <circle class="\(side(pair.difference))" cx="\(Self.fixed(60 + pair.a / most * 210))" \
            cy="\(Self.fixed(220 - pair.b / most * 210))" r="3"><title>\(Self.html(id)): A \(ComparisonTables.value(pair.a)), B \
            \(ComparisonTables.value(pair.b))</title></circle>
            """
        }
        let frame = """
            <rect class="frame" x="60" y="10" width="210" height="210"/><line x1="60" y1="220" x2="270" y2="10"/>
            <text x="60" y="235">0</text><text x="255" y="235">\(ComparisonTables.plain(most, 1))</text>
            """
        return Self.svg("A against B per query", frame + marks.joined())
    }

    private func histogram(_ differences: [Double]) -> String {
        let bins = DifferenceBins(differences)
        let most = bins.most
        let highest = Double(max(1, bins.counts.max() ?? 1))
        let width = 300 / Double(bins.counts.count)
        let bars = bins.counts.enumerated().map { bin, count in
            let height = Double(count) / highest * 190
            let middle = bins.counts.count / 2
            let side = bin > middle ? "up" : bin < middle ? "down" : "even"
            return """
                <rect class="\(side)" x="\(Self.fixed(10 + Double(bin) * width))" y="\(Self.fixed(210 - height))" \
                width="\(Self.fixed(width * 0.9))" height="\(Self.fixed(height))"><title>\(count)</title></rect>
                """
        }
        let axis = """
            <line x1="10" y1="210" x2="310" y2="210"/><text x="10" y="228">-\(ComparisonTables.plain(most, 2))</text>
            <text x="156" y="228">0</text><text x="280" y="228">+\(ComparisonTables.plain(most, 2))</text>
            """
        return Self.svg("queries by difference", bars.joined() + axis)
    }

    private static let style = """
        :root { color-scheme: light dark; --text: #1b1d21; --page: #ffffff; --quiet: #5d6470; --rule: #d5d9e0; --up: #1c7c54; \
        --down: #b3412f; }
        @media (prefers-color-scheme: dark) { :root { --text: #e4e6ea; --page: #16181c; --quiet: #9aa2af; --rule: #343943; \
        --up: #56c596; --down: #ec8573; } }
        @media print { :root { --text: #000; --page: #fff; --quiet: #444; --rule: #bbb; --up: #1c7c54; --down: #b3412f; } }
        body { font: 15px/1.5 system-ui, sans-serif; color: var(--text); background: var(--page); max-width: 72rem; \
        margin: 2rem auto; padding: 0 1rem; }
        h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; } dt { color: var(--quiet); } \
        dd { margin: 0; overflow-wrap: anywhere; } li { overflow-wrap: anywhere; }
        .wide { overflow-x: auto; } table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
        th, td { padding: .25rem .75rem .25rem 0; text-align: left; border-bottom: 1px solid var(--rule); } \
        th { color: var(--quiet); font-weight: 600; } .n { text-align: right; white-space: nowrap; }
        .note, figcaption { color: var(--quiet); font-size: .9rem; } figure { margin: 0; flex: 1 1 20rem; } \
        .pictures { display: flex; flex-wrap: wrap; gap: 1.5rem; }
        svg { width: 100%; height: auto; } svg text { fill: var(--quiet); font-size: 11px; } svg line { stroke: var(--quiet); } \
        .up { fill: var(--up); } .down { fill: var(--down); } .even { fill: var(--quiet); } \
        .frame { fill: none; stroke: var(--rule); }
        """
}
