import GaijiFiles
import GaijiModel
import GaijiTranscoding
import Testing

/// Runs that go on from any state that a run without a break went through.
@Suite struct ResumeTests {
  /// A state, and what stood in the output files when it was made.
  private struct Stop {
    var state: RunState
    var output: Int
    var rejected: Int
    var occurrences: Int
  }

  private struct Outcome {
    var output: [UInt8]
    var rejected: [UInt8]
    var occurrences: [String]
    var report: RunReport
    var stops: [Stop]
  }

  private func run(
    _ input: String, _ plan: ConversionPlan, _ options: TranscodingOptions,
    resume: RunState? = nil
  ) throws -> Outcome {
    let folder = try TemporaryFolder()
    let output = try OutputFile(path: folder.path("out"), replaces: false)
    let rejected = try OutputFile(path: folder.path("rejected"), replaces: false)
    var report = RunReport(
      toolVersion: "test", sourceName: "in", outputName: "out", policy: plan.policy)
    var occurrences: [String] = []
    var stops: [Stop] = []
    var transcoder = Transcoder(plan: plan, options: options)
    transcoder.onOccurrence = { occurrences.append("\($0)") }
    transcoder.resume = resume
    transcoder.checkpointInterval = .blocks(1)
    transcoder.onCheckpoint = {
      stops.append(
        Stop(
          state: try Self.again($0), output: output.byteCount, rejected: rejected.byteCount,
          occurrences: occurrences.count))
    }
    let file = try InputFile(path: input)
    try transcoder.run(input: file, output: output, rejected: rejected, into: &report)
    try output.commit()
    try rejected.commit()
    report.durations = .init()
    return Outcome(
      output: try Fixture.read(folder.path("out")),
      rejected: try Fixture.read(folder.path("rejected")), occurrences: occurrences,
      report: report, stops: stops)
  }

  /// The state as a checkpoint file gives it back.
  private static func again(_ state: RunState) throws -> RunState {
    let nowhere = OutputFile.Position(
      partPath: "out.part", storedByteCount: 0, byteCount: 0, pending: [])
    let checkpoint = Checkpoint(
      facts: [.init("a", "b")], state: state, output: nowhere, rejected: nil, occurrences: nowhere)
    let read = try Checkpoint(checkpoint.bytes)
    #expect(read == checkpoint)
    return read.state
  }

  /// Goes on from some of the states with other numbers of threads and other sizes of blocks.
  private func resumesEverywhere(
    _ input: [UInt8], _ policy: ConversionPolicy, system: SystemReference? = nil, _ name: String,
    configure: (inout TranscodingOptions) -> Void
  ) throws {
    let plan = try ConversionPlan(policy: policy, release: HostTrial.release, system: system)
    var options = TranscodingOptions()
    options.blockByteCount = 200
    configure(&options)
    let folder = try TemporaryFolder()
    try Fixture.write(input, to: folder.path("in"))
    for threads in [1, 3] {
      options.threads = threads
      let whole = try run(folder.path("in"), plan, options)
      try #require(whole.stops.count > 3, "\(name): \(whole.stops.count) states")
      for (index, stop) in whole.stops.enumerated() where index % 4 == 1 {
        var other = options
        other.threads = [3, 1, 2][index % 3]
        other.blockByteCount = [200, 1000, 64, 1 << 18][index / 4 % 4]
        let rest = try run(folder.path("in"), plan, other, resume: stop.state)
        let place: Comment =
          "\(name): state \(index) of \(threads) threads, gone on by \(other.threads) in blocks of \(other.blockByteCount)"
        let sameOutput = rest.output == Array(whole.output[stop.output...])
        let sameRejects = rest.rejected == Array(whole.rejected[stop.rejected...])
        let sameOccurrences = rest.occurrences == Array(whole.occurrences[stop.occurrences...])
        try #require(sameOutput, place)
        try #require(sameRejects, place)
        try #require(sameOccurrences, place)
        try #require(rest.report == whole.report, place)
      }
    }
  }

  private func rows(_ gaiji: [UInt8], _ mark: [UInt8] = []) -> [UInt8] {
    var file = mark + Array("id,name,note\n".utf8)
    for row in 0..<200 {
      file += Array("\(row),\"山\(row % 3 == 0 ? "\n" : "")".utf8) + gaiji + Array("\",x".utf8)
      if row % 17 == 0 { file.append(0xFF) }
      file.append(0x0A)
    }
    return file
  }

