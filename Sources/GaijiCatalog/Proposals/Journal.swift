internal import GRDB
internal import GaijiModel

/// Whose a row of the journal is.
enum Journal {
  /// How `decided_by` begins where the identifier made the row.
  static let programPrefix = "gaiji identify"

  /// Whether a row is a program's own: what a person approved or rejected is that person's, whoever
  /// proposed it. The trigger of schema step 8 says the same.
  static func isProgram(decidedBy: String, status: String) -> Bool {
    let isOpen =
      IdentificationStatus(word: status).map { $0 == .proposed || $0 == .held } ?? false
    return isOpen && decidedBy.utf8.starts(with: programPrefix.utf8)
  }
}
