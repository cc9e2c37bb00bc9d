import GaijiCharsets
import GaijiModel
import GaijiTranscoding
import Testing

/// Gaiji of a vendor's charset: both ways, between the forms of one code system, and projected to
/// other private-use code points.
@Suite struct VendorGaijiTests {
  private let vendor = TargetForm.charset(VendorFixture.name)

  private func scalars(_ run: Fixture.Run) -> [UInt32] {
    run.text.unicodeScalars.map(\.value).filter { $0 != 0x0A }
  }

  @Test func `A character without a standard code is written as the system's gaiji`() throws {
    let run = try VendorFixture.run(
      Array("\u{9089}\u{E010F}\u{2000B}辻\u{E0103}髙\n".utf8), from: "utf8", to: vendor,
      system: VendorFixture.reference)
    // Two gaiji are U+2000B: the lowest. 辻's second figure has a standard code, which wins over
    // 80A4. The decision on 80A5 is not approved.
    #expect(run.output == VendorFixture.record([0x80A1, 0x80A2, 0xC4D4, 0xA2AE]))
    #expect(run.counts(0).mappedExactly == 2)
    #expect(run.counts(0).mappedLossy == 1)
    #expect(run.counts(0).substituted == 1)
    #expect(run.counts(0).gaijiMapped == .init(exact: 1, design: 1))
    let finding = try #require(
      run.report.findings.first { $0.key.kind == .mappedGaiji && $0.key.code == 0x9089 })
    #expect(finding.identity == Fixture.identity("MJ026192"))
    #expect(finding.grade == .design)
    // Without the system, and in other columns, there is no such gaiji.
    let without = try VendorFixture.run(Array("\u{2000B}\n".utf8), from: "utf8", to: vendor)
    #expect(without.output == VendorFixture.record([0xA2AE]))
    let other = try VendorFixture.run(
      Array("\u{2000B}\n".utf8), from: "utf8", to: vendor, system: VendorFixture.reference,
      columns: .some([]))
    #expect(other.output == VendorFixture.record([0xA2AE]))
  }

  @Test func `Gaiji that were mapped go back to their codes`() throws {
    let source = VendorFixture.record([0x80A1, 0x80A2, 0xC4D4])
    let text = try VendorFixture.run(source, system: VendorFixture.reference)
    #expect(scalars(text) == [0x9089, 0xE010F, 0x2000B, 0x8FBB, 0xE0103])
    let back = try VendorFixture.run(
      text.output, from: "utf8", to: vendor, system: VendorFixture.reference)
    #expect(back.output == source)
  }

  @Test func `Private-use code points of the text are the system's gaiji`() throws {
    let run = try VendorFixture.run(
      Array("\u{E000}\u{E002}\u{E003}\u{E005}\n".utf8), from: "utf8", to: vendor,
      system: VendorFixture.reference
    ) { $0.actions.gaiji = .keep }
    // E002 is the second of two gaiji for one character, and stays the one it is; E003's character
    // has a standard code.
    #expect(run.output == VendorFixture.record([0x80A1, 0x80A3, 0xC4D4, 0x80A6]))
    #expect(run.count(.mappedGaiji) == 3)
    #expect(run.count(.gaiji) == 1)
  }

  @Test func `Gaiji stay what they are between the forms of one code system`() throws {
    let run = try VendorFixture.run(
      VendorFixture.record([0x80A1, 0x80A3]), to: vendor, system: VendorFixture.reference)
    #expect(run.output == VendorFixture.record([0x80A1, 0x80A3]))
    #expect(run.counts(0).mappedExactly == 2)
    // The pure form has no newlines, so it is asked without a file.
    let plan = try ConversionPlan(
      policy: Fixture.policy("jef-pure"), release: VendorFixture.release,
      system: VendorFixture.reference)
    #expect(plan.source.name == "jef-pure")
  }

  @Test func `Another projection holds for the source, the target and the system`() throws {
    let kept = try VendorFixture.run(
      VendorFixture.record([0x80A1, 0x80A6]), columns: .some([])
    ) { $0.projection = 0xE92E }
    #expect(scalars(kept) == [0xE92E, 0xE933])
    let back = try VendorFixture.run(
      Array("\u{E92E}\u{2000B}\n".utf8), from: "utf8", to: vendor,
      system: VendorFixture.reference
    ) { $0.projection = 0xE92E }
    #expect(back.output == VendorFixture.record([0x80A1, 0x80A2]))
    #expect(throws: PlanError.self) {
      try VendorFixture.run([], to: .utf8) { $0.projection = 0xF8FE }
    }
    #expect(throws: PlanError.projectionOutside(0x41)) {
      try VendorFixture.run([], to: .utf8) { $0.projection = 0x41 }
    }
  }
}
