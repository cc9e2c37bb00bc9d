import ArgumentParser
import Foundation
import GaijiFiles
import GaijiPolicies
import GaijiTranscoding

struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Decode source and output again and prove that every difference is explained.",
    discussion: """
      Give the same flags (or policy file) as for the conversion. Exit status 0: every field is
      explained; 65: some are not, or a file is not valid; 64 and 66 as for transcode.
      """)

  @Argument(help: "The file that was converted.")
  var source: String
  @Argument(help: "What the conversion wrote; not given with --round-trip.")
  var output: String?

  @Flag(
    help: ArgumentHelp(
      "Convert host records (--layout) to text and back, and list each field whose bytes differ.",
      discussion: """
        A difference that no finding of either conversion announces is a fault: exit status 65. \
        Nothing is written but the list.
        """))
  var roundTrip = false

  @OptionGroup var conversion: ConversionFlags
  @OptionGroup var decompression: DecompressionFlags
  @OptionGroup var releaseFlags: ReleaseFlags

  @Flag(help: "Print the result as JSON on standard output.")
  var json = false
  @Flag(help: "Print nothing when everything is explained.")
  var quiet = false

  func validate() throws {
    guard roundTrip else {
      if output == nil { throw ValidationError("name what the conversion wrote, or --round-trip") }
      return
    }
    let layouts = conversion.layouts
    if output != nil { throw ValidationError("--round-trip reads the source only") }
    if layouts.layout == nil || layouts.outLayout != nil {
      throw ValidationError("--round-trip goes with --layout, and not with --out-layout")
    }
  }

  func run() throws {
    try withExitStatus {
      let prepared = try PreparedConversion(try conversion.settings())
      let file = prepared.file
      let options = try prepared.options(inputPath: source)
      let system = file.system.map {
        SystemReference(organization: $0.organization, system: $0.system)
      }
      let release = try releaseFlags.open().release
      guard let output else {
        var trip = try HostRoundTrip(
          policy: file.policy, release: release, system: system, options: options)
        return try RoundTripText(json: json, quiet: quiet).run(
          &trip, source: decompression.open(source))
      }
      let plan = try ConversionPlan(policy: file.policy, release: release, system: system)
      let report = try verify(plan, options, output: output)
      if json { print(try Self.json(report)) }
      if !json, !quiet || !report.holds {
        print(
          "\(report.records) records, \(report.fields) fields, \(report.characters) characters "
            + "compared; \(report.rejectedRecords) records rejected")
        for (kind, count) in report.explained.sorted(by: { $0.key < $1.key }) {
          print("  \(kind): \(count)")
        }
        print("unexplained: \(report.faultCount)")
      }
      for fault in report.faults {
        printError(
          "record \(fault.record), column \(fault.column + 1), byte \(fault.offset): \(fault.reason)"
        )
      }
      if report.faultCount > report.faults.count {
        printError("... and \(report.faultCount - report.faults.count) more")
      }
      if !report.holds { throw ExitStatus.badData.exitCode }
    }
  }

  private func verify(
    _ plan: ConversionPlan, _ options: TranscodingOptions, output: String
  ) throws -> VerificationReport {
    let files = (try decompression.open(source), try decompression.open(output))
    if conversion.layouts.isUsed {
      var verifier = try HostVerifier(plan: plan, options: options)
      return try verifier.verify(source: files.0, output: files.1)
    }
    var verifier = Verifier(plan: plan, options: options)
    return try verifier.verify(source: files.0, output: files.1)
  }

  private struct Document: Encodable {
    var records: Int
    var rejectedRecords: Int
    var fields: Int
    var characters: Int
    var explained: [String: Int]
    var unexplained: Int
  }

  private static func json(_ report: VerificationReport) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    let document = Document(
      records: report.records, rejectedRecords: report.rejectedRecords, fields: report.fields,
      characters: report.characters, explained: report.explained, unexplained: report.faultCount)
    return String(decoding: try encoder.encode(document), as: UTF8.self)
  }
}
