import Foundation
import Testing

/// What the README promises, held against the files and the program it speaks of.
@Suite struct ReadmeTests {
    let readme: String

    init() throws { readme = try Self.text("README.md") }

    @Test func itHasAtMostTwoHundredLines() {
        #expect(readme.split(separator: "\n", omittingEmptySubsequences: false).dropLast().count <= 200)
    }

    @Test func theSetUpCommandsAreTheScriptsThatCIRuns() throws {
        let section = try #require(readme.split(separator: "\n## ").first { $0.hasPrefix("Set up") })
        let commands = section.split(separator: "\n").filter { $0.hasPrefix("    ") }.map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        #expect(commands == ["bash .ci/demo", "bash .ci/test"])
        for command in commands {
            let script = try Self.text(String(command.dropFirst("bash ".count)))
            #expect(script.contains("source .ci/setup"))
        }
        #expect(try Self.text(".ci/run").split(separator: "\n").last == "bash .ci/test")
        #expect(try Self.text(".ci/demo").contains("exec .build/release/erank demo"))
        #expect(try Self.text(".ci/test").contains("\nswift test\n"))
    }

    @Test func everyCommandIsNamed() async throws {
        let help = try await BuiltProgram.run(["--help"])
        let commands = try #require(help.output.components(separatedBy: "SUBCOMMANDS:\n").last)
        let names = commands.split(separator: "\n").compactMap { line in
            // A command's name stands two columns in; what continues its description stands further in.
            line.wholeMatch(of: #/  ([a-z]+)\b.*/#).map { String($0.1) }
        }
        #expect(names.count > 6)
        let listed = Set(
            readme.matches(of: #/(?m)^ {4}erank ([a-z|]+)/#).flatMap { $0.1.split(separator: "|") }.map { String($0) })
        for name in names where name != "screens" { #expect(listed.contains(name), "\(name)") }
    }

    /// They stand in both places, so that the README can show the few that matter.
    @Test func itsFiguresAreThoseOfTheArticle() throws {
        let section = try #require(readme.split(separator: "\n## ").first { $0.hasPrefix("Figures") })
        let article = try Self.text("Sources/LocalEngine/LocalEngine.docc/Figures.md")
        let rows = section.split(separator: "\n").filter { $0.hasPrefix("| ") }
        #expect(rows.count > 5)
        for row in rows { #expect(article.contains(row), "\(row)") }
    }

    @Test func everyArticleHasItsPlace() throws {
        let linked = Set(readme.matches(of: #/\]\((Sources/[^)]+\.md)\)/#).map { String($0.1) })
        let articles = try Articles.all.filter { $0.name != $0.module }.map(\.path)
        #expect(linked == Set(articles))
    }

    @Test(arguments: ["bash", "zsh", "fish"]) func theShellGetsItsScript(shell: String) async throws {
        let script = try await BuiltProgram.run(["--generate-completion-script", shell])
        #expect(readme.contains("--generate-completion-script \(shell)"))
        #expect(script.status == 0 && script.output.contains("erank"))
    }

    @Test func theLicenseIsApaches() throws {
        #expect(try Self.text("LICENSE").contains("Apache License\n                           Version 2.0, January 2004"))
    }

    private static func text(_ path: String) throws -> String { try Articles.text(path) }
}
