import Foundation
import Relevance
import Reranking
import Sessions
import Synchronization

/// Types keys one by one, each after a burst of the run's events, and measures the time to each answer.
final class Typist: Sendable {
    private let terminal: PseudoTerminal
    private let meter: PaintMeter
    private let recorder: SessionRecorder
    private let run: MadeUpRun
    private let count: Int
    /// Runs of the same documents that stream at once: of two, the screen shows both side by side.
    private let runs: Int
    private let result = Mutex<[ScreenBench.Result.KeyTime]>([])
    private let isDone = Mutex(false)

    init(
        terminal: PseudoTerminal, meter: PaintMeter, recorder: SessionRecorder, run: MadeUpRun, isComparing: Bool, keys: Int
    ) {
        (self.terminal, self.meter, self.recorder, self.run, count) = (terminal, meter, recorder, run, keys)
        runs = isComparing ? 2 : 1
    }

    var times: [ScreenBench.Result.KeyTime] { result.withLock { $0 } }

    /// The program has ended: no more keys.
    func finish() { isDone.withLock { $0 = true } }

    func start() {
        let thread = Thread { [self] in
            type()
            // Closes any overlay, then leaves the program. One byte, so that it cannot be read together with the next.
            while !isDone.withLock({ $0 }) {
                terminal.type(Self.controlC)
                usleep(50_000)
            }
        }
        thread.name = "erank typist"
        thread.start()
    }

    private func type() {
        var settings = RunSettings()
        settings.depth = run.documents
        var events: [SessionEvent] = [
            .query(MadeUpRun.query), .candidates(run.candidates, source: "made up"), .settings(settings),
        ]
        let ids = (1...runs).map { RunID($0) }
        events += ids.map { .runStarted($0, run.request(settings, job: JobID($0.rawValue))) }
        for event in events { recorder.append(event) }
        let keys = runs > 1 ? Self.comparingKeys : Self.keys
        if runs > 1, !press(("c", "c"), isMeasured: false) { return }
        // The events are divided evenly among the keys; those after the last key end the runs.
        let count = run.documents * (run.tokensEach + 3) + 1
        var (sent, typed, isAnswered) = (0, 0, true)
        run.forEachEvent { event in
            for id in ids { recorder.append(.run(id, event)) }
            sent += 1
            while isAnswered, typed < self.count, sent * self.count >= (typed + 1) * count {
                isAnswered = press(keys[typed % keys.count])
                typed += 1
            }
        }
    }

    /// False if there is no answer.
    private func press(_ key: (name: String, bytes: String), isMeasured: Bool = true) -> Bool {
        let start = ContinuousClock.now
        terminal.type(key.bytes)
        guard let end = meter.nextAnswer() else { return false }
        if isMeasured { result.withLock { $0.append(.init(key: key.name, time: start.duration(to: end))) } }
        // As fast as a held key repeats, so that streamed events are painted between keys too.
        usleep(30_000)
        return true
    }

    /// The name of the Escape key among the measured keys.
    static let escapeName = "Esc"
    private static let escape = "\u{1B}"
    private static let controlC = "\u{3}"

    /// A tour of the screens that is repeated: rows, panes, the inside of a score, search, sorting, lists, grades.
    private static let keys = keys(
        """
        j j Down PgDn PgDn k Up PgUp G g Tab j PgDn Tab j PgDn Tab Tab Enter l l w w ; b j PgDn v J J K Esc / d e n f i n \
        Enter n n N s s s s Esc ? PgDn Esc z z 2 u : r a Esc f f f [ ] j
        """)

    /// A tour of two sides: rows, differences, swapping, filters, lists, both thoughts in full, pictures, grades.
    private static let comparingKeys = keys(
        """
        j j Down . . , k PgDn PgDn PgUp G g x j x d j d t Down Esc Enter j j PgDn Esc Tab j j PgDn Tab j 2 u ? PgDn Esc a Down Esc \
        : s w Esc j
        """)

    private static func keys(_ walk: String) -> [(name: String, bytes: String)] {
        let named = [
            "PgDn": "\u{1B}[6~", "PgUp": "\u{1B}[5~", "Down": "\u{1B}OB", "Up": "\u{1B}OA", "Enter": "\r", "Tab": "\t",
            escapeName: escape,
        ]
        return walk.split(separator: " ").map { (String($0), named[String($0)] ?? String($0)) }
    }
}
