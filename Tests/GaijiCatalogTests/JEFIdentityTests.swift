import GaijiCharsets
import GaijiModel
import GaijiRelease
import Testing

@testable import GaijiCatalog

/// JEF codes lead to the MJ identities that a table derived by others says.
@Suite(.enabled(if: VendorFile.isThere, VendorFile.missing)) struct JEFIdentityTests {
  @Test func `Every code has the identity of the derived table but for listed reasons`() throws {
    let folder = try TemporaryFolder()
    let catalog = try folder.catalog()
    _ = try catalog.importCharsetPart(
      VendorFile.part("jef", "fujitsu_jef"), source: VendorFile.source("fujitsu_jef"))
    let release = try catalog.compile(to: folder.file("r"))
    let table = try #require(try release.charset("jef-ebcdik"))
    let characters = try release.characters()

    // A code with two rows has its compatibility ideograph in the second one.
    var expected: [UInt32: (identity: String, isCompatibility: Bool)] = [:]
    let lines = rows(try SourceFile(TestFiles.reference + "/vendor/jef-to-mj-derived.tsv").bytes)
    for line in lines.dropFirst() {
      let code = try #require(UInt32(line[0], radix: 16))
      let isCompatibility = line[4].contains("cjk_ci")
      if expected[code] == nil || !isCompatibility {
        expected[code] = (line[5], isCompatibility)
      }
    }
    #expect(expected.count == 10_386)

    var same = 0
    var reasons: [String: Int] = [:]
    var unexplained: [String] = []
    for code in UInt32(0)...0xFFFF {
      let entry = DecodeEntry(rawValue: table.states[1].two[Int(code)])
      guard entry.isCharacter, !entry.isGaiji else {
        if expected[code] != nil { unexplained.append("\(hexadecimal(code, digits: 4)) undefined") }
        continue
      }
      let first = entry.isSequence ? table.sequences[2 * Int(entry.value)] : entry.value
      let second = entry.isSequence ? table.sequences[2 * Int(entry.value) + 1] : 0
      let found = characters.identity(of: CharacterSequence(first, selector: second))?.description
      switch (found, expected[code]?.identity) {
      case (let found?, let wanted?) where found == wanted: same += 1
      case (nil, nil): break
      case (let found?, nil) where found.hasPrefix("MJ09"):
        // 変体仮名 are in the font, not in the list that the table was derived from.
        reasons["hentaigana", default: 0] += 1
      case (let found, let wanted):
        unexplained.append(
          "\(hexadecimal(code, digits: 4)) \(scalarName(first)) \(found ?? "-") \(wanted ?? "-")")
      }
    }
    print("JEF to MJ: \(same) of \(expected.count) codes the same; \(reasons)")
    #expect(unexplained.isEmpty, "\(unexplained.count): \(unexplained.prefix(20))")
    #expect(same == expected.count)
  }
}
