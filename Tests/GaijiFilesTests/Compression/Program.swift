import Foundation
import GaijiFiles

/// One of the programs that everyone has compressed files with.
struct Program: Sendable {
  let path: String

  /// `nil` when it is not installed.
  init?(_ name: String) {
    let places = ["/usr/bin/", "/bin/", "/usr/local/bin/"].map { $0 + name }
    guard let found = places.first(where: { FileManager.default.isExecutableFile(atPath: $0) })
    else { return nil }
    path = found
  }

  static let gzip = Program("gzip")
  static let zstd = Program("zstd")
  static let areReady = gzip != nil && zstd != nil

  static func of(_ form: CompressionForm) throws -> Program {
    guard let program = form == .gzip ? gzip : zstd else {
      throw CocoaError(.fileNoSuchFile)
    }
    return program
  }

  /// Runs it with files as input and output, so that no pipe can fill up.
  func run(
    _ arguments: [String], input: [UInt8] = [], in folder: Folder
  ) throws -> (status: Int32, output: [UInt8]) {
    try folder.write("program.in", input)
    try folder.write("program.out", [])
    defer {
      for name in ["program.in", "program.out"] {
        try? FileManager.default.removeItem(atPath: folder[name])
      }
    }
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    process.standardInput = try FileHandle(forReadingFrom: URL(filePath: folder["program.in"]))
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: folder["program.out"]))
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return (process.terminationStatus, try folder.bytes("program.out"))
  }
}
