import GaijiFiles
import GaijiModel
import GaijiRelease
import GaijiTranscoding
import Testing

/// Runs one conversion with different numbers of threads and sizes of blocks, and says that nothing
/// but the time tells them apart.
enum ThreadTrial {
  static let threads = [1, 2, 3, 7]
  static let blocks = [1, 7, 64, 1000, 1 << 18]

  /// Everything that a run leaves.
  struct Outcome: Equatable {
    var output: [UInt8]
    var rejected: [UInt8]
    var report: RunReport
    var error: String
    var occurrences: [String]
  }

  static func run(
    _ input: [UInt8], _ plan: ConversionPlan, _ options: TranscodingOptions
  ) throws -> Outcome {
    let folder = try TemporaryFolder()
    try Fixture.write(input, to: folder.path("in"))
    let output = try OutputFile(path: folder.path("out"), replaces: false)
    let rejected = try OutputFile(path: folder.path("rejected"), replaces: false)
    var report = RunReport(
      toolVersion: "test", sourceName: "in", outputName: "out", policy: plan.policy)
    var occurrences: [String] = []
    var message = ""
    var transcoder = Transcoder(plan: plan, options: options)
    transcoder.onOccurrence = { occurrences.append("\($0)") }
    do {
      try transcoder.run(
        input: try InputFile(path: folder.path("in")), output: output, rejected: rejected,
        into: &report)
    } catch { message = "\(error)" }
    try output.commit()
    try rejected.commit()
    report.durations = .init()
    return Outcome(
      output: try Fixture.read(folder.path("out")),
      rejected: try Fixture.read(folder.path("rejected")), report: report, error: message,
      occurrences: occurrences)
  }

  /// - Parameter errors: what ends the run; nothing when it is to complete.
  /// - Returns: what all of them gave.
  @discardableResult static func agreed(
    _ input: [UInt8], policy: ConversionPolicy, release: MappingRelease = HostTrial.release,
    system: SystemReference? = nil, threads: [Int] = threads, blocks: [Int] = blocks,
    _ name: String, configure: (inout TranscodingOptions) -> Void = { _ in }
  ) throws -> Outcome {
    let plan = try ConversionPlan(policy: policy, release: release, system: system)
    var options = TranscodingOptions()
    configure(&options)
    let alone = try run(input, plan, options)
    for count in threads {
      for block in blocks {
        options.threads = count
        options.blockByteCount = block
        let other = try run(input, plan, options)
        let place: Comment = "\(name): \(count) threads, blocks of \(block)"
        // Compared to Bool first: the values are too long for a message.
        let sameOutput = other.output == alone.output
        let sameRejects = other.rejected == alone.rejected
        let sameFindings = other.report.findings == alone.report.findings
        let sameOccurrences = other.occurrences == alone.occurrences
        try #require(other.error == alone.error, place)
        try #require(
          sameOutput,
          "\(place), byte \(zip(other.output, alone.output).prefix { $0 == $1 }.count) of \(other.output.count) and \(alone.output.count)"
        )
        try #require(sameRejects, place)
        try #require(sameFindings, place)
        try #require(sameOccurrences, place)
        try #require(other.report.columns == alone.report.columns, place)
        try #require(other.report == alone.report, place)
      }
    }
    return alone
  }
}
