import GaijiModel
import Testing

@testable import GaijiTranscoding

/// Whole conversions by the fast engine, with threads and blocks of all sizes, against one by the
/// general engine: output, rejects, counters, findings with their places, occurrences, errors.
@Suite struct FastTextTests {
  private static let threads = [1, 2, 3]
  private static let blocks = [64, 65, 127, 1000, 1 << 18]
  private static let seeds = StepEdgeTests.isLong ? 200 : 3

  /// - Returns: what the general engine gave.
  @discardableResult private static func agree(
    _ file: [UInt8], _ policy: ConversionPolicy, _ name: String,
    threads: [Int] = threads, blocks: [Int] = blocks,
    configure: (inout TranscodingOptions) -> Void
  ) throws -> ThreadTrial.Outcome {
    let system = policy.source == "eucjp-ms" ? nil : Fixture.reference
    let plan = try ConversionPlan(policy: policy, release: Fixture.release, system: system)
    var options = TranscodingOptions()
    options.hashes = false
    configure(&options)
    options.forcesScalarEngine = true
    let oracle = try ThreadTrial.run(file, plan, options)
    options.forcesScalarEngine = false
    for count in threads {
      for block in blocks {
        options.threads = count
        options.blockByteCount = block
        // Both ways through table charsets, by turns.
        options.usesWideSteps = (count + block) % 2 == 0
        let run = try ThreadTrial.run(file, plan, options)
        if run == oracle { continue }
        let same = zip(run.output, oracle.output).prefix { $0 == $1 }.count
        let parts = [
          run.error == oracle.error ? nil : "error \(run.error), and not \(oracle.error)",
          run.output == oracle.output ? nil : "output from byte \(same) on",
          run.rejected == oracle.rejected ? nil : "rejects",
          run.occurrences == oracle.occurrences ? nil : "occurrences",
          run.report.columns == oracle.report.columns ? nil : "counters",
          run.report.findings == oracle.report.findings
            ? nil : Self.difference(run.report.findings, oracle.report.findings),
          run.report == oracle.report ? nil : "report",
        ]
        Issue.record(
          "\(name), \(count) threads, blocks of \(block): \(parts.compactMap(\.self))")
        throw EngineTrial.Disagreement()
      }
    }
    return oracle
  }

  private static func difference(_ found: [Finding], _ expected: [Finding]) -> String {
    let first = zip(found, expected).first { $0 != $1 }
    guard let first else { return "\(found.count) findings, and not \(expected.count)" }
    return "finding \(first.0), and not \(first.1)"
  }

  private static let pairs: [(String, TargetForm)] = [
    ("utf8", .utf8), ("utf8", .utf8PrivateUse), ("utf8", .tagged), ("cp932", .utf8),
    ("eucjp-ms", .utf8), ("utf8", .charset("cp932")), ("utf8", .charset("eucjp-ms")),
    ("cp932", .charset("eucjp-ms")),
  ]

  private static func policy(_ pair: (String, TargetForm), _ seed: Int) -> ConversionPolicy {
    var policy = Fixture.policy(pair.0, pair.1)
    // Most without anything that keeps the fast ways from being taken.
    switch seed % 8 {
    case 3: policy.actions.gaiji = .reject
    case 5: policy.ivs = .always
    case 7: policy.limits = [.init(column: .index(2), unit: .characters, maximum: 12)]
    default: policy.actions.gaiji = [.substitute, .keep, .escape][seed % 3]
    }
    if pair.0 == "utf8", !pair.1.description.utf8.starts(with: "charset".utf8), seed % 2 == 0,
      pair.1.charsetName == "utf8"
    {
      policy.actions.invalid = .keep
    }
    return policy
  }

