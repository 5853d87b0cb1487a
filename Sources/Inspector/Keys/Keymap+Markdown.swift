import Terminal

extension Keymap {
    /// The keys as Markdown tables, one a place: the list of the documentation, printed by `erank keys`. The last column is the
    /// command's name in a keys file.
    public var markdown: String {
        let tables = tables.map { table in
            let rows = table.bindings.map { binding in
                let keys =
                    binding.keys.isEmpty ? "`:` \(binding.command.name)" : binding.keys.map(\.markdown).joined(separator: " ")
                return "| \(keys) | \(binding.long) | \(binding.command == .grade ? "" : binding.command.word) |"
            }
            return "### \(table.context.name)\n\n| key | what it does | `\(table.context.word).` |\n| --- | --- | --- |\n"
                + rows.joined(separator: "\n")
        }
        let typing = Help.typing.map { "| \($0.0.split(separator: " ").map { "`\($0)`" }.joined(separator: " ")) | \($0.1) |" }
        return (tables + ["### The line being typed\n\n| key | what it does |\n| --- | --- |\n" + typing.joined(separator: "\n")])
            .joined(separator: "\n\n")
    }
}

extension Key {
    /// A bar would end the table's column.
    fileprivate var markdown: String { self == .character("|") ? "`\\|`" : self == .character("`") ? "`` ` ``" : "`\(label)`" }
}
