import GaijiHostRecords
import GaijiModel
import GaijiTranscoding
import Testing

/// Host records with several threads: random layouts in every framing, every direction, right files
/// and damaged ones.
@Suite struct HostThreadTests {
  private static let seeds = 1...12
  private static let threads = [1, 3]
  private static let blocks = [1, 64, 1000]

  private func agreed(
    _ input: [UInt8], _ policy: ConversionPolicy, _ name: String,
    configure: (inout TranscodingOptions) -> Void
  ) throws -> ThreadTrial.Outcome {
    try ThreadTrial.agreed(
      input, policy: policy, threads: Self.threads, blocks: Self.blocks, name,
      configure: configure)
  }

  @Test(arguments: seeds)
  func `Records become text, and text becomes records`(_ seed: Int) throws {
    let charset = HostPropertyTests.charsets[seed % 2]
    let trial = try HostPropertyTests.trial(charset, seed)
    var policy = Fixture.policy(charset)
    if seed % 3 == 0 { policy.actions.invalid = .reject }
    let text = try agreed(trial.input, policy, "seed \(seed), to text") {
      $0.inputLayout = trial.file
      $0.writesJSONLines = seed % 4 == 0
    }
    #expect(text.error == "")
    if seed % 4 == 0 { return }
    var back = Fixture.policy("utf8", .charset(charset))
    back.actions.overflow = .reject
    let records = try agreed(text.output, back, "seed \(seed), to records") {
      $0.outputLayout = trial.file
    }
    #expect(records.error == "")
  }

  @Test(arguments: seeds)
  func `Records become records of another charset`(_ seed: Int) throws {
    let charset = HostPropertyTests.charsets[seed % 2]
    let other = HostPropertyTests.charsets[1 - seed % 2]
    let trial = try HostPropertyTests.trial(charset, seed)
    var policy = Fixture.policy(charset, .charset(other))
    policy.actions.overflow = .substitute
    let run = try agreed(trial.input, policy, "seed \(seed)") {
      $0.inputLayout = trial.file
      $0.outputLayout = trial.file
    }
    #expect(run.report.records > 0 || trial.input.isEmpty)
  }

  @Test(arguments: seeds)
  func `A file that is cut or damaged ends at the same record`(_ seed: Int) throws {
    let trial = try HostPropertyTests.trial("ibm1399", seed)
    guard trial.input.count > 40 else { return }
    var random = SeededGenerator(seed: UInt64(seed))
    var cut = trial.input
    cut.removeLast(Int.random(in: 1...30, using: &random))
    _ = try agreed(cut, Fixture.policy("ibm1399"), "seed \(seed), cut") {
      $0.inputLayout = trial.file
    }
    var damaged = trial.input
    for _ in 0..<3 {
      damaged[Int.random(in: 20..<damaged.count, using: &random)] =
        UInt8.random(in: 0...255, using: &random)
    }
    _ = try agreed(damaged, Fixture.policy("ibm1399"), "seed \(seed), damaged") {
      $0.inputLayout = trial.file
    }
  }

  @Test func `A record that cannot be written is named by its place in the output`() throws {
    // RDW: a terminator inside a record of a delimited output.
    let layout = RecordFileLayout(
      framing: .delimited(terminator: [0x0D, 0x25]), types: [.init(layout: HostFixture.layout)])
    var rows = "NO,KANA,NAME,ADDRESS,AMOUNT,COUNT,FILLER-1\n"
    for row in 0..<60 { rows += "\(row),,山,\"A\",1,2,\(row == 41 ? "400D2540" : "40404040")\n" }
    let run = try agreed(
      Array(rows.utf8), Fixture.policy("utf8", .charset("ibm1399")), "terminator"
    ) { $0.outputLayout = layout }
    #expect(run.error.hasPrefix("record 42 at byte \(41 * 50): the record's data holds"))
    #expect(run.report.records == 41)
    #expect(run.output.count == 41 * 50)
  }

  @Test func `A record longer than the limit ends the run`() throws {
    let layout = RecordFileLayout(
      framing: .delimited(terminator: [0x15]), types: [.init(layout: HostFixture.layout)])
    var input: [UInt8] = []
    for _ in 0..<30 { input += try HostFixture.record() + [0x15] }
    input += [UInt8](repeating: 0x40, count: 5000)
    let run = try agreed(input, Fixture.policy("ibm1399"), "long") {
      $0.inputLayout = layout
      $0.maximumRecordByteCount = 2000
    }
    #expect(run.error.contains("record 31"))
    #expect(run.report.records == 30)
  }
}
