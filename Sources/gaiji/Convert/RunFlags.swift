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

  func validate() throws {
    if let threads, !(1...TranscodingOptions.maximumThreads).contains(threads) {
      throw ValidationError(
        "--threads \(threads): expected 1 to \(TranscodingOptions.maximumThreads)")
    }
  }

  func apply(to options: inout TranscodingOptions) {
    options.threads = count
  }

  /// The threads of the run.
  var count: Int { threads ?? Self.processors }

  /// Threads that work at a file beside the run: none beside a run of one thread.
  var helperCount: Int { count > 1 ? count : 0 }

  /// The processors that are online and that this process may use.
  static var processors: Int {
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
