import Terminal

extension Keymap {
    /// The keys as Markdown tables, one a context: the README's list, printed by `erank keys`.
    public static var markdown: String {
        let tables = Contexts.named.map { context, name in
            let rows = bindings(in: context).map { binding in
                let keys =
                    binding.keys.isEmpty ? "`:` \(binding.command.name)" : binding.keys.map(\.markdown).joined(separator: " ")
                return "| \(keys) | \(binding.long) |"
            }
            return "### \(name)\n\n| key | what it does |\n| --- | --- |\n" + rows.joined(separator: "\n")
        }
        let typing = Help.typing.map { "| \($0.0.split(separator: " ").map { "`\($0)`" }.joined(separator: " ")) | \($0.1) |" }
        return (tables + ["### The line being typed\n\n| key | what it does |\n| --- | --- |\n" + typing.joined(separator: "\n")])
            .joined(separator: "\n\n")
    }
}

extension Key {
    fileprivate var markdown: String { "`\(label)`" }
}
