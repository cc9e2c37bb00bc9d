internal import GaijiCharsets
internal import GaijiModel

extension ReleaseWriter {
  mutating func addSystems(
    _ contents: ReleaseContents, identities: Set<CharacterIdentity>
  ) throws(ReleaseError) {
    let sorted = contents.systems.sorted {
      if $0.organization.utf8.elementsEqual($1.organization.utf8) {
        return $0.system.utf8.lexicographicallyPrecedes($1.system.utf8)
      }
      return $0.organization.utf8.lexicographicallyPrecedes($1.organization.utf8)
    }
    for (a, b) in zip(sorted, sorted.dropFirst())
    where a.organization.utf8.elementsEqual(b.organization.utf8)
      && a.system.utf8.elementsEqual(b.system.utf8)
    {
      throw .inconsistentContents("two systems are named \(a.organization)/\(a.system)")
    }
    guard sorted.count <= ReleaseFormat.maximumSystemCount else {
      throw .inconsistentContents("\(sorted.count) systems")
    }
    let charsets = Set(contents.charsets.map(\.name))
    var records: [UInt32] = []
    var mappings: [UInt64] = []
    for system in sorted {
      let name = "\(system.organization)/\(system.system)"
      guard charsets.contains(system.charset) else {
        throw .inconsistentContents(
          "\(name) is in \(system.charset), which is not among the charsets")
      }
      records += try reference(system.organization) + reference(system.system)
      records += try reference(system.charset)
      records += [UInt32(mappings.count), UInt32(system.mappings.count)]
      let ascending = system.mappings.sorted { $0.code < $1.code }
      for (a, b) in zip(ascending, ascending.dropFirst()) where a.code == b.code {
        throw .inconsistentContents("\(name) maps \(hexadecimal(a.code, digits: 4)) twice")
      }
      for mapping in ascending {
        let code = hexadecimal(mapping.code, digits: 4)
        guard (mapping.identity == nil) == (mapping.grade == .none) else {
          throw .inconsistentContents(
            "\(name) \(code): a character and grade none exclude each other")
        }
        if let identity = mapping.identity, !identities.contains(identity) {
          throw .inconsistentContents("\(name) \(code): \(identity) is not among the forms")
        }
        mappings.append(mappingWord(mapping))
      }
    }
    add(.systems, records)
    add(.mappings, mappings)
  }

  private func mappingWord(_ mapping: GaijiMapping) -> UInt64 {
    var word = UInt64(mapping.code) << 32
    word |= UInt64(mapping.grade.rawValue) << MappingWord.gradeShift
    word |= UInt64(mapping.status.rawValue) << MappingWord.statusShift
    if let identity = mapping.identity {
      word |= MappingWord.hasIdentity | UInt64(identity.rawValue)
    }
    return word
  }
}
