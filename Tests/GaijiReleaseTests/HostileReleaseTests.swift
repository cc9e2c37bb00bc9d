import Foundation
import GaijiHashing
import GaijiModel
import GaijiRelease
import Testing

/// Files that are not, or no longer, what the writer wrote.
@Suite struct HostileReleaseTests {
  let file: ReleaseBytes
  var bytes: [UInt8] { file.bytes }

  init() throws {
    file = ReleaseBytes(bytes: try SampleContents.smallBytes.get())
  }

  @Test func `Opening refuses a flip of any byte of header and directory`() throws {
    for offset in 0..<file.directory.upperBound {
      for bit in offset < 64 ? 0..<8 : offset % 8..<offset % 8 + 1 {
        var damaged = bytes
        damaged[offset] ^= 1 << UInt8(bit)
        let error = #expect(throws: ReleaseError.self) { try MappingRelease(bytes: damaged) }
        #expect(Self.isExpected(try #require(error), at: offset), "byte \(offset): \(error!)")
      }
    }
  }

  private static func isExpected(_ error: ReleaseError, at offset: Int) -> Bool {
    switch (offset, error) {
    case (0..<8, .notARelease), (8..<12, .unsupportedFormat), (12..<16, .unsupportedSchema): true
    case (16..<24, .truncated), (16..<24, .extended): true
    case (24..., .damaged(section: "directory", _)): true
    default: false
    }
  }

  /// A section that a run does not use may be damaged without its notice; using it may not.
  @Test func `A flip of any byte of a section is found when it is used`() throws {
    var generator = SeededGenerator(seed: 4)
    for section in 0..<file.sectionCount {
      let range = file.range(section)
      guard !range.isEmpty else { continue }
      let end = (range.upperBound + 63) & ~63
      let inside = range.randomElement(using: &generator) ?? range.lowerBound
      for offset in Set([range.lowerBound, inside, range.upperBound - 1]) {
        let error = Self.fault(flipping: offset, of: bytes)
        guard case .damaged(let name, range.lowerBound) = error else {
          Issue.record("byte \(offset) of section \(section): \(String(describing: error))")
          continue
        }
        #expect(!name.isEmpty && name != "directory")
      }
      for offset in range.upperBound..<end {
        let error = Self.fault(flipping: offset, of: bytes)
        guard case .malformed(_, offset, "its padding is not zero") = error else {
          Issue.record("padding at \(offset): \(String(describing: error))")
          continue
        }
      }
    }
  }

  private static func fault(flipping offset: Int, of bytes: [UInt8]) -> ReleaseError? {
    var damaged = bytes
    damaged[offset] ^= 0x10
    do throws(ReleaseError) {
      try MappingRelease(bytes: damaged).verify()
      return nil
    } catch {
      return error
    }
  }

  @Test func `Refuses every truncation and extension`() throws {
    var generator = SeededGenerator(seed: 5)
    let random = (0..<100).map { _ in Int.random(in: 0..<bytes.count, using: &generator) }
    for count in Array(0...200) + random + [bytes.count - 1] {
      let error = #expect(throws: ReleaseError.self) {
        try MappingRelease(bytes: Array(bytes.prefix(count)))
      }
      switch try #require(error) {
      case .notARelease: #expect(count < 64)
      case .truncated(let expected, let found):
        #expect(count >= 64 && expected == UInt64(bytes.count) && found == UInt64(count))
      default: Issue.record("\(count) bytes: \(error!)")
      }
    }
    for extra in [1, 7, 8, 4096] {
      #expect(
        throws: ReleaseError.extended(
          expected: UInt64(bytes.count), found: UInt64(bytes.count + extra))
      ) { try MappingRelease(bytes: bytes + [UInt8](repeating: 0, count: extra)) }
    }
  }

  /// A forger can fix the digest: sections that overlap, lie outside, are missing or occur twice.
  @Test func `A forged directory is refused`() throws {
    let values: [UInt64] = [
      0, 1, 64, UInt64(bytes.count), 1 << 32, 1 << 63, .max - 63, .max,
    ]
    for section in 0..<file.sectionCount {
      let entry = ReleaseBytes.header + ReleaseBytes.entry * section
      for (field, byteCount) in [(0, 4), (4, 4), (8, 8), (16, 8), (56, 8)] {
        for value in values {
          var forged = file
          forged.set(value, at: entry + field, byteCount: byteCount)
          guard forged.bytes != bytes else { continue }
          forged.sealRoot()
          let error = #expect(throws: ReleaseError.self) {
            // What the directory alone cannot tell: the element size of a charset's table.
            try MappingRelease(bytes: forged.bytes).verify()
          }
          switch try #require(error) {
          // A section with other bytes has another digest.
          case .malformed, .damaged: break
          default: Issue.record("section \(section), field \(field), \(value): \(error!)")
          }
        }
      }
    }
    for count: UInt64 in [0, 1, 22, 24, 65_536, 65_537, 0x7FFF_FFFF, 0xFFFF_FFFF]
    where count != UInt64(file.sectionCount) {
      var forged = file
      forged.set(count, at: 24, byteCount: 4)
      if forged.directory.upperBound <= bytes.count { forged.sealRoot() }
      #expect(throws: ReleaseError.self) { try MappingRelease(bytes: forged.bytes) }
    }
    var reserved = file
    reserved.set(1, at: 28, byteCount: 4)
    reserved.sealRoot()
    #expect(throws: ReleaseError.self) { try MappingRelease(bytes: reserved.bytes) }
  }

  @Test func `A release of another format says what to do`() throws {
    var old = file
    old.set(1, at: 8, byteCount: 4)
    let error = #expect(throws: ReleaseError.self) { try MappingRelease(bytes: old.bytes) }
    #expect(error == .unsupportedFormat(found: 1, supported: 2))
    #expect("\(try #require(error))".hasSuffix("compile the catalogue again"))
    old.set(3, at: 8, byteCount: 4)
    let newer = #expect(throws: ReleaseError.self) { try MappingRelease(bytes: old.bytes) }
    #expect("\(try #require(newer))".hasSuffix("use a newer program"))
  }

  @Test func `Refuses what is not a regular file with a clear error`() throws {
    let missing = #expect(throws: ReleaseError.self) { try MappingRelease(path: "/nonexistent") }
    #expect(
      "\(try #require(missing))"
        == "cannot open mapping release /nonexistent: No such file or directory")
    let directory = #expect(throws: ReleaseError.self) { try MappingRelease(path: "/") }
    #expect("\(try #require(directory))" == "cannot open mapping release /: Is a directory")
    #expect(throws: ReleaseError.self) { try MappingRelease(path: "/dev/zero") }
    let text = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try Data("id,name\n".utf8).write(to: text)
    defer { try? FileManager.default.removeItem(at: text) }
    #expect(throws: ReleaseError.inFile(path: text.path, .notARelease)) {
      try MappingRelease(path: text.path)
    }
  }

  @Test func `An error of a section names file, section and offset, whenever it is found`() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    var damaged = file
    let section = try #require(file.sections(ofKind: 24).first)
    let offset = file.range(section).lowerBound
    damaged.bytes[offset + 5] ^= 1
    try Data(damaged.bytes).write(to: URL(filePath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let release = try MappingRelease(path: path)
    let expected = ReleaseError.inFile(
      path: path, .damaged(section: "formSequences", offset: offset))
    #expect(throws: expected) { try release.characters() }
    #expect(throws: expected) { try release.characters() }
    #expect(throws: expected) { try release.verify() }
    #expect(
      "\(expected)".hasPrefix("\(path): mapping release is damaged: section formSequences at "))
  }
}
