import ArgumentParser
import Foundation
import GaijiTranscoding

/// How a run is done; nothing in it changes what comes out.
struct RunFlags: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Threads that convert (default: one for each processor; at most 64).",
      discussion: """
        Output, report and errors are the same for any number. Text whose shift state runs on from \
        record to record (ISO-2022-JP, host charsets without a layout) and records in blocks (BDW) \
        as output are converted by one.
        """))
  var threads: Int?

  @Option(
    help: ArgumentHelp(
      "Keep a checkpoint: the same command goes on from it after a crash or a signal.",
      discussion: """
        What is converted so far is made durable every --checkpoint-every seconds. A run that finds \
        the file goes on where it says, with any number of threads, and ends with the same output \
        and report; it refuses when input, release, policy, layouts or flags are others than then. \
        An input that is a pipe or compressed is read again up to there. The file holds samples of \
        the data, as the report does, and is removed in the end.
        """, valueName: "file"))
  var checkpoint: String?

  @Option(help: ArgumentHelp("Seconds between two checkpoints.", valueName: "seconds"))
  var checkpointEvery: Double = 10

  func validate() throws {
    if !(0...86_400).contains(checkpointEvery) {
      throw ValidationError("--checkpoint-every \(checkpointEvery): expected 0 to 86400 seconds")
    }
    if let threads, !(1...TranscodingOptions.maximumThreads).contains(threads) {
      throw ValidationError(
        "--threads \(threads): expected 1 to \(TranscodingOptions.maximumThreads)")
    }
  }

  func apply(to options: inout TranscodingOptions) { options.threads = count }

  /// How many threads the run may use.
  var count: Int { threads ?? Self.processors }

  /// The processors that are online and that this process may use.
  private static var processors: Int {
    max(
      1,
      min(
        ProcessInfo.processInfo.activeProcessorCount, allowed ?? .max,
        TranscodingOptions.maximumThreads))
  }

  /// How many processors the kernel lets this process use (`taskset`, a container's set).
  private static var allowed: Int? {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix("Cpus_allowed:") })
    else { return nil }
    // Hexadecimal words of 32 bits with commas between them.
    let count = line.dropFirst("Cpus_allowed:".count).reduce(0) {
      $0 + ($1.hexDigitValue?.nonzeroBitCount ?? 0)
    }
    return count > 0 ? count : nil
  }
}
