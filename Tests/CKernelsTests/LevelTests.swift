import CKernels
import Testing

@Suite(.serialized) struct LevelTests {
    @Test func aLevelIsAvailableAndNamed() {
        #expect(ek_level_available(EK_PORTABLE))
        #expect(ek_level_available(ek_level_current()))
        #expect(String(cString: ek_level_name(EK_AVX512_VNNI)) == "avx512-vnni")
    }
}
