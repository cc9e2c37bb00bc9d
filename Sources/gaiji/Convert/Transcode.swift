import ArgumentParser
import GaijiFiles
import GaijiHashing
import GaijiModel
import GaijiPolicies
import GaijiReports
import GaijiTranscoding

struct Transcode: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "transcode",
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
  @OptionGroup var checkpoints: CheckpointFlags

  @Option(
    help: """
      Side file for rejected records (default: OUTPUT.rejected; for OUTPUT.gz OUTPUT.rejected.gz).
      """)
  var rejected: String?

  @Flag(help: "Replace existing output files.")
  var force = false

  func run() throws {
    try withExitStatus {
      var job = try ConversionJob(
        conversion: conversion, release: releaseFlags, reporting: reporting, running: running,
        inputPath: input, outputPath: output)
      let source = try decompression.open(input, threads: running.count)
      let form = try compression.form(of: output)
      let side = try rejectPath(job)
      let checkpoint = try checkpoints.checkpoint.map {
        try RunCheckpoint(
          path: $0, seconds: checkpoints.checkpointEvery,
          facts: job.facts(source: source, output: output, rejected: side, compression: form))
      }
      // Before there is a file that would have to be removed.
      Interruption.install()
      let target = try outputFile(source, form, checkpoint?.found?.output)
      if checkpoint != nil, target.partPath == nil {
        throw failure(
          .usage, "--checkpoint: \(output) is written directly; give a file as --output")
      }
      let rejected: OutputFile?
      do {
        rejected = try side.map {
          try rejectFile($0, source: source, checkpoint?.found?.rejected)
        }
      } catch {
        // Nothing that a checkpoint names is removed.
        if checkpoint?.found != nil { target.leavePart() }
        throw error
      }
      try job.run(source: source, target: target, rejected: rejected, checkpoint: checkpoint)
    }
  }

  private func outputFile(
    _ source: InputFile, _ compression: OutputCompression?, _ position: OutputFile.Position?
  ) throws -> OutputFile {
    let threads = running.helperCount
    guard let position else {
      return try OutputFile(
        path: output, replaces: force, input: source, compression: compression, threads: threads)
    }
    return try OutputFile(
      path: output, resumingAt: position, replaces: force, input: source,
      compression: compression, threads: threads)
  }

  /// Where rejected records go, when the policy can reject any.
  private func rejectPath(_ job: ConversionJob) throws -> String? {
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
    return rejected ?? CompressionFlags.rejectPath(of: output)
  }

  private func rejectFile(
    _ path: String, source: InputFile, _ position: OutputFile.Position?
  ) throws -> OutputFile {
    // Few records: not worth threads.
    let compression = CompressionForm(nameOf: path).map { OutputCompression($0) }
    guard let position else {
      return try OutputFile(
        path: path, replaces: force, input: source, compression: compression)
    }
    return try OutputFile(
      path: path, resumingAt: position, replaces: force, input: source, compression: compression)
  }
}

struct Scan: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scan",
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
      var job = try ConversionJob(
        conversion: conversion, release: releaseFlags, reporting: reporting, running: running,
        inputPath: input, outputPath: nil)
      let source = try decompression.open(input, threads: running.count)
      Interruption.install()
      try job.run(source: source, target: nil, rejected: nil, checkpoint: nil)
    }
  }
}
