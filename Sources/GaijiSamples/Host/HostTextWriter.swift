internal import GaijiModel

/// Writes the text of one field at a time into a record, and beside it what becomes of it. A piece
/// that does not fit is left out as a whole: a register that was filled by a program has no cut
/// characters.
struct HostTextWriter: Sendable {
  let codes: HostCodes
  private(set) var bytes: [UInt8] = []
  private(set) var other: [UInt8] = []
  private(set) var truth: [UInt8] = []
  /// Gaiji of the pieces written, by number in the plan.
  private(set) var gaiji: [Int] = []
  private var kind = FieldKind.raw
  private var byteCount = 0
  private var isShifted = false
  private var isShiftedInOther = false

  init(_ codes: HostCodes) { self.codes = codes }

  mutating func begin(_ field: LayoutField) {
    bytes.removeAll(keepingCapacity: true)
    other.removeAll(keepingCapacity: true)
    truth.removeAll(keepingCapacity: true)
    gaiji.removeAll(keepingCapacity: true)
    kind = field.kind
    byteCount = field.byteCount
    isShifted = false
    isShiftedInOther = false
  }

  func fits(_ piece: HostPiece) -> Bool {
    switch kind {
    case .single: return !piece.isDouble && bytes.count + piece.bytes.count <= byteCount
    case .double: return piece.isDouble && bytes.count + piece.bytes.count <= byteCount
    default:
      var needed = bytes.count + piece.bytes.count
      if piece.isDouble != isShifted {
        needed += piece.isDouble ? codes.shiftOut.count : codes.shiftIn.count
      }
      // Room for the way back to one-byte codes.
      if piece.isDouble { needed += codes.shiftIn.count }
      return needed <= byteCount
    }
  }

  @discardableResult mutating func put(_ piece: HostPiece) -> Bool {
    guard fits(piece) else { return false }
    if kind == .mixed, piece.isDouble != isShifted {
      bytes += piece.isDouble ? codes.shiftOut : codes.shiftIn
      isShifted = piece.isDouble
    }
    bytes += piece.bytes
    if !piece.other.isEmpty {
      shiftOther(piece.isDouble)
      other += piece.other
    }
    truth += piece.converted
    if piece.gaiji >= 0 { gaiji.append(piece.gaiji) }
    return true
  }

  /// All of them, or none.
  @discardableResult mutating func put(_ pieces: [HostPiece]) -> Bool {
    let marks = (bytes.count, other.count, truth.count, gaiji.count)
    let states = (isShifted, isShiftedInOther)
    for piece in pieces where !put(piece) {
      bytes.removeSubrange(marks.0...)
      other.removeSubrange(marks.1...)
      truth.removeSubrange(marks.2...)
      gaiji.removeSubrange(marks.3...)
      (isShifted, isShiftedInOther) = states
      return false
    }
    return true
  }

  /// Pads the field and writes it at its place in the record.
  ///
  /// - Parameter otherSpaces: of the other charset: one-byte and two-byte; `nil` without one.
  mutating func end(
    _ padding: FieldPadding, at offset: Int, of record: inout [UInt8],
    otherSpaces: (single: UInt8, double: [UInt8])?
  ) {
    if isShifted { bytes += codes.shiftIn }
    let count = byteCount - bytes.count
    let pad = kind == .double ? codes.doubleSpace : [codes.space]
    let start = padding == .leading ? offset + count : offset
    for index in bytes.indices { record[start + index] = bytes[index] }
    let padStart = padding == .leading ? offset : offset + bytes.count
    for index in 0..<count { record[padStart + index] = pad[index % pad.count] }
    if padding == .kept {
      let space = kind == .double ? [0xE3, 0x80, 0x80] : [0x20 as UInt8]
      for _ in 0..<count / pad.count { truth += space }
    }
    guard let otherSpaces else { return }
    if kind == .double {
      shiftOther(true)
      while other.count < byteCount + 1 { other += otherSpaces.double }
    }
    shiftOther(false)
    while other.count < byteCount { other.append(otherSpaces.single) }
  }

  /// The other file is one stream of text in IBM's way.
  private mutating func shiftOther(_ isDouble: Bool) {
    guard isDouble != isShiftedInOther else { return }
    other.append(isDouble ? 0x0E : 0x0F)
    isShiftedInOther = isDouble
  }
}
