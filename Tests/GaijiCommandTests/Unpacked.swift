import Foundation

/// What gzip or zstd themselves do with a file: this program's own reader is not asked.
enum Unpacked {
  static let programs = ["gzip", "zstd"].map { "/usr/bin/" + $0 }
  static let areReady = programs.allSatisfy { FileManager.default.isExecutableFile(atPath: $0) }

  /// The content of a compressed file.
  static func data(_ path: String) throws -> Data {
    try run(path.hasSuffix(".zst") ? "zstd" : "gzip", ["-dc", path])
  }

  static func packed(_ path: String, by name: String) throws -> Data {
    try run(name, ["-qc", path])
  }

  private static func run(_ name: String, _ arguments: [String]) throws -> Data {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/" + name)
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw TestFault("\(name) \(arguments) ended with \(process.terminationStatus)")
    }
    return data
  }
}
