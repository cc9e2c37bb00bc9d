import ArgumentParser
import Foundation
import GaijiCharsets
import GaijiFiles
import GaijiHashing
import GaijiModel
import GaijiPolicies
import GaijiRelease
import GaijiReports
import GaijiTranscoding

/// One run of transcode or scan: plan, run, check, report, commit.
struct ConversionJob {
  let plan: ConversionPlan
  let options: TranscodingOptions
  let reporting: ReportFlags
  var report: RunReport
  private let outputPath: String?
  /// The files that the command line names, for `ReportPlace`.
  private let namedFiles: [String]

  init(
    conversion: ConversionFlags, release releaseFlags: ReleaseFlags, reporting: ReportFlags,
    running: RunFlags, inputPath: String, outputPath: String?
  ) throws {
    let layouts = try conversion.layouts.read()
    var file = try conversion.effectivePolicy(layouts)
    // One name for one charset, so that the policy's digest does not depend on the spelling.
    file.policy.source = CharsetNames.canonical(file.policy.source) ?? file.policy.source
    if case .charset(let name) = file.policy.target {
      file.policy.target = .charset(CharsetNames.canonical(name) ?? name)
    }
    var options = try conversion.options(file, layouts, inputPath: inputPath)
    options.hashes = reporting.hash
    running.apply(to: &options)
    let (releaseName, release) = try releaseFlags.open()
    let system = file.system.map {
      SystemReference(organization: $0.organization, system: $0.system)
    }
    plan = try ConversionPlan(policy: file.policy, release: release, system: system)
    self.options = options
    self.reporting = reporting
    self.outputPath = outputPath
    namedFiles =
      [inputPath]
      + [
        outputPath, conversion.policy, conversion.profile, conversion.layouts.layout,
        conversion.layouts.outLayout,
        releaseFlags.release, releaseFlags.catalog,
      ].compactMap(
        \.self)
    report = RunReport(
      toolVersion: GaijiVersion.text, sourceName: inputPath, outputName: outputPath ?? "",
      policy: file.policy)
    report.startedAt = Date().ISO8601Format()
    report.releaseName = releaseName
    report.system = system?.description ?? ""
    report.policyJSON = canonicalJSON(of: file)
    report.warnings += layouts.notes
    report.hashes.policy = canonicalDigest(of: file)
    (report.hashes.inputLayout, report.hashes.outputLayout) = try layouts.digests()
    if system == nil, !release.systems.isEmpty, file.policy.target != .utf8PrivateUse {
      report.warnings.append(
        "no system was named, so no gaiji is mapped; the release has: "
          + release.systems.map { "\($0.organization)/\($0.system)" }.joined(separator: ", "))
    }
  }

  var mayReject: Bool {
    ConversionPolicy.Failure.allCases.contains { plan.policy.actions[$0] == .reject }
  }

  /// - Throws: what the run threw, after the report was written; `ExitCode` for the statuses that a
  ///   completed run can have.
  consuming func run(
    source: InputFile, target: OutputFile?, rejected: OutputFile?, checkpoint: RunCheckpoint?
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
      throw failure(.software, conservationMessage())
    }
    let unmapped = report.mustSeeCount
    let isAbove = reporting.failOnUnmapped.map { unmapped > $0 } ?? false
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
    printSummary()
    if isAbove {
      throw failure(
        .unmapped, "\(unmapped) characters are unmapped, more than --fail-on-unmapped allows")
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
    let language: ReportOptions.Language = reporting.lang == .ja ? .japanese : .english
    try ReportWriter.write(
      report, to: directory,
      options: ReportOptions(language: language, masksContext: reporting.maskContext))
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
