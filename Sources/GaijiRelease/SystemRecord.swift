internal import GaijiModel

/// A system's names and where its mappings are.
struct SystemRecord: Sendable {
  let organization: String
  let system: String
  let charset: String
  let range: Range<Int>

  static let wordCount = 8

  /// Reads and checks all systems, but not yet their mappings.
  static func all(
    in file: SectionReader, _ names: ReleaseStrings, charsets: [String]
  ) throws(ReleaseError) -> [SystemRecord] {
    let words = try file.table(.systems, of: UInt32.self)
    guard words.count % wordCount == 0, words.count / wordCount <= ReleaseFormat.maximumSystemCount
    else { throw file.malformed(.systems, "a record is cut short, or there are too many") }
    let mappingCount = file.directory[.mappings].count
    var systems: [SystemRecord] = []
    var end = 0
    for start in stride(from: 0, to: words.count, by: wordCount) {
      func name(_ field: Int) throws(ReleaseError) -> String {
        try names.name(
          start: words[start + field], byteCount: words[start + field + 1], for: .systems)
      }
      let first = Int(words[start + 6])
      let count = Int(words[start + 7])
      let system = SystemRecord(
        organization: try name(0), system: try name(2), charset: try name(4),
        range: first..<first + count)
      guard first == end, first + count <= mappingCount,
        charsets.contains(where: { $0.utf8.elementsEqual(system.charset.utf8) }),
        systems.last.map({ $0.precedes(system) }) ?? true
      else { throw file.malformed(.systems, "system \(start / wordCount) is wrong") }
      systems.append(system)
      end = first + count
    }
    guard end == mappingCount else { throw file.malformed(.mappings, "rows of no system") }
    return systems
  }

  private func precedes(_ other: SystemRecord) -> Bool {
    if !organization.utf8.elementsEqual(other.organization.utf8) {
      return organization.utf8.lexicographicallyPrecedes(other.organization.utf8)
    }
    return system.utf8.lexicographicallyPrecedes(other.system.utf8)
  }

  static func mapping(_ word: UInt64) -> GaijiMapping {
    let hasIdentity = word & MappingWord.hasIdentity != 0
    return GaijiMapping(
      code: UInt32(word >> 32),
      identity: hasIdentity
        ? CharacterIdentity(rawValue: UInt32(word & MappingWord.identityMask)) : nil,
      grade: IdentificationGrade(rawValue: UInt8(word >> MappingWord.gradeShift & 3)) ?? .none,
      status: IdentificationStatus(rawValue: UInt8(word >> MappingWord.statusShift & 3)) ?? .held)
  }

  /// Checks this system's mappings.
  ///
  /// - Parameter words: All mappings; `all` has checked that the range is inside.
  func check(
    _ words: FlatTable<UInt64>, _ characters: ReleaseCharacters, _ file: SectionReader
  ) throws(ReleaseError) {
    for index in range {
      let word = words[index]
      let isAscending = index == range.lowerBound || words[index - 1] >> 32 < word >> 32
      let mapping = Self.mapping(word)
      let hasIdentity = word & MappingWord.hasIdentity != 0
      let isKnown =
        hasIdentity
        ? mapping.identity.map { characters.knows($0) } ?? false
        : word & MappingWord.identityMask == 0
      guard isAscending, isKnown, hasIdentity == (mapping.grade != .none),
        word & MappingWord.reservedMask == 0
      else { throw file.malformed(.mappings, "entry \(index) is wrong") }
    }
  }
}
