import Foundation
import Terminal
import TestSupport
import Testing

@Suite struct MappedFilesTests {
    @Test func aFileThatIsCutWhileItIsMappedEndsTheProcess() async throws {
        let result = await #expect(processExitsWith: .exitCode(3), observing: [\.standardErrorContent]) {
            MappedFiles.endOnLostPage("the file was cut\n", status: 3)
            let folder = try TemporaryFolder()
            let path = try folder.write("mapped", [UInt8](repeating: 7, count: 1 << 20))
            let descriptor = open(path, O_RDWR)
            let pages = try #require(mmap(nil, 1 << 20, PROT_READ, MAP_SHARED, descriptor, 0))
            #expect(ftruncate(descriptor, 0) == 0)
            exit(Int32(pages.load(fromByteOffset: 1 << 19, as: UInt8.self)))
        }
        #expect(result.map { String(decoding: $0.standardErrorContent, as: UTF8.self) } == "the file was cut\n")
    }
}
