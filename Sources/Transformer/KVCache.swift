import CKernels

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Keys and values of past tokens, in pages of `pageLength` positions. Storage only: who owns which page, and how often it is
/// shared, is the business of the caller.
///
/// A page holds all layers of its positions in one stretch of memory, so that copying one is one `memcpy`:
///
///     page: [layers][kvHeads] of { keys [headDim][pageLength], values [pageLength][headDim] }
///
/// Keys lie with positions side by side, since scores are computed for many positions at once. Elements are f16. On AVX512-BF16
/// they are bf16, in pairs along the dimension that is summed over. In models whose weights are f32 they are f32. Memory is
/// reserved at once and given by the system page by page as it is first written.
public final class KVCache: @unchecked Sendable {  // Plain memory; the caller orders writes (forward, copyPage) as a lock would.
    /// Positions a page holds.
    public static let pageLength = Int(EK_PAGE)

    public let pageCount: Int
    public let bytesPerPage: Int
    let bytesPerToken: Int
    let base: UnsafeMutableRawPointer
    private let layers: Int
    private let reserved: Int

    /// Bytes that a page takes: all layers of `pageLength` positions.
    public static func bytesPerPage(of model: Model) -> Int { model.bytesPerToken * pageLength }

    /// Reserves `pageCount` pages; untouched ones cost no memory.
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
    }

    deinit { ek_release(base, reserved) }

    /// Where the layer's keys and values begin in page 0.
    func base(ofLayer layer: Int) -> UnsafeMutablePointer<UInt8> {
        base.assumingMemoryBound(to: UInt8.self) + layer * (bytesPerPage / layers)
    }

    /// Copies all layers of one page over another: O(bytesPerPage).
    public func copyPage(from source: Int, to target: Int) {
        guard source != target, (0..<pageCount).contains(source), (0..<pageCount).contains(target) else { return }
        memcpy(base + target * bytesPerPage, base + source * bytesPerPage, bytesPerPage)
    }
}
