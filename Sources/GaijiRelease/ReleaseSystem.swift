public import GaijiModel

/// One system of one organisation and what its gaiji are.
///
/// Its name is the key that gives a private-use code its meaning: every vendor's first gaiji is
/// U+E000.
public struct ReleaseSystem: Sendable {
  public let organization: String
  public let system: String
  /// Canonical charset name; the release has that charset.
  public let charset: String
  private let words: FlatTable<UInt64>
  private let range: Range<Int>

  /// By code, ascending. Decoded on each call: take it once.
  public var mappings: [GaijiMapping] { range.map { Self.mapping(words[$0]) } }

  public var mappingCount: Int { range.count }

  private static func mapping(_ word: UInt64) -> GaijiMapping {
    let hasIdentity = word & MappingWord.hasIdentity != 0
    return GaijiMapping(
      code: UInt32(word >> 32),
      identity: hasIdentity
        ? CharacterIdentity(rawValue: UInt32(word & MappingWord.identityMask)) : nil,
      grade: IdentificationGrade(rawValue: UInt8(word >> MappingWord.gradeShift & 3)) ?? .none,
      status: IdentificationStatus(rawValue: UInt8(word >> MappingWord.statusShift & 3)) ?? .held)
  }

  /// Reads and checks all systems.
  static func all(
    in file: SectionReader, charsets: [String], characters: CharacterSections
  ) throws(ReleaseError) -> [ReleaseSystem] {
    let records = file.table(.systems, of: UInt32.self)
    let words = file.table(.mappings, of: UInt64.self)
    guard records.count % 8 == 0 else {
      throw .malformed(section: SectionKind.systems.name, reason: "a record is cut short")
    }
    var systems: [ReleaseSystem] = []
    var end = 0
    for start in stride(from: 0, to: records.count, by: 8) {
      func name(_ field: Int) throws(ReleaseError) -> String {
        try file.name(
          start: records[start + field], byteCount: records[start + field + 1], for: .systems)
      }
      let first = Int(records[start + 6])
      let count = Int(records[start + 7])
      let system = ReleaseSystem(
        organization: try name(0), system: try name(2), charset: try name(4), words: words,
        range: first..<first + count)
      guard first == end, first + count <= words.count, charsets.contains(system.charset),
        systems.last.map({ $0.precedes(system) }) ?? true
      else {
        throw .malformed(section: SectionKind.systems.name, reason: "system \(start / 8) is wrong")
      }
      try system.check(characters)
      systems.append(system)
      end = first + count
    }
    guard end == words.count else {
      throw .malformed(section: SectionKind.mappings.name, reason: "rows of no system")
    }
    return systems
  }

  private func precedes(_ other: ReleaseSystem) -> Bool {
    if !organization.utf8.elementsEqual(other.organization.utf8) {
      return organization.utf8.lexicographicallyPrecedes(other.organization.utf8)
    }
    return system.utf8.lexicographicallyPrecedes(other.system.utf8)
  }

  private func check(_ characters: CharacterSections) throws(ReleaseError) {
    for index in range {
      let word = words[index]
      let isAscending = index == range.lowerBound || words[index - 1] >> 32 < word >> 32
      let mapping = Self.mapping(word)
      let hasIdentity = word & MappingWord.hasIdentity != 0
      let isKnown =
        hasIdentity
        ? mapping.identity.flatMap { characters.index(of: $0) } != nil
        : word & MappingWord.identityMask == 0
      guard isAscending, isKnown, hasIdentity == (mapping.grade != .none),
        word & MappingWord.reservedMask == 0
      else {
        throw .malformed(section: SectionKind.mappings.name, reason: "entry \(index) is wrong")
      }
    }
  }
}
