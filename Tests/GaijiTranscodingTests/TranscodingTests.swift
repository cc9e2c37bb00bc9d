import GaijiModel
import GaijiTranscoding
import Testing

@Suite struct TranscodingTests {
  private let header: [UInt8] = Array("id,name,note\r\n".utf8)

  /// A CP932 file of one record whose name field is `name` and note field `note`.
  private func record(_ name: [UInt8], note: [UInt8] = []) -> [UInt8] {
    header + Array("1,".utf8) + name + [0x2C] + note + [0x0D, 0x0A]
  }

  private func converted(
    _ name: [UInt8], note: [UInt8] = [], target: TargetForm = .utf8,
    change: (inout ConversionPolicy) -> Void = { _ in }
  ) throws -> Fixture.Run {
    var policy = Fixture.policy("cp932", target)
    change(&policy)
    return try Fixture.run(record(name, note: note), policy: policy) {
      $0.columns = .some([.name("name")])
    }
  }

  @Test func `A mapped gaiji becomes its IVS and is counted exact`() throws {
    let run = try converted([0xF0, 0x40])
    #expect(run.text == "id,name,note\r\n1,\u{9089}\u{E010F},\r\n")
    #expect(run.counts(1).gaijiMapped.exact == 1)
    #expect(run.counts(1).mappedExactly == 1)
    #expect(run.report.conservation)
  }

  @Test func `An unselected column keeps the private-use code and counts it`() throws {
    let run = try converted([0x8A, 0x8B], note: [0xF0, 0x40])
    #expect(run.text == "id,name,note\r\n1,\u{845B},\u{E000}\r\n")
    #expect(run.count(.keptGaiji) == 1)
    #expect(run.counts(2).reported == 1)
  }

  @Test func `A proposal never leaks into converted data`() throws {
    #expect(try converted([0xF0, 0x42]).text.contains("1,〓,"))
    let trusting = try converted([0xF0, 0x42]) {
      $0.acceptedStatuses = [.approved, .proposed]
    }
    #expect(trusting.text.unicodeScalars.contains("\u{E010F}"))
  }

  @Test func `A gaiji graded none is unmapped`() throws {
    let run = try converted([0xF0, 0x46])
    #expect(run.text.contains("1,〓,"))
    #expect(run.count(.gaiji) == 1)
    #expect(run.counts(1).substituted == 1)
  }

  @Test func `Two gaiji of one character and a gaiji of a standard character are lossy`() throws {
    let shared = try converted([0xF0, 0x43, 0xF0, 0x44])
    #expect(shared.counts(1).mappedLossy == 2)
    #expect(shared.counts(1).gaijiMapped == .init(exact: 0, design: 1, similar: 1))
    #expect(try converted([0xF0, 0x41]).counts(1).mappedLossy == 1)
  }

  @Test func `A code that encodes back to another code is lossy`() throws {
    // NEC 8790 and JIS 81E0 are both ≒.
    let run = try converted([0x81, 0xE0, 0x87, 0x90])
    #expect(run.text.contains("≒≒"))
    #expect(run.counts(1).mappedLossy == 1)
    #expect(run.counts(1).mappedExactly == 1)
  }

  @Test func `An identity without a written form is unencodable`() throws {
    let run = try converted([0xF0, 0x45])
    #expect(run.count(.unencodable) == 1)
    #expect(run.report.findings.first?.identity == Fixture.identity("MJ000099"))
    #expect(try converted([0xF0, 0x45], target: .tagged).text.contains("{MJ000099}"))
  }

  @Test func `GJ characters and plane 2 pass through UTF-8`() throws {
    let run = try converted([0xF0, 0x47, 0xF0, 0x48])
    #expect(run.text.unicodeScalars.map(\.value).contains(0x10_0000))
    #expect(run.text.unicodeScalars.map(\.value).contains(0x2000B))
  }

