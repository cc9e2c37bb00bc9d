import GaijiFiles
import GaijiModel
import GaijiTranscoding
import Testing

extension Fixture {
  /// Verifies `output` against `source`; columns: `name`.
  static func verify(
    _ source: [UInt8], _ output: [UInt8], policy: ConversionPolicy,
    system: SystemReference? = reference
  ) throws -> VerificationReport {
    let folder = try TemporaryFolder()
    try write(source, to: folder.path("source"))
    try write(output, to: folder.path("output"))
    var options = TranscodingOptions()
    options.columns = .some([.name("name")])
    let plan = try ConversionPlan(policy: policy, release: release, system: system)
    var verifier = Verifier(plan: plan, options: options)
    return try verifier.verify(
      source: try InputFile(path: folder.path("source")),
      output: try InputFile(path: folder.path("output")))
  }
}

@Suite struct VerifierTests {
  private let header: [UInt8] = Array("id,name,note\n".utf8)

  private func check(
    _ source: [UInt8], _ output: String, _ target: TargetForm = .utf8,
    from charset: String = "cp932"
  ) throws -> VerificationReport {
    try Fixture.verify(
      header + source, header + Array(output.utf8), policy: Fixture.policy(charset, target))
  }

  @Test func `The verifier finds a changed, a lost and an added character`() throws {
    let source = Array("1,".utf8) + [0xF0, 0x40, 0x8A, 0x8B] + Array(",x\n".utf8)
    #expect(try check(source, "1,\u{9089}\u{E010F}葛,x\n").faultCount == 0)
    #expect(try check(source, "1,\u{9089}葛,x\n").faultCount == 1)
    #expect(try check(source, "1,〓葛,x\n").faultCount == 1)
    #expect(try check(source, "1,\u{9089}\u{E010F},x\n").faultCount == 1)
    #expect(try check(source, "1,\u{9089}\u{E010F}葛葛,x\n").faultCount == 1)
    #expect(try check(source, "1,\u{9089}\u{E010F}葛\u{E0101},x\n").faultCount == 1)
    #expect(try check(source, "").faultCount == 1)
    #expect(try check(source, "1,\u{9089}\u{E010F}葛,x\n2,,\n").faultCount == 1)
  }

