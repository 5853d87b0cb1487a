import Foundation
import Relevance
import TestSupport
import Testing

@Suite struct JSONTests {
    /// Every double reads back as itself, by both ways of reading a number.
    @Test func doublesRoundTrip() throws {
        var random = Mutator(seed: 3, words: [])
        for _ in 0..<20_000 {
            let bits = Double(bitPattern: random.next())
            let number = bits.isFinite ? bits : Double.random(in: -20...20, using: &random)
            for number in [number, (number * 1000).rounded() / 1000, Double(Float(number))] where number.isFinite {
                var writer = JSONWriter()
                writer.value(number)
                var cursor = JSONCursor(ArraySlice(writer.bytes))
                let read = try cursor.double()
                #expect(read == number && read.sign == number.sign)
            }
        }
    }

    /// Every integer reads back as itself; anything else, or one that is too large, is rejected.
    @Test func integersRoundTrip() throws {
        func read(_ text: String) throws -> Int {
            var cursor = JSONCursor(ArraySlice(text.utf8))
            let number = try cursor.integer()
            try cursor.finish()
            return number
        }
        var random = Mutator(seed: 7, words: [])
        let edges = [0, 1, 1 << 53, Int.max].flatMap { [$0, -$0, $0 &- 1, $0 &+ 1] }
        let others = (0..<20_000).map { _ in
            Int(truncatingIfNeeded: random.next()) >> Int.random(in: 0...63, using: &random)
        }
        for number in edges + others {
            var writer = JSONWriter()
            writer.value(number)
            var cursor = JSONCursor(ArraySlice(writer.bytes))
            #expect(try cursor.integer() == number)
            #expect(try read((number < 0 ? "-000" : "000") + String(number.magnitude)) == number)
        }
        for _ in 0..<20_000 {
            let digits = (0..<Int.random(in: 1...24, using: &random)).map { _ in
                String(Int.random(in: 0...9, using: &random))
            }
            let text = (Bool.random(using: &random) ? "-" : "") + digits.joined()
            #expect((try? read(text)) == Int(text), "\(text)")
        }
        #expect(try [read("1e3"), read("1.0"), read("-25.00"), read("-0"), read("5e-0")] == [1000, 1, -25, 0, 5])
        for text in ["1.5", "1e-3", "1e19", "9223372036854775808", "-9223372036854775809", "-", "1e", "true", "\"1\""] {
            #expect(throws: JSONFailure.self, "\(text)") { try read(text) }
        }
    }

    @Test func stringsRoundTrip() throws {
        var random = Mutator(seed: 4, words: [])
        for _ in 0..<5000 {
            let scalars = (0..<Int.random(in: 0...12, using: &random)).compactMap { _ in
                UnicodeScalar(UInt32.random(in: 0...(Bool.random(using: &random) ? 0x7F : 0x1FFFF), using: &random))
            }
            var text = ""
            text.unicodeScalars.append(contentsOf: scalars)
            var writer = JSONWriter()
            writer.value(text)
            var cursor = JSONCursor(ArraySlice(writer.bytes))
            #expect(Array(try cursor.string().utf8) == Array(text.utf8))
            // Foundation reads the same text from it.
            let other = try JSONSerialization.jsonObject(with: Data(writer.bytes), options: .fragmentsAllowed) as? String
            #expect(other.map { Array($0.utf8) } == Array(text.utf8))
        }
    }

    /// The cursor skips every value that Foundation accepts, and Foundation rejects every value that the cursor rejects.
    @Test func acceptsWhatFoundationAccepts() throws {
        let seed = Array(#"{"a":[1,-2.5e3,"x\"\u00e9\\",true,null,{"b":{}}],"c":"d","e":[],"f":0.125}"#.utf8)
        var mutator = Mutator(seed: 5, words: ["[", "]", "{", "}", ",", ":", "\"", "\\u12", "1e", "-", "tru", " "])
        for _ in 0..<10_000 {
            let bytes = mutator.mutate(seed)
            var cursor = JSONCursor(ArraySlice(bytes))
            var isAccepted = true
            do throws(JSONFailure) {
                try cursor.skip()
                try cursor.finish()
            } catch {
                isAccepted = false
                #expect(error.offset <= bytes.count)
            }
            // Foundation guesses UTF-16 and UTF-32 from zero bytes, which the cursor does not read.
            if !isAccepted, !bytes.contains(0), bytes.first != 0xFF, !bytes.starts(with: [0xEF]) {
                let other = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
                #expect(other == nil, "\(String(decoding: bytes, as: UTF8.self))")
            }
        }
    }

    @Test func deepNestingIsRefused() {
        let deep = ArraySlice([UInt8](repeating: UInt8(ascii: "["), count: 100_000))
        #expect(throws: JSONFailure.self) {
            var cursor = JSONCursor(deep)
            try cursor.skip()
        }
    }

    @Test func linesAreThoseOfASplit() throws {
        var random = Mutator(seed: 6, words: [])
        let folder = try TemporaryFolder()
        for _ in 0..<300 {
            let bytes = (0..<Int.random(in: 0...400, using: &random)).map { _ in
                UInt8.random(in: 0..<6, using: &random) == 0 ? UInt8(0x0A) : UInt8(0x61)
            }
            let path = try folder.write("f", bytes)
            var lines = try LineReader(path: path, bufferSize: Int.random(in: 16...64, using: &random))
            var expected = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
            if expected.last == [] { expected.removeLast() }
            _ = try lines.prefix(Int.random(in: 0...100, using: &random))
            var (read, offset): ([[UInt8]], Int) = ([], 0)
            while let line = try lines.next() {
                #expect(line.offset == offset && line.number == read.count + 1)
                offset = line.end
                read.append(Array(line.bytes))
            }
            #expect(read == expected)
            #expect(offset == bytes.count)
        }
    }
}
