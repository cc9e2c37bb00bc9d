import ArgumentParser
import Foundation

/// The exit statuses of every command; after sysexits.h where it has one.
enum ExitStatus: Int32 {
  case success = 0
  /// Data was converted, but more gaiji than `--fail-on-unmapped` allows had no mapping.
  case unmapped = 2
  case usage = 64
  /// The input was read, but is wrong.
  case badData = 65
  /// An input file is not there or cannot be read.
  case noInput = 66
  /// A check of this program on itself failed.
  case software = 70
  case ioError = 74

  var exitCode: ExitCode { ExitCode(rawValue) }
}

/// Writes a line to standard error.
func printError(_ text: String) {
  FileHandle.standardError.write(Data((text + "\n").utf8))
}

/// Prints `gaiji: ` and the message, and gives the error that ends the program with `status`.
func failure(_ status: ExitStatus, _ message: String) -> ExitCode {
  printError("gaiji: " + message)
  return status.exitCode
}

/// Where things are when nobody says otherwise.
enum DefaultPath {
  /// Environment variable GAIJI_CATALOG, else `.gaiji/catalog.sqlite` in the working directory.
  static var catalog: String {
    environment("GAIJI_CATALOG") ?? ".gaiji/catalog.sqlite"
  }

  /// Where the set-up script puts fetched data: GAIJI_DATA, else `.gaiji/data`.
  static var data: String { environment("GAIJI_DATA") ?? ".gaiji/data" }

  private static func environment(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }
}
