import ArgumentParser
import Foundation
import LocalEngine
import Relevance

/// The resources that the engine may use.
struct ResourceOptions: ParsableArguments {
    @OptionGroup var compute: ThreadOptions
    @Option(
        name: .customLong("memory"),
        help: "The most memory to use, such as 600MB or 2GB; the default is $ERANK_MEMORY, else what the system's limits leave.")
    var givenMemory: MemorySize?

    /// The first of these options that was given, by its name.
    var firstGiven: String? { givenMemory != nil ? "--memory" : compute.given != nil ? "--threads" : nil }

    /// The options of an engine. Fewer threads than asked for are said on standard error.
    ///
    /// - Throws: `Failure` if `ERANK_MEMORY` is no size.
    func engine(priority: ComputePriority = .normal) throws(Failure) -> EngineOptions {
        EngineOptions(threads: compute.count, memory: try memory(), priority: priority)
    }

    /// The options of an engine for a job without screens. It throws as `engine` does.
    ///
    /// - Parameter recordBytes: the most that the job's record takes (`RunSettings.recordBytes`).
    func unwatchedEngine(recordBytes: Int = 0) throws(Failure) -> EngineOptions {
        var options = EngineOptions.unwatched(threads: compute.count, memory: try memory())
        options.callerBytes = recordBytes
        return options
    }

    /// The limits of this system, and the user's: `--memory`, else `ERANK_MEMORY`.
    ///
    /// - Throws: `Failure` if `ERANK_MEMORY` is no size.
    private func memory() throws(Failure) -> MemoryLimits {
        if let givenMemory { return MemoryLimits(setting: givenMemory.bytes) }
        return try Self.memoryOfEnvironment()
    }

    /// The limits of this system, and `ERANK_MEMORY`. It throws as `memory` does.
    static func memoryOfEnvironment() throws(Failure) -> MemoryLimits {
        guard let text = ProcessInfo.processInfo.environment["ERANK_MEMORY"], !text.isEmpty else { return MemoryLimits() }
        guard let size = MemorySize(argument: text) else {
            throw Failure("ERANK_MEMORY is '\(text)': it must be a size such as 600MB or 2GB", .usage)
        }
        return MemoryLimits(setting: size.bytes)
    }
}

/// The number of compute threads.
struct ThreadOptions: ParsableArguments {
    @Option(
        name: .customLong("threads"), parsing: .unconditional,
        help: "Compute threads; one per processor by default, which is also the most.")
    var given: Int?

    func validate() throws {
        if let given, given < 1 { throw ValidationError("--threads must be at least 1, not \(given)") }
    }

    /// The threads to use; nil if the user did not say. More than make sense are reduced, with a sentence on standard error.
    var count: Int? {
        guard let given else { return nil }
        let count = Machine.threads(given)
        if count < given {
            StandardError.write(
                "erank: warning: --threads \(given) is more than the \(Machine.processors.counted("processor")) that erank may "
                    + "use here; it uses \(count.counted("thread"))")
        }
        return count
    }
}

/// A number of bytes as a person writes it: "600MB", "1.5 GB", "512MiB".
struct MemorySize: ExpressibleByArgument, Hashable {
    let bytes: Int

    init?(argument: String) {
        let number = argument.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let unit = argument.dropFirst(number.count).drop { $0 == " " }.lowercased()
        guard let factor = Self.units[unit], let value = Double(number), value > 0, value * factor < 1e18 else { return nil }
        bytes = Int(value * factor)
    }

    private static let units: [String: Double] = [
        "kb": 1e3, "k": 1e3, "mb": 1e6, "m": 1e6, "gb": 1e9, "g": 1e9, "tb": 1e12, "kib": 1024, "mib": 1_048_576,
        "gib": 1_073_741_824,
    ]
}
