internal import CFreeType
internal import GaijiFiles

/// A font file: its bytes, of which any thread can open faces of its own.
public struct FontFile: Sendable {
  /// The path, or the name given to the bytes; for messages.
  public let path: String
  /// How many faces a collection (TTC, OTC) holds; 1 for a single font.
  public let faceCount: Int
  let memory: FontMemory

  /// Opens TrueType, OpenType, collections of these, Windows EUDC fonts (.tte, which are TrueType), BDF
  /// and PCF, as it is or compressed with gzip or zstd.
  ///
  /// - Throws: `GlyphError`: `unreadable`, `unknownForm`, `damaged`, or `tooLarge`.
  public init(path: String) throws(GlyphError) {
    let content = try FileContent(path: path)
    let memory =
      if let bytes = content.bytes {
        FontMemory(copying: bytes)
      } else {
        try FontMemory(mapping: path)
      }
    try self.init(memory: memory, path: path)
  }

  /// - Parameter path: What messages call it.
  public init(bytes: [UInt8], path: String) throws(GlyphError) {
    guard bytes.count <= GlyphLimits.fileByteCount else {
      throw GlyphError(
        .tooLarge, path: path,
        detail: "larger than \(GlyphLimits.fileByteCount) bytes; give a smaller font")
    }
    try self.init(memory: FontMemory(copying: bytes), path: path)
  }

  private init(memory: FontMemory, path: String) throws(GlyphError) {
    guard FontForm(of: memory) != nil else {
      throw GlyphError(
        .unknownForm, path: path, offset: 0,
        detail: "not a font; TrueType, OpenType, TTC, BDF and PCF are read")
    }
    self.path = path
    self.memory = memory
    faceCount = try FontFace.count(in: memory, path: path)
  }

  public var byteCount: Int { memory.count }

  /// Calls `body` with the font's bytes, for a digest; it must not keep them.
  public func withBytes<R, E: Error>(
    _ body: (UnsafeRawBufferPointer) throws(E) -> R
  ) throws(E) -> R {
    try unsafe memory.withBytes(body)
  }

  /// Opens a face, to be used by one thread.
  ///
  /// - Throws: `GlyphError`: `absent` for an index that is not below `faceCount`, `damaged`.
  public func face(_ index: Int = 0) throws(GlyphError) -> FontFace {
    try FontFace(self, index: index)
  }
}

/// What a font's first bytes say that it is.
enum FontForm: Sendable {
  case trueType, openType, collection, bdf, pcf

  /// Only these are handed to FreeType, which would try a dozen other forms.
  init?(_ first: some Collection<UInt8>) {
    if first.starts(with: [0, 1, 0, 0]) || first.starts(with: "true".utf8) {
      self = .trueType
    } else if first.starts(with: "OTTO".utf8) {
      self = .openType
    } else if first.starts(with: "ttcf".utf8) {
      self = .collection
    } else if first.starts(with: "STARTFONT".utf8) {
      self = .bdf
    } else if first.starts(with: [1, 0x66, 0x63, 0x70]) {
      self = .pcf
    } else {
      return nil
    }
  }

  init?(of memory: FontMemory) {
    let first: [UInt8] = unsafe memory.withBytes { unsafe Array($0.prefix(16)) }
    self.init(first)
  }
}
