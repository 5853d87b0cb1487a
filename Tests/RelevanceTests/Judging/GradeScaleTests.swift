import Foundation
import Relevance
import TestSupport
import Testing

@Suite struct GradeScaleTests {
    private func read(_ text: String, name: String = "folder/mine.txt") throws(FormatError) -> GradeScale {
        try GradeScale.read(LineReader(Array(text.utf8), name: name, lengthLimit: 1 << 12))
    }

    private func sentence(_ text: String) -> String {
        let error = #expect(throws: FormatError.self) { try self.read(text, name: "mine.txt") }
        return error?.description ?? ""
    }

    @Test func theScalesWithNames() throws {
        for scale in GradeScale.all {
            #expect(try GradeScale.named(scale.name) == scale)
            #expect(GradeScale(name: scale.name, grades: scale.grades) == scale)
            #expect(scale.lowestRelevant == 1)
            #expect(scale.share(of: scale.range.upperBound) == 1 && scale.share(of: 0) == 0)
            for grade in scale.grades { #expect(scale.grade(key: grade.key) == grade && scale.grade(grade.value) == grade) }
        }
        #expect(GradeScale.all.map(\.grades.count) == [2, 4, 11])
        #expect(GradeScale.tenths.grades.map(\.key).joined() == "0123456789t")
        #expect(GradeScale.graded.grade(4) == nil && GradeScale.graded.grade(key: "4") == nil)
    }

    @Test func aFileOfOnesOwn() throws {
        let text = "# patents\r\n\n2 [x]  takes the   novelty away \n-1 [-] spam\n0 off topic\n10\n 3 [a b\n"
        let scale = try read(text)
        #expect(scale.name == "mine")
        #expect(scale.grades.map(\.value) == [-1, 0, 2, 3, 10])
        #expect(scale.grades.map(\.key) == ["-", "0", "x", "3", "t"])
        #expect(scale.grades.map(\.label) == ["spam", "off topic", "takes the novelty away", "[a b", ""])
        #expect(scale.lowestRelevant == 2)
        #expect(scale.share(of: -1) == 0 && scale.share(of: 2) == 0.2 && scale.share(of: 99) == 1)
        let again = try JSONDecoder().decode(GradeScale.self, from: JSONEncoder().encode(scale))
        #expect(again == scale)
    }

    @Test func everythingThatIsNoScaleIsSaid() throws {
        #expect(
            sentence("0 no\n1 " + String(repeating: "e\u{301}", count: 2_000))
                == "mine.txt:2: the line is over 4 KiB; shorten it")
        #expect(
            sentence("0 no\nyes\n")
                == "mine.txt:2: expected a grade from -1000 to 1000 and what it means, such as 2 relevant; correct or "
                + "remove the line"
        )
        #expect(
            sentence("0 no\n99999999999999999999 yes\n")
                == "mine.txt:2: expected a grade from -1000 to 1000 and what it means, such as 2 relevant; correct or "
                + "remove the line"
        )
        #expect(
            sentence("0 no\n12 yes\n")
                == "mine.txt:2: the grade 12 has no key of one visible character; add one in brackets, such as 12 [x] "
                + "and then the grade's meaning"
        )
        #expect(
            sentence("0 no\n1 [ab] yes\n")
                == "mine.txt:2: the grade 1 has no key of one visible character; add one in brackets, such as 1 [x] and "
                + "then the grade's meaning"
        )
        #expect(sentence("0 no\n0 [n] no\n") == "mine.txt:2: the grade 0 is listed twice; remove one of its lines")
        #expect(
            sentence("0 no\n1 [0] yes\n")
                == "mine.txt:2: the grades 0 and 1 have the same key, 0; give one another key in brackets, such as 1 [x] "
                + "and then the grade's meaning")
        let remedy = "write one grade per line, such as 0 not relevant, then 1 relevant"
        #expect(sentence("") == "mine.txt: it has fewer than two grades; \(remedy)")
        #expect(sentence("1 yes\n") == "mine.txt: it has fewer than two grades; \(remedy)")
        #expect(
            sentence("-1 [a] no\n0 no\n") == "mine.txt: it has no grade above 0, so nothing could be relevant; \(remedy)")
        let missing = #expect(throws: FormatError.self) { try GradeScale.named("0-4") }
        #expect(
            missing?.description
                == "0-4: there is no such scale and no such file; choose 0-1, 0-3, 0-10, or give a file with one grade per line")
    }

    /// An invalid scale in an edited journal is rejected as a whole.
    @Test func noScaleIsDecoded() {
        let grades = #"{"value":0,"label":"no","key":"0"}"#
        let damaged = [
            grades, #"\#(grades),{"value":0,"label":"yes","key":"1"}"#, #"\#(grades),{"value":1,"label":"yes","key":"0"}"#,
            #"\#(grades),{"value":1,"label":"yes","key":""}"#, #"\#(grades),{"value":1,"label":"yes","key":" "}"#,
            #"\#(grades),{"value":1001,"label":"yes","key":"1"}"#,
        ]
        for list in damaged {
            let json = Data(#"{"name":"x","grades":[\#(list)]}"#.utf8)
            #expect(throws: DecodingError.self) { try JSONDecoder().decode(GradeScale.self, from: json) }
        }
    }

    @Test func damagedFiles() {
        var mutator = Mutator(seed: 41, words: ["[", "]", "[x]", " ", "-", "#", "1", "10 ", "[\u{301}]", "99999999999"])
        let original = Array("# mine\n0 not relevant\n1 [r] relevant\n2 [é] perfectly\n10 ten\n".utf8)
        var scales = 0
        for _ in 0..<10_000 {
            do throws(FormatError) {
                let scale = try GradeScale.read(LineReader(mutator.mutate(original), name: "f"))
                scales += 1
                #expect(scale.grades.count > 1 && scale.range.upperBound > 0)
                #expect(zip(scale.grades, scale.grades.dropFirst()).allSatisfy { $0.value < $1.value })
                #expect(Set(scale.grades.map(\.key)).count == scale.grades.count)
                #expect(scale.grades.allSatisfy { $0.key.count == 1 && scale.grade(key: $0.key) == $0 })
            } catch {
                #expect(error.file == "f" && error.description.contains("; "))
            }
        }
        #expect((1000..<9000).contains(scales))
    }
}
