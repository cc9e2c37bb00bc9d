import ArgumentParser
import Foundation
import GaijiFiles

/// How a command reads files that may be compressed.
struct DecompressionFlags: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Compressed input: auto (default; gzip and zstd are told from the first bytes) or none."))
  var decompress: Word = .auto

  enum Word: String, ExpressibleByArgument, CaseIterable { case auto, none }

  /// - Parameter threads: those that the command may use.
  func open(_ path: String, threads: Int = RunFlags.processors) throws(FileError) -> InputFile {
    try InputFile(
      path: path, decompression: decompress == .auto ? .automatic : .none, threads: threads)
  }
}

/// How a command writes its output.
struct CompressionFlags: ParsableArguments {
  @Option(
    help: "Compress the output: none, gzip or zstd; by its name (.gz, .zst) when not given.")
  var compress: Word?

  @Option(help: "1 to 9 for gzip (default 6), 1 to 19 for zstd (default 3).")
  var compressLevel: Int?

  enum Word: String, ExpressibleByArgument, CaseIterable { case none, gzip, zstd }

  /// - Parameter output: the output's name.
  func form(of output: String) throws -> OutputCompression? {
    let form: CompressionForm? =
      switch compress {
      case nil: CompressionForm(nameOf: output)
      case .some(.none): nil
      case .gzip: .gzip
      case .zstd: .zstd
      }
    guard let form else {
      if compressLevel != nil {
        throw ValidationError(
          "--compress-level has no use: \(output) is not compressed; give --compress gzip or zstd")
      }
      return nil
    }
    if let compressLevel, !form.levels.contains(compressLevel) {
      throw ValidationError(
        "--compress-level \(compressLevel): \(form.rawValue) has \(form.levels.lowerBound) to "
          + "\(form.levels.upperBound)")
    }
    return OutputCompression(form, level: compressLevel)
  }

  /// The usual side file of rejected records, compressed as the output's name says.
  static func rejectPath(of output: String) -> String {
    guard let form = CompressionForm(nameOf: output) else { return output + ".rejected" }
    return output.dropLast(form.ending.count) + ".rejected" + form.ending
  }
}
