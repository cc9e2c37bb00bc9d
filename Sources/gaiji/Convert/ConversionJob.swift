import ArgumentParser
import GaijiCharsets
import GaijiFiles
import GaijiReports
import GaijiTranscoding

/// One run of transcode or scan: plan, run, check, report, commit.
struct ConversionJob {
  let setup: ConversionSetup
  let options: TranscodingOptions
  let reporting: ReportSettings
  private(set) var report: RunReport
  private let outputPath: String?
  /// The files that the command line names, for `ReportPlace`.
  private let namedFiles: [String]

  var plan: ConversionPlan { setup.plan }

  init(
    conversion: ConversionFlags, release releaseFlags: ReleaseFlags, reporting: ReportFlags,
    running: RunFlags, inputPath: String, outputPath: String?
  ) throws {
    let prepared = try PreparedConversion(try conversion.settings())
    // Before the release is opened, or even compiled.
    _ = try prepared.options(inputPath: inputPath)
    try self.init(
      setup: ConversionSetup(prepared, OpenRelease(releaseFlags)),
      reporting: reporting.settings, running: running, inputPath: inputPath,
      outputPath: outputPath,
      namedFiles: [
        conversion.policy, conversion.profile, conversion.layouts.layout,
        conversion.layouts.outLayout, releaseFlags.release, releaseFlags.catalog,
      ].compactMap(\.self))
  }

  /// - Parameter namedFiles: files besides input and output that the report must not replace.
  init(
    setup: ConversionSetup, reporting: ReportSettings, running: RunFlags, inputPath: String,
    outputPath: String?, namedFiles: [String]
  ) throws {
    self.setup = setup
    self.reporting = reporting
    self.outputPath = outputPath
    self.namedFiles = [inputPath] + [outputPath].compactMap(\.self) + namedFiles
    var options = try setup.prepared.options(inputPath: inputPath)
    options.hashes = reporting.hash
    running.apply(to: &options)
    self.options = options
    report = setup.report(inputPath: inputPath, outputPath: outputPath)
  }

  var mayReject: Bool { setup.mayReject }

  /// Converts and says on standard error what came of it.
  ///
  /// - Throws: as `convert`; `ExitCode` for a complete run above the limit.
  mutating func run(
    source: InputFile, target: OutputFile?, rejected: OutputFile?,
    checkpoint: RunCheckpoint? = nil
  ) throws {
    try convert(source: source, target: target, rejected: rejected, checkpoint: checkpoint)
    printSummary()
    if report.exit == .unmappedAboveLimit {
      throw failure(
        .unmapped,
        "\(report.mustSeeCount) characters are unmapped, more than --fail-on-unmapped allows")
    }
  }

  /// - Throws: what the run threw, after the report was written. `report` says what came of it.
  mutating func convert(
    source: InputFile, target: OutputFile?, rejected: OutputFile?,
    checkpoint: RunCheckpoint? = nil
  ) throws {
    let occurrences: OccurrenceFile?
    do {
      if let directory = reporting.report {
        try ReportPlace(directory: directory).check(
          namedFiles + [rejected?.path, checkpoint?.path].compactMap(\.self))
        try ReportWriter.prepare(directory)
      }
      occurrences = try occurrenceFile(checkpoint?.found?.occurrences)
    } catch {
      // Nothing that a checkpoint names is removed.
      if let checkpoint, checkpoint.isSaved { leaveParts(target, rejected, nil, of: checkpoint) }
      throw error
    }
    report.rejectName = rejected?.path ?? ""
    let progress = ProgressLine(isWanted: !reporting.quiet, source: source)
    var transcoder = Transcoder(plan: plan, options: options)
    transcoder.onProgress = { progress.show($0) }
    if let occurrences { transcoder.onOccurrence = { try occurrences.append($0) } }
    if let checkpoint, let target {
      transcoder.resume = checkpoint.found?.state
      transcoder.checkpointInterval = checkpoint.interval
      transcoder.onCheckpoint = { try checkpoint.save($0, target, rejected, occurrences) }
    }
    let began = ContinuousClock.now
    do {
      try transcoder.run(input: source, output: target, rejected: rejected, into: &report)
    } catch {
      progress.clear()
      noteCompression(source, nil)
      if let checkpoint, checkpoint.keepsParts(after: error) {
        leaveParts(target, rejected, occurrences, of: checkpoint)
      } else {
        target?.discard()
        rejected?.discard()
        try? checkpoint?.remove()
      }
      try writeReport(of: error)
      throw error
    }
    report.durations.total = UInt64((ContinuousClock.now - began) / .nanoseconds(1))
    progress.clear()
    if target == nil { report.hashes.output = nil }
    guard report.conservation else {
      target?.discard()
      rejected?.discard()
      try? checkpoint?.remove()
      report.exit = .conservationBroken
      report.exitDetail = "the sums of characters do not hold; the output was removed"
      try writeReport()
      throw ConservationError(description: conservationMessage())
    }
    let isAbove = reporting.failOnUnmapped.map { report.mustSeeCount > $0 } ?? false
    report.exit = isAbove ? .unmappedAboveLimit : .complete
    do {
      // The output gets its name last: not without its report, and not on a full disk.
      if checkpoint == nil { try occurrences?.finish() }
      try target?.seal()
      noteCompression(source, target)
      if report.rejectedRecords > 0 { try rejected?.seal() }
      try writeReport()
      if let checkpoint {
        // Its parts get their names now: a run that ends here begins anew.
        try checkpoint.remove()
        try occurrences?.finish()
      }
      if report.rejectedRecords > 0 { try rejected?.commit() } else { rejected?.discard() }
      try target?.commit()
    } catch {
      if let checkpoint, checkpoint.isSaved {
        leaveParts(target, rejected, occurrences, of: checkpoint)
      } else {
        target?.discard()
      }
      // A report that may stand there by now must not vouch for an output that does not.
      try? writeReport(of: error)
      throw error
    }
  }

