import Foundation
import Relevance
import TestSupport
import Testing

/// `erank evaluate` against the output of trec_eval, recorded by `Tests/Fixtures/make_measures.py`.
@Suite struct EvaluateCommandTests {
    private struct Fixture: Decodable {
        struct Case: Decodable {
            var qrels: String
            var run: String
        }
        struct Printed: Decodable {
            var `case`: Int
            var arguments: [String]
            var output: String
        }
        var cases: [Case]
        var printed: [Printed]
    }

    private let folder: TemporaryFolder
    private let fixture: Fixture

    init() throws {
        folder = try TemporaryFolder()
        let file = repository.appendingPathComponent("Tests/Fixtures/measures.json")
        fixture = try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: file))
        for (index, made) in fixture.cases.enumerated() {
            try folder.write(made.qrels, to: "qrels\(index)")
            try folder.write(made.run, to: "run\(index)")
        }
    }

    private func evaluate(_ index: Int, _ arguments: [String]) async throws -> BuiltProgram.Ended {
        let files = ["qrels\(index)", "run\(index)"].map { folder.url($0).path }
        return try await BuiltProgram.run(["evaluate"] + arguments + files)
    }

    @Test func printsWhatTrecEvalPrintsByteForByte() async throws {
        #expect(fixture.printed.count > 15)
        for printed in fixture.printed {
            let ended = try await evaluate(printed.case, printed.arguments)
            #expect(ended.status == 0 && ended.errors.isEmpty, "\(printed.arguments)")
            let (lines, expected) = (ended.output.split(separator: "\n"), printed.output.split(separator: "\n"))
            if ended.output != printed.output {
                let different = zip(lines, expected).first { $0 != $1 }
                Issue.record("\(printed.arguments): \(lines.count) lines of \(expected.count); \(String(describing: different))")
            }
        }
    }

    /// The list of measures in the help is written by hand.
    @Test func theHelpNamesEveryMeasure() async throws {
        let help = try await BuiltProgram.run(["evaluate", "--help"])
        let words = Set(help.output.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init))
        for kind in Measure.Kind.allCases { #expect(words.contains(kind.rawValue), "\(kind.rawValue)") }
    }

    @Test func readsARunFromStandardInput() async throws {
        let arguments = ["evaluate", "-m", "all_trec", folder.url("qrels0").path]
        let piped = try await BuiltProgram.run(arguments + ["-"], input: fixture.cases[0].run)
        let named = try await BuiltProgram.run(arguments + [folder.url("run0").path])
        #expect(piped.status == 0 && piped.output == named.output && !piped.output.isEmpty)
    }

    /// The BM25 runs of the three collections, if they are on this machine.
    @Test(.enabled(if: collections != nil, "ERANK_TEST_COLLECTIONS does not name the folder of the collections"))
    func printsWhatTrecEvalPrintsOfTheCollections() async throws {
        struct Collection: Decodable { var printed: String }
        let file = repository.appendingPathComponent("Tests/Fixtures/measures.collections.json")
        let expected = try JSONDecoder().decode([String: Collection].self, from: Data(contentsOf: file))
        let base = try #require(Self.collections)
        for (name, collection) in expected {
            let ended = try await BuiltProgram.run(["evaluate", "\(base)/\(name)/qrels.trec", "\(base)/\(name)/bm25.trec"])
            #expect(ended.output == collection.printed && ended.status == 0)
            // The judgments in BEIR's format give the same result.
            let again = try await BuiltProgram.run(["evaluate", "\(base)/\(name)/qrels/test.tsv", "\(base)/\(name)/bm25.trec"])
            #expect(again.output == collection.printed)
        }
    }

    private static let collections = ProcessInfo.processInfo.environment["ERANK_TEST_COLLECTIONS"]

    @Test func jsonHasFiguresIntervalsAndQueries() async throws {
        struct Report: Decodable {
            struct Figure: Decodable {
                var value: Double
                var low: Double?
                var high: Double?
            }
            var runid: String
            var all: [String: Figure]
            var queries: [String: [String: Double]]
        }
        let ended = try await evaluate(0, ["--json", "-m", "map", "-m", "num_ret", "-m", "judged.5", "-m", "gm_map"])
        #expect(ended.output.split(separator: "\n").count == 1)
        let report = try JSONDecoder().decode(Report.self, from: Data(ended.output.utf8))
        #expect(report.runid == "made-up-1" && Set(report.all.keys) == ["map", "num_ret", "judged_5", "gm_map"])
        let map = try #require(report.all["map"])
        #expect(try #require(map.low) < map.value && map.value < #require(map.high))
        #expect(report.all["num_ret"].map { $0.low == nil && $0.value == $0.value.rounded() } == true)
        #expect(report.queries.values.allSatisfy { Set($0.keys) == ["map", "num_ret", "judged_5"] })
        let mean = report.queries.values.reduce(0) { $0 + ($1["map"] ?? 0) } / Double(report.queries.count)
        #expect(abs(mean - map.value) < 1e-12)
    }

    @Test func intervalsStandBehindTheMeans() async throws {
        let plain = try await evaluate(0, ["-m", "map", "-m", "num_rel"]).output.split(separator: "\n")
        let lines = try await evaluate(0, ["-m", "map", "-m", "num_rel", "--ci"]).output.split(separator: "\n")
        #expect(lines.count == 2 && lines[0] == plain[0] && lines[1].hasPrefix(plain[1]))
        let fields = lines[1].split(separator: "\t").compactMap { Double($0) }
        #expect(fields.count == 3 && fields[1] < fields[0] && fields[0] < fields[2])
    }

    @Test func changedInstructionsGivePMRR() async throws {
        try folder.write("1-og 0 a 1\n1-og 0 b 1\n", to: "before.qrels")
        try folder.write("1-changed 0 a 0\n1-changed 0 b 1\n", to: "after.qrels")
        try folder.write("1-og Q0 a 1 2 t\n1-og Q0 b 2 1 t\n", to: "before.run")
        try folder.write("1-changed Q0 b 1 2 t\n1-changed Q0 a 2 1 t\n", to: "after.run")
        let files = ["before.qrels", "before.run"].map { folder.url($0).path }
        let changed = ["--changed-qrels", folder.url("after.qrels").path, "--changed-run", folder.url("after.run").path]
        let ended = try await BuiltProgram.run(["evaluate"] + files + ["-q", "-m", "num_q"] + changed)
        #expect(
            ended.output == """
                p-MRR                 \t1\t0.5000
                num_q                 \tall\t1
                p-MRR                 \tall\t0.5000

                """)
    }

    @Test func repeatedDocumentsAreSaidAndTheBetterIsKept() async throws {
        try folder.write("1 0 a 1\n1 0 b 0\n", to: "q")
        try folder.write("1 Q0 b 1 2 t\n1 Q0 a 2 1 t\n1 Q0 a 3 3 t\nnot a line of a run\n", to: "r")
        let ended = try await BuiltProgram.run(["evaluate", folder.url("q").path, folder.url("r").path, "-m", "recip_rank"])
        #expect(ended.status == 0 && ended.output == "recip_rank            \tall\t1.0000\n")
        let warnings = ended.errors.split(separator: "\n")
        // Lines of one file are counted together.
        #expect(warnings.count == 1 && warnings[0].hasPrefix("erank: warning: 2 of 4 lines left out: "))
        #expect(warnings.contains { $0.contains(#"r:2: the id "a" occurs again"#) })
    }

    @Test func badInputsAreOneSentence() async throws {
        try folder.write("1 0 a 1\n", to: "q")
        try folder.write("2 Q0 a 1 2 t\n", to: "r")
        let (qrels, run) = (folder.url("q").path, folder.url("r").path)
        let apart = try await BuiltProgram.run(["evaluate", qrels, run])
        #expect(apart.status == 2 && apart.output.isEmpty)
        #expect(
            apart.sentence == "\(run): none of its queries is judged in \(qrels); use judgments of the run's queries; "
                + "query ids must match exactly")
        let none = try await BuiltProgram.run(["evaluate", qrels, run + ".none"])
        #expect(none.status == 3 && none.sentence == "\(run).none: there is no such file or folder; check the path")
        let measure = try await BuiltProgram.run(["evaluate", "-m", "ndgc", qrels, run])
        #expect(measure.status == 2 && measure.sentence == #"there is no measure "ndgc"; use a name of trec_eval, such as ndcg"#)
        for (arguments, words) in [
            (["-l-1"], "-l must be a grade of at least 0"), (["-M", "0"], "-M must be at least 1"),
            (["--highest-grade", "0"], "--highest-grade must be at least 1"),
            (["-M", "-5"], "-M must be at least 1, not -5"), (["--depth", "-5"], "-M must be at least 1"),
            (["-l", "-1"], "-l must be a grade of at least 0, not -1"),
            (["--highest-grade", "-3"], "--highest-grade must be at least 1, not -3"),
            (["--changed-run", run], "--changed-qrels and --changed-run go together"),
        ] {
            let ended = try await BuiltProgram.run(["evaluate", qrels, run] + arguments)
            #expect(ended.status == 2 && ended.sentence?.contains(words) == true, "\(ended.errors)")
        }
    }
}
