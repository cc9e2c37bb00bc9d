import GaijiIdentification
import Testing

@Suite struct GlyphCandidateTests {
  @Test func aCandidateHasNoResidualUntilItIsCompared() {
    #expect(GlyphCandidate(entry: 3, distances: [1, 2]).residual == nil)
  }
}
