public import GaijiModel

/// The record layouts of a COBOL copybook.
public struct Copybook: Hashable, Sendable {
  /// One for each level 01 or 77, in order; items before the first one make a layout that has the
  /// copybook's name.
  public var layouts: [RecordLayout]
  /// What was decided without being asked: redefinitions left out, edited pictures, alignment, ...
  public var notes: [LayoutMessage]

  public init(layouts: [RecordLayout], notes: [LayoutMessage] = []) {
    self.layouts = layouts
    self.notes = notes
  }
}

/// How a copybook is read. The defaults are those of IBM Enterprise COBOL.
public struct CopybookOptions: Hashable, Sendable {
  /// Where on a line the text stands.
  public enum Format: String, Hashable, Sendable, CaseIterable {
    /// Fixed unless more lines speak against it than for it.
    case detected
    /// Columns 1-6 sequence number, 7 indicator, 8-72 text. A character that CP932 has in two bytes
    /// takes two columns.
    case fixed
    /// The whole line.
    case free
  }

  public var format = Format.detected
  /// What PIC X and PIC A hold: `.mixed` or `.single`.
  public var alphanumeric = FieldKind.mixed
  /// FILLER bytes have no meaning; otherwise a FILLER is read as its PICTURE says.
  public var fillersAreRaw = true
  /// Binary numbers of one or two digits take one byte and not two.
  public var hasOneByteBinary = false
  /// Of COMP, COMP-4 and BINARY.
  public var binaryOrder = ByteOrder.big
  /// Of COMP-5, which has the order of the machine that wrote it.
  public var nativeOrder = ByteOrder.big
  /// Of COMP-1 and COMP-2.
  public var float = FloatFormat.hexadecimal
  /// Names of items with REDEFINES that are read in place of the item they redefine.
  public var use: [String] = []

  public init() {}
}

/// Reads COBOL copybooks: data description entries, as a COPY statement would include them.
///
/// Storage and alignment follow IBM Enterprise COBOL for z/OS, Language Reference, "Computational
/// items", "PICTURE clause" and "SYNCHRONIZED clause".
public enum CopybookParser {
  /// Reads the bytes of a copybook, which must be UTF-8.
  ///
  /// - Parameter name: Names the text in messages, and the layout of items without a level 01.
  /// - Throws: `LayoutError` with line and column of each problem.
  public static func parse(
    _ bytes: [UInt8], name: String, options: CopybookOptions = CopybookOptions()
  ) throws(LayoutError) -> Copybook {
    guard bytes.count <= LayoutLimits.fileByteCount else {
      throw LayoutError(
        file: name,
        "has \(bytes.count) bytes; a copybook has at most \(LayoutLimits.fileByteCount)")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw LayoutError(
        file: name, line: firstLineThatIsNotUTF8(bytes),
        "is not UTF-8; convert the copybook first, such as with iconv -f cp932 -t utf-8")
    }
    return try parse(text, name: name, options: options)
  }

  /// As `parse(_:name:options:)` with bytes.
  public static func parse(
    _ text: String, name: String, options: CopybookOptions = CopybookOptions()
  ) throws(LayoutError) -> Copybook {
    guard text.utf8.count <= LayoutLimits.fileByteCount else {
      throw LayoutError(
        file: name,
        "has \(text.utf8.count) bytes; a copybook has at most \(LayoutLimits.fileByteCount)")
    }
    var diagnostics = LayoutDiagnostics(file: name)
    let source = CopybookSource.read(text, format: options.format, &diagnostics)
    let tokens = CopybookLexer.tokens(of: source, &diagnostics)
    var parser = EntryParser(tokens: tokens, diagnostics: diagnostics)
    let entries = parser.entries()
    var tree = CopybookTree(diagnostics: parser.diagnostics, options: options)
    tree.build(entries, name: layoutName(name))
    try tree.diagnostics.throwIfAny()
    guard !tree.roots.isEmpty else {
      throw LayoutError(file: name, "has no data description; expected such as 01 RECORD.")
    }
    tree.placeAll()
    try tree.diagnostics.throwIfAny()
    var expansion = CopybookExpansion(tree: tree)
    let layouts = expansion.layouts()
    try expansion.diagnostics.throwIfAny()
    return Copybook(
      layouts: layouts, notes: LayoutDiagnostics.sorted(expansion.diagnostics.notes))
  }

  /// The file's name without folders and extension, in upper case.
  private static func layoutName(_ path: String) -> String {
    let last = path.unicodeScalars.split(separator: "/").last ?? path.unicodeScalars[...]
    let stem = last.split(separator: ".").first ?? last
    return uppercasedASCII(String(stem.prefix(LayoutLimits.nameLength)))
  }

  private static func firstLineThatIsNotUTF8(_ bytes: [UInt8]) -> Int? {
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    return lines.firstIndex { String(validating: $0, as: UTF8.self) == nil }.map { $0 + 1 }
  }
}
