import ArgumentParser
import GGUF
import Inference
import ModelCatalog
import Relevance
import Sessions
import Testing
import Transformer

@testable import erank

/// The table of errors and exit codes, compared with the five codes of the architecture.
@Suite struct FailureTests {
    @Test(arguments: [
        (CatalogError.unknownModel("m", known: []), Failure.Status.usage), (.noSuchFile(path: "p"), .unreadableFile),
        (.notAFile(path: "p"), .unreadableFile), (.file(path: "p", reason: "r"), .unreadableFile), (.noPython, .jobFailed),
        (.noPip, .jobFailed), (.noSpace(folder: "f", needed: 2, available: 1), .jobFailed),
        (.unreachable(package: "p", reason: "r"), .jobFailed), (.notPublished(package: "p", version: "1"), .jobFailed),
        (.wrongPart(package: "p", expected: 1, found: 2), .jobFailed),
        (.wrongChecksum(model: "m", expected: "a", found: "b"), .jobFailed),
        (.toolFailed(tool: "t", reason: "r"), .jobFailed), (.cancelled(model: "m"), .jobFailed),
    ])
    func catalogue(error: CatalogError, status: Failure.Status) {
        #expect(Failure(error).status == status)
        #expect(Failure(error).sentence == error.description)
    }

    @Test func filesModelsAndEngines() {
        let gguf = GGUFError(file: "m.gguf", problem: .empty)
        #expect(Failure(gguf).status == .unreadableFile && Failure(gguf).sentence == gguf.description)
        #expect(Failure(ModelError.unsupported(file: "f", feature: "mamba")).status == .modelFailed)
        #expect(Failure(ModelError.file(gguf)).status == .unreadableFile)
        let type = GGUFError(file: "m.gguf", problem: .unsupportedTensorType(tensor: "t", .iq1_S))
        #expect(Failure(type).status == .modelFailed && Failure(ModelError.file(type)).status == .modelFailed)
        #expect(Failure(EngineError.promptTooLong(tokens: 9, limit: 8)).status == .modelFailed)
        #expect(Failure(CancellationError()).status == .jobFailed)
        #expect(Failure(Failure("s", .modelFailed)).status == .modelFailed)
        #expect(Failure(ValidationError("take care.")).status == .usage)
    }

    @Test func formats() {
        let codes = Dictionary(grouping: FormatError.Code.allCases) { code in
            Failure(FormatError(code, file: "f", problem: "p", remedy: "r")).status
        }
        #expect(codes[.usage].map(Set.init) == [.emptyQuery, .beyondDepth, .needsCollection, .unknownQuery, .unknownMeasure])
        #expect(codes[.jobFailed].map(Set.init) == [.unwritable, .unwritableID])
        #expect(codes[.modelFailed] == nil && codes[.fine] == nil)
    }

    @Test func theTermsOfTime() {
        #expect(ProgressLine.duration(-1) == "0 s" && ProgressLine.duration(59.2) == "1 min 00 s")
        #expect(ProgressLine.duration(3725) == "1 h 02 min" && ProgressLine.duration(.infinity) == "99 h 59 min")
    }
}
