internal import GaijiModel

/// The parts as far as they follow from standards, for systems whose tables are not imported.
///
/// JEF, KEIS and JIPS(J): the area laid out as JIS X 0208, in the edition that the system is based
/// on, and the space. One-byte codes: those in which all variants agree. IBM: complete, from ICU.
public struct BaseParts: Sendable {
  /// JIS X 0208:1990; tables are compared with it (領域重視).
  let jisX0208: JISX0208
  private let former: JISX0208
  private let edition1983: JISX0208

  public init() throws(CharsetBuildError) {
    jisX0208 = try JISX0208(.of1990)
    edition1983 = try JISX0208(.of1983)
    former = try JISX0208(.of1978)
  }

  /// The part without any imported table; empty for a name that is none.
  public func part(_ name: String) throws(CharsetBuildError) -> CharsetPart {
    CharsetPart(name: name, rows: try rows(name))
  }

  /// Whether the part is complete without an import.
  public static func isComplete(_ name: String) -> Bool {
    name.hasPrefix("ibm") || name == VendorCharsets.jipsByteMap
  }

  private func rows(_ name: String) throws(CharsetBuildError) -> [CharsetPart.Row] {
    switch name {
    case "nec-jis8": return EBCDICFacts.jis8Rows()
    case "ibm300", "ibm290": return try ibmRows(name, from: "ibm930")
    case "ibm1027": return try ibmRows(name, from: "ibm939")
    case "ibm16684": return try ibmRows(name, from: "ibm1399")
    case VendorCharsets.jipsByteMap:
      return EBCDICFacts.jis8Bytes().enumerated().map {
        CharsetPart.Row(code: UInt32($0), byteCount: 1, first: UInt32($1))
      }
    default:
      let systems = VendorCharsets.all.lazy.compactMap(\.twoByte)
      if let system = systems.first(where: { $0.part == name }), let jis = system.jis {
        return jisRows(jis)
      }
      return EBCDICFacts.commonRows()
    }
  }

  private func jisRows(_ area: TwoByteSystem.JISArea) -> [CharsetPart.Row] {
    var rows: [CharsetPart.Row] = []
    let edition =
      switch area.edition {
      case .of1978: former
      case .of1983: edition1983
      case .of1990: jisX0208
      }
    edition.each(rows: area.rows) { row, cell, scalar in
      rows.append(.init(code: area.code(row, cell), byteCount: 2, first: scalar))
    }
    // Fujitsu and Hitachi write the space as two EBCDIC spaces; A1A1 is read.
    if area.offset == 0x8080 {
      rows.insert(.init(code: 0x4040, byteCount: 2, first: 0x3000), at: 0)
    }
    return rows
  }

  private func ibmRows(
    _ name: String, from charset: String
  ) throws(CharsetBuildError) -> [CharsetPart.Row] {
    let table = try CharsetBuilder.build(charset, jisx0213: nil)
    let isWide = name == "ibm300" || name == "ibm16684"
    let entries = isWide ? table.states[1].two : table.states[0].one
    var rows: [CharsetPart.Row] = []
    for code in 0..<entries.count {
      let entry = DecodeEntry(rawValue: entries[code])
      guard entry.isCharacter else { continue }
      let index = Int(entry.value) * 2
      rows.append(
        .init(
          code: UInt32(code), byteCount: isWide ? 2 : 1,
          first: entry.isSequence ? table.sequences[index] : entry.value,
          second: entry.isSequence ? table.sequences[index + 1] : 0,
          use: entry.isOneWay ? .decodeOnly : .both))
    }
    return rows
  }
}
