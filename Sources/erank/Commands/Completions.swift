import ArgumentParser
import Foundation
import ModelCatalog
import Relevance
import Sessions

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
    /// Only words that a shell cannot take for anything but text: bash expands `$` and quotes in what it is offered.
    static func safe(_ words: [String]) -> [String] {
        words.filter { word in
            word.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F && !"$`\\\"'".unicodeScalars.contains($0) }
        }
    }

    /// The folders and the files with this ending that the path in `prefix` can become. Hidden ones need a point in `prefix`.
    static func files(for prefix: String, ending: String) -> [String] {
        let cut = prefix.lastIndex(of: "/").map { prefix.index(after: $0) } ?? prefix.startIndex
        let (folder, start) = (String(prefix[..<cut]), prefix[cut...])
        let place = folder.isEmpty ? "." : (folder as NSString).expandingTildeInPath
        let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
        return names.sorted().compactMap { name in
            guard name.hasPrefix(start), start.hasPrefix(".") || !name.hasPrefix(".") else { return nil }
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: "\(place)/\(name)", isDirectory: &isFolder)
            guard isFolder.boolValue || name.hasSuffix(ending) else { return nil }
            return folder + name + (isFolder.boolValue ? "/" : "")
        }
    }
}

extension Measure {
    /// Every name that `parse` takes without a parameter: kinds and sets.
    static let names = Kind.allCases.map(\.rawValue) + ["official", "set", "all_trec", "all"]
}
