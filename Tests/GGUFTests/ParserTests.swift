import GGUF
import ModelFixtures
import Testing

@Suite struct ParserTests {
    @Test func readsEveryTypeOfMetadata() throws {
        var builder = GGUFBuilder()
        builder.add("u8", type: 0, [200])
        builder.add("i8", type: 1, [0xFE])
        builder.add("u16", type: 2, GGUFBuilder.bytes(UInt16(60_000)))
        builder.add("i16", type: 3, GGUFBuilder.bytes(Int16(-300)))
        builder.add("u32", UInt32(4_000_000_000))
        builder.add("i32", type: 5, GGUFBuilder.bytes(Int32(-70_000)))
        builder.add("f32", Float(1.5))
        builder.add("yes", true)
        builder.add("no", false)
        builder.add("text", "grüße\0!")
        builder.add("texts", ["a", "", "日本"])
        builder.add("ids", [1, -2, 3])
        builder.add("u64", type: 10, GGUFBuilder.bytes(UInt64.max))
        builder.add("i64", type: 11, GGUFBuilder.bytes(Int64.min))
        builder.add("f64", type: 12, GGUFBuilder.bytes(Double.pi.bitPattern))
        builder.add(
            "floats", type: 9,
            GGUFBuilder.bytes(UInt32(6)) + GGUFBuilder.bytes(UInt64(1)) + GGUFBuilder.bytes(Float(0.25).bitPattern))
        builder.add("flags", type: 9, GGUFBuilder.bytes(UInt32(7)) + GGUFBuilder.bytes(UInt64(2)) + [0, 1])
        let file = try GGUFFile(bytes: builder.file, name: "t.gguf")

        #expect(file.keys.count == 17)
        #expect(file.keys.prefix(3) == ["u8", "i8", "u16"])
        let integers = ["u8": 200, "i8": -2, "u16": 60_000, "i16": -300, "u32": 4_000_000_000, "i32": -70_000, "i64": Int.min]
        for (key, value) in integers { #expect(try file.integer(key) == value) }
        #expect(file.value("u64")?.integer == nil)
        #expect(try file.number("u64") == 0x1p64)
        #expect(try file.number("f32") == 1.5)
        #expect(try file.number("f64") == Double.pi)
        #expect(try file.bool("yes") == true)
        #expect(try file.bool("no") == false)
        #expect(try file.string("text") == "grüße\0!")
        #expect(try file.array("texts")?.strings() == ["a", "", "日本"])
        #expect(try file.array("texts")?.integers() == nil)
        #expect(try file.array("ids")?.integers() == [1, -2, 3])
        #expect(try file.array("ids")?.strings() == nil)
        #expect(try file.array("floats")?.numbers() == [0.25])
        #expect(try file.array("flags")?.count == 2)
        #expect(try file.integer("absent") == nil)
    }

    @Test(arguments: [UInt32(2), 3]) func readsTheDirectoryOfTensors(version: UInt32) throws {
        var builder = GGUFBuilder()
        builder.version = version
        builder.alignment = 64
        builder.add("general.alignment", UInt32(64))
        builder.addTensor("matrix", [256, 3], .q4_K, byteCount: 3 * 144)
        builder.addTensor("scalar", [], .f32, byteCount: 4)
        builder.addTensor("cube", [2, 3, 4, 5], .bf16, byteCount: 240)
        let file = try GGUFFile(bytes: builder.file, name: "t.gguf")

        #expect(file.version == version)
        #expect(file.tensors.map(\.name) == ["matrix", "scalar", "cube"])
        let matrix = try file.requiredTensor("matrix", shape: [256, 3])
        #expect((matrix.rowLength, matrix.rowCount, matrix.rowByteCount, matrix.byteCount) == (256, 3, 144, 432))
        #expect(try file.bytes(of: matrix).count == 432)
        #expect(matrix.offset % 64 == 0)
        #expect(file.tensor(named: "scalar")?.shape == [1])
        #expect(file.tensor(named: "cube")?.elementCount == 120)
        #expect(file.tensor(named: "cube")?.rowCount == 60)
        #expect(file.tensor(named: "absent") == nil)
    }

    @Test func blocksAreAsLongAsGgmlHasThem() {
        // The usual figures of bits per weight.
        let bits: [(TensorType, Double)] = [
            (.f32, 32), (.f16, 16), (.bf16, 16), (.q4_0, 4.5), (.q4_1, 5), (.q5_0, 5.5), (.q5_1, 6), (.q8_0, 8.5), (.q2_K, 2.625),
            (.q3_K, 3.4375), (.q4_K, 4.5), (.q5_K, 5.5), (.q6_K, 6.5625), (.iq2_XXS, 2.0625), (.iq4_XS, 4.25), (.tq1_0, 1.6875),
            (.mxfp4, 4.25),
        ]
        for (type, expected) in bits {
            #expect(Double(type.blockByteCount * 8) / Double(type.blockLength) == expected, "\(type.name)")
        }
        #expect(TensorType.q4_K.name == "Q4_K")
        #expect(TensorType.iq2_XXS.name == "IQ2_XXS")
        #expect(TensorType.q4_0.byteCount(of: 31) == nil)
        #expect(TensorType.f32.byteCount(of: Int.max) == nil)
    }
}
