import GaijiCharsets

/// Another implementation of a charset, to compare with. Both functions start from the initial
/// state and take the whole input; `nil`: an error, or a character that was replaced.
protocol Peer {
  func decode(_ bytes: [UInt8]) -> [UInt32]?
  func encode(_ scalars: [UInt32]) -> [UInt8]?
}

extension ICUConverter: Peer {
  func decode(_ bytes: [UInt8]) -> [UInt32]? { try? decode(bytes).get() as [UInt32] }
  func encode(_ scalars: [UInt32]) -> [UInt8]? { try? encode(scalars).get() as [UInt8] }
}

/// Our own tables behind the same functions.
struct OurCharset: Peer {
  let table: CharsetTable

  func decode(_ bytes: [UInt8]) -> [UInt32]? {
    scalars(ScalarDecoder.units(of: bytes, in: table))
  }

  /// One character: one scalar or two.
  func encode(_ scalars: [UInt32]) -> [UInt8]? {
    var encoder = ScalarEncoder(table)
    var bytes: [UInt8] = []
    let second = scalars.count > 1 ? scalars[1] : 0
    guard encoder.encode(scalars[0], second: second, into: &bytes) else { return nil }
    encoder.finish(into: &bytes)
    return bytes
  }
}