  @Test func `Other line ends and other quotes are found`() throws {
    let source = Array("1,".utf8) + [0x8A, 0x8B] + Array(",x\n".utf8)
    func reason(_ output: String) throws -> String? {
      try check(source, output).faults.first?.reason
    }
    #expect(try reason("1,葛,x\n") == nil)
    #expect(
      try reason("1,葛,x\r\n") == "the record ends with LF in the source, with CRLF in the output")
    #expect(
      try reason("1,葛,x") == "the record ends with LF in the source, with no newline in the output")
    #expect(try reason("1,\"葛\",x\n") == "the field is quoted in the output only")
  }

  @Test(arguments: [TargetForm.utf8, .utf8PrivateUse, .tagged, .jisx0208, .jisx0213])
  func `A fault is found at every place in a field of identical characters`(
    _ target: TargetForm
  ) throws {
    // 山田山田葛: all in every repertoire of the fixture.
    let text = Array("山田山田葛".unicodeScalars)
    let source = Array("1,".utf8) + (try Fixture.encode("山田山田葛", "cp932")) + Array(",x\n".utf8)
    func output(_ scalars: [Unicode.Scalar]) -> String {
      "1,\(String(String.UnicodeScalarView(scalars))),x\n"
    }
    #expect(try check(source, output(text), target).holds)
    for place in text.indices {
      var changed = text
      changed[place] = "高"
      var lost = text
      lost.remove(at: place)
      var added = text
      added.insert(text[place], at: place)
      var selected = text
      selected.insert("\u{E0101}", at: place + 1)
      var doubled = text
      doubled.insert("\u{FE00}", at: place)
      for faulty in [changed, lost, added, selected, doubled] {
        let report = try check(source, output(faulty), target)
        #expect(report.faultCount == 1, "\(target), place \(place): \(output(faulty))")
        #expect(report.faults.first?.column == 1)
      }
    }
  }

  @Test func `A lost and a misplaced selector are found beside identical characters`() throws {
    let source = "1,山葛\u{E0101}田,x\n"
    func faults(_ output: String) throws -> Int {
      try check(Array(source.utf8), output, from: "utf8").faultCount
    }
    #expect(try faults(source) == 0)
    #expect(try faults("1,山葛田,x\n") == 1)
    #expect(try faults("1,山葛田\u{E0101},x\n") == 1)
    #expect(try faults("1,山\u{E0101}葛田,x\n") == 1)
    #expect(try faults("1,山葛\u{E0102}田,x\n") == 1)
  }

  @Test func `A fault names the byte of the character itself`() throws {
    // 13 bytes of header, "1," and three characters: 山 at 15, 田 at 17, F040 at 19, 葛 at 21.
    let source =
      Array("1,".utf8) + [0x8E, 0x52, 0x93, 0x63, 0xF0, 0x40, 0x8A, 0x8B] + Array(",x\n".utf8)
    func fault(_ output: String) throws -> VerificationReport.Fault {
      try #require(try check(source, output).faults.first)
    }
    let second = try fault("1,山高\u{9089}\u{E010F}葛,x\n")
    #expect(second.offset == 17)
    #expect(second.reason == "character 2 (code 9363) is not explained by the output")
    let third = try fault("1,山田高葛,x\n")
    #expect(third.offset == 19)
    #expect(third.reason == "character 3 (code F040) is not explained by the output")
    #expect(try fault("1,山田\u{9089}\u{E010F}高,x\n").offset == 21)
    #expect(try fault("1,山田\u{9089}\u{E010F}葛,y\n").offset == 24)
    // More than the source has: the end of the field, 23, or of an empty one.
    let surplus = try fault("1,山田\u{9089}\u{E010F}葛山山,x\n")
    #expect(surplus.offset == 23)
    #expect(surplus.reason == "2 more characters in the output than the source explains")
    let empty = try check(Array("1,,x\n".utf8), "1,山,x\n")
    #expect(empty.faults.first?.offset == 15)
  }

  @Test func `Output that is not valid is named with its own byte`() throws {
    let source = Array("1,".utf8) + [0x8E, 0x52, 0x93, 0x63] + Array(",x\n".utf8)
    let report = try Fixture.verify(
      header + source, header + Array("1,山".utf8) + [0xFF] + Array(",x\n".utf8),
      policy: Fixture.policy("cp932"))
    let fault = try #require(report.faults.first)
    #expect(fault.offset == 17)
    #expect(fault.reason == "the output is not valid utf8 at its byte 18")
  }

  @Test func `Fields are found again through quotes and block ends`() throws {
    // Quoted fields with commas, newlines, doubled quotes and text after the quote; the length of
    // the first record moves every structure over the ends of the reader's blocks (16 KiB).
    let record = "1,\"山,\"\"田\"\"\r\n葛\"高,\"\"\r\n"
    let expected = try Fixture.encode(record, "cp932")
    for shift in 0..<40 {
      let start = "1,,\(String(repeating: "x", count: 16_384 - 16 - 5 - shift))\n"
      let source = Array(start.utf8) + expected + expected
      let report = try check(source, start + record + record)
      #expect(report.holds, "shift \(shift): \(report.faults)")
      #expect(report.records == 3)
      #expect(report.fields == 12)
      let wrong = try check(source, start + record + record.replacing("田", with: "山"))
      #expect(wrong.faultCount == 1, "shift \(shift)")
      // 田 is the fourth character: 山 , " 田.
      let offset = 13 + start.utf8.count + expected.count + 8
      #expect(wrong.faults.first?.offset == offset, "shift \(shift)")
    }
  }

  @Test func `A record longer than many blocks is compared to its end`() throws {
    let text = String(repeating: "山田\"\",\n", count: 20_000)
    let source = Array("1,\"".utf8) + (try Fixture.encode(text, "cp932")) + Array("葛\",x\n".utf8)
    // The last character's bytes are UTF-8 here on purpose: 葛 is E8919B, three codes in CP932.
    #expect(try check(source, "1,\"\(text)葛\",x\n").faultCount == 1)
    let right =
      Array("1,\"".utf8) + (try Fixture.encode(text + "葛", "cp932")) + Array("\",x\n".utf8)
    #expect(try check(right, "1,\"\(text)葛\",x\n").holds)
    #expect(try check(right, "1,\"\(text)高\",x\n").faultCount == 1)
  }
}
