import ArgumentParser
import Foundation
import GaijiFiles
import GaijiHashing
import GaijiPolicies
import GaijiRelease
import GaijiReports
import GaijiTranscoding

/// Carries a batch out, one file after another, and reports on it.
struct BatchRunner {
  /// Behind an output's path: its rejected records.
  static let rejectedSuffix = ".rejected"

  private let job: BatchJob
  private let plan: BatchPlan
  let setups: BatchSetups
  let reporting: ReportSettings
  private let running: RunFlags
  let folders: (input: String, output: String, report: String)
  let earlier: EarlierBatch
  private let mayReplace: Bool
  private var outcome = BatchOutcome()

  /// - Throws: `BatchUsageError` when an output stands there already and may not be replaced.
  init(
    job: BatchJob, plan: BatchPlan, setups: BatchSetups, reporting: ReportSettings,
    running: RunFlags, folders: (input: String, output: String, report: String),
    earlier: EarlierBatch, force: Bool
  ) throws {
    self.job = job
    self.plan = plan
    self.setups = setups
    self.reporting = reporting
    self.running = running
    self.folders = folders
    self.earlier = earlier
    // What the earlier batch made or began is its to replace; all others were checked here.
    mayReplace = force || !earlier.isEmpty
    if !force { try checkExisting() }
  }

  private func checkExisting() throws {
    let own = earlier.outputs
    for item in plan.items {
      guard let output = item.output, !own.contains(Array(output.utf8)) else { continue }
      var names = [output]
      if item.treatment == .convert, let entry = item.entry, setups[entry]?.mayReject == true {
        names.append(output + Self.rejectedSuffix)
      }
      for name in names {
        let path = BatchFolders.join(folders.output, name)
        guard FileManager.default.fileExists(atPath: path) else { continue }
        throw BatchUsageError(
          description: "\(visiblePath(path)) exists; use --force to replace outputs"
            + (earlier.isEmpty ? ", or --continue after an earlier batch" : ""))
      }
    }
  }

  /// - Returns: the exit status.
  mutating func run() throws -> Int32 {
    let began = ContinuousClock.now
    if !reporting.quiet {
      for warning in setups.warnings { printError("gaiji: note: " + warning) }
    }
    var run = BatchRun(
      toolVersion: GaijiVersion.text, startedAt: UTCTime.now, jobName: job.path,
      jobSHA256: job.sha256.description, inputName: folders.input, outputName: folders.output,
      releaseName: setups.release.name, releaseEdition: setups.release.release.dataEdition,
      releaseSHA256: setups.release.release.digest.description)
    let writer = try BatchReportWriter(
      directory: folders.report, options: reporting.options, earlier: earlier)
    for item in plan.items {
      let file = try treat(item, writer)
      outcome.add(file)
      if !reporting.quiet || file.status != 0 { printError(Self.line(file)) }
    }
    run.nanoseconds = UInt64((ContinuousClock.now - began) / .nanoseconds(1))
    run.exit = outcome.exit
    run.status = Int(outcome.status)
    let summary = try writer.finish(run)
    if reporting.json { print(summary, terminator: "") }
    if !reporting.quiet {
      printError(outcome.text)
      printError("report: \(visiblePath(folders.report))/\(ReportWriter.pageName)")
    }
    return outcome.status
  }

  /// Does what the plan says about a file, whatever comes of it.
  ///
  /// - Throws: what stands in the way of the combined report.
  private func treat(_ item: BatchPlan.Item, _ writer: BatchReportWriter) throws -> BatchFile {
    var file = BatchFile(
      path: item.file.path, state: .started, bytes: item.file.size,
      modified: item.file.modified.description)
    file.entry = item.entry.map { $0 + 1 }
    switch item.treatment {
    case .skip: file.state = .skipped
    case .unmatched:
      file.state = .notMatched
      file.status = Int(ExitStatus.badData.rawValue)
      file.detail = "no entry of \(job.path) matches it"
    case .unusable(let problem):
      file.state = .failed
      file.status = Int(ExitStatus.noInput.rawValue)
      file.detail = problem
    case .convert, .copy:
      guard let output = item.output else { preconditionFailure("the plan gives an output") }
      let settings = try settingsDigest(item)
      if let kept = try kept(item, output, settings: settings, writer) { return kept }
      guard Interruption.signal == 0 else {
        file.state = .notReached
        noteStale(output, in: &file)
        break
      }
      file.output = .init(path: output, bytes: 0, settings: settings)
      try writer.begin(file)
      do {
        if let entry = item.entry, item.treatment == .convert, let setup = setups[entry] {
          try convert(&file, setup)
        } else {
          try copy(&file)
        }
      } catch {
        note(error, in: &file)
      }
    }
    try writer.add(file)
    return file
  }

