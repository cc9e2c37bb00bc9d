import GaijiCharsets
import GaijiFiles
import GaijiModel
import GaijiRelease
import GaijiTranscoding
import Testing

/// Runs a conversion of host records and verifies it.
enum HostTrial {
  /// The fixture's release with a JEF of our own: the standard's two-byte codes, and the one-byte
  /// codes of IBM 290.
  static let release: MappingRelease = {
    do {
      var contents = try Fixture.contents()
      contents.charsets.append(try jef())
      return try MappingRelease(bytes: ReleaseWriter.bytes(of: contents))
    } catch {
      fatalError("the release of the host tests cannot be made: \(error)")
    }
  }()

  private static func jef() throws -> CharsetTable {
    let table = try CharsetBuilder.build("ibm930", jisx0213: nil)
    var rows: [CharsetPart.Row] = []
    for byte in 0..<256 {
      let entry = DecodeEntry(rawValue: table.states[0].one[byte])
      guard entry.isCharacter, !entry.isSequence else { continue }
      rows.append(.init(code: UInt32(byte), byteCount: 1, first: entry.value))
    }
    let definition = try #require(VendorCharsets.named("jef-ebcdik"))
    return try CharsetComposer(parts: [CharsetPart(name: "fujitsu-ebcdik", rows: rows)])
      .compose(definition).table
  }

  struct Result {
    var run: Fixture.Run
    var proof: VerificationReport?
  }

  static func run(
    _ input: [UInt8], policy: ConversionPolicy, block: Int = 256 << 10, verifies: Bool = true,
    configure: (inout TranscodingOptions) -> Void
  ) throws -> Result {
    let plan = try ConversionPlan(policy: policy, release: release, system: nil)
    var options = TranscodingOptions()
    options.hashes = false
    options.blockByteCount = block
    configure(&options)
    let folder = try TemporaryFolder()
    try Fixture.write(input, to: folder.path("in"))
    let output = try OutputFile(path: folder.path("out"), replaces: false)
    let rejected = try OutputFile(path: folder.path("rejected"), replaces: false)
    var report = RunReport(
      toolVersion: "test", sourceName: "in", outputName: "out", policy: policy)
    do {
      try Transcoder(plan: plan, options: options).run(
        input: try InputFile(path: folder.path("in")), output: output, rejected: rejected,
        into: &report)
    } catch {
      output.discard()
      rejected.discard()
      return Result(
        run: .init(output: [], rejected: [], report: report, error: error), proof: nil)
    }
    try output.commit()
    try rejected.commit()
    let run = Fixture.Run(
      output: try Fixture.read(folder.path("out")),
      rejected: try Fixture.read(folder.path("rejected")), report: report, error: nil)
    guard verifies else { return Result(run: run, proof: nil) }
    var verifier = try HostVerifier(plan: plan, options: options)
    let proof = try verifier.verify(
      source: try InputFile(path: folder.path("in")),
      output: try InputFile(path: folder.path("out")))
    return Result(run: run, proof: proof)
  }

  /// Also says that the conversion is conserved, proved, and the same at every block size.
  static func proved(
    _ input: [UInt8], policy: ConversionPolicy, blocks: [Int], _ name: Comment,
    configure: (inout TranscodingOptions) -> Void
  ) throws -> Fixture.Run {
    let whole = try run(input, policy: policy, configure: configure)
    try #require(whole.run.error == nil, "\(name): \(String(describing: whole.run.error))")
    let proof = try #require(whole.proof)
    #expect(proof.holds, "\(name): \(proof.faults.prefix(3))")
    #expect(proof.records == whole.run.report.records, name)
    #expect(proof.rejectedRecords == whole.run.report.rejectedRecords, name)
    #expect(
      whole.run.report.conservation,
      "\(name): \(String(describing: whole.run.report.outputCheck))")
    for block in blocks {
      let part = try run(
        input, policy: policy, block: block, verifies: false, configure: configure
      ).run
      #expect(part.error == nil, "\(name), blocks of \(block)")
      #expect(part.output == whole.run.output, "\(name), blocks of \(block)")
      #expect(part.rejected == whole.run.rejected, "\(name), blocks of \(block)")
      #expect(part.report.findings == whole.run.report.findings, "\(name), blocks of \(block)")
      #expect(part.report.columns == whole.run.report.columns, "\(name), blocks of \(block)")
    }
    return whole.run
  }

  /// - Returns: the report, and the differences that nothing announced.
  static func roundTrip(
    _ input: [UInt8], _ file: RecordFileLayout, policy: ConversionPolicy, block: Int = 256 << 10
  ) throws -> (report: RoundTripReport, all: [RoundTripReport.Difference]) {
    var options = TranscodingOptions()
    options.inputLayout = file
    options.blockByteCount = block
    let folder = try TemporaryFolder()
    try Fixture.write(input, to: folder.path("in"))
    var trip = try HostRoundTrip(
      policy: policy, release: release, system: nil, options: options)
    var all: [RoundTripReport.Difference] = []
    trip.onDifference = { all.append($0) }
    let report = try trip.run(source: try InputFile(path: folder.path("in")))
    return (report, all)
  }
}
