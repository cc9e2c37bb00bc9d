internal import GaijiCharsets
internal import GaijiModel

/// Counts the characters in the general engine's output from its bytes alone: the other side of the
/// conservation account. Knows nothing of what was written.
struct OutputCheck {
  private enum Form {
    /// Well-formed: a character has one byte that is no trail byte.
    case utf8
    /// Well-formed: a character has one code unit that is no low surrogate. The index of the byte
    /// that tells is 0 (big-endian) or 1.
    case utf16(Int)
    /// Whatever else: read by a decoder.
    case decoded
  }

  private let form: Form
  /// Its shift state goes on from block to block.
  private var decoder: ScalarDecoder

  init(plan: ConversionPlan) {
    decoder = ScalarDecoder(plan.target)
    // A mark of the output is written by the run; whatever an engine writes are characters.
    decoder.start(behind: [])
    let keepsBytes = plan.keepsBytes
    form =
      switch plan.target.scheme {
      case .utf8 where !keepsBytes: .utf8
      case .utf16 where !keepsBytes, .utf16be where !keepsBytes: .utf16(0)
      case .utf16le where !keepsBytes: .utf16(1)
      default: .decoded
      }
  }

  /// Characters (scalars for Unicode, codes for other charsets) in the next bytes of the output.
  ///
  /// - Parameter isLast: nothing follows: a code that was kept although it lacks its end is counted.
  mutating func count(_ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool) -> Int {
    switch form {
    case .utf8: return unsafe countScalars(bytes)
    case .utf16(let high): return unsafe countUTF16Scalars(bytes, highByte: high)
    case .decoded:
      return unsafe decoder.count(Span(_unsafeElements: bytes), isLast: isLast)
    }
  }
}
