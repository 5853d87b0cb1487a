import ArgumentParser
import Foundation
import GGUF
import Inference
import LocalEngine
import ModelCatalog
import Relevance
import Sessions
import Tokenizer
import Transformer

/// Why the program ends: one sentence (what, where, remedy) and the exit status.
struct Failure: Error {
    var sentence: String
    var status: Status

    /// The exit status of the program.
    enum Status: Int32, CaseIterable {
        case fine = 0
        case jobFailed = 1
        case usage = 2
        case unreadableFile = 3
        case modelFailed = 4
        /// A comparison fell below the limit that was set.
        case regressed = 5
    }

    init(_ sentence: String, _ status: Status) {
        self.sentence = sentence
        self.status = status
    }

    /// The table that gives every error its sentence and exit status.
    init(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let error as CatalogError: self.init(error.description, error.exitStatus)
        case let error as GGUFError: self.init(error.description, error.exitStatus)
        case let error as FormatError: self.init(error.description, error.exitStatus)
        case let error as SessionError: self.init(error.description, error.exitStatus)
        case let error as TokenizerError: self.init(error.description, .modelFailed)
        case ModelError.file(let error): self.init(error)
        case let error as ModelError: self.init(error.description, .modelFailed)
        case let error as MemoryError: self.init(error.description, .modelFailed)
        case let error as TogetherError: self.init(error.description, .modelFailed)
        case let error as EngineError where error.isAboutSettings: self.init(error.description, .usage)
        case let error as EngineError: self.init(error.description, .modelFailed)
        case is CancellationError: self.init("stopped before it was finished", .jobFailed)
        case is ValidationError, is ExitCode: self.init(usage: error)
        default: self.init("\(error)", .jobFailed)
        }
    }

    /// Arguments that the parser rejected: its message, and the command that prints help.
    init(usage error: any Error) {
        let words =
            UnknownWord.sentence(for: Array(CommandLine.arguments.dropFirst())) ?? Self.onOneLine(Erank.message(for: error))
        let see = Erank.fullMessage(for: error).split(separator: "\n").last { $0.contains("See '") }
        let named = see?.split(separator: "'").dropFirst().first.map(String.init)
        // The parser takes arguments without a command name for those of the default command.
        let help = named.flatMap { $0 == "erank screens --help" ? nil : $0 } ?? "erank --help"
        // A sentence begins small after "erank: ", but a name in capitals stays as it is.
        let isName = words.prefix(2).allSatisfy(\.isUppercase)
        let sentence = isName ? words : words.prefix(1).lowercased() + words.dropFirst()
        self.init("\(sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence); see '\(help)'", .usage)
    }

    /// The parser writes more than a few choices as a list; a sentence has them one after the other.
    private static func onOneLine(_ message: String) -> String {
        let lines = message.split(separator: "\n").map { $0.drop { $0.isWhitespace } }
        guard lines.count > 1, lines.dropFirst().allSatisfy({ $0.hasPrefix("- ") }) else { return message }
        return lines[0] + " " + lines.dropFirst().map { $0.dropFirst(2) }.joined(separator: ", ")
    }
}

extension CatalogError {
    var exitStatus: Failure.Status {
        switch self {
        case .unknownModel: .usage
        case .noSuchFile, .notAFile, .file, .damaged: .unreadableFile
        case .noPython, .noPip, .noSpace, .unreachable, .notPublished, .wrongPart, .wrongChecksum, .toolFailed, .cancelled:
            .jobFailed
        }
    }
}

extension EngineError {
    fileprivate var isAboutSettings: Bool { if case .contextTooShort = self { true } else { false } }
}

extension GGUFError {
    /// A file with a tensor type that no kernel supports is the model's fault; all other errors are the file's.
    var exitStatus: Failure.Status {
        if case .unsupportedTensorType = problem { .modelFailed } else { .unreadableFile }
    }
}

extension FormatError {
    var exitStatus: Failure.Status {
        switch code {
        case .emptyQuery, .beyondDepth, .needsCollection, .unknownQuery, .unknownMeasure: .usage
        case .unwritable, .unwritableID: .jobFailed
        case .notFound, .unreadable, .vanished, .empty, .binary, .notUTF8, .tooLarge, .badJSON, .badLine, .missingField,
            .emptyDocument, .duplicateID, .missingID, .noScore:
            .unreadableFile
        }
    }
}

extension SessionError {
    var exitStatus: Failure.Status {
        switch code {
        case .notFound, .unreadable, .notASession, .newerVersion, .torn, .damaged: .unreadableFile
        case .locked, .exists, .unwritable, .full, .disturbed, .noRun, .noJudgment, .oneJudge, .conflict, .noStep, .unknownQuery:
            .jobFailed
        case .noJudge, .noJob, .noCollection, .sharedID, .unknownDocument, .offScale: .usage
        }
    }
}
