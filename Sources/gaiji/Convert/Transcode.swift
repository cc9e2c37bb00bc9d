import ArgumentParser
import Foundation
import GaijiFiles
import GaijiHashing
import GaijiModel
import GaijiPolicies
import GaijiReports
import GaijiTranscoding

struct Transcode: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Convert a file through a mapping release and account for every character.",
    discussion: exitStatusHelp)

  @Argument(help: "Input file, or - for standard input.")
  var input: String

  @Option(name: .shortAndLong, help: "Output file, or - for standard output.")
  var output: String

  @OptionGroup var conversion: ConversionFlags
  @OptionGroup var decompression: DecompressionFlags
  @OptionGroup var compression: CompressionFlags
  @OptionGroup var releaseFlags: ReleaseFlags
  @OptionGroup var reporting: ReportFlags
  @OptionGroup var running: RunFlags

  @Option(
    help: """
      Side file for rejected records (default: OUTPUT.rejected; for OUTPUT.gz OUTPUT.rejected.gz).
      """)
  var rejected: String?

  @Flag(help: "Replace existing output files.")
  var force = false

  func run() throws {
    try withExitStatus {
      let job = try ConversionJob(
        conversion: conversion, release: releaseFlags, reporting: reporting, running: running,
        inputPath: input, outputPath: output)
      let source = try decompression.open(input)
      let form = try compression.form(of: output)
      // Before there is a file that would have to be removed.
      Interruption.install()
      let target = try OutputFile(
        path: output, replaces: force, input: source, compression: form,
        threads: CompressionFlags.threads > 1 ? CompressionFlags.threads : 0)
      try job.run(
        source: source, target: target, rejected: try rejectFile(job, source: source))
    }
  }

  /// The side file, when the policy can reject records.
  private func rejectFile(_ job: ConversionJob, source: InputFile) throws -> OutputFile? {
    guard job.mayReject else {
      if rejected != nil {
        throw ValidationError("--rejected has no use: no action of the policy is reject")
      }
      return nil
    }
    if rejected == nil, output == "-" || output.hasPrefix("/dev/") {
      throw ValidationError("the policy rejects records: say where they go with --rejected FILE")
    }
    if let rejected, ReportPlace.renamed(rejected) == ReportPlace.renamed(output) {
      throw failure(
        .usage, "\(rejected) is both --output and --rejected; give each its own file")
    }
    let path = rejected ?? CompressionFlags.rejectPath(of: output)
    // Few records: not worth threads.
    return try OutputFile(
      path: path, replaces: force, input: source,
      compression: CompressionForm(nameOf: path).map { OutputCompression($0) })
  }
}

struct Scan: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Report what a conversion would do, without writing data.",
    discussion: exitStatusHelp)

  @Argument(help: "Input file, or - for standard input.")
  var input: String

  @OptionGroup var conversion: ConversionFlags
  @OptionGroup var decompression: DecompressionFlags
  @OptionGroup var releaseFlags: ReleaseFlags
  @OptionGroup var reporting: ReportFlags
  @OptionGroup var running: RunFlags

  func run() throws {
    try withExitStatus {
      let job = try ConversionJob(
        conversion: conversion, release: releaseFlags, reporting: reporting, running: running,
        inputPath: input, outputPath: nil)
      let source = try decompression.open(input)
      Interruption.install()
      try job.run(source: source, target: nil, rejected: nil)
    }
  }
}
