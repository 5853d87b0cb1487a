import Foundation
import TestSupport
import Testing

/// `erank keys` with the user's own key bindings.
@Suite struct KeysCommandTests {
    @Test func ownKeysArePrintedAndWhatIsWrongIsSaid() async throws {
        let folder = try TemporaryFolder()
        try folder.write("run F5\nrnu F6\nmode F5\n", to: "keys")
        let path = folder.path + "/keys"
        let keys = try await BuiltProgram.run(["keys"], environment: ["ERANK_KEYS": path])
        #expect(keys.status == 0)
        #expect(keys.output.contains("| `F5` | score the candidates; resume an unfinished run | run |"))
        #expect(
            keys.errors == """
                erank: \(path):2: there is no command 'rnu'; perhaps run; 'erank keys' names them all
                erank: \(path):3: F5 is run in rank already; give run another key too, or none

                """)
    }

    @Test func theFileOfTheConfigurationFolderServes() async throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.path + "/erank", withIntermediateDirectories: true)
        try folder.write("judge.skip x\n", to: "erank/keys")
        let keys = try await BuiltProgram.run(["keys"], environment: ["XDG_CONFIG_HOME": folder.path])
        #expect(keys.output.contains("| `x` | skip the document"))
        #expect(keys.errors.isEmpty)
    }

    @Test func aFileNamedThatIsNotThereIsSaid() async throws {
        let keys = try await BuiltProgram.run(["keys"], environment: ["ERANK_KEYS": "/nowhere/keys"])
        #expect(keys.status == 0)
        #expect(keys.errors == "erank: /nowhere/keys cannot be opened: check that it exists and that you may read it\n")
        #expect(keys.output == (try await BuiltProgram.run(["keys"])).output)
        let folder = try TemporaryFolder()
        let inFolder = try await BuiltProgram.run(["keys"], environment: ["ERANK_KEYS": folder.path])
        #expect(inFolder.errors == "erank: \(folder.path) is a folder: name a file\n")
    }
}
