import Glibc

/// glibc's iconv for one charset without shifts, one code at a time.
@safe final class Iconv {
  private let decoder: iconv_t
  private let encoder: iconv_t

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
    // SAFETY: opened in `init` and closed nowhere else.
    unsafe iconv_close(decoder)
    unsafe iconv_close(encoder)
  }

  /// The scalars of a code; `nil` when it is none or more than one.
  func scalars(_ bytes: [UInt8]) -> [UInt32]? {
    guard let found = unsafe run(decoder, bytes) else { return nil }
    return stride(from: 0, to: found.count, by: 4).map { start in
      found[start..<start + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
  }

  /// The code of a character; `nil` when it has none of its own.
  func code(_ scalar: UInt32) -> [UInt8]? {
    unsafe run(encoder, [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: scalar >> $0) })
  }

  private func run(_ descriptor: iconv_t, _ bytes: [UInt8]) -> [UInt8]? {
    var input = bytes.map { CChar(bitPattern: $0) }
    var output = [CChar](repeating: 0, count: 64)
    var outputLeft = output.count
    let isRead = unsafe input.withUnsafeMutableBufferPointer { source in
      unsafe output.withUnsafeMutableBufferPointer { target in
        var from = source.baseAddress
        var to = target.baseAddress
        var inputLeft = source.count
        // SAFETY: both buffers live during the calls and their true sizes are passed with them.
        unsafe iconv(descriptor, nil, nil, nil, nil)
        // Not 0: an error (-1), or the number of characters replaced by similar ones.
        guard unsafe iconv(descriptor, &from, &inputLeft, &to, &outputLeft) == 0, inputLeft == 0
        else { return false }
        // What is kept back (か waits for a ゚).
        return unsafe iconv(descriptor, nil, nil, &to, &outputLeft) == 0
      }
    }
    return isRead ? output.dropLast(outputLeft).map { UInt8(bitPattern: $0) } : nil
  }
}
