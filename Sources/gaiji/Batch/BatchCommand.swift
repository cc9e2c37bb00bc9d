import ArgumentParser
import Foundation
import GaijiFiles
import GaijiPolicies
import GaijiReports

struct BatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "batch",
    abstract: "Convert the files of a folder as a job file says, with one combined report.",
    usage: """
      gaiji batch job.toml --input extracts --out converted --report report --release town.release
      gaiji batch job.toml --input extracts --list
      """,
    discussion: """
      A job file names patterns of files, and for each the policy, layout or columns; the first that \
      matches a file is used (Data/jobs/README.md). A file that fails does not end the batch: it is \
      listed with its message, and no output stands under its name.

      EXIT STATUS
        0    every file is complete, copied or skipped
        2    the same, but a file has more unmapped characters than --fail-on-unmapped allows
        64   usage: the job file, a policy, a layout, two files with one output; nothing was written
        65   some files failed, or no entry of the job file matches them; the others are complete
        66   the folder, the release or the catalogue cannot be opened; nothing was written
        70   conservation does not hold in a file: a fault of this program, the output is removed
        74   an output or the report cannot be written
        130, 143  ended by a signal; the report says what was done, --continue goes on
      """)

  @Argument(help: "Job file (TOML or JSON).")
  var job: String

  @Option(help: ArgumentHelp("Folder of the input files; over the job file's.", valueName: "dir"))
  var input: String?

  @Option(help: ArgumentHelp("Folder of the outputs.", valueName: "dir"))
  var out: String?

  @Option(help: "Whose gaiji: ORGANISATION/SYSTEM, over what the job file and its policies say.")
  var system: String?

  @OptionGroup var releaseFlags: ReleaseFlags
  @OptionGroup var reporting: ReportFlags
  @OptionGroup var running: RunFlags

  @Flag(help: "Replace existing output files.")
  var force = false

  @Flag(
    name: .customLong("continue"),
    help: ArgumentHelp(
      "Do not convert again what the earlier batch of this report completed.",
      discussion: """
        A file is converted again when it, or anything that decides its output, has changed since.
        """))
  var continues = false

  @Flag(help: "Show how each file would be treated, and write nothing.")
  var list = false

  func validate() throws {
    if list {
      if continues { throw ValidationError("--list shows all files; give it without --continue") }
      return
    }
    guard out != nil else { throw ValidationError("say where the outputs go with --out DIR") }
    guard reporting.report != nil else {
      throw ValidationError("say where the report goes with --report DIR")
    }
  }

  func run() throws {
    try withExitStatus {
      let job = try BatchJobReader.read(path: job)
      guard let folder = input ?? job.input else {
        throw ValidationError(
          "say where the files are with --input DIR, or \"input\" in the job file")
      }
      let system = try system.map(systemName)
      let prepared = try BatchSetups.prepare(job, system: system)
      let includesHidden = job.entries.contains { $0.patterns.contains(where: \.namesHidden) }
      let files = try FileTree.items(below: folder, includesHidden: includesHidden)
      let plan = try BatchPlan(job: job, files: files, prepared: prepared)
      if list {
        print(try BatchListing(plan: plan, job: job).text(json: reporting.json))
        return
      }
      guard let out, let report = reporting.report else { return }
      try BatchFolders(input: folder, output: out, report: report).check()
      try checkNamedFiles(job, report: report)
      let setups = try BatchSetups(prepared, job: job, release: OpenRelease(releaseFlags))
      let earlier = continues ? try EarlierBatch(directory: report) : EarlierBatch()
      var runner = try BatchRunner(
        job: job, plan: plan, setups: setups, reporting: reporting.settings,
        running: running, folders: (folder, out, report), earlier: earlier, force: force)
      Interruption.install()
      let status = try runner.run()
      if status != 0 { throw ExitCode(status) }
    }
  }

  /// The combined report must not replace what the batch reads.
  private func checkNamedFiles(_ job: BatchJob, report: String) throws {
    var files = [job.path] + [releaseFlags.release, releaseFlags.catalog].compactMap(\.self)
    for entry in job.entries {
      let keys = entry.keys
      files += [keys.policy, keys.profile, keys.layout, keys.outLayout].compactMap(\.self)
    }
    try ReportPlace(directory: report, names: BatchReportWriter.fileNames).check(files)
  }
}

/// A message about how the command is used: exit status 64.
struct BatchUsageError: Error, CustomStringConvertible {
  let description: String
}