  @Test func `IVS always writes the registered sequence for standard characters too`() throws {
    let run = try converted([0x8A, 0x8B]) { $0.ivs = .always }
    #expect(run.text.contains("\u{845B}\u{E0102}"))
    #expect(run.report.conservation)
  }

  @Test func `The tagged form writes every mapped gaiji as a tag`() throws {
    #expect(try converted([0xF0, 0x40], target: .tagged).text.contains("1,{MJ026190},"))
  }

  @Test func `utf8-pua keeps every gaiji`() throws {
    let run = try converted([0xF0, 0x40], target: .utf8PrivateUse)
    #expect(run.text.contains("1,\u{E000},"))
    #expect(run.count(.keptGaiji) == 1)
  }

  @Test func `Reducing to JIS X 0208 records the ground`() throws {
    let run = try converted([0xF0, 0x40, 0xFB, 0xFC], target: .jisx0208)
    // MJ026190 → 辺 by a family register notice; 髙 → 高 by the tax agency's map.
    #expect(run.text.contains("1,辺高,"))
    let grounds = run.report.findings.compactMap(\.ground)
    #expect(Set(grounds) == [.kosekiNotice, .taxAgency])
    #expect(run.counts(1).mappedLossy == 2)
  }

  // MARK: Failures

  @Test func `Invalid bytes, undefined codes and unmapped gaiji are told apart`() throws {
    // 81 before a comma: cut short. 8540: a well-formed code without a character. F9FC: gaiji.
    let run = try converted([0x85, 0x40, 0xF9, 0xFC, 0x81])
    #expect(run.text.contains("1,{cp932:8540}〓{bytes:81},"))
    #expect(run.count(.invalid) == 1)
    #expect(run.count(.undefined) == 1)
    #expect(run.count(.gaiji) == 1)
    #expect(run.counts(1) == ColumnCounts(charactersIn: 3, substituted: 1, reported: 2))
  }

