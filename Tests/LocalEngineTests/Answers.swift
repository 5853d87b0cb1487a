import Inference
import Synchronization
import Tokenizer

@testable import LocalEngine

/// The answers a scheduler has given, by the question's identifier.
final class Answers: Sendable {
    private let answers = Mutex<[Int: Readout.Answer]>([:])

    func add(_ answer: Readout.Answer, for id: Int) { answers.withLock { $0[id] = answer } }
    subscript(id: Int) -> Readout.Answer? { answers.withLock { $0[id] } }
    var count: Int { answers.withLock { $0.count } }
}

extension Checkpoint {
    func request(_ stream: Int, _ count: Int, _ lead: String) -> Readout.Request {
        Readout.Request(stream: stream, count: count, lead: tokenizer.encode(lead), tree: tree)
    }
}
