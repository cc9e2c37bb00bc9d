internal import GaijiCharsets
internal import GaijiModel

/// A bit of text in every form in which the generator writes it.
struct Piece: Sendable {
  /// As in the source.
  let scalars: [UInt32]
  /// The bytes of `scalars` in the source charset; empty when that depends on the shift state.
  let encoded: [UInt8]
  /// UTF-8 of what a conversion with the default policy makes of it in a selected column.
  let converted: [UInt8]
  /// UTF-8 of what it makes of it in any other column: private-use codes stay.
  let kept: [UInt8]
  /// Index of the gaiji in it, in the plan; -1 for none.
  let gaiji: Int
}

/// Makes pieces for one charset.
///
/// The expected results come from the plan alone, not from any conversion code.
struct PieceMaker {
  let charset: CharsetTable
  /// Whether the bytes of a text depend on what stands before it.
  let isStateful: Bool
  private let encoder: ScalarEncoder

  init(_ charset: CharsetTable) {
    self.charset = charset
    isStateful = charset.scheme == .shifted
    encoder = ScalarEncoder(charset)
  }

  func canWrite(_ scalars: [UInt32]) -> Bool {
    scalars.allSatisfy { ScalarEncoder.canEncode($0, in: charset) }
  }

  /// A text that conversion does not change. `nil` when the charset cannot write it.
  func plain(_ scalars: [UInt32]) -> Piece? {
    piece(scalars, converted: scalars, gaiji: -1)
  }

  /// `text` with a gaiji in the place of one character.
  func host(
    _ text: [UInt32], at place: Int, gaiji: GaijiPlan.Gaiji, number: Int
  ) -> Piece? {
    var source = text
    source[place] = gaiji.scalar
    var converted = text
    converted.replaceSubrange(
      place...place, with: gaiji.isMapped ? gaiji.sequence.scalars : [0x3013])
    return piece(source, converted: converted, gaiji: number)
  }

  /// `text` with a variation sequence in the place of one character.
  func host(_ text: [UInt32], at place: Int, sequence: CharacterSequence) -> Piece? {
    var source = text
    source.replaceSubrange(place...place, with: sequence.scalars)
    return plain(source)
  }

  private func piece(_ scalars: [UInt32], converted: [UInt32], gaiji: Int) -> Piece? {
    var encoder = encoder
    var encoded: [UInt8] = []
    for scalar in scalars {
      guard encoder.encode(scalar, into: &encoded) else { return nil }
    }
    return Piece(
      scalars: scalars, encoded: isStateful ? [] : encoded, converted: utf8(converted),
      kept: utf8(scalars), gaiji: gaiji)
  }
}

/// UTF-8 of scalars. Traps on a value that is no scalar.
func utf8(_ scalars: [UInt32]) -> [UInt8] {
  var bytes: [UInt8] = []
  for scalar in scalars {
    guard let scalar = Unicode.Scalar(scalar) else { preconditionFailure("not a scalar") }
    bytes += UTF8.encode(scalar)!
  }
  return bytes
}

/// The scalars of a literal.
func scalars(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }

/// A text as it stands in a CSV file: quoted, with doubled quotes, where RFC 4180 asks for it.
func fieldText(_ text: [UInt32]) -> [UInt32] {
  guard text.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }) else {
    return text
  }
  return [0x22] + text.flatMap { $0 == 0x22 ? [0x22, 0x22] : [$0] } + [0x22]
}
