import Foundation
import Relevance
import Sessions
import TestSupport
import Testing

@testable import erank

/// What the articles and the guide for contributors say, held against the files and the program.
@Suite struct ArticleTests {
    // MARK: Links

    @Test func everyRelativeLinkNamesAFile() throws {
        for path in try Articles.everyText {
            let folder = (path as NSString).deletingLastPathComponent
            for link in try Articles.text(path).matches(of: #/\]\(([^)#]+)(?:#[^)]*)?\)/#).map({ String($0.1) })
            where !link.contains(":") {
                let file = ("\(folder)/\(link)" as NSString).standardizingPath
                #expect(Articles.exists(file.hasPrefix("/") ? String(file.dropFirst()) : file), "\(path): \(link)")
            }
        }
    }

    @Test func linksBetweenArticlesResolve() throws {
        let articles = try Articles.all
        #expect(articles.count > 10)
        for article in articles {
            for link in try Articles.text(article.path).matches(of: #/<doc:([^>]+)>/#).map({ String($0.1) }) {
                #expect(articles.contains { $0.module == article.module && $0.name == link }, "\(article.path): \(link)")
            }
        }
    }

    @Test func everyArticleIsOnItsModulesPage() throws {
        for article in try Articles.all where article.name != article.module {
            let page = try Articles.text("Sources/\(article.module)/\(article.module).docc/\(article.module).md")
            #expect(page.contains("<doc:\(article.name)>"), "\(article.path)")
        }
    }

    @Test func everyPathThatIsNamedExists() throws {
        var count = 0
        for path in try Articles.everyText {
            for named in try Articles.text(path).matches(of: #/`((?:Sources|Tests|\.ci|\.github)/[^` ]*)`/#).map({ String($0.1) })
            where !named.contains("MODULE") {
                count += 1
                #expect(Articles.exists(named), "\(path): \(named)")
            }
        }
        #expect(count > 60)
    }

    /// A type is named with the file that holds it.
    @Test func everyTypeStandsInItsFile() throws {
        var count = 0
        for path in try Articles.everyText {
            for match in try Articles.text(path).matches(of: #/`([A-Z]\w+)[^`]*`\s+\(`(Sources/[^`]+|Tests/[^`]+\.swift)`/#) {
                count += 1
                #expect(try Articles.text(String(match.2)).contains(match.1), "\(path): \(match.1) in \(match.2)")
            }
        }
        #expect(count > 30)
    }

    @Test func linesFit() throws {
        for path in try Articles.everyText {
            for line in try Articles.text(path).split(separator: "\n") { #expect(line.count <= 130, "\(path): \(line)") }
        }
    }

    // MARK: What they say

    @Test func theKeysAreThoseOfTheProgram() async throws {
        let keys = try await BuiltProgram.run(["keys"])
        #expect(keys.status == 0 && !keys.output.isEmpty)
        let article = try Articles.text("Sources/Inspector/Inspector.docc/Keys.md")
        #expect(article.contains(keys.output.trimmingCharacters(in: .newlines)), "put the output of 'erank keys' into Keys.md")
    }

    @Test func everyModuleHasItsPlaceInTheArchitecture() throws {
        let tour = try Articles.text("Sources/erank/erank.docc/Tour.md")
        let section = try #require(tour.split(separator: "\n## ").first { $0.hasPrefix("Architecture") })
        let modules = try FileManager.default.contentsOfDirectory(atPath: repository.appendingPathComponent("Sources").path)
        #expect(modules.count > 10)
        for module in modules { #expect(section.contains(module), "\(module)") }
    }

    @Test func theExitCodesAreThoseOfTheProgram() throws {
        let article = try Articles.text("Sources/erank/erank.docc/Command-line.md")
        let codes = article.matches(of: #/\n\| (\d) \|/#).compactMap { Int32($0.1) }
        #expect(codes == Failure.Status.allCases.map(\.rawValue))
    }

    /// The example of the session format is a session that reads without a warning, and shows every kind of event that is listed.
    @Test func theExampleIsASession() throws {
        let article = try Articles.text("Sources/Sessions/Sessions.docc/Session-format.md")
        let blocks = article.split(separator: "```\n")
        try #require(blocks.count == 3)
        let lines = blocks[1].replacing("\n  ", with: "")
        let folder = try TemporaryFolder()
        let reader = try SessionReader(path: try folder.write(String(lines), to: "example.jsonl"))
        #expect(reader.header.version == SessionHeader.currentVersion)
        var state = SessionState()
        var count = 0
        while let timed = try reader.next() {
            if case .unknown(let line) = timed.event { Issue.record("no event: \(line)") }
            state.apply(timed)
            count += 1
        }
        #expect(count == lines.split(separator: "\n").count - 1)
        #expect(reader.warnings.isEmpty && state.faults.found.isEmpty, "\(reader.warnings) \(state.faults)")
        #expect(state.runs.first?.documents.first?.tokens.count == 1 && state.runs.first?.statistics != nil)
        #expect(state.book.judgments(by: "ann").map(\.grade) == [1])

        let events = try #require(article.split(separator: "\n## ").first { $0.hasPrefix("Events\n") })
        let listed = events.matches(of: #/\n\| ([^|]+) \| /#).flatMap { row in
            row.1.matches(of: #/`(\w+)`/#).map { String($0.1) }
        }
        let shown = lines.matches(of: #/\{"t":\d+,(?:"run":\d+,)?"(\w+)":/#).map { String($0.1) }
        #expect(Set(listed) == Set(shown))
        #expect(article.contains("\n| \(SessionHeader.currentVersion) | "))
    }
}