  @Test(arguments: pairs.indices)
  func `Random files of everything`(_ pair: Int) throws {
    for seed in 0..<Self.seeds {
      var text = RandomText(Self.pairs[pair].0, seed: UInt64(seed * 100 + pair))
      text.dirt = [30, 5, 80, 2][seed % 4]
      let policy = Self.policy(Self.pairs[pair], seed + pair)
      let file = Array("id,name,note\n".utf8) + text.file(bytes: 1500)
      let oracle = try Self.agree(file, policy, "\(Self.pairs[pair]), seed \(seed)") {
        $0.columns = seed % 3 == 0 ? .all : .some([.name("name")])
      }
      if oracle.error == "" { #expect(oracle.report.conservation) }
    }
  }

  @Test(arguments: [1, 2, 7, 200])
  func `Any number of columns, with a header and without`(_ columns: Int) throws {
    for seed in 0..<Self.seeds {
      var text = RandomText(seed % 4 == 3 ? "cp932" : "utf8", seed: UInt64(seed * 31 + columns))
      text.columns = columns
      text.raggedness = [0, 10, 2][seed % 3]
      text.dirt = columns > 100 ? 3 : 20
      let file = text.file(bytes: columns > 100 ? 8000 : 2000)
      try Self.agree(
        file, Self.policy((text.charset, .utf8), seed), "\(columns) columns, seed \(seed)",
        threads: [1, 2], blocks: [65, 1000, 1 << 18]
      ) {
        $0.hasHeader = seed % 2 == 0
        $0.columns = seed % 2 == 0 ? .all : .some([.index(1)])
      }
    }
  }

  @Test(arguments: [RecordFormat.tsv, .lines, .delimited(0x3B)])
  func `Other delimiters, and lines`(_ format: RecordFormat) throws {
    for seed in 0..<Self.seeds {
      var text = RandomText(["utf8", "cp932", "eucjp-ms"][seed % 3], seed: UInt64(seed) &+ 977)
      if case .delimited(let byte) = format { text.delimiter = byte }
      try Self.agree(
        text.file(bytes: 1500), Self.policy((text.charset, .utf8), seed),
        "\(format.word), seed \(seed)", threads: [1, 3], blocks: [64, 127, 1 << 18]
      ) {
        $0.format = format
        $0.hasHeader = false
      }
    }
  }

  @Test func `Fields longer than many steps and blocks`() throws {
    for (seed, length) in [5000, 30_001].enumerated() {
      var text = RandomText("utf8", seed: UInt64(seed) &+ 5)
      var file = Array("id,name\n".utf8)
      for quoted in [false, true] {
        file += [0x31, 0x2C] + (quoted ? [0x22] : [])
        file += text.plain(length) + [0xEE, 0x80, 0x80] + text.plain(length / 2)
        if quoted { file += [0x0A, 0x22, 0x22, 0x2C] + text.plain(100) + [0x22] }
        file += [0x0A, 0x32, 0x2C, 0xF3, 0xA0, 0x84, 0x80, 0x0A]
      }
      try Self.agree(
        file, Fixture.policy("utf8"), "\(length) bytes", threads: [1, 2],
        blocks: [1000, 1 << 18]
      ) { $0.columns = .some([.name("name")]) }
    }
  }

  @Test func `Rows with more fields than are added up at once, up to the limit and beyond`() throws
  {
    // The places of 2048 fields and newlines are added up at once; a row of its own may have more.
    for count in [2046, 2048, 2049, 5000, 16_383, 16_384, 16_385, 20_000] {
      var file: [UInt8] = []
      for _ in 0..<30 { file += Array("ab,é,葛\n".utf8) }
      file += [UInt8](repeating: 0x2C, count: count - 1) + Array("x\n".utf8)
      file += Array("1,\u{E000},2\n".utf8)
      let oracle = try Self.agree(
        file, Fixture.policy("utf8"), "\(count) columns", threads: [1, 2], blocks: [1 << 18]
      ) { $0.hasHeader = false }
      #expect(oracle.error == "" || count > RecordLimits.maximumColumns)
    }
  }

  @Test func `Nothing but newlines, delimiters or quotes`() throws {
    for unit in ["\n", "\r\n", ",", "\"\"", "\"\"\n", ",\n", "\r", "\"\"\"\"", "\"\n\"\n", "あ\n"] {
      for count in [1, 63, 64, 65, 2050, 4097] {
        let file = (0..<count).flatMap { _ in Array(unit.utf8) }
        try Self.agree(
          file, Fixture.policy("utf8"), "\(count) times \(Array(unit.utf8))", threads: [1, 2],
          blocks: [64, 1 << 18]
        ) { $0.hasHeader = false }
      }
    }
  }
}
