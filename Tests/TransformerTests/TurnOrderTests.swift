import ModelFixtures
import Synchronization
import Testing

@testable import Transformer

/// The FIFO order of callers, and the lock that implements it.
struct TurnOrderTests {
    /// Three callers that ask again as soon as their turn has ended.
    @Test func callersThatKeepAskingTakeTurnsInRotation() {
        var order = TurnOrder<String>()
        #expect(order.ask("a") == nil && order.ask("b") == "b" && order.ask("c") == "c")
        var (holder, holders) = ("a", [String]())
        for _ in 0..<300 {
            holders.append(holder)
            let next = order.pass()
            #expect(order.ask(holder) == holder)
            holder = next ?? "nobody"
        }
        #expect(holders == (0..<100).flatMap { _ in ["a", "b", "c"] })
    }

    /// Whenever callers ask, each waits for at most one turn of each other caller.
    @Test func nobodyIsPassedTwice() {
        var order = TurnOrder<Int>()
        var random = SeededGenerator(seed: 1)
        var holder: Int?
        var passed: [Int: [Int: Int]] = [:]
        for _ in 0..<10_000 {
            let caller = Int.random(in: 0..<5, using: &random)
            if Bool.random(using: &random), caller != holder, passed[caller] == nil {
                // The current turn counts too.
                if order.ask(caller) == nil { holder = caller } else { passed[caller] = holder.map { [$0: 1] } ?? [:] }
            } else if holder != nil {
                holder = order.pass()
                guard let holder else { continue }
                passed[holder] = nil
                for waiting in passed.keys { passed[waiting]?[holder, default: 0] += 1 }
            }
            #expect(passed.values.allSatisfy { $0.values.allSatisfy { $0 <= 1 } })
        }
    }

    @Test func aTurnThatNobodyWaitsForIsFreeAgain() {
        var order = TurnOrder<Int>()
        for caller in 0..<3 {
            #expect(order.ask(caller) == nil && order.isTaken)
            #expect(order.pass() == nil && !order.isTaken)
        }
    }

    /// Threads get the turn one at a time, in the order in which they asked.
    @Test func threadsHaveTheTurnInTheOrderOfAsking() throws {
        let turn = FairTurn()
        let holders = Mutex<[Int]>([])
        let threads = turn.withTurn {
            (0..<8).map { number in
                let thread = OSThread { turn.withTurn { holders.withLock { $0.append(number) } } }
                // The next thread must ask after this one.
                while turn.waiting <= number { OSThread.yield() }
                return thread
            }
        }
        for thread in threads { thread.join() }
        #expect(holders.withLock { $0 } == Array(0..<8))
    }

    @Test func anErrorEndsTheTurn() {
        let turn = FairTurn()
        #expect(throws: ModelError.cancelled) { try turn.withTurn { () throws(ModelError) in throw .cancelled } }
        #expect(turn.withTurn { true })
    }
}
