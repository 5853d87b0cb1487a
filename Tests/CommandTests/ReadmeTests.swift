import Foundation
import Testing

/// What the README promises, held against the files and the program it speaks of.
@Suite struct ReadmeTests {
    let readme: String

    init() throws { readme = try Self.text("README.md") }

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

    @Test func theKeysAreThoseOfTheProgram() async throws {
        let keys = try await BuiltProgram.run(["keys"])
        #expect(keys.status == 0 && !keys.output.isEmpty)
        #expect(readme.contains(keys.output.trimmingCharacters(in: .newlines)), "put the output of 'erank keys' into the README")
    }

    @Test func everyCommandIsNamed() async throws {
        let help = try await BuiltProgram.run(["--help"])
        let commands = try #require(help.output.components(separatedBy: "SUBCOMMANDS:\n").last)
        let names = commands.split(separator: "\n").compactMap { line in
            // A command's name stands two columns in; what continues its description stands further in.
            line.wholeMatch(of: #/  ([a-z]+)\b.*/#).map { String($0.1) }
        }
        #expect(names.count > 6)
        for name in names where name != "screens" { #expect(readme.contains(name), "\(name)") }
    }

    @Test func everyRoomHasItsPlaceInTheArchitecture() throws {
        let section = try #require(readme.split(separator: "\n## ").first { $0.hasPrefix("Architecture") })
        let rooms = try FileManager.default.contentsOfDirectory(atPath: repository.appendingPathComponent("Sources").path)
        #expect(rooms.count > 10)
        for room in rooms { #expect(section.contains(room), "\(room)") }
    }

    @Test func theLicenseIsApaches() throws {
        #expect(try Self.text("LICENSE").contains("Apache License\n                           Version 2.0, January 2004"))
    }

    private static func text(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: repository.appendingPathComponent(path)), as: UTF8.self)
    }
}
