import GGUF
import ModelFixtures
import Testing

/// Randomly damaged files: each gives an error, or a file that can be read to its last byte. None may trap.
@Suite struct FuzzTests {
    private static let base: [UInt8] = {
        var builder = GGUFBuilder()
        builder.add("general.architecture", "llama")
        builder.add("general.alignment", UInt32(32))
        builder.add("llama.rope.freq_base", Float(10_000))
        builder.add("flag", true)
        builder.add("big", type: 10, GGUFBuilder.bytes(UInt64(7)))
        builder.add("tokens", ["a", "bc", "", "ä"])
        builder.add("types", [1, 1, 3])
        builder.addTensor("a", [32, 2], .q4_0, byteCount: 36)
        builder.addTensor("b", [4], .f32, byteCount: 16)
        return builder.file
    }()

    /// Numbers that are likely to break a parser.
    private static let poison: [UInt64] = [
        0, 1, 0x7F, 0x80, 0xFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0x1_0000_0000, UInt64(Int64.max), UInt64(Int64.max) + 1,
        .max,
        .max - 7, .max - 31, 1 << 62, 1 << 61,
    ]

    private func mutated(_ random: inout SeededGenerator) -> [UInt8] {
        var bytes = Self.base
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            guard !bytes.isEmpty else { break }
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<7, using: &random) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 2: bytes.removeSubrange(place...)
            case 3:
                let value = GGUFBuilder.bytes(Self.poison.randomElement(using: &random) ?? 0)
                let end = min(place + (Bool.random(using: &random) ? 8 : 4), bytes.count)
                bytes.replaceSubrange(place..<end, with: value.prefix(end - place))
            case 4:
                let end = min(place + Int.random(in: 1...40, using: &random), bytes.count)
                bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &random))
            case 5: bytes.removeSubrange(place..<min(place + Int.random(in: 1...16, using: &random), bytes.count))
            default:
                let end = min(place + 16, bytes.count)
                bytes[place..<end].shuffle(using: &random)
            }
        }
        return bytes
    }

    /// Reads everything in a file.
    private func readAll(_ file: GGUFFile) throws -> Int {
        var sum = 0
        for key in file.keys {
            guard let value = file.value(key) else { continue }
            sum &+= value.string?.utf8.count ?? value.integer ?? 0
            sum &+= value.array?.strings()?.count ?? value.array?.integers()?.count ?? value.array?.numbers()?.count ?? 0
        }
        for tensor in file.tensors {
            let bytes = try file.bytes(of: tensor)
            #expect(bytes.count == tensor.byteCount)
            sum &+= Int(bytes.first ?? 0) &+ Int(bytes.last ?? 0)
            #expect(tensor.rowCount * tensor.rowByteCount == tensor.byteCount)
        }
        return sum
    }

    @Test func damagedFilesAreErrorsAndNeverTraps() throws {
        var random = SeededGenerator(seed: 1)
        var accepted = 0
        var sum = 0
        for _ in 0..<20_000 {
            let bytes = mutated(&random)
            do throws(GGUFError) {
                let file = try GGUFFile(bytes: bytes, name: "f")
                accepted += 1
                sum &+= (try? readAll(file)) ?? 0
            } catch {
                #expect(!error.description.isEmpty)
            }
        }
        // Some damage is harmless, such as a changed byte of a text. If nearly all or no files passed, the test would be
        // useless.
        #expect((2_000..<15_000).contains(accepted), "\(accepted) accepted, \(sum)")
    }
}
