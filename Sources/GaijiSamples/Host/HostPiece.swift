internal import GaijiCharsets
internal import GaijiModel

/// A bit of text of one width in every form in which the generator writes it.
struct HostPiece: Sendable {
  /// Two-byte codes; else one-byte codes.
  let isDouble: Bool
  let bytes: [UInt8]
  /// The same text in the charset of the other file; codes of the same width.
  let other: [UInt8]
  /// UTF-8 of what a conversion with the default policy makes of it.
  let converted: [UInt8]
  /// Index of the gaiji in it, in the plan; -1 for none.
  let gaiji: Int
}

/// Makes pieces. What becomes of them is known from tables and plan, not from any conversion code.
struct HostPieceMaker {
  let codes: HostCodes
  /// Of the file for other converters; `nil`: none is written.
  let other: HostCodes?

  /// What stands for a character that the other charset lacks: 〓, and ? for one byte.
  private static let missing: (double: UInt32, single: UInt32) = (0x3013, 0x3F)

  func single(_ text: [UInt32]) -> HostPiece? { piece(text, isDouble: false) }

  func double(_ text: [UInt32]) -> HostPiece? { piece(text, isDouble: true) }

  /// `text` with a gaiji in the place of one character.
  func host(_ text: [UInt32], at place: Int, gaiji: GaijiPlan.Gaiji, number: Int) -> HostPiece? {
    guard gaiji.code <= 0xFFFF else { return nil }
    let code = HostCodes.Code(
      bytes: [UInt8(truncatingIfNeeded: gaiji.code >> 8), UInt8(truncatingIfNeeded: gaiji.code)],
      converted: gaiji.isMapped ? gaiji.sequence.scalars : [0x3013])
    return piece(text, isDouble: true, at: place, code, other: gaiji.scalar, gaiji: number)
  }

  /// `text` with another figure of one character, which has a code of its own.
  func figure(_ text: [UInt32], at place: Int, selector: UInt32) -> HostPiece? {
    guard let code = codes.double(text[place], selector: selector) else { return nil }
    return piece(text, isDouble: true, at: place, code, other: text[place])
  }

  private func piece(
    _ text: [UInt32], isDouble: Bool, at place: Int = -1, _ special: HostCodes.Code? = nil,
    other otherScalar: UInt32 = 0, gaiji: Int = -1
  ) -> HostPiece? {
    var bytes: [UInt8] = []
    var otherBytes: [UInt8] = []
    var converted: [UInt32] = []
    for (index, scalar) in text.enumerated() {
      let isSpecial = index == place
      let code = isSpecial ? special : isDouble ? codes.double(scalar) : codes.single(scalar)
      guard let code else { return nil }
      bytes += code.bytes
      converted += code.converted
      otherBytes += otherCode(isSpecial ? otherScalar : scalar, isDouble: isDouble)
    }
    return HostPiece(
      isDouble: isDouble, bytes: bytes, other: otherBytes, converted: utf8(converted),
      gaiji: gaiji)
  }

  private func otherCode(_ scalar: UInt32, isDouble: Bool) -> [UInt8] {
    guard let other else { return [] }
    if isDouble {
      return (other.double(scalar) ?? other.double(Self.missing.double))?.bytes
        ?? other.doubleSpace
    }
    return (other.single(scalar) ?? other.single(Self.missing.single))?.bytes ?? [other.space]
  }
}

/// Half-width kana for full-width kana, voiced marks apart; `nil` when there is one without.
func halfWidthKana(_ text: [UInt32]) -> [UInt32]? {
  var result: [UInt32] = []
  for scalar in text {
    guard let narrow = halfWidth[scalar] else { return nil }
    result += narrow
  }
  return result
}

/// JIS X 0201 has no voiced kana: カ and a mark stand for ガ. Drawn from the order of both sets.
private let halfWidth: [UInt32: [UInt32]] = {
  var table: [UInt32: [UInt32]] = [0x3000: [0x20]]
  let wide = scalars(
    "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン゛゜")
  for (index, scalar) in wide.enumerated() { table[scalar] = [0xFF61 + UInt32(index)] }
  for row in [0x30AB...0x30C2, 0x30C4...0x30C9] as [ClosedRange<UInt32>] {
    for plain in stride(from: row.lowerBound, to: row.upperBound, by: 2) {
      table[plain + 1] = table[plain, default: []] + [0xFF9E]
    }
  }
  for plain in stride(from: UInt32(0x30CF), through: 0x30DB, by: 3) {
    table[plain + 1] = table[plain, default: []] + [0xFF9E]
    table[plain + 2] = table[plain, default: []] + [0xFF9F]
  }
  table[0x30F4] = [0xFF73, 0xFF9E]
  return table
}()
