public import GaijiModel
internal import Glibc

/// Reads layout files: declared ones (`.toml`) and bare copybooks (`.cpy`, `.cbl`, `.cob`).
public enum LayoutReader {
  /// Whether a file of this name is read as a copybook.
  public static func isCopybook(path: String) -> Bool {
    [".cpy", ".cbl", ".cob"].contains { uppercasedASCII(path).hasSuffix(uppercasedASCII($0)) }
  }

  /// Reads a layout file, and the copybooks that it names, relative to its folder.
  ///
  /// - Parameters:
  ///   - framing: Replaces what a declared layout says. For a bare copybook without it records are
  ///     as long as the copybook's, which then must not vary.
  ///   - options: For a bare copybook; a declared layout has its own (`[cobol]`, `use`).
  ///   - item: For a bare copybook with several: the level 01 to take.
  /// - Throws: `LayoutError` with the file, the line and the key or word of each problem.
  public static func read(
    path: String, framing: RecordFraming? = nil, options: CopybookOptions = CopybookOptions(),
    item: String? = nil
  ) throws(LayoutError) -> LayoutFile {
    if isCopybook(path: path) {
      let copybook = try readCopybook(path: path, options: options)
      return try file(of: copybook, path: path, framing: framing, item: item)
    }
    return try decode(try bytes(path: path), path: path, framing: framing)
  }

  /// Reads a bare copybook.
  public static func readCopybook(
    path: String, options: CopybookOptions = CopybookOptions()
  ) throws(LayoutError) -> Copybook {
    try CopybookParser.parse(try bytes(path: path), name: path, options: options)
  }

  /// As `read(path:)`, for the bytes of a declared layout; `path` names them in messages, and its
  /// folder is where copybooks are looked for.
  public static func decode(
    _ bytes: [UInt8], path: String, framing: RecordFraming? = nil
  ) throws(LayoutError) -> LayoutFile {
    guard uppercasedASCII(path).hasSuffix(".TOML") else {
      throw LayoutError(
        file: path,
        "a layout file ends in .toml, and a copybook in .cpy, .cbl or .cob; rename it")
    }
    guard bytes.count <= LayoutLimits.fileByteCount else {
      throw LayoutError(
        file: path, "is larger than \(LayoutLimits.fileByteCount) bytes; is this a layout?")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw LayoutError(file: path, "is not UTF-8; save the layout as UTF-8 text")
    }
    let content =
      text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
    let root = try LayoutTOML.parse(content, file: path)
    var decoder = LayoutDecoder(path: path, framing: framing)
    return try decoder.decode(root)
  }

  private static func file(
    of copybook: Copybook, path: String, framing: RecordFraming?, item: String?
  ) throws(LayoutError) -> LayoutFile {
    let layout = try copybook.layout(named: item, file: path)
    let cut: RecordFraming
    switch framing {
    case .fixed(let byteCount)? where byteCount < layout.maximumByteCount:
      throw LayoutError(
        file: path,
        "a record of \(byteCount) bytes cannot hold \(layout.name), which has "
          + "\(layout.maximumByteCount)")
    case let framing?: cut = framing
    case nil:
      guard layout.tables.isEmpty else {
        throw LayoutError(
          file: path, "the size of \(layout.name) varies; say how its records follow each other")
      }
      cut = .fixed(byteCount: layout.maximumByteCount)
    }
    var whole = layout
    if case .fixed(let byteCount) = cut { whole = layout.extended(to: byteCount) }
    return LayoutFile(
      layout: RecordFileLayout(framing: cut, types: [.init(layout: whole)]),
      notes: copybook.notes)
  }

  /// The bytes of a file, if they are not too many to be a layout.
  static func bytes(path: String) throws(LayoutError) -> [UInt8] {
    func failure() -> LayoutError {
      let reason = unsafe String(cString: strerror(errno))
      return LayoutError(file: path, "cannot read the layout: \(reason)", isUnreadable: true)
    }
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure() }
    defer { _ = close(descriptor) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      // SAFETY: reads at most the array's own size.
      let count = unsafe block.withUnsafeMutableBytes {
        unsafe Glibc.read(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure() }
      if count == 0 { return bytes }
      bytes += block[..<count]
      guard bytes.count <= LayoutLimits.fileByteCount else {
        throw LayoutError(
          file: path, "is larger than \(LayoutLimits.fileByteCount) bytes; is this a layout?")
      }
    }
  }
}

extension Copybook {
  /// The layout of one level 01, which may go unnamed when there is only one.
  func layout(named name: String?, file: String) throws(LayoutError) -> RecordLayout {
    let names = layouts.map(\.name)
    guard let name else {
      if layouts.count == 1 { return layouts[0] }
      throw LayoutError(
        file: file,
        "has \(layouts.count) records; name one of them: "
          + names.prefix(20).joined(separator: ", "))
    }
    let wanted = FoldedName(name)
    if let found = layouts.first(where: { FoldedName($0.name) == wanted }) { return found }
    throw LayoutError(
      file: file, "has no record \"\(excerpt(name))\"" + hint(name, among: names))
  }
}
