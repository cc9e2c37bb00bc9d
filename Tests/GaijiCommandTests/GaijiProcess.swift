import Foundation
import Glibc

/// One run of the built `gaiji` executable.
struct GaijiProcess {
  /// What a run that has ended leaves.
  struct Outcome {
    /// The exit status; the number of the signal when `wasKilled`.
    var status: Int32
    /// Ended by a signal that it did not handle.
    var wasKilled: Bool
    var output: Data
    var errors: String

    var outputText: String { String(decoding: output, as: UTF8.self) }
    var errorLines: [String] { errors.split(separator: "\n").map(String.init) }
  }

  /// `gaiji` of the same build: it stands beside the test bundle, which is the running program
  /// (Linux) or lies in one of the folders above it.
  static let executable: URL? = {
    // A pipe whose reader has ended is an error of `write`, not the end of the tests.
    _ = signal(SIGPIPE, SIG_IGN)
    var folder = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    for start in [folder, URL(filePath: CommandLine.arguments[0]).standardizedFileURL] {
      folder = start.deletingLastPathComponent()
      while folder.path != "/" {
        let candidate = folder.appending(path: "gaiji")
        let type = try? FileManager.default.attributesOfItem(atPath: candidate.path)[.type]
        if type as? FileAttributeType == .typeRegular { return candidate }
        folder = folder.deletingLastPathComponent()
      }
    }
    return nil
  }()

  private let process = Process()
  private let place: Scratch
  let folder: String

  /// Starts it in `folder`.
  ///
  /// - Parameters:
  ///   - input: Standard input; nothing when `nil`.
  ///   - output: Standard output; kept for the outcome when `nil`.
  init(
    _ arguments: [String], in folder: Scratch, input: FileHandle? = nil, output: FileHandle? = nil
  ) throws {
    guard let executable = Self.executable else {
      throw TestFault("the executable gaiji was not built beside the tests")
    }
    self.folder = folder.path
    // Output goes to files: nothing has to be read while the program runs.
    place = try Scratch()
    place.write("stdout", Data())
    place.write("stderr", Data())
    process.executableURL = executable
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: folder.path)
    var environment = ProcessInfo.processInfo.environment
    environment["GAIJI_CATALOG"] = nil
    environment["GAIJI_DATA"] = Town.data
    process.environment = environment
    process.standardInput = input ?? FileHandle.nullDevice
    process.standardOutput =
      try output ?? FileHandle(forWritingTo: URL(filePath: place["stdout"]))
    process.standardError = try FileHandle(forWritingTo: URL(filePath: place["stderr"]))
    try process.run()
  }

  var identifier: Int32 { process.processIdentifier }
  var isRunning: Bool { process.isRunning }

  func send(_ signal: Int32) { _ = kill(process.processIdentifier, signal) }

  /// Waits for the end, but no longer than `seconds`; then it is killed, and that is an error.
  func wait(seconds: Double = 60) throws -> Outcome {
    let limit = Date(timeIntervalSinceNow: seconds)
    while process.isRunning {
      if Date() > limit {
        send(SIGKILL)
        process.waitUntilExit()
        throw TestFault("gaiji did not end within \(seconds) s: \(process.arguments ?? [])")
      }
      usleep(2000)
    }
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus,
      wasKilled: process.terminationReason == .uncaughtSignal,
      output: try place.data("stdout"), errors: try place.text("stderr"))
  }
}

/// Runs `gaiji` to its end.
///
/// - Parameter input: Given through a pipe.
func gaiji(
  _ arguments: [String], in folder: Scratch, input: Data? = nil
) throws -> GaijiProcess.Outcome {
  guard let input else { return try GaijiProcess(arguments, in: folder).wait() }
  let pipe = Pipe()
  let process = try GaijiProcess(arguments, in: folder, input: pipe.fileHandleForReading)
  try pipe.fileHandleForReading.close()
  let writer = pipe.fileHandleForWriting
  DispatchQueue.global().async {
    // The program may end without reading everything: then the pipe is broken.
    try? writer.write(contentsOf: input)
    try? writer.close()
  }
  return try process.wait()
}

/// What makes a test meaningless.
struct TestFault: Error, CustomStringConvertible {
  var description: String
  init(_ description: String) { self.description = description }
}
