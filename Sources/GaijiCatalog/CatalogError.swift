/// Why a catalogue cannot be made, opened or used.
public enum CatalogError: Error, Equatable, Sendable {
  case notFound(path: String)
  case alreadyExists(path: String)
  case cannotOpen(path: String, reason: String)
  /// There is a file, but not one of this program's catalogues.
  case notACatalogue(path: String, reason: String)
  case damaged(path: String, reason: String)
  case tooOld(path: String, found: Int, supported: Int)
  case tooNew(path: String, found: Int, supported: Int)
  case readOnly(path: String)
  /// Another process is writing to it.
  case locked(path: String)
  case writeFailed(path: String, reason: String)
  /// A file of facts (font, Unihan, jntajis, GJ list) cannot be read or has wrong contents.
  case source(file: String, reason: String)
  /// What is asked for is not in the catalogue.
  case unknown(String)
  /// What is asked for would damage the catalogue or is not a thing it can hold; nothing was changed.
  case refused(String)
  /// The catalogue's facts contradict each other.
  case inconsistent(String)
}

extension CatalogError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notFound(let path):
      "there is no catalogue at \(path); make one with `gaiji catalog init`"
    case .alreadyExists(let path):
      "\(path) exists already; remove it or name another file"
    case .cannotOpen(let path, let reason):
      "cannot open \(path): \(reason)"
    case .notACatalogue(let path, let reason):
      "\(path) is not a gaiji catalogue: \(reason)"
    case .damaged(let path, let reason):
      "catalogue \(path) is damaged: \(reason); restore it from a copy"
    case .tooOld(let path, let found, let supported):
      "catalogue \(path) has schema \(found), this program needs \(supported); "
        + "bring it up with `gaiji catalog upgrade`"
    case .tooNew(let path, let found, let supported):
      "catalogue \(path) has schema \(found), this program knows only up to \(supported); "
        + "use a newer program"
    case .readOnly(let path):
      "catalogue \(path) is read-only; nothing was changed"
    case .locked(let path):
      "catalogue \(path) is in use by another process; try again when that has ended"
    case .writeFailed(let path, let reason):
      "cannot write catalogue \(path): \(reason); nothing was changed"
    case .source(let file, let reason):
      "\(file): \(reason)"
    case .unknown(let what), .refused(let what):
      "\(what)"
    case .inconsistent(let reason):
      "the catalogue contradicts itself: \(reason)"
    }
  }
}
