import GaijiFiles
import GaijiHashing
import GaijiRelease
import GaijiTranscoding

extension ConversionJob {
  /// What must be the same for a run to go on where an earlier one ended.
  func facts(
    source: InputFile, output: String, rejected: String?, compression: OutputCompression?
  ) -> [Checkpoint.Fact] {
    let columns: String
    switch options.columns {
    case .all: columns = "all"
    case .some(let references): columns = references.map { "\($0)" }.joined(separator: ", ")
    }
    let delimiter: String
    if case .delimited(let byte) = options.format { delimiter = " \(byte)" } else { delimiter = "" }
    return [
      .init("the version of gaiji", report.toolVersion),
      .init("the input", source.path),
      // The number of the file system is not in it: it may be another one after a start of the machine.
      .init("the input file", source.identity ?? "a pipe or device"),
      .init("the output", output),
      .init(
        "the output's compression", compression.map { "\($0.form.rawValue) \($0.level)" } ?? ""),
      .init("the side file of rejected records", rejected ?? ""),
      .init(
        "the folder of the occurrence log", reporting.occurrences ? reporting.report ?? "" : ""),
      .init("the release's SHA-256", plan.release.digest.description),
      .init("the policy's SHA-256", report.hashes.policy ?? ""),
      .init("the input layout's SHA-256", report.hashes.inputLayout ?? ""),
      .init("the output layout's SHA-256", report.hashes.outputLayout ?? ""),
      .init("the system", report.system),
      .init("the set of mapped columns", columns),
      .init("the format", options.format.word + delimiter),
      .init("the header", "\(options.hasHeader)"),
      .init("the use of JSON Lines", "\(options.writesJSONLines)"),
      .init("--max-record", "\(options.maximumRecordByteCount)"),
      .init("--hash", "\(options.hashes)"),
    ]
  }
}
