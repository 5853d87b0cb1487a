import Foundation
import Testing

@Suite struct UsageTests {
    @Test func saysItsVersion() async throws {
        let ended = try await BuiltProgram.run(["--version"])
        #expect(ended.status == 0 && ended.errors.isEmpty)
        #expect(ended.output.wholeMatch(of: /[0-9]+\.[0-9]+\.[0-9]+\n/) != nil)
    }

    @Test func everyCommandAndEveryOptionExplainsItself() async throws {
        let dump = try await BuiltProgram.run(["--experimental-dump-help"])
        let help = try JSONDecoder().decode(Help.self, from: Data(dump.output.utf8))
        let commands = help.command.all(path: [])
        #expect(commands.count > 5)
        for (path, command) in commands where command.commandName != "help" {
            let name = path.joined(separator: " ")
            #expect(command.abstract?.isEmpty == false, "\(name) says nothing of itself")
            for argument in command.arguments ?? [] {
                #expect(argument.abstract?.isEmpty == false, "\(name) \(argument.valueName ?? "") says nothing of itself")
            }
        }
    }

    @Test(arguments: [
        (["rank", "--model", "x", "--bogus", "3"], "unknown option '--bogus'; see 'erank rank --help'"),
        (["rank", "--modell", "x", "--candidates", "c"], "there is no option '--modell'; did you mean '--model'?"),
        (["rnk", "--model", "x"], "there is no command 'rnk'; did you mean 'rank'?"),
        (["sessions", "lst"], "there is no command 'lst'; did you mean 'list'?"),
        (["rank", "--model", "m", "--candidates", "c", "--depth", "-3"], "--depth must be at least 1, not -3"),
        (["--nonsense"], "unknown option '--nonsense'; see 'erank --help'"),
        (
            ["rank", "--query", String(repeating: "\u{316}\u{301}", count: 20_000)],
            "argument 3 has more than 1,000 combining marks in a row: leave them out"
        ),
        (["nonsense"], "unexpected argument 'nonsense'; see 'erank --help'"),
        (["models", "get"], "missing expected argument '<model>'; see 'erank models get --help'"),
        (
            ["rank", "--candidates", "x"],
            "name a model with --model, or a session to resume with --resume; see 'erank rank --help'"
        ),
        (
            ["rank", "--model", "m"],
            "name the candidates with --candidates, or with --collection and --run; see 'erank rank --help'"
        ),
        (["rank", "--model", "m", "--candidates", "c", "--collection", "d"], "--candidates and --collection exclude each other"),
        (["rank", "--model", "m", "--collection", "d"], "--collection needs a run"),
        (["rank", "--model", "m", "--candidates", "c", "--run", "r"], "--run goes with --collection"),
        (["rank", "--model", "m", "--collection", "d", "--run", "r", "--query", "q"], "--query goes with --candidates"),
        (["rank", "--model", "m", "--candidates", "c", "--mode", "fast"], "'fast' is invalid for '--mode <mode>'"),
        (["rank", "--model", "m", "--candidates", "c", "--depth", "0"], "--depth must be at least 1, not 0"),
        (["rank", "--model", "m", "--candidates", "c", "--max-new-tokens", "-1"], "--max-new-tokens"),
        (["rank", "--model", "m", "--candidates", "c", "--threads", "0"], "--threads must be at least 1, not 0"),
        (["rank", "--model", "m", "--candidates", "c", "--queries", "0"], "--queries must be at least 1, not 0"),
        (["rank", "--model", "m", "--candidates", "c", "--queries", "1", "--query-ids", "1"], "exclude each other"),
    ])
    func badArgumentsExitWith2AndOneSentence(arguments: [String], words: String) async throws {
        let ended = try await BuiltProgram.run(arguments)
        #expect(ended.status == 2)
        #expect(ended.output.isEmpty)
        #expect(ended.sentence?.contains(words) == true, "\(ended.errors)")
    }

    /// The parts of the output of `--experimental-dump-help` that matter here.
    private struct Help: Decodable {
        var command: Command
        struct Command: Decodable {
            var commandName: String
            var abstract: String?
            var arguments: [Argument]?
            var subcommands: [Command]?

            func all(path: [String]) -> [(path: [String], command: Command)] {
                let path = path + [commandName]
                return [(path, self)] + (subcommands ?? []).flatMap { $0.all(path: path) }
            }
        }
        struct Argument: Decodable {
            var valueName: String?
            var abstract: String?
        }
    }
}
