internal import GaijiModel

/// Sections as tables. What it gives out has been compared with its SHA-256 before; it remembers
/// nothing, so those who ask keep what they get.
struct SectionReader: Sendable {
  let memory: ReleaseMemory
  let directory: ReleaseDirectory

  init(_ memory: ReleaseMemory) throws(ReleaseError) {
    self.memory = memory
    directory = try ReleaseDirectory(memory)
  }

  /// A verified section.
  func table<Element: BitwiseCopyable & Sendable>(
    _ kind: SectionKind, of type: Element.Type
  ) throws(ReleaseError) -> FlatTable<Element> {
    try table(directory[kind], of: type)
  }

  /// A verified section.
  func table<Element: BitwiseCopyable & Sendable>(
    _ region: ReleaseDirectory.Region, of type: Element.Type
  ) throws(ReleaseError) -> FlatTable<Element> {
    precondition(MemoryLayout<Element>.stride == region.stride, "section of another element size")
    try check(region)
    return memory.table(of: type, at: region.offset, elementCount: region.count)
  }

  /// Compares a section with its digest, and the padding behind it with zeros.
  func check(_ region: ReleaseDirectory.Region) throws(ReleaseError) {
    let digest = memory.digest(of: region.offset..<region.end)
    guard memory.holds(digest, at: region.digestOffset) else {
      throw .damaged(section: region.kind.name, offset: region.offset)
    }
    for byte in region.end..<ReleaseFormat.padded(region.end) where memory.byte(at: byte) != 0 {
      throw .malformed(
        section: region.kind.name, offset: byte, reason: "its padding is not zero")
    }
  }

  /// The error of a section that breaks a rule.
  func malformed(_ kind: SectionKind, _ reason: String) -> ReleaseError {
    let offset = kind == .charsetTable ? directory[.charsets].offset : directory[kind].offset
    return .malformed(section: kind.name, offset: offset, reason: reason)
  }
}

/// The names that records point at.
struct ReleaseStrings: Sendable {
  private let file: SectionReader
  private let pool: FlatTable<UInt8>

  init(_ file: SectionReader) throws(ReleaseError) {
    self.file = file
    pool = try file.table(.strings, of: UInt8.self)
  }

  func name(
    start: UInt32, byteCount: UInt32, for kind: SectionKind
  ) throws(ReleaseError) -> String {
    guard byteCount <= ReleaseFormat.maximumNameByteCount,
      UInt64(start) + UInt64(byteCount) <= UInt64(pool.count)
    else {
      throw file.malformed(kind, "a name is outside the strings, or too long")
    }
    let first = Int(start)
    let bytes = (first..<first + Int(byteCount)).map { pool[$0] }
    return try file.text(kind, bytes)
  }
}

extension SectionReader {
  /// Decodes UTF-8 strictly.
  func text(_ kind: SectionKind, _ bytes: [UInt8]) throws(ReleaseError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw malformed(kind, "a name is not UTF-8")
    }
    return text
  }
}
