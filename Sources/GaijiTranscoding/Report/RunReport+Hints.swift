extension RunReport {
  /// Adds what a user should know about the findings, and can do about them, to `warnings`: each
  /// hint once, however often this is called.
  public mutating func addHints() {
    for hint in [importHint, sizeHint].compactMap(\.self)
    where !warnings.contains(where: { $0.utf8.elementsEqual(hint.utf8) }) {
      warnings.append(hint)
    }
  }

  /// Codes of a vendor's charset without a character may well be the vendor's extensions: they are
  /// not in a release until the vendor's table is imported.
  private var importHint: String? {
    guard Self.isVendorCharset(sourceCharset) else { return nil }
    let undefined = findings.filter { $0.key.kind == .undefined }
    guard !undefined.isEmpty else { return nil }
    let distinct = Set(undefined.map { UInt64($0.key.codeByteCount) << 32 | UInt64($0.key.code) })
    let count = undefined.reduce(0) { $0 + $1.count }
    return
      "\(distinct.count) codes (\(count) occurrences) have no character in the release's table "
      + "of \(sourceCharset); if they are the vendor's extensions, import the vendor's table "
      + "(gaiji charset import) and compile the release again"
  }

  private var sizeHint: String? {
    let count = findings.reduce(0) { $0 + ($1.key.kind == .sizeShift ? $1.count : 0) }
    guard count > 0 else { return nil }
    return "\(count) shift sequences also say how large characters are printed; the sizes are not "
      + "in the output (mapped.csv of the report lists them)"
  }

  /// Whether a charset is a vendor's whose extensions come from an imported table: by the names that
  /// the catalogue gives these charsets.
  static func isVendorCharset(_ name: String) -> Bool {
    let families = ["jef", "keis", "jips", "fujitsu-", "hitachi-", "nec-"]
    return families.contains { name.utf8.starts(with: $0.utf8) }
  }
}
