import ArgumentParser
import Foundation

/// Where the program begins and the one place where it ends: every error becomes a sentence and an exit code here.
@main
enum Program {
    static func main() async {
        do {
            var command = try parse()
            if var command = command as? any AsyncParsableCommand { try await command.run() } else { try command.run() }
        } catch {
            end(with: error)
        }
    }

    /// The command that the arguments name.
    ///
    /// - Throws: `Failure` for arguments that make no sense; a `CleanExit` of the parser's where only help was asked for.
    private static func parse() throws -> any ParsableCommand {
        do { return try Erank.parseAsRoot() } catch {
            guard Erank.exitCode(for: error).isSuccess else { throw Failure(usage: error) }
            throw error
        }
    }

    private static func end(with error: any Error) -> Never {
        if Erank.exitCode(for: error).isSuccess {
            print(Erank.fullMessage(for: error))
            exit(Failure.Status.fine.rawValue)
        }
        let failure = Failure(error)
        StandardError.write("erank: \(failure.sentence)\n")
        exit(failure.status.rawValue)
    }
}
