import GaijiCharsets
import GaijiModel
import Testing

/// Every code and character of each published table against the charset made of it alone; what is
/// put right stands in `Differences/<part>.jef4j.tsv` with its reason.
@Suite(.enabled(if: VendorTable.isThere, VendorTable.missing)) struct VendorDifferenceTests {
  @Test(arguments: VendorTable.files.keys.sorted())
  func `Codes and characters are those of the table, but for its listed slips`(
    _ name: String
  ) throws {
    let published = try VendorTable(name)
    let table = try VendorTable.charset(name)
    let decoded = published.decoded()
    let encoded = published.encoded()
    let byteCount = published.entries[0].byteCount
    let gaiji = try #require(VendorCharsets.named(name)).twoByte?.areas ?? []
    var found: [DifferenceKey: (ours: Outcome, theirs: Outcome)] = [:]

    for code in 0..<UInt32(1) << (8 * UInt32(byteCount)) {
      let bytes = (0..<byteCount).reversed().map { UInt8(truncatingIfNeeded: code >> (8 * $0)) }
      if gaiji.contains(where: { $0.block.contains(bytes[0], bytes[1]) }) { continue }
      let ours = decode(bytes, table)
      let theirs = decoded[code].map { Outcome.value($0) } ?? .none
      if ours != theirs {
        let key = DifferenceKey(direction: .decode, prefix: [], code: bytes.map { UInt32($0) })
        found[key] = (ours, theirs)
      }
    }
    var characters = Set(encoded.keys)
    for entry in table.encoding.pairKeys.array {
      characters.insert([UInt32(entry >> 21), UInt32(entry & 0x1F_FFFF)])
    }
    for scalar in UInt32(0)...0x2FFFF where table.encoding.entry(for: scalar) != 0 {
      if !isPrivateUse(scalar) { characters.insert([scalar]) }
    }
    #expect(characters.count > 100)
    for character in characters {
      let ours = encode(character, table)
      let theirs = encoded[character].map { code in
        Outcome.value((0..<byteCount).reversed().map { code >> (8 * UInt32($0)) & 0xFF })
      }
      if ours != theirs ?? .none {
        let key = DifferenceKey(direction: .encode, prefix: [], code: character)
        found[key] = (ours, theirs ?? .none)
      }
    }
    try expectListed(found, in: "\(name).jef4j.tsv")
  }

  private func decode(_ bytes: [UInt8], _ table: CharsetTable) -> Outcome {
    var decoder = ScalarDecoder(table)
    var units: [DecodedUnit] = []
    decoder.decode(bytes.span, isLast: true, into: &units)
    guard units.count == 1, let scalars = scalars(units) else { return .none }
    return .value(scalars)
  }

  private func encode(_ character: [UInt32], _ table: CharsetTable) -> Outcome {
    let entry =
      character.count == 1
      ? table.encoding.entry(for: character[0])
      : table.encoding.entry(for: character[0], character[1])
    guard entry != 0 else { return .none }
    return .value((0..<entry >> 28).reversed().map { entry >> (8 * $0) & 0xFF })
  }
}

extension TwoByteSystem.Block {
  func contains(_ lead: UInt8, _ trail: UInt8) -> Bool {
    leads.contains(lead) && trails.contains(trail)
  }
}
