import Foundation
import GGUF
import ModelFixtures
import Testing

/// The error sentences for damaged files.
@Suite struct ErrorTests {
    private let incomplete = "; the download may be incomplete, so fetch the file again"

    /// The error sentence for a file of these bytes. Fails if the file is accepted.
    private func sentence(_ bytes: [UInt8]) throws -> String {
        let error = #expect(throws: GGUFError.self) { try GGUFFile(bytes: bytes, name: "m.gguf") }
        return try #require(error).description
    }

    /// A small valid file, which tests can damage.
    private func builder() -> GGUFBuilder {
        var builder = GGUFBuilder()
        builder.add("general.architecture", "llama")
        builder.addTensor("token_embd.weight", [32, 4], .q8_0, byteCount: 136)
        return builder
    }

    @Test func theWholeFile() throws {
        #expect(
            try sentence(Array("PK\u{3}\u{4}....".utf8))
                == "m.gguf: the file begins with the bytes 50 4b 03 04 where a model begins with \"GGUF\"; "
                + "give the path of a .gguf file")
        #expect(
            try sentence(Array("<html>".utf8))
                == "m.gguf: the file begins with \"<htm\" where a model begins with \"GGUF\"; give the path of a .gguf file")
        var builder = builder()
        builder.version = 1
        #expect(
            try sentence(builder.file)
                == "m.gguf: the file is GGUF version 1 where 2 or 3 was expected; "
                + "convert the model again with a current converter")
        builder.version = UInt32(3).byteSwapped
        #expect(
            try sentence(builder.file)
                == "m.gguf: the file is written for big-endian machines; "
                + "convert it to little-endian with gguf-py's gguf-convert-endian")
        builder = self.builder()
        builder.add("split.count", type: 2, [3, 0])
        #expect(
            try sentence(builder.file)
                == "m.gguf: the file is one of the 3 parts of a split model; join the parts with llama-gguf-split --merge")
    }

    @Test func everyTruncationIsAnErrorThatSaysWhere() throws {
        let whole = builder().file
        for length in 1..<whole.count - 24 {  // the padding after the last tensor may be missing
            let text = try sentence(Array(whole[..<length]))
            #expect(text.hasSuffix("fetch the file again"), "\(length): \(text)")
        }
        #expect(
            try sentence(Array(whole[..<12]))
                == "m.gguf: the file ends at byte 8, inside the number of tensors" + incomplete)
        #expect(
            try sentence(Array(whole[..<(whole.count - 100)]))
                == "m.gguf: the tensor token_embd.weight of 136 bytes at data offset 0 "
                + "reaches behind the end of the file at 188 bytes" + incomplete)
    }

    @Test func countsAndLengthsThatLie() throws {
        var builder = builder()
        builder.claimedTensorCount = 1 << 60
        #expect(
            try sentence(builder.file)
                == "m.gguf: byte 8 claims 1152921504606846976 tensors, more than the 272 bytes behind it can hold" + incomplete)
        builder = self.builder()
        builder.claimedKeyCount = .max
        #expect(try sentence(builder.file).contains("byte 16 claims 18446744073709551615 metadata entries"))
        builder = self.builder()
        builder.add("ids", type: 9, GGUFBuilder.bytes(UInt32(4)) + GGUFBuilder.bytes(UInt64(1) << 40))
        #expect(try sentence(builder.file).contains("claims 1099511627776 elements of ids, more than"))
        builder = self.builder()
        builder.add("texts", type: 9, GGUFBuilder.bytes(UInt32(8)) + GGUFBuilder.bytes(UInt64(1)) + GGUFBuilder.bytes(UInt64.max))
        #expect(
            try sentence(builder.file).contains("an element of texts at byte 98 claims a length of 18446744073709551615 bytes"))
        // This count is small enough for the rest of the file, but the entries run into its end.
        builder = self.builder()
        builder.claimedKeyCount = 3
        #expect(throws: GGUFError.self) { try GGUFFile(bytes: builder.file, name: "m.gguf") }
    }

    @Test func metadata() throws {
        let damaged = "; the file is damaged, so fetch or convert it again"
        var builder = builder()
        builder.add("general.architecture", "qwen2")
        #expect(try sentence(builder.file) == "m.gguf: the key general.architecture appears a second time at byte 69" + damaged)
        builder = self.builder()
        builder.add("x", type: 13, [0])
        #expect(
            try sentence(builder.file) == "m.gguf: the value of x at byte 78 has type 13 where 0 to 12 was expected" + damaged)
        builder = self.builder()
        builder.add("x", type: 7, [2])
        #expect(try sentence(builder.file) == "m.gguf: x at byte 82 is 2 where a bool is 0 or 1" + damaged)
        builder = self.builder()
        builder.add("x", type: 9, GGUFBuilder.bytes(UInt32(9)) + GGUFBuilder.bytes(UInt64(1)))
        #expect(
            try sentence(builder.file) == "m.gguf: x at byte 86 is an array of arrays, which no known model needs" + damaged)
        for value in [GGUFBuilder.bytes(UInt32(0)), GGUFBuilder.bytes(UInt32(48))] {
            builder = self.builder()
            builder.add("general.alignment", type: 4, value)
            #expect(try sentence(builder.file).contains("where a 32-bit power of two was expected"))
        }
        builder = self.builder()
        builder.add("general.alignment", Float.nan)
        #expect(
            try sentence(builder.file)
                == "m.gguf: general.alignment is a float32 where a 32-bit power of two was expected" + damaged)
        var bytes = self.builder().file
        bytes[32] = 0xFF
        #expect(try sentence(bytes) == "m.gguf: a metadata key at byte 24 is no UTF-8 text" + damaged)
    }

    @Test func metadataThatIsAskedFor() throws {
        let file = try GGUFFile(bytes: builder().file, name: "m.gguf")
        let remedy = "; the file does not describe a whole model of its architecture, so fetch or convert it again"
        func sentence(_ body: () throws -> Void) throws -> String {
            try #require(#expect(throws: GGUFError.self) { try body() }).description
        }
        #expect(
            try sentence { _ = try file.requiredInteger("llama.block_count") } == "m.gguf: the metadata has no llama.block_count"
                + remedy)
        #expect(
            try sentence { _ = try file.integer("general.architecture") }
                == "m.gguf: general.architecture is of type string where an integer was expected" + remedy)
        #expect(
            try sentence { _ = try file.requiredTensor("output.weight") } == "m.gguf: there is no tensor output.weight" + remedy)
        #expect(
            try sentence { _ = try file.requiredTensor("token_embd.weight", shape: [32, 5]) }
                == "m.gguf: the tensor token_embd.weight has the shape [32, 4] where [32, 5] was expected" + remedy)
        var builder = GGUFBuilder()
        builder.add("heads", UInt32(0))
        let zero = try GGUFFile(bytes: builder.file, name: "m.gguf")
        #expect(
            try sentence { _ = try zero.requiredInteger("heads", in: 1...512) }
                == "m.gguf: heads is 0 where 1 to 512 was expected" + remedy)
    }

    @Test func tensors() throws {
        let damaged = "; the file is damaged, so fetch or convert it again"
        func with(_ name: String, _ shape: [UInt64], _ type: UInt32, _ offset: UInt64) throws -> String {
            var builder = builder()
            builder.addTensorEntry(name, shape, type, offset: offset)
            return try sentence(builder.file)
        }
        #expect(
            try with("token_embd.weight", [1], 0, 160) == "m.gguf: the tensor token_embd.weight appears a second time at byte 126"
                + damaged)
        #expect(
            try with("t", [1, 1, 1, 1, 1], 0, 160) == "m.gguf: the tensor t claims 5 dimensions where at most 4 were expected"
                + damaged)
        #expect(try with("t", [0], 0, 160) == "m.gguf: the tensor t claims the shape [0], which cannot be" + damaged)
        #expect(
            try with("t", [1 << 40, 1 << 40], 0, 160)
                == "m.gguf: the tensor t claims the shape [1099511627776, 1099511627776], which cannot be" + damaged)
        #expect(try with("t", [.max], 0, 160).contains("which cannot be"))
        #expect(try with("t", [1 << 62], 0, 160).contains("which cannot be"))
        #expect(
            try with("t", [33], 8, 160) == "m.gguf: the tensor t has rows of 33 numbers where Q8_0 needs a multiple of 32"
                + damaged)
        #expect(try with("t", [4], 0, 140) == "m.gguf: the tensor t has offset 140 where a multiple of 32 was expected" + damaged)
        #expect(try with("t", [4], 0, 128) == "m.gguf: the tensors token_embd.weight and t overlap at byte 288" + damaged)
        #expect(try with("t", [4], 0, .max - 31).contains("reaches behind the end of the file"))
        #expect(
            try with("t", [4], 999, 160)
                == "m.gguf: the tensor t has the unknown type 999; "
                + "get or make the model in one of these types, such as Q4_K_M or Q8_0")
    }

    @Test func aKnownTypeThatIsNotRunIsNamed() throws {
        var builder = builder()
        builder.addTensor("blk.0.attn_q.weight", [256, 1], .iq2_XS, byteCount: 74)
        let file = try GGUFFile(bytes: builder.file, name: "m.gguf")
        let error = #expect(throws: GGUFError.self) { try file.requiredTensor("blk.0.attn_q.weight") }
        #expect(
            error?.description
                == "m.gguf: the tensor blk.0.attn_q.weight is stored as IQ2_XS, "
                + "which is none of F32, F16, BF16, Q4_0, Q4_1, Q5_0, Q5_1, Q8_0, Q4_K, Q5_K, Q6_K; "
                + "get or make the model in one of these types, such as Q4_K_M or Q8_0")
    }

    // MARK: On disk

    private func onDisk(_ bytes: [UInt8], _ body: (String) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).gguf").path
        try Data(bytes).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        try body(path)
    }

    @Test func aFileThatIsNotThere() {
        let missing = #expect(throws: GGUFError.self) { try GGUFFile(path: "/nowhere/m.gguf") }
        #expect(
            missing?.description
                == "/nowhere/m.gguf: the file cannot be opened: no such file or directory; "
                + "check the path and your permission to read it")
        let folder = #expect(throws: GGUFError.self) { try GGUFFile(path: "/") }
        #expect(
            folder?.description
                == "/: the file cannot be opened: it is no regular file; check the path and your permission to read it")
        #expect(throws: GGUFError.self) { try GGUFFile(path: "/dev/null") }
    }

    @Test func anEmptyFile() throws {
        try onDisk([]) { path in
            let error = #expect(throws: GGUFError.self) { try GGUFFile(path: path) }
            #expect(error?.description == "\(path): the file is empty; the download may be incomplete, so fetch the file again")
        }
    }

    @Test func aFileThatShrinksIsSeenBeforeItsBytesAreTouched() throws {
        try onDisk(builder().file) { path in
            let file = try GGUFFile(path: path)
            let tensor = try file.requiredTensor("token_embd.weight")
            let handle = try #require(FileHandle(forWritingAtPath: path))
            try handle.truncate(atOffset: 100)
            let error = #expect(throws: GGUFError.self) { try file.bytes(of: tensor) }
            #expect(
                error?.description
                    == "\(path): the file was 288 bytes when it was opened and is 100 bytes now; load it again once it is written"
            )
        }
    }

    @Test func aFileThatVanishesStaysReadable() throws {
        var bytes = builder().file
        bytes[bytes.count - 30] = 77
        try onDisk(bytes) { path in
            let file = try GGUFFile(path: path)
            try FileManager.default.removeItem(atPath: path)
            let tensor = try file.requiredTensor("token_embd.weight")
            #expect(try file.bytes(of: tensor).contains(77))
            file.releasePages(of: tensor)
            #expect(try file.bytes(of: tensor).contains(77))
        }
    }
}
