import ArgumentParser
import Foundation
import ModelCatalog
import Relevance
import Sessions
import Terminal

// Words that shell completion offers for names that only this machine knows. They are found by reading folders; no session and
// no model is opened. Whatever cannot be read offers nothing.

extension CompletionKind {
    /// Names of the catalogue, and GGUF files.
    static let models = custom { _, _, prefix in
        CompletionWords.safe(ModelCatalog().models.map(\.name) + CompletionWords.files(for: prefix, ending: ".gguf"))
    }

    /// Names of the catalogue.
    static let catalogueModels = list(ModelCatalog().models.map(\.name))

    /// Names of the sessions on this machine, and session files.
    static let sessions = custom { _, _, prefix in
        CompletionWords.safe(SessionStore().names + CompletionWords.files(for: prefix, ending: ".jsonl"))
    }

    /// Names of scales, and files.
    static let scales = custom { _, _, prefix in
        CompletionWords.safe(GradeScale.all.map(\.name) + CompletionWords.files(for: prefix, ending: ""))
    }
}

/// Words for shell completion.
enum CompletionWords {
    /// Only words that a shell takes for text. Bash expands what it is offered: a file named `<(command)` would run the command,
    /// and `{1..9999999}` would fill the memory. So letters and digits of any language and a few signs are allowed, and no
    /// others. A word that begins with a dash would be an option.
    static func safe(_ words: [String], for shell: CompletionShell? = .requesting) -> [String] {
        words.compactMap { word in
            let isInHome = word.hasPrefix("~/")
            let text = isInHome ? word.dropFirst() : Substring(word)
            let isSafe = text.unicodeScalars.allSatisfy { scalar in
                scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                    || " ._-/+@:,=%".unicodeScalars.contains(scalar)
            }
            guard isSafe, !word.hasPrefix("-") else { return nil }
            // Bash would put the home folder in, and the word would no longer begin as it was typed.
            return isInHome && shell == .bash ? "\\" + word : word
        }
    }

    /// The folders and the files with this ending that the path in `prefix` can become.
    static func files(for prefix: String, ending: String, shell: CompletionShell? = .requesting) -> [String] {
        PathCompletion.candidates(for: prefix, limit: .max).compactMap { path in
            guard path.hasSuffix("/") else { return path.hasSuffix(ending) ? path : nil }
            // Bash adds the slash itself.
            return shell == .bash ? String(path.dropLast()) : path
        }
    }
}

extension Measure {
    /// Every name that `parse` takes without a parameter: kinds and sets.
    static let names = Kind.allCases.map(\.rawValue) + ["official", "set", "all_trec", "all"]
}
