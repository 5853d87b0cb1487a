import Relevance
import TestSupport
import Testing

@Suite struct MeasureNamesTests {
    @Test func namesAreReadAsTheyAreWrittenAndPrinted() throws {
        #expect(try Measure.parse("P.10,5").map(\.name) == ["P_10", "P_5"])
        #expect(try Measure.parse("success").map(\.name) == ["success_1", "success_5", "success_10"])
        #expect(try Measure.parse("iprec_at_recall").map(\.name).first == "iprec_at_recall_0.00")
        #expect(try Measure.parse("rbp.0.95,0.5").map(\.name) == ["rbp_0.95", "rbp_0.5"])
        for measure in try Measure.parse("all") + Measure.standard + Measure.official {
            #expect(Measure(measure.name) == measure)
            #expect(!measure.definition.isEmpty && !measure.definition.contains("  "))
        }
        #expect(Measure("P") == nil && Measure("ndcg_cut.10") == .ndcg(at: 10) && Measure(.precision, 0.5) == nil)
        #expect(Measure.ndcg(at: -1) == .ndcg(at: 1))
    }

    @Test func trecEvalsOrderAndNoneTwice() throws {
        let asked = try ["P.10", "map", "P.5", "map", "ndcg", "runid", "judged.5"].flatMap { try Measure.parse($0) }
        #expect(Measure.inOrder(asked).map(\.name) == ["runid", "map", "P_5", "P_10", "ndcg", "judged_5"])
    }

    @Test(arguments: [
        ("mapp", #"there is no measure "mapp"; use a name of trec_eval, such as map"#),
        ("nDCG@10", #"there is no measure "nDCG@10"; use a name of trec_eval, such as ndcg_cut"#),
        ("MRR", #"there is no measure "MRR"; use a name of trec_eval, such as recip_rank"#),
        ("recal.10", #"there is no measure "recal.10"; use a name of trec_eval, such as recall"#),
        ("", #"there is no measure ""; use a name of trec_eval, such as P"#),
        ("qwertyuiop", #"there is no measure "qwertyuiop"; use a name of trec_eval, such as official or all_trec or all"#),
        ("P.0", #""P.0" has a parameter that the measure does not take; it takes cut-offs from 1 to 1000000000, such as 5,10"#),
        ("P.5,", #""P.5," has a parameter that the measure does not take; it takes cut-offs from 1 to 1000000000, such as 5,10"#),
        (
            "P.1e300",
            #""P.1e300" has a parameter that the measure does not take; it takes cut-offs from 1 to 1000000000, such as 5,10"#
        ),
        ("map.3", #""map.3" has a parameter that the measure does not take; it takes no parameter"#),
        (
            "rbp.1",
            #""rbp.1" has a parameter that the measure does not take; it takes a persistence between 0 and 1, such as 0.8"#
        ),
        (
            "iprec_at_recall.2",
            #""iprec_at_recall.2" has a parameter that the measure does not take; "#
                + "it takes levels of recall from 0 to 1, such as 0.1,0.5"
        ),
    ])
    func unknownNamesAreToldTheNearOnes(_ name: String, _ sentence: String) {
        let error = #expect(throws: FormatError.self) { try Measure.parse(name) }
        #expect(error?.description == sentence)
    }

    /// Ten thousand damaged names: an error sentence, or measures whose printed names parse as the same measures.
    @Test func damagedNamesAreMeasuresOrASentence() {
        var mutator = Mutator(seed: 33, words: ["_", ".", ",", "5", "-1", "0.5", "1e9", "inf", "ndcg_cut", "P", "all"])
        let names = [
            "ndcg_cut.5,10", "P_10", "iprec_at_recall.0.1,0.25", "rbp_resid.0.95", "judged.3", "num_rel_ret", "official",
        ]
        var read = 0
        for round in 0..<10_000 {
            let name = String(decoding: mutator.mutate(Array(names[round % names.count].utf8)), as: UTF8.self)
            do throws(FormatError) {
                let measures = try Measure.parse(name)
                read += 1
                #expect(!measures.isEmpty && measures.allSatisfy { Measure($0.name)?.kind == $0.kind })
            } catch {
                #expect(error.code == .unknownMeasure && error.description.contains("; "))
            }
        }
        #expect(read > 500)
    }
}
