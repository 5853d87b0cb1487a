import Inference
import Synchronization
import Tokenizer

@testable import LocalEngine

/// The answers of a scheduler, by the question's identifier.
final class Answers: Sendable {
    private let answers = Mutex<[Int: ReadoutJob.Answer]>([:])

    func add(_ answer: ReadoutJob.Answer, for id: Int) { answers.withLock { $0[id] = answer } }
    subscript(id: Int) -> ReadoutJob.Answer? { answers.withLock { $0[id] } }
    var count: Int { answers.withLock { $0.count } }
}

extension Checkpoint {
    func request(_ stream: Int, _ count: Int, _ lead: String, isUrgent: Bool = true) -> ReadoutJob.Request {
        ReadoutJob.Request(
            stream: stream, count: count, lead: tokenizer.encode(lead), tree: tree, isUrgent: isUrgent)
    }
}
