/// Writing the Unicode encoding schemes.
extension ScalarEncoder {
  /// - Precondition: `scalar` is a Unicode scalar.
  func appendUnicode(_ scalar: UInt32, to output: inout [UInt8]) {
    switch table.scheme {
    case .utf8:
      switch scalar {
      case ..<0x80:
        output.append(UInt8(scalar))
      case ..<0x800:
        output.append(UInt8(0xC0 | scalar >> 6))
        output.append(UInt8(0x80 | scalar & 0x3F))
      case ..<0x10000:
        output.append(UInt8(0xE0 | scalar >> 12))
        output.append(UInt8(0x80 | scalar >> 6 & 0x3F))
        output.append(UInt8(0x80 | scalar & 0x3F))
      default:
        output.append(UInt8(0xF0 | scalar >> 18))
        output.append(UInt8(0x80 | scalar >> 12 & 0x3F))
        output.append(UInt8(0x80 | scalar >> 6 & 0x3F))
        output.append(UInt8(0x80 | scalar & 0x3F))
      }
    case .utf16, .utf16be, .utf16le:
      if scalar < 0x10000 {
        append16(UInt16(scalar), to: &output)
      } else {
        append16(UInt16(0xD7C0 + scalar >> 10), to: &output)
        append16(UInt16(0xDC00 | scalar & 0x3FF), to: &output)
      }
    case .utf32, .utf32be, .utf32le:
      let value = table.scheme == .utf32le ? scalar.byteSwapped : scalar
      for shift in [UInt32(24), 16, 8, 0] {
        output.append(UInt8(truncatingIfNeeded: value >> shift))
      }
    case .leadByte, .shifted:
      preconditionFailure("a table charset has no Unicode form")
    }
  }

  private func append16(_ unit: UInt16, to output: inout [UInt8]) {
    let value = table.scheme == .utf16le ? unit.byteSwapped : unit
    output.append(UInt8(value >> 8))
    output.append(UInt8(truncatingIfNeeded: value))
  }
}
