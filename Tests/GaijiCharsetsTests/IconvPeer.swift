import Glibc

/// glibc's iconv for one charset, both directions, without transliteration.
///
/// The only file of these tests that calls C.
@safe final class IconvPeer: Peer {
  private let decoder: iconv_t
  private let encoder: iconv_t
  private let input = UnsafeMutablePointer<CChar>.allocate(capacity: IconvPeer.capacity)
  private let output = UnsafeMutablePointer<CChar>.allocate(capacity: IconvPeer.capacity)
  private static let capacity = 256

  /// `nil` when this glibc does not know the name.
  init?(_ name: String) {
    // SAFETY: iconv_open copies the names and returns (iconv_t)-1 for an unknown one.
    let decoder = unsafe iconv_open("UTF-32BE", name)
    let encoder = unsafe iconv_open(name, "UTF-32BE")
    guard let decoder = unsafe decoder, let encoder = unsafe encoder,
      Int(bitPattern: decoder) != -1, Int(bitPattern: encoder) != -1
    else { return nil }
    unsafe self.decoder = decoder
    unsafe self.encoder = encoder
  }

  deinit {
    // SAFETY: opened and allocated in `init` and released nowhere else.
    unsafe iconv_close(decoder)
    unsafe iconv_close(encoder)
    unsafe input.deallocate()
    unsafe output.deallocate()
  }

  func decode(_ bytes: [UInt8]) -> [UInt32]? {
    guard let units = unsafe run(decoder, bytes) else { return nil }
    return stride(from: 0, to: units.count, by: 4).map { start in
      units[start..<start + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
  }

  func encode(_ scalars: [UInt32]) -> [UInt8]? {
    let bytes = scalars.flatMap { scalar in
      [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: scalar >> $0) }
    }
    return unsafe run(encoder, bytes)
  }

  private func run(_ descriptor: iconv_t, _ bytes: [UInt8]) -> [UInt8]? {
    precondition(bytes.count <= 16, "the buffers are made for single codes")
    for (index, byte) in bytes.enumerated() { unsafe input[index] = CChar(bitPattern: byte) }
    var from: UnsafeMutablePointer<CChar>? = unsafe input
    var to: UnsafeMutablePointer<CChar>? = unsafe output
    var inputLeft = bytes.count
    var outputLeft = Self.capacity
    // SAFETY: both pointers start at buffers of `capacity` bytes, and the counts are theirs.
    unsafe iconv(descriptor, nil, nil, nil, nil)
    let result = unsafe iconv(descriptor, &from, &inputLeft, &to, &outputLeft)
    // Not 0: an error (-1), or the number of characters that were replaced by similar ones.
    guard result == 0, inputLeft == 0 else { return nil }
    // Writes what is kept back (か waits for a ゚) and the return to the initial state.
    guard unsafe iconv(descriptor, nil, nil, &to, &outputLeft) == 0 else { return nil }
    return (0..<Self.capacity - outputLeft).map { unsafe UInt8(bitPattern: output[$0]) }
  }
}
