internal import Glibc

/// Why a mapping release cannot be read or written.
public enum ReleaseError: Error, Equatable, Sendable {
  case cannotOpen(path: String, errno: Int32)
  case cannotWrite(path: String, errno: Int32)
  /// The first eight bytes are not those of a mapping release, or there are fewer.
  case notARelease
  case unsupportedFormat(found: UInt32, supported: UInt32)
  case unsupportedSchema(found: UInt32, supported: UInt32)
  /// Lengths in bytes: what the header says and what is there.
  case truncated(expected: UInt64, found: UInt64)
  case extended(expected: UInt64, found: UInt64)
  /// The SHA-256 in the header is not that of the other bytes.
  case digestMismatch
  /// The digest agrees, yet a table breaks the format's rules.
  case malformed(section: String, reason: String)
  /// Contents that no release may hold (writer only).
  case inconsistentContents(String)
}

extension ReleaseError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .cannotOpen(let path, let errno):
      "cannot open mapping release \(path): \(errorText(errno))"
    case .cannotWrite(let path, let errno):
      "cannot write mapping release \(path): \(errorText(errno))"
    case .notARelease:
      "not a mapping release; make one with `gaiji catalog compile`"
    case .unsupportedFormat(let found, let supported):
      "mapping release of format \(found), but this program reads format \(supported); "
        + (found > supported ? "use a newer program" : "compile the catalogue again")
    case .unsupportedSchema(let found, let supported):
      "mapping release of schema \(found), but this program reads schema \(supported); "
        + (found > supported ? "use a newer program" : "compile the catalogue again")
    case .truncated(let expected, let found):
      "mapping release is cut short: \(found) of \(expected) bytes; copy it again"
    case .extended(let expected, let found):
      "mapping release has \(found) bytes where its header says \(expected); copy it again"
    case .digestMismatch:
      "mapping release is damaged: its SHA-256 does not agree with its contents; copy it again"
    case .malformed(let section, let reason):
      "mapping release is malformed: section \(section): \(reason); compile the catalogue again"
    case .inconsistentContents(let reason):
      "these contents cannot be a mapping release: \(reason)"
    }
  }
}

private func errorText(_ number: Int32) -> String {
  // SAFETY: strerror returns a NUL-terminated string that is copied at once.
  unsafe String(cString: strerror(number))
}