  /// Keeps what was written, for a run that goes on from the checkpoint.
  private func leaveParts(
    _ target: OutputFile?, _ rejected: OutputFile?, _ occurrences: OccurrenceFile?,
    of checkpoint: RunCheckpoint
  ) {
    target?.leavePart()
    rejected?.leavePart()
    occurrences?.leavePart()
    printError(checkpoint.hint)
  }

  /// Puts into the report how the files are stored; of the output that is known when it is sealed.
  private mutating func noteCompression(_ source: InputFile, _ target: OutputFile?) {
    report.inputCompression = source.compression.map {
      .init(form: $0.rawValue, bytes: source.storedByteCount)
    }
    report.outputCompression = target.flatMap { target in
      target.compression.map { .init(form: $0.form.rawValue, bytes: target.storedByteCount) }
    }
  }

  private func occurrenceFile(_ position: OutputFile.Position?) throws -> OccurrenceFile? {
    guard reporting.occurrences, let directory = reporting.report else { return nil }
    return try OccurrenceFile(
      directory: directory, isUnicode: plan.source.states.isEmpty, resumingAt: position)
  }

  /// The report of a run that `error` ended.
  private mutating func writeReport(of error: any Error) throws {
    report.exit = error is ConversionStop ? .stopped : .failed
    report.exitDetail = String(describing: error)
    report.outputName = ""
    try writeReport()
  }

  private func writeReport() throws {
    guard let directory = reporting.report else { return }
    try ReportWriter.write(report, to: directory, options: reporting.options)
  }

  private func conservationMessage() -> String {
    let broken = report.columns.filter { !$0.counts.isConserved }.map(\.name)
    let check = report.outputCheck.map {
      "; output has \($0.countedCharacters) characters, \($0.expectedCharacters) expected"
    }
    return "conservation does not hold in columns [\(broken.joined(separator: ", "))]"
      + (check ?? "") + "; the output was removed. Please report this with the input's form"
  }

  private func printSummary() {
    if reporting.json {
      let text = summaryJSON(of: report)
      if outputPath == "-" { printError(text) } else { print(text) }
    }
    guard !reporting.quiet else { return }
    for warning in report.warnings { printError("gaiji: note: " + warning) }
    let total = report.total
    var lines = [
      "\(report.records) records, \(total.charactersIn) characters = \(total.mappedExactly) exact"
        + " + \(total.mappedLossy) lossy + \(total.substituted) substituted"
        + " + \(total.reported) reported"
    ]
    let gaiji = total.gaijiMapped
    lines.append(
      "gaiji: \(gaiji.total) mapped (字形一致 \(gaiji.exact), デザイン差 \(gaiji.design), 類似文字 "
        + "\(gaiji.similar)), \(report.unmappedGaijiCount) unmapped")
    if report.rejectedRecords > 0 {
      lines.append("\(report.rejectedRecords) records rejected into \(report.rejectName)")
    }
    if let directory = reporting.report {
      lines.append("report: \(directory)/\(ReportWriter.pageName)")
    }
    for line in lines { printError(line) }
  }
}

/// The sums of characters do not hold: a fault of this program. The output was removed.
struct ConservationError: Error, CustomStringConvertible {
  let description: String
}

extension RunReport {
  /// Characters of selected columns and failures everywhere that a person has to decide about:
  /// everything unmapped but the gaiji that unselected columns keep on purpose.
  var mustSeeCount: Int {
    findings.reduce(0) { sum, finding in
      switch finding.key.kind {
      case .invalid, .undefined, .gaiji, .unencodable, .cutCharacter, .badNumber, .openShift,
        .cutField:
        sum + finding.count
      default: sum
      }
    }
  }
}

/// `occurrences.csv.gz`, behind a reference that the transcoder's closure can hold.
final class OccurrenceFile {
  private var writer: OccurrenceWriter?
  private var lines: [UInt8] = []
  private let isUnicode: Bool

  /// - Parameter position: where an earlier run had come to.
  init(directory: String, isUnicode: Bool, resumingAt position: OutputFile.Position?) throws {
    self.isUnicode = isUnicode
    let path = directory + "/" + OccurrenceWriter.fileName
    if let position {
      writer = try OccurrenceWriter(path: path, resumingAt: position)
    } else {
      writer = try OccurrenceWriter(path: path)
    }
  }

  /// Brings the lines so far to the disk.
  func checkpoint() throws -> OutputFile.Position? {
    try flush()
    return try writer?.checkpoint()
  }

  /// Leaves the part for a later run.
  func leavePart() { if let writer = writer.take() { writer.leavePart() } }

  func append(_ occurrence: Occurrence) throws {
    OccurrenceWriter.appendLine(
      to: &lines, record: occurrence.record, key: occurrence.key, offset: occurrence.offset,
      isUnicode: isUnicode, output: occurrence.output)
    if lines.count > 64 << 10 { try flush() }
  }

  private func flush() throws {
    try writer?.append(lines)
    lines.removeAll(keepingCapacity: true)
  }

  func finish() throws {
    try flush()
    if let writer = writer.take() { try writer.finish() }
  }
}