  @Test func `Keep, substitute, escape, reject and stop each do what they say`() throws {
    let gaiji: [UInt8] = [0xF9, 0xFC]
    #expect(try converted(gaiji) { $0.actions.gaiji = .keep }.text.contains("1,\u{E757},"))
    #expect(try converted(gaiji) { $0.actions.gaiji = .escape }.text.contains("1,{cp932:F9FC},"))
    let rejected = try converted(gaiji) { $0.actions.gaiji = .reject }
    #expect(rejected.text == "id,name,note\r\n")
    #expect(rejected.rejected == record(gaiji))
    #expect(rejected.report.rejectedRecords == 1)
    #expect(rejected.counts(0) == ColumnCounts(charactersIn: 1, reported: 1))
    let stopped = try converted(gaiji) { $0.actions.gaiji = .stop }
    #expect(
      stopped.error.map { "\($0)" }
        == "record 1, column 2, byte 16: gaiji F9FC; the policy says stop. Map it, or choose "
        + "another action for gaiji")
  }

  @Test func `The side file can be run again`() throws {
    let bad = record([0xF9, 0xFC])
    let first = try converted([0xF9, 0xFC]) { $0.actions.gaiji = .reject }
    let second = try Fixture.run(first.rejected, policy: Fixture.policy("cp932")) {
      $0.columns = .some([.name("name")])
    }
    #expect(second.text == "id,name,note\r\n1,〓,\r\n")
    #expect(first.rejected == bad)
  }

  @Test func `A plan refuses what would lose characters in silence`() throws {
    var policy = Fixture.policy("cp932")
    policy.actions.invalid = .keep
    #expect(throws: PlanError.cannotKeep(.invalid, source: "cp932", target: "utf8")) {
      try ConversionPlan(policy: policy, release: Fixture.release)
    }
    policy.target = .charset("cp932")
    #expect(throws: PlanError.keptBytesWouldJoin(.invalid, charset: "cp932")) {
      try ConversionPlan(policy: policy, release: Fixture.release)
    }
    policy = Fixture.policy("cp932", .charset("cp932"))
    policy.substitutes.gaiji = [0x1F600]
    #expect(
      throws: PlanError.substituteNotEncodable(.gaiji, scalar: 0x1F600, target: "cp932")
    ) { try ConversionPlan(policy: policy, release: Fixture.release) }
    #expect(throws: PlanError.self) {
      try ConversionPlan(policy: Fixture.policy("nope"), release: Fixture.release)
    }
  }

  // MARK: Structure

  @Test func `Quotes, doubled quotes, newlines in fields and line ends stay as they are`() throws {
    let text = "id,name\n\"1\",\"a,\"\"b\"\"\r\n葛\"\r\n2,x\"y\n\"\",\"\"\"\""
    let input = try Fixture.encode(text, "cp932")
    for block in [1, 3, 7, 1 << 16] {
      let run = try Fixture.run(input, policy: Fixture.policy("cp932")) {
        $0.blockByteCount = block
      }
      #expect(run.text == text, "block of \(block)")
      #expect(run.report.records == 3)
      // a , " b " CR LF 葛 | x " y | "
      #expect(run.counts(1).charactersIn == 8 + 3 + 1)
      #expect(run.report.conservation)
    }
  }

  @Test func `An open quote at the end is an error that names its place`() throws {
    let run = try Fixture.run(Array("a,b\n1,\"x\n".utf8), policy: Fixture.policy("cp932"))
    #expect(
      run.error.map { "\($0)" }
        == "record 1, column 2, byte 6: a quoted field that begins here is still open at the end "
        + "of the input")
  }

  @Test func `Columns are found by name, by position, and refused when unknown`() throws {
    let input = record([0xF0, 0x40], note: [0xF0, 0x40])
    let byIndex = try Fixture.run(input, policy: Fixture.policy("cp932")) {
      $0.columns = .some([.index(3)])
    }
    #expect(byIndex.text.contains("1,\u{E000},\u{9089}\u{E010F}"))
    let unknown = try Fixture.run(input, policy: Fixture.policy("cp932")) {
      $0.columns = .some([.name("Name")])
    }
    #expect(
      unknown.error.map { "\($0)" } == "there is no column \"Name\"; the header has: id, name, note"
    )
  }

  @Test func `A byte order mark is structure`() throws {
    let input: [UInt8] = [0xEF, 0xBB, 0xBF] + Array("id,name\n1,葛\n".utf8)
    let kept = try Fixture.run(input, policy: Fixture.policy("utf8")) {
      $0.columns = .some([.name("id")])
    }
    #expect(kept.output == input)
    var policy = Fixture.policy("utf8", .charset("utf16le"))
    let wide = try Fixture.run(input, policy: policy)
    #expect(Array(wide.output.prefix(4)) == [0xFF, 0xFE, 0x69, 0x00])
    policy.byteOrderMark = .remove
    #expect(try Fixture.run(input, policy: policy).output.prefix(2) == [0x69, 0x00])
  }

  @Test func `Only the first of two byte order marks is structure`() throws {
    let input: [UInt8] = [0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF] + Array("id\n1\n".utf8)
    for scalar in [false, true] {
      let run = try Fixture.run(input, policy: Fixture.policy("utf8")) {
        $0.forcesScalarEngine = scalar
      }
      #expect(run.output == input)
      #expect(run.counts(-1).charactersIn == 3)
      #expect(run.report.shiftSequences == 1)
      #expect(run.report.conservation)
    }
  }

  @Test func `An empty file and a file of one header convert to themselves`() throws {
    #expect(try Fixture.run([], policy: Fixture.policy("cp932")).output == [])
    #expect(try Fixture.run(header, policy: Fixture.policy("cp932")).output == header)
  }

  @Test func `A record over the limit ends the run`() throws {
    let input = Array("a\n".utf8) + [UInt8](repeating: 0x41, count: 5000)
    let run = try Fixture.run(input, policy: Fixture.policy("cp932")) {
      $0.blockByteCount = 64
      $0.maximumRecordByteCount = 1024
    }
    guard case .recordTooLong(1024)? = (run.error as? ConversionStop)?.reason else {
      Issue.record("ended with \(String(describing: run.error))")
      return
    }
  }

  // MARK: Variation sequences in the source

  @Test func `A sequence is one character, and written bare where the font shows the same figure`()
    throws
  {
    let text = "n,m\n葛\u{E0102}飾,葛\u{E0102}\n葛\u{E0101}\u{E000},x\n"
    let run = try Fixture.run(Array(text.utf8), policy: Fixture.policy("utf8")) {
      $0.columns = .some([.name("n")])
    }
    #expect(
      run.text.unicodeScalars.elementsEqual(
        "n,m\n葛飾,葛\u{E0102}\n葛\u{E0101}\u{9089}\u{E010F},x\n".unicodeScalars))
    #expect(run.counts(0).charactersIn == 4)
    #expect(run.report.conservation)
  }

  @Test func `An unregistered sequence is kept and reported`() throws {
    let run = try Fixture.run(Array("n\n葛\u{E0110}\n".utf8), policy: Fixture.policy("utf8"))
    #expect(run.text.unicodeScalars.contains("\u{E0110}"))
    #expect(run.count(.unregisteredSequence) == 1)
  }

  @Test func `A sequence is never dropped for a charset that cannot hold it`() throws {
    let run = try Fixture.run(
      Array("n\n葛\u{E0101}葛\u{E0102}\n".utf8), policy: Fixture.policy("utf8", .charset("cp932")),
      system: nil)
    // The first has no code in CP932; the second is the figure of the bare code.
    #expect(run.output == [0x6E, 0x0A, 0x81, 0xAC, 0x8A, 0x8B, 0x0A])
    #expect(run.count(.unencodable) == 1)
  }

  // MARK: Limits of fields

  @Test func `A mark longer than the fields it stands for has room`() throws {
    var policy = Fixture.policy("cp932")
    policy.actions.overflow = .substitute
    policy.substitutes.overflow = [UInt32](repeating: 0x3013, count: 2000)
    policy.limits = [.init(column: .index(1), unit: .bytes, maximum: 1)]
    let mark = String(repeating: "〓", count: 2000)
    for scalar in [false, true] {
      // 6,000 bytes for each field of two: far more than an output of this block needs by itself.
      let run = try Fixture.run(
        Array("n\n".utf8) + (0..<400).flatMap { _ in Array("bb\n".utf8) }, policy: policy
      ) { $0.forcesScalarEngine = scalar }
      let isRight = run.text == "n\n" + String(repeating: mark + "\n", count: 400)
      #expect(isRight)
      #expect(run.report.conservation)
    }
  }

  @Test func `A field over its limit is cut between characters, never inside a sequence`() throws {
    func limited(_ maximum: Int, _ unit: ConversionPolicy.ColumnLimit.Unit) throws -> Fixture.Run {
      try converted([0x8E, 0x52, 0xF0, 0x40, 0x93, 0x63]) {
        $0.actions.overflow = .substitute
        $0.limits = [.init(column: .name("name"), unit: unit, maximum: maximum)]
      }
    }
    #expect(try limited(13, .bytes).text.contains("1,山\u{9089}\u{E010F}田,"))
    #expect(try limited(12, .bytes).text.contains("1,山\u{9089}\u{E010F},"))
    #expect(try limited(9, .bytes).text.contains("1,山,"))
    #expect(try limited(2, .characters).text.contains("1,山\u{9089}\u{E010F},"))
    let run = try limited(9, .bytes)
    #expect(
      run.counts(1)
        == ColumnCounts(
          charactersIn: 3, mappedExactly: 1, substituted: 2, gaijiMapped: .init(exact: 1)))
    #expect(run.report.conservation)
  }
}
