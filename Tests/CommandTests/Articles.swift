import Foundation

/// The documentation's articles, and the other texts for people.
struct Articles {
    /// Of the module page, the module's name.
    var name: String
    var module: String
    var path: String

    static let contributing = ".github/CONTRIBUTING.md"

    /// Every article and module page.
    static var all: [Articles] {
        get throws {
            let files = FileManager.default
            let sources = repository.appendingPathComponent("Sources").path
            return try files.contentsOfDirectory(atPath: sources).sorted().flatMap { module in
                let catalogue = "\(sources)/\(module)/\(module).docc"
                guard files.fileExists(atPath: catalogue) else { return [Articles]() }
                return try files.contentsOfDirectory(atPath: catalogue).sorted().filter { $0.hasSuffix(".md") }.map { file in
                    Articles(name: String(file.dropLast(3)), module: module, path: "Sources/\(module)/\(module).docc/\(file)")
                }
            }
        }
    }

    /// All texts for people: README, the guide for contributors, articles.
    static var everyText: [String] { get throws { ["README.md", contributing] + (try all.map(\.path)) } }

    static func text(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: repository.appendingPathComponent(path)), as: UTF8.self)
    }

    /// Whether there is a file or folder of that path, from the checkout's root.
    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: repository.appendingPathComponent(path).path)
    }
}
