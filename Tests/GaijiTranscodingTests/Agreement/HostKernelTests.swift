import GaijiCharsets
import GaijiModel
import GaijiRelease
import GaijiTranscoding
import Testing

/// The kernels of host fields against the general way, which a field takes that has a limit: the same
/// records with and without a limit that no field reaches.
@Suite struct HostKernelTests {
  private static let widths = 1...80
  private static let chunk = 8

  /// Fields of some widths, each as one-byte, two-byte and mixed text.
  private static func layout(_ widths: ClosedRange<Int>) -> RecordLayout {
    var layout = RecordLayout(name: "R", fields: [], maximumByteCount: 0)
    for width in widths {
      for kind in [FieldKind.single, .double, .mixed] {
        layout.fields.append(
          LayoutField(
            name: "\(layout.fields.count)", kind: kind, offset: layout.maximumByteCount,
            byteCount: width))
        layout.maximumByteCount += width
      }
    }
    return layout
  }

  /// Every text length of every field comes by; of long ones some turns later.
  private static func records(
    _ layout: RecordLayout, _ charset: CharsetTable, seed: Int, descriptors: Bool
  ) -> [UInt8] {
    var text = HostFieldText(charset, seed: UInt64(seed))
    var bytes: [UInt8] = []
    let longest = layout.fields.map(\.byteCount).max() ?? 1
    let turns = StepEdgeTests.isLong ? 40 : 1
    for record in 0..<(longest + 1) * turns {
      if descriptors {
        let count = layout.maximumByteCount + 4
        bytes += [UInt8(count >> 8), UInt8(count & 0xFF), 0, 0]
      }
      for (index, field) in layout.fields.enumerated() {
        bytes += text.field(
          field.kind, width: field.byteCount, length: (record + index) % (field.byteCount + 1),
          isHostile: (record + index) % 4 == 0)
      }
    }
    return bytes
  }

  @Test(arguments: ["ibm1399", "jef-ebcdik"], [RecordFormat.csv, .tsv])
  func `Every width and length of a field gives what the general way gives`(
    _ name: String, _ format: RecordFormat
  ) throws {
    let charset = try #require(try HostTrial.release.charset(name))
    let starts = Array(stride(from: Self.widths.lowerBound, through: Self.widths.upperBound, by: 8))
    for (number, start) in starts.enumerated() {
      // A short run takes half of the widths for each format.
      if !StepEdgeTests.isLong, number % 2 != (format == .csv ? 0 : 1) { continue }
      let layout = Self.layout(start...start + Self.chunk - 1)
      let usesDescriptors = number % 3 == 2
      let file = RecordFileLayout(
        framing: usesDescriptors ? .descriptors : .fixed(byteCount: layout.maximumByteCount),
        types: [.init(layout: layout)])
      let input = Self.records(layout, charset, seed: start, descriptors: usesDescriptors)
      var policy = Fixture.policy(name)
      policy.actions.gaiji = [.substitute, .keep, .escape][number % 3]
      var limited = policy
      limited.limits = layout.fields.map {
        .init(column: .name($0.name), unit: .characters, maximum: 1 << 20)
      }
      var options = TranscodingOptions()
      options.hashes = false
      options.inputLayout = file
      options.format = format
      // Columns of both kinds.
      options.columns = .some(layout.fields.indices.filter { $0 % 2 == 0 }.map { .index($0 + 1) })
      let oracle = try ThreadTrial.run(input, Self.plan(limited), options)
      #expect(oracle.error == "")
      #expect(oracle.report.conservation)
      for (threads, block) in [(1, 1 << 18), (2, 3000)] {
        options.threads = threads
        options.blockByteCount = block
        let run = try ThreadTrial.run(input, Self.plan(policy), options)
        try Self.compare(run, oracle, "\(name), widths from \(start), blocks of \(block)")
      }
    }
  }

  private static func plan(_ policy: ConversionPolicy) throws -> ConversionPlan {
    try ConversionPlan(policy: policy, release: HostTrial.release, system: nil)
  }

  private static func compare(
    _ run: ThreadTrial.Outcome, _ oracle: ThreadTrial.Outcome, _ name: Comment
  ) throws {
    let same = zip(run.output, oracle.output).prefix { $0 == $1 }.count
    let sameOutput = run.output == oracle.output
    let row = run.output[..<same].count { $0 == 0x0A }
    try #require(run.error == oracle.error, name)
    try #require(sameOutput, "\(name): row \(row), byte \(same)")
    let columns = zip(run.report.columns, oracle.report.columns).first { $0 != $1 }
    try #require(columns == nil, name)
    let finding = zip(run.report.findings, oracle.report.findings).first { $0 != $1 }
    try #require(finding == nil, name)
    try #require(run.report.findings.count == oracle.report.findings.count, name)
    try #require(run.occurrences == oracle.occurrences, name)
    try #require(run.report.shiftSequences == oracle.report.shiftSequences, name)
    try #require(run.report.outputCheck == oracle.report.outputCheck, name)
    try #require(run.report.records == oracle.report.records, name)
  }
}
