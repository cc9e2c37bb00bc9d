import GaijiHashing

/// A release as its format says it is laid out, read and forged without the module's own code.
struct ReleaseBytes {
  var bytes: [UInt8]

  static let header = 64
  static let entry = 64

  var sectionCount: Int { Int(word(24)) }
  var directory: Range<Int> { Self.header..<Self.header + Self.entry * sectionCount }

  func word(_ offset: Int) -> UInt32 {
    (0..<4).reduce(0) { $0 | UInt32(bytes[offset + $1]) << UInt32(8 * $1) }
  }

  func longWord(_ offset: Int) -> Int {
    (0..<8).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
  }

  mutating func set(_ value: UInt64, at offset: Int, byteCount: Int) {
    for byte in 0..<byteCount {
      bytes[offset + byte] = UInt8(truncatingIfNeeded: value >> UInt64(8 * byte))
    }
  }

  func kind(_ section: Int) -> UInt32 { word(Self.header + Self.entry * section) }

  func range(_ section: Int) -> Range<Int> {
    let entry = Self.header + Self.entry * section
    let start = longWord(entry + 8)
    return start..<start + longWord(entry + 16)
  }

  func sections(ofKind kind: UInt32) -> [Int] {
    (0..<sectionCount).filter { self.kind($0) == kind }
  }

  func digest(ofSection section: Int) -> [UInt8] {
    SHA256.digest(of: Array(bytes[range(section)])).bytes
  }

  var rootDigest: [UInt8] {
    SHA256.digest(of: Array(bytes[..<32]) + Array(bytes[directory])).bytes
  }

  /// Makes the digest of a section, and that of the release, agree with the bytes: what a forger does.
  mutating func seal(section: Int) {
    let digest = Self.header + Self.entry * section + 24
    bytes.replaceSubrange(digest..<digest + 32, with: self.digest(ofSection: section))
    sealRoot()
  }

  mutating func sealRoot() {
    bytes.replaceSubrange(32..<64, with: rootDigest)
  }
}
