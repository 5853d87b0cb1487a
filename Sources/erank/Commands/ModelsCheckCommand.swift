import ArgumentParser
import ModelCatalog

struct ModelsCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Print what a model is and whether this engine can run it.",
        discussion: "Exit code 0 if it can run, 3 if the file cannot be read, 4 if the engine cannot run it.")

    @Argument(help: "A name from 'erank models list', or the path of a GGUF file.", completion: .models) var model: String
    @Flag(help: "Read the whole file and compute its SHA-256 anew.") var full = false
    @OptionGroup var resources: ResourceOptions

    func run() async throws {
        let found = try ModelCatalog().present(model)
        let options = try resources.unwatchedEngine()
        let line = ProgressLine()
        var report = try await Interrupt.cancelling {
            try await ModelCatalog().opening(found.path) {
                try await ModelReport(path: found.path, options: options) {
                    line.show("loading \(found.name)", fraction: $0, detail: "")
                }
            }
        }
        let digest = try await Interrupt.cancelling { [full] in
            try await ModelCatalog().sha256(of: found.path, fully: full) {
                line.show("checking \(found.name)", fraction: $0, detail: "")
            }
        }
        report.rows.insert(["sha256", digest + (full ? ", computed now" : "")], at: 1)
        line.clear()
        try StandardOutput.write(TextTable(header: nil, rows: report.rows).text)
        if let problem = report.problem { throw problem }
    }
}
