extension RunReport {
  /// Adds what a user can do about the findings to `warnings`, each hint once however often this is
  /// called.
  ///
  /// Codes of a vendor's charset without a character may well be the vendor's extensions: they are
  /// not in a release until the vendor's table is imported.
  public mutating func addHints() {
    guard Self.isVendorCharset(sourceCharset) else { return }
    let undefined = findings.filter { $0.key.kind == .undefined }
    guard !undefined.isEmpty else { return }
    let distinct = Set(undefined.map { UInt64($0.key.codeByteCount) << 32 | UInt64($0.key.code) })
    let hint = Self.importHint(
      charset: sourceCharset, distinct: distinct.count,
      occurrences: undefined.reduce(0) { $0 + $1.count })
    if !warnings.contains(where: { $0.utf8.elementsEqual(hint.utf8) }) { warnings.append(hint) }
  }

  static func importHint(charset: String, distinct: Int, occurrences: Int) -> String {
    "\(distinct) codes (\(occurrences) occurrences) have no character in the release's table of "
      + "\(charset); if they are the vendor's extensions, import the vendor's table "
      + "(gaiji charset import) and compile the release again"
  }

  /// Whether a charset is a vendor's whose extensions come from an imported table: by the names that
  /// the catalogue gives these charsets.
  static func isVendorCharset(_ name: String) -> Bool {
    let families = ["jef", "keis", "jips", "fujitsu-", "hitachi-", "nec-"]
    return families.contains { name.utf8.starts(with: $0.utf8) }
  }
}
