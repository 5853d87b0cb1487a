import Foundation
import Inference
import Relevance
import Reranking
import Sessions

/// `JournalWriter FILE` writes a session until it is killed, and prints the number of events from time to time.
/// `JournalWriter FILE 5000` limits the size of its files to 5000 bytes until it has been refused ten times; then it removes
/// the limit and writes the rest.
@main
struct JournalWriter {
    static func main() throws {
        let arguments = CommandLine.arguments
        let limit = arguments.count > 2 ? Int(arguments[2]) : nil
        signal(SIGXFSZ, SIG_IGN)
        if let limit { limitFileSize(limit) }
        let file = try SessionFile.create(at: arguments[1], program: "JournalWriter")
        var (refusals, number) = (0, 0)
        while limit == nil || refusals < 10 {
            do {
                try file.append(event(number))
            } catch {
                refusals += 1
                print(error)
            }
            number += 1
            if limit == nil, number % 100 == 0 {
                print(number)
                fflush(nil)
            }
        }
        print("unwritten \(file.unwrittenCount)")
        limitFileSize(nil)
        try file.flush()
        print("unwritten \(file.unwrittenCount)")
        try file.append(event(number))
        print("events \(number + 1)")
        file.close()
    }

    /// Token events, with a finished document from time to time. Each event contains its number.
    static func event(_ number: Int) -> TimedEvent {
        let token = TokenEvent(
            id: Int32(number), text: "token \(number)", logProbability: -0.5, entropy: 1,
            alternatives: [TokenAlternative(id: Int32(number), text: "other", logProbability: -1.5)])
        return TimedEvent(
            milliseconds: number,
            event: number % 50 == 49
                ? .run(RunID(1), .finished(document: 0, DocumentResult(outcome: .cutOff, newTokens: number)))
                : .run(RunID(1), .token(document: 0, token)))
    }

    /// Sets the soft limit only, so that it can be raised again.
    static func limitFileSize(_ bytes: Int?) {
        var limits = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limits)
        limits.rlim_cur = bytes.map { rlim_t($0) } ?? limits.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limits)
    }
}
