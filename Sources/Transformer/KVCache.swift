import CKernels
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The KV cache: keys and values of past tokens, in pages of `pageLength` positions. It only stores them. The caller keeps
/// track of which sequences use which page.
///
/// A page holds all layers of its positions in contiguous memory, so that copying a page is one `memcpy`:
///
///     page: [layers][kvHeads] of { keys [headDim][pageLength], values [pageLength][headDim] }
///
/// The keys of neighbouring positions are adjacent, because scores are computed for many positions at once. Elements are f16.
/// On AVX512-BF16 they are bf16, interleaved in pairs along the reduction dimension (keys with a bias stay f16). If all weights
/// are f32, elements are f32. The address space is reserved at once. The system provides the memory when it is first written.
// Unchecked Sendable because it is plain memory: the caller must not run `Model.forward` or `copyPage` on it concurrently.
public final class KVCache: @unchecked Sendable {
    /// Positions in one page.
    public static let pageLength = Int(EK_PAGE)

    /// Pages in the cache. Page numbers are 0 ..< pageCount.
    public let pageCount: Int
    /// Bytes of one page: all layers of `pageLength` positions.
    public let bytesPerPage: Int
    let bytesPerToken: Int
    let base: UnsafeMutableRawPointer
    private let layers: Int
    private let reserved: Int

    /// Bytes that one page of a cache for `model` takes.
    public static func bytesPerPage(of model: Model) -> Int { model.bytesPerToken * pageLength }

    /// Bytes of all caches of this process. They can grow to this size together.
    public static var reservedBytes: Int { allReserved.load(ordering: .relaxed) }
    private static let allReserved = Atomic(0)

    /// Reserves `pageCount` pages. Pages that were never written take no memory.
    ///
    /// - Throws: `ModelError.memory` if the address space cannot be reserved.
    public init(model: Model, pageCount: Int) throws(ModelError) {
        bytesPerToken = model.bytesPerToken
        bytesPerPage = Self.bytesPerPage(of: model)
        layers = model.configuration.layers
        self.pageCount = pageCount
        let (bytes, overflow) = bytesPerPage.multipliedReportingOverflow(by: max(pageCount, 1))
        guard !overflow, let memory = ek_reserve(bytes) else {
            throw .memory(bytes: overflow ? Int.max : bytes, purpose: "\(pageCount) pages of keys and values")
        }
        reserved = bytes
        base = memory
        Self.allReserved.add(bytes, ordering: .relaxed)
    }

    deinit {
        ek_release(base, reserved)
        Self.allReserved.subtract(reserved, ordering: .relaxed)
    }

    /// The address of the layer's keys and values in page 0.
    func base(ofLayer layer: Int) -> UnsafeMutablePointer<UInt8> {
        base.assumingMemoryBound(to: UInt8.self) + layer * (bytesPerPage / layers)
    }

    /// Copies all layers of page `source` to page `target`. Does nothing for equal or invalid page numbers. O(bytesPerPage).
    public func copyPage(from source: Int, to target: Int) {
        guard source != target, (0..<pageCount).contains(source), (0..<pageCount).contains(target) else { return }
        memcpy(base + target * bytesPerPage, base + source * bytesPerPage, bytesPerPage)
    }
}
