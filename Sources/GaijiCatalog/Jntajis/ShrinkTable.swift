public import GaijiModel

/// MJ縮退マップ as the package jntajis-python carries it: the C array `mj_shrink_mappings` of
/// `_jntajis.h`.
///
/// Index = MJ number; four sets of JIS X 0213 code points, padded with -1, in the order
/// JIS包摂規準・UCS統合規則, 読み・字形による類推, 法務省告示582号別表第四, 法務省戸籍法関連通達・通知
/// (`MJShrinkScheme` of the package's gen.py). The map's fifth category, 辞書類等による関連字, is not
/// in the package. Data: CC BY-SA 2.1 JP, 文字情報技術促進協議会.
public struct ShrinkTable: Sendable {
  /// Only identities with at least one target.
  public let targets: [CharacterIdentity: [ShrinkTarget]]

  static let grounds: [ShrinkGround] = [.jisUnification, .analogy, .notice582, .kosekiNotice]

  public struct Fault: Error, Equatable, CustomStringConvertible {
    /// Bytes from the start of the file.
    public let offset: Int
    public let reason: String
    public var description: String { "byte \(offset): \(reason)" }
  }

  /// Reads the text of the header; nothing of it is compiled or trusted.
  public init(jntajisHeader bytes: [UInt8]) throws(Fault) {
    var reader = BraceReader(bytes)
    guard reader.skip(past: "mj_shrink_mappings[") else {
      throw Fault(offset: 0, reason: "the array mj_shrink_mappings is not there")
    }
    guard let count = reader.number(), reader.skip(past: "{"), count > 0, count <= 1_000_000 else {
      throw Fault(offset: reader.offset, reason: "the array's size is not a number")
    }
    var targets: [CharacterIdentity: [ShrinkTarget]] = [:]
    // The package declares one element more than it lists.
    for number in 0..<count where number == 0 || reader.accept(UInt8(ascii: ",")) {
      try reader.expect(UInt8(ascii: "{"))
      var found: [ShrinkTarget] = []
      for (index, ground) in Self.grounds.enumerated() {
        if index > 0 { try reader.expect(UInt8(ascii: ",")) }
        for scalar in try reader.set() where scalar != -1 {
          guard (0..<0xD800).contains(scalar) || (0xE000..<0x110000).contains(scalar) else {
            throw Fault(offset: reader.offset, reason: "\(scalar) is no code point")
          }
          found.append(ShrinkTarget(ground: ground, scalar: UInt32(scalar)))
        }
      }
      try reader.expect(UInt8(ascii: "}"))
      guard !found.isEmpty else { continue }
      guard let identity = CharacterIdentity(.mj, number: UInt32(number)) else {
        throw Fault(offset: reader.offset, reason: "\(number) is no MJ number")
      }
      targets[identity] = found
    }
    try reader.expect(UInt8(ascii: "}"))
    self.targets = targets
  }
}

/// Numbers between braces and commas; white space does not count.
private struct BraceReader {
  private let bytes: [UInt8]
  private(set) var offset = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Moves behind the next occurrence of an ASCII text; `false` when there is none.
  mutating func skip(past text: String) -> Bool {
    let wanted = Array(text.utf8)
    var start = offset
    while start + wanted.count <= bytes.count {
      if bytes[start] == wanted[0], bytes[start..<start + wanted.count].elementsEqual(wanted) {
        offset = start + wanted.count
        return true
      }
      start += 1
    }
    return false
  }

  /// A decimal number, perhaps negative; `nil` when there is none or it is over nine digits.
  mutating func number() -> Int? {
    skipSpace()
    var end = offset
    let isNegative = end < bytes.count && bytes[end] == UInt8(ascii: "-")
    if isNegative { end += 1 }
    let first = end
    var value = 0
    while end < bytes.count, (0x30...0x39).contains(bytes[end]) {
      value = value * 10 + Int(bytes[end] - 0x30)
      end += 1
      if end - first > 9 { return nil }
    }
    guard end > first else { return nil }
    offset = end
    return isNegative ? -value : value
  }

  mutating func expect(_ byte: UInt8) throws(ShrinkTable.Fault) {
    guard accept(byte) else {
      let wanted = String(decoding: [byte], as: UTF8.self)
      throw ShrinkTable.Fault(
        offset: offset, reason: "expected \"\(wanted)\" in mj_shrink_mappings")
    }
  }

  /// Moves behind a byte if it is the next one.
  mutating func accept(_ byte: UInt8) -> Bool {
    skipSpace()
    guard offset < bytes.count, bytes[offset] == byte else { return false }
    offset += 1
    return true
  }

  /// `{` numbers between commas `}`.
  mutating func set() throws(ShrinkTable.Fault) -> [Int] {
    try expect(UInt8(ascii: "{"))
    var numbers: [Int] = []
    while true {
      guard let number = number() else {
        throw ShrinkTable.Fault(offset: offset, reason: "expected a number in mj_shrink_mappings")
      }
      numbers.append(number)
      if !accept(UInt8(ascii: ",")) { break }
    }
    try expect(UInt8(ascii: "}"))
    return numbers
  }

  private mutating func skipSpace() {
    while offset < bytes.count, bytes[offset] == 0x20 || (0x09...0x0D).contains(bytes[offset]) {
      offset += 1
    }
  }
}