  @Test(arguments: [[] as [UInt8], [0xEF, 0xBB, 0xBF]])
  func `CSV with rejects, quotes over blocks and a byte order mark`(_ mark: [UInt8]) throws {
    var policy = Fixture.policy("utf8")
    policy.actions.invalid = .reject
    for scalar in [false, true] {
      try resumesEverywhere(
        rows([0xEE, 0x80, 0x80], mark), policy, system: Fixture.reference, "scalar \(scalar)"
      ) {
        $0.columns = .some([.name("name")])
        $0.forcesScalarEngine = scalar
      }
    }
  }

  @Test func `UTF-16 whose mark decides the byte order`() throws {
    let text = "\u{FEFF}id,名\n" + (0..<200).map { "\($0),\"山\n葛\"\n" }.joined()
    try resumesEverywhere(
      Fixture.encode(text, "utf16le"), Fixture.policy("utf16"), "UTF-16"
    ) { _ in }
  }

  @Test(arguments: [
    RecordFraming.fixed(byteCount: 48), .descriptors, .blocked(blockByteCount: 700),
    .delimited(terminator: [0x0D, 0x25]),
  ])
  func `Host records of every framing`(_ framing: RecordFraming) throws {
    let file = RecordFileLayout(framing: framing, types: [.init(layout: HostFixture.layout)])
    var csv = "NO,KANA,NAME,ADDRESS,AMOUNT,COUNT,FILLER-1\n"
    for row in 0..<120 { csv += "\(row),ﾔﾏﾀﾞ,山田,1-2 東京,\(row).5,3,010203\(row % 4)0\n" }
    let records = try HostTrial.run(
      Array(csv.utf8), policy: Fixture.policy("utf8", .charset("ibm1399")), verifies: false
    ) { $0.outputLayout = file }.run
    try #require(records.error == nil)
    try resumesEverywhere(records.output, Fixture.policy("ibm1399"), "to text") {
      $0.inputLayout = file
    }
    if case .blocked = framing { return }
    try resumesEverywhere(
      Array(csv.utf8), Fixture.policy("utf8", .charset("ibm1399")), "to records"
    ) { $0.outputLayout = file }
  }

  @Test func `What cannot be gone on with is refused at the start`() throws {
    let text = (0..<300).map { "\($0),山\n" }.joined()
    let plan = try ConversionPlan(
      policy: Fixture.policy("iso-2022-jp"), release: HostTrial.release, system: nil)
    let folder = try TemporaryFolder()
    try Fixture.write(Fixture.encode(text, "iso-2022-jp"), to: folder.path("in"))
    #expect(throws: CheckpointError.self) {
      try run(folder.path("in"), plan, TranscodingOptions())
    }
  }

  @Test func `Another input is refused, at its start and where a hash tells`() throws {
    let plan = try ConversionPlan(
      policy: Fixture.policy("cp932"), release: HostTrial.release, system: nil)
    var options = TranscodingOptions()
    options.blockByteCount = 200
    let folder = try TemporaryFolder()
    let input = rows([0x88, 0x9F])
    try Fixture.write(input, to: folder.path("in"))
    let whole = try run(folder.path("in"), plan, options)
    var other = input
    other[3] = 0x41
    try Fixture.write(other, to: folder.path("in"))
    #expect(throws: CheckpointError.otherInput("its first 200 bytes are others")) {
      try run(folder.path("in"), plan, options, resume: whole.stops[3].state)
    }
  }

  @Test func `A checkpoint with any byte changed or missing is refused`() throws {
    let plan = try ConversionPlan(
      policy: Fixture.policy("utf8"), release: HostTrial.release, system: Fixture.reference)
    var options = TranscodingOptions()
    options.blockByteCount = 1000
    let folder = try TemporaryFolder()
    try Fixture.write(rows([0xEE, 0x80, 0x80]), to: folder.path("in"))
    let stop = try #require(try run(folder.path("in"), plan, options).stops.last)
    let position = OutputFile.Position(
      partPath: "p", storedByteCount: 1, byteCount: 1, pending: [1])
    let bytes = Checkpoint(
      facts: [], state: stop.state, output: position, rejected: nil, occurrences: nil
    ).bytes
    for index in 0..<bytes.count {
      var changed = bytes
      changed[index] ^= 1
      #expect(throws: CheckpointError.self) { try Checkpoint(changed) }
      if index % 7 == 0 {
        #expect(throws: CheckpointError.self) { try Checkpoint(Array(bytes[..<index])) }
      }
    }
  }
}
