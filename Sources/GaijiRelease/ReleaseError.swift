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
  /// The bytes of a section, or of header and directory, are not those that its SHA-256 was taken
  /// of. `offset` is that of its first byte in the file.
  case damaged(section: String, offset: Int)
  /// The digest agrees, yet a table breaks the format's rules. `offset` as above.
  case malformed(section: String, offset: Int, reason: String)
  /// Contents that no release may hold (writer only).
  case inconsistentContents(String)
  /// One of the above, of a file.
  indirect case inFile(path: String, ReleaseError)
}

extension ReleaseError {
  /// The same error with the file's name, where it has none yet.
  func located(in path: String?) -> ReleaseError {
    switch self {
    case .cannotOpen, .cannotWrite, .inconsistentContents, .inFile: return self
    default: return path.map { .inFile(path: $0, self) } ?? self
    }
  }
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
    case .damaged(let section, let offset):
      "mapping release is damaged: section \(section) at byte \(offset): its SHA-256 does not agree "
        + "with its contents; copy it again"
    case .malformed(let section, let offset, let reason):
      "mapping release is malformed: section \(section) at byte \(offset): \(reason); "
        + "compile the catalogue again"
    case .inconsistentContents(let reason):
      "these contents cannot be a mapping release: \(reason)"
    case .inFile(let path, let error):
      "\(path): \(error)"
    }
  }
}

private func errorText(_ number: Int32) -> String {
  // SAFETY: strerror returns a NUL-terminated string that is copied at once.
  unsafe String(cString: strerror(number))
}
