import GaijiCharsets
import GaijiModel
import GaijiSamples
import Testing

@Suite struct GaijiPlanTests {
  @Test func `Codes are the first of the user-defined area`() throws {
    func codes(_ name: String) throws -> [UInt32] { try Fixtures.plan(name).gaiji.map(\.code) }
    #expect(try codes("cp932").count == 300)
    #expect(try codes("cp932").first == 0xF040)
    // 188 cells a row: the 189th gaiji is the first of row F1.
    #expect(try codes("cp932")[188] == 0xF140)
    #expect(try codes("eucjp-ms").first == 0xF5A1)
    #expect(try codes("ibm939").first == 0x6941)
    #expect(try codes("ibm1399")[190] == 0x6A41)
    #expect(try codes("utf16le").first == 0xE000)
  }

  @Test(arguments: ["shift_jis", "euc-jp", "iso-2022-jp"])
  func `A charset without a user-defined area gets no gaiji`(_ name: String) throws {
    #expect(try Fixtures.plan(name).gaiji.isEmpty)
    let lines = try Fixtures.plan(name).mappingCSV().split(separator: 0x0A)
    #expect(lines.count == 1)
    #expect(try Fixtures.sample(name, rows: 2000).gaijiRecordCount == 0)
  }

  @Test func `One gaiji in ten is left out, and some are not decided`() throws {
    let gaiji = try Fixtures.plan("cp932").gaiji
    #expect(gaiji.count { $0.decision == .absent } == 30)
    func count(_ status: IdentificationStatus) -> Int {
      gaiji.count {
        if case .decided(_, let found) = $0.decision { found == status } else { false }
      }
    }
    #expect(count(.proposed) == 6)
    #expect(count(.held) == 4)
    #expect(count(.rejected) == 2)
    #expect(gaiji.count { $0.decision == .decided(.none, .approved) } == 2)
    #expect(gaiji.count { $0.isMapped } == 300 - 30 - 6 - 4 - 2 - 2)
  }

  @Test func `Exactly two usable gaiji are the same character`() throws {
    let mapped = try Fixtures.plan("cp932").gaiji.filter(\.isMapped)
    #expect(Set(mapped.map(\.identity)).count == mapped.count - 1)
    #expect(mapped[0].identity == mapped[1].identity)
  }

  @Test func `A figure that the charset can write gets no gaiji`() throws {
    for name in ["cp932", "ibm1399", "eucjp-ms"] {
      let table = try Fixtures.charset(name)
      let bare = try Fixtures.plan(name).gaiji.filter { $0.sequence.selector == 0 }
      #expect(bare.allSatisfy { !ScalarEncoder.canEncode($0.sequence.base, in: table) })
    }
    #expect(try Fixtures.plan("cp932").gaiji.contains { $0.sequence.base == 0x20BB7 })
  }

  @Test func `The mapping file has the import header and one line for each decision`() throws {
    let plan = try Fixtures.plan("cp932")
    let records = csvFields(try decodeUTF8(plan.mappingCSV())).map { $0.map(\.text) }
    #expect(
      records[0].joined(separator: ",")
        == "organization,system,charset,code,character,grade,status,decided_by,decided_at,reason")
    #expect(records.count == 1 + 270)
    #expect(records.allSatisfy { $0.count == 10 })
    #expect(
      records[1] == [
        "サンプル市", "住民記録", "cp932", "F040", plan.gaiji[0].identity.description, "exact",
        "approved", "市民課", "2026-04-01T09:00:00+09:00", "字形一致",
      ])
    #expect(records.dropFirst().count { $0[4].isEmpty } == 2)
  }
}
