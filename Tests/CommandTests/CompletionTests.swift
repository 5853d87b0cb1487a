import Foundation
import TestSupport
import Testing

/// Shell completion: the scripts, and the words that bash offers with one.
@Suite struct CompletionTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("sessions/first.jsonl", "")
        try folder.write("sessions/second.jsonl", "")
        try folder.write("sessions/notes.txt", "")
        try folder.write("models/mine.gguf", "")
        try folder.write("models/mine.txt", "")
        try folder.write("models/more/other.gguf", "")
    }

    private static let hasBash = ["/bin/bash", "/usr/bin/bash"].contains(where: FileManager.default.isExecutableFile)

    /// Calls the completion function as bash does for a command line that ends with the last word.
    private static let caller = #"""
        program=$1
        shift
        eval "$("$program" --generate-completion-script bash)"
        COMP_WORDS=("$program" "$@")
        COMP_CWORD=$#
        COMP_LINE="$program $*"
        COMP_POINT=${#COMP_LINE}
        _erank "$program" "${!#}" "${COMP_WORDS[COMP_CWORD - 1]}"
        for word in "${COMPREPLY[@]}"; do printf '%s\n' "$word"; done
        """#

    private func offered(_ words: [String], sessions: String? = nil, home: String? = nil) async throws -> [String] {
        let script = try folder.write("caller.sh", Self.caller)
        let ended = try await BuiltProgram.runInShell(
            #"program=$0; script=$1; shift; exec bash "$script" "$program" "$@""#, [script] + words,
            environment: ["ERANK_SESSIONS": sessions ?? folder.path + "/sessions", "HOME": home ?? NSHomeDirectory()])
        #expect(ended.status == 0 && ended.errors.isEmpty, "\(words): \(ended.errors)")
        return ended.output.split(separator: "\n").map(String.init)
    }

    @Test(arguments: ["bash", "zsh", "fish"]) func everyShellHasAScript(shell: String) async throws {
        let ended = try await BuiltProgram.run(["--generate-completion-script", shell])
        #expect(ended.status == 0 && ended.errors.isEmpty)
        for word in ["erank", "binary-reasoned", "smollm2-135m", "---completion"] {
            #expect(ended.output.contains(word), "\(shell) lacks \(word)")
        }
    }

    @Test(
        .enabled(if: hasBash),
        arguments: [
            (["rank", "--mode", ""], ["reasoned", "direct", "binary", "binary-reasoned"]),
            (["rank", "--rank-by", "h"], ["hybrid"]),
            (["rank", "--output", ""], ["table", "json", "trec"]),
            (["rank", "--instruction", ""], ["web", "instructed", "reasoning", "theorems"]),
            (["rank", "--template", ""], ["chatml", "llama3"]),
            (["evaluate", "--measure", "ndcg_cut"], ["ndcg_cut"]),
            (["judge", "--order", ""], ["shuffled", "pool-depth", "uncertainty", "gap", "disagreement", "stakes"]),
            (["judgments", "export", "first", "--format", ""], ["trec", "beir", "quepid", "quepid-book"]),
            (["judgments", "export", "first", "--conflicts", ""], ["refuse", "min", "max", "omit"]),
            (["judgments", "import", "first", "f", "--conflicts", ""], ["mine", "theirs"]),
            (["sessions", "export", "first", "--output", ""], ["json", "trec", "qrels", "markdown"]),
            (["screens", "--background", ""], ["dark", "light"]),
            (["demo", ""], ["goldfish", "jaguar"]),
        ])
    func optionsOfferTheirValues(words: [String], values: [String]) async throws {
        #expect(try await offered(words) == values)
    }

    @Test(
        .enabled(if: hasBash),
        arguments: [
            ["sessions", "show"], ["sessions", "export"], ["replay"], ["judgments", "list"], ["judgments", "undo"],
            ["rank", "--resume"], ["judge", "--session"], ["screens", "--session"],
        ])
    func sessionsAreOffered(words: [String]) async throws {
        #expect(try await offered(words + ["f"]).first == "first")
        let all = try await offered(words + [""])
        #expect(all.starts(with: ["first", "second"]) && !all.contains { $0.contains("notes") })
        #expect(try await offered(words + ["x-"], sessions: "/nowhere").isEmpty)
    }

    @Test(
        .enabled(if: hasBash),
        arguments: [
            ["rank", "--model"], ["models", "check"], ["models", "path"], ["bench", "engine", "--model"],
            ["tokenize", "--model"],
            ["perplexity", "--model"], ["screens", "--model"],
        ])
    func modelsAreOffered(words: [String]) async throws {
        #expect(try await offered(words + ["smollm2-"]) == ["smollm2-135m"])
        let path = folder.path + "/models/m"
        #expect(try await offered(words + [path]) == [path + "ine.gguf", path + "ore"])
        #expect(try await offered(words + ["/nowhere/m"]).isEmpty)
    }

    @Test(.enabled(if: hasBash)) func filesOfTheHomeFolderKeepTheirTilde() async throws {
        let offered = try await offered(["rank", "--model", "~/models/m"], home: folder.path)
        #expect(offered == ["~/models/mine.gguf", "~/models/more"])
    }

    @Test(.enabled(if: hasBash)) func onlyNamesOfTheCatalogueAreFetched() async throws {
        #expect(try await offered(["models", "get", "smollm2-"]) == ["smollm2-135m"])
        #expect(try await offered(["models", "get", folder.path + "/models/m"]).isEmpty)
    }

    @Test(.enabled(if: hasBash)) func scalesAreNamesAndFiles() async throws {
        #expect(try await offered(["judge", "--scale", "0-"]) == ["0-1", "0-3", "0-10"])
        let path = folder.path + "/models/mine"
        #expect(try await offered(["judge", "--scale", path]) == [path + ".gguf", path + ".txt"])
    }

    /// bash expands the words it is offered, so a file's name must not run a command or become other words.
    @Test(.enabled(if: hasBash)) func namesThatAShellWouldExpandAreNotOffered() async throws {
        let names = ["$(touch ran)", "`touch ran`", "<(touch ran)", ">(touch ran)", "{1..3}", "a;b", "~", "-x", "*"]
        for name in names { try folder.write("sessions/\(name).jsonl", "") }
        try folder.write("sessions/größe 2.jsonl", "")
        let offered = try await offered(["sessions", "show", ""])
        #expect(offered.starts(with: ["first", "größe 2", "second"]), "\(offered)")
        let path = folder.path + "/sessions/"
        let files = try await self.offered(["replay", path])
        #expect(files == ["-x", "first", "größe 2", "second"].map { path + $0 + ".jsonl" }, "\(files)")
        #expect(!FileManager.default.fileExists(atPath: "ran"))
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/ran"))
    }
}
