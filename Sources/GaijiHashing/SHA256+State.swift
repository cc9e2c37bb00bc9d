internal import CGaijiCrypto

extension SHA256 {
  /// How far a hash has come: everything that is needed to go on with it elsewhere.
  public struct State: Hashable, Sendable {
    /// The eight sums of FIPS 180-4 behind the last whole block of 64 bytes.
    public let sums: [UInt32]
    /// Bytes fed so far.
    public let byteCount: UInt64
    /// The last `byteCount % 64` of them, which are not in the sums yet.
    public let rest: [UInt8]

    /// - Returns: `nil` for what can be no state.
    public init?(sums: [UInt32], byteCount: UInt64, rest: [UInt8]) {
      guard sums.count == 8, rest.count == Int(byteCount % 64), byteCount < 1 << 60 else {
        return nil
      }
      self.sums = sums
      self.byteCount = byteCount
      self.rest = rest
    }
  }

  public var state: State {
    // SAFETY: the context has eight sums, and room for the 64 bytes of a block.
    let sums = unsafe [UInt32](
      UnsafeBufferPointer(start: gaiji_sha256_sums(context), count: 8))
    let rest = unsafe [UInt8](
      UnsafeBufferPointer(start: gaiji_sha256_rest(context), count: Int(byteCount % 64)))
    guard let state = State(sums: sums, byteCount: byteCount, rest: rest) else {
      preconditionFailure("more bytes were hashed than there can be")
    }
    return state
  }

  /// Goes on from a state as if its bytes had been fed to this object.
  public convenience init(_ state: State) {
    self.init()
    // SAFETY: as above; a state has eight sums and less than 64 bytes.
    for (index, sum) in state.sums.enumerated() {
      unsafe gaiji_sha256_sums(context)[index] = sum
    }
    unsafe gaiji_sha256_setCount(context, state.byteCount - UInt64(state.rest.count))
    byteCount = state.byteCount - UInt64(state.rest.count)
    update(state.rest)
  }
}
