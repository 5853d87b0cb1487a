import ArgumentParser
import Foundation
import Relevance
import Terminal

/// The entry point of the program, and the only place where it ends: every error becomes a sentence and an exit code here.
@main
enum Program {
    static func main() async {
        Interrupt.letQuitEnd()
        MappedFiles.endOnLostPage(
            "erank: a file was cut while it was in use, or its disk failed: check the model with 'erank models check'\n",
            status: Failure.Status.unreadableFile.rawValue)
        do {
            StandardStreams.prepare()
            try ProcessLimits.check()
            var command = try parse()
            if var command = command as? any AsyncParsableCommand { try await command.run() } else { try command.run() }
        } catch {
            end(with: error)
        }
    }

    /// The command that the arguments name.
    ///
    /// - Throws: `Failure` for invalid arguments; the parser's `CleanExit` if only help was requested.
    private static func parse() throws -> any ParsableCommand {
        // The parser compares texts.
        if let place = CommandLine.arguments.firstIndex(where: MarkPile.isIn) {
            throw Failure("argument \(place) \(MarkPile.problem)", .usage)
        }
        do { return try Erank.parseAsRoot() } catch {
            guard Erank.exitCode(for: error).isSuccess else { throw Failure(usage: error) }
            throw error
        }
    }

    private static func end(with error: any Error) -> Never {
        if Erank.exitCode(for: error).isSuccess {
            do throws(Failure) { try StandardOutput.write(Erank.fullMessage(for: error)) } catch { end(with: error) }
            exit(Failure.Status.fine.rawValue)
        }
        let failure = Failure(error)
        StandardError.write("erank: \(failure.sentence)\n")
        exit(failure.status.rawValue)
    }
}
