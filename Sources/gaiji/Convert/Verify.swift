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
  @Argument(help: "What the conversion wrote.")
  var output: String

  @OptionGroup var conversion: ConversionFlags
  @OptionGroup var releaseFlags: ReleaseFlags

  @Flag(help: "Print the result as JSON on standard output.")
  var json = false
  @Flag(help: "Print nothing when everything is explained.")
  var quiet = false

  func run() throws {
    try withExitStatus {
      let file = try conversion.effectivePolicy()
      let options = try conversion.options(file, inputPath: source)
      let system = file.system.map {
        SystemReference(organization: $0.organization, system: $0.system)
      }
      let plan = try ConversionPlan(
        policy: file.policy, release: try releaseFlags.open().release, system: system)
      var verifier = Verifier(plan: plan, options: options)
      let report = try verifier.verify(
        source: try InputFile(path: source), output: try InputFile(path: output))
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
