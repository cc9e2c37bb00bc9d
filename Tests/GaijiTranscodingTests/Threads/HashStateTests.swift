import GaijiHashing
import Testing

@Suite struct HashStateTests {
  @Test func `A hash goes on from any state as if it had never stopped`() throws {
    let bytes = (0..<300).map { UInt8(truncatingIfNeeded: $0 * 7) }
    let whole = SHA256.digest(of: bytes)
    for cut in 0...bytes.count {
      let first = SHA256()
      first.update(Array(bytes[..<cut]))
      let state = first.state
      let again = try #require(
        SHA256.State(sums: state.sums, byteCount: state.byteCount, rest: state.rest))
      let second = SHA256(again)
      #expect(second.state == state)
      second.update(Array(bytes[cut...]))
      #expect(second.finalize() == whole)
      // Asking for the state changed nothing.
      first.update(Array(bytes[cut...]))
      #expect(first.finalize() == whole)
    }
  }

  @Test func `The count of bits is right beyond four thousand million`() throws {
    // 2^29 + 64 bytes of zeros: the low word of the count of bits has run over. sha256sum says so.
    let zeros = [UInt8](repeating: 0, count: 1 << 20)
    let hash = SHA256()
    for _ in 0..<(1 << 9) { hash.update(zeros) }
    let rest = SHA256(hash.state)
    rest.update([UInt8](repeating: 0, count: 64))
    #expect(
      rest.finalize().description
        == "51df6411706d1846c60e57890df09562e91bbbc55b92bdd29b5f2062e25868a4")
  }

  @Test func `What can be no state is refused`() {
    #expect(SHA256.State(sums: [1], byteCount: 0, rest: []) == nil)
    #expect(SHA256.State(sums: Array(repeating: 1, count: 8), byteCount: 65, rest: []) == nil)
    #expect(SHA256.State(sums: Array(repeating: 1, count: 8), byteCount: .max, rest: []) == nil)
  }

  /// FIPS 180-4, the example of one block.
  @Test func `The standard's example`() {
    #expect(
      SHA256.digest(of: Array("abc".utf8)).description
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }
}