  private func convert(_ file: inout BatchFile, _ setup: ConversionSetup) throws {
    let output = BatchFolders.join(folders.output, file.output?.path ?? "")
    let report = BatchReportWriter.reportFolder(of: file.path)
    var reporting = reporting
    let place = BatchFolders.join(folders.report, report)
    reporting.report = place
    var job = try ConversionJob(
      setup: setup, reporting: reporting, running: running,
      inputPath: BatchFolders.join(folders.input, file.path), outputPath: output, namedFiles: [])
    defer {
      let summary = place + "/" + ReportWriter.summaryName
      if FileManager.default.fileExists(atPath: summary) { file.report = report }
    }
    // The report of an earlier batch must not stand for a conversion that does not begin.
    if FileManager.default.fileExists(atPath: place) { try ReportWriter.prepare(place) }
    let source = try InputFile(
      path: BatchFolders.join(folders.input, file.path), threads: running.count)
    try ParentFolders.make(for: place)
    try ParentFolders.make(for: output)
    // Compressed as its name says, and the rejected records as theirs.
    func target(_ path: String) throws -> OutputFile {
      try OutputFile(
        path: path, replaces: mayReplace, input: source,
        compression: CompressionForm(nameOf: path).map { OutputCompression($0) },
        threads: running.helperCount)
    }
    let rejected = try job.mayReject ? target(output + Self.rejectedSuffix) : nil
    let target = try target(output)
    try job.convert(source: source, target: target, rejected: rejected)
    let result = job.report
    file.state = .complete
    file.input.sha256 = result.hashes.input
    // As it lies on the disk, which is what --continue compares.
    file.output?.bytes = BatchFolders.size(of: output) ?? result.bytesOut
    file.output?.sha256 = result.hashes.output
    file.conversion = .init(result, counted: result.mustSeeCount)
    noteLimit(&file)
  }

  private func copy(_ file: inout BatchFile) throws {
    let output = BatchFolders.join(folders.output, file.output?.path ?? "")
    let source = try InputFile(
      path: BatchFolders.join(folders.input, file.path), decompression: .none)
    try ParentFolders.make(for: output)
    let target = try OutputFile(path: output, replaces: mayReplace, input: source)
    let copied = try FileCopy.copy(source, to: target, hashes: reporting.hash)
    file.state = .copied
    file.input.sha256 = copied.sha256
    file.output?.bytes = copied.byteCount
    file.output?.sha256 = copied.sha256
  }

  /// What ended a file's conversion; nothing stands under its output's name.
  private func note(_ error: any Error, in file: inout BatchFile) {
    let output = file.output?.path ?? ""
    file.output = nil
    noteStale(output, in: &file)
    file.conversion = nil
    file.detail = String(describing: error)
    if Interruption.signal != 0 {
      file.state = .notReached
      file.detail = ""
    } else {
      file.state = .failed
      file.status = Int(exitStatus(of: error) ?? ExitStatus.software.rawValue)
    }
  }

  /// What stands under the output's name all the same is older.
  private func noteStale(_ output: String, in file: inout BatchFile) {
    let path = BatchFolders.join(folders.output, output)
    file.stale = FileManager.default.fileExists(atPath: path) ? output : nil
  }

  func noteLimit(_ file: inout BatchFile) {
    guard let conversion = file.conversion else { return }
    let isAbove = reporting.failOnUnmapped.map { conversion.unmapped.counted > $0 } ?? false
    file.state = isAbove ? .unmappedAboveLimit : .complete
    file.status = isAbove ? Int(ExitStatus.unmapped.rawValue) : 0
  }

  private static func line(_ file: BatchFile) -> String {
    let name = visiblePath(file.path)
    switch file.state {
    case .complete, .unmappedAboveLimit:
      let unmapped = file.conversion?.unmapped.counted ?? 0
      return "\(name): \(file.state.rawValue)\(file.isKept ? " (earlier)" : ""), "
        + "\(file.conversion?.records ?? 0) records, \(unmapped) characters unmapped"
    case .failed:
      let stale = file.stale.map { "; an earlier output still stands at \(visiblePath($0))" } ?? ""
      return "gaiji: \(name): \(visiblePath(file.detail))\(stale)"
    case .notMatched: return "gaiji: \(name): \(visiblePath(file.detail))"
    case .copied, .skipped, .notReached, .started:
      return "\(name): \(file.state.rawValue)\(file.isKept ? " (earlier)" : "")"
    }
  }
}
