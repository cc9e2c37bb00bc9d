public import GaijiModel

/// Says which framings the first bytes of a file fit, to help a person who named the wrong one.
///
/// A file with block descriptors also reads as one with record descriptors only: each block is then
/// a record. So the blocked form is looked for first, and the plain one counts only when its first
/// records do not consist of records themselves.
public struct FramingProbe: Hashable, Sendable {
  public enum Fit: Hashable, Sendable {
    case blocked
    case descriptors
    case delimited(terminator: [UInt8])
    /// The size of the file is a multiple of the record length.
    case fixed(byteCount: Int)

    /// As layout files and flags name it.
    public var word: String {
      switch self {
      case .blocked: "bdw"
      case .descriptors: "rdw"
      case .delimited: "delimited"
      case .fixed: "fixed"
      }
    }
  }

  /// What fits, the likeliest first.
  public let fits: [Fit]

  /// Bytes of a file that are enough for a probe.
  public static let byteCount = 262_144

  /// - Parameters:
  ///   - first: the first bytes of the file; more than `byteCount` are not looked at.
  ///   - isWhole: whether they are all of it.
  ///   - recordByteCount: the length of a record after the layout, if it has only one.
  ///   - fileByteCount: bytes of the file, if known.
  public init(
    _ first: Span<UInt8>, isWhole: Bool, recordByteCount: Int? = nil, fileByteCount: Int? = nil
  ) {
    let end = Swift.min(first.count, Self.byteCount)
    let isCut = !isWhole || end < first.count
    var fits: [Fit] = []
    if Self.fits(.blocked(blockByteCount: 0), first, end, isCut: isCut) { fits.append(.blocked) }
    if fits.isEmpty, Self.fits(.descriptors, first, end, isCut: isCut) {
      fits.append(.descriptors)
    }
    let size = fileByteCount ?? (isWhole ? first.count : nil)
    if let recordByteCount, recordByteCount > 0 {
      if let terminator = Self.terminator(first, end, after: recordByteCount) {
        fits.append(.delimited(terminator: terminator))
      }
      if let size, size > 0, size.isMultiple(of: recordByteCount) {
        fits.append(.fixed(byteCount: recordByteCount))
      }
    }
    self.fits = fits
  }

  /// What to try instead of a framing, in words; `nil` when it fits itself or nothing else does.
  public func hint(against framing: RecordFraming) -> String? {
    let isFitting = fits.contains { fit in
      switch (fit, framing) {
      case (.blocked, .blocked), (.descriptors, .descriptors), (.delimited, .delimited): true
      case (.fixed(let byteCount), .fixed(let declared)): byteCount == declared
      default: false
      }
    }
    // The size of a file is a multiple of many numbers; descriptors do not chain by chance.
    let isByChance = if case .fixed = framing { true } else { false }
    guard let best = fits.first else { return nil }
    if isFitting, !(isByChance && (best == .blocked || best == .descriptors)) { return nil }
    switch best {
    case .blocked:
      return "the first bytes are blocks with descriptors that hold records with descriptors; "
        + "try framing bdw"
    case .descriptors: return "the first bytes are records with descriptors; try framing rdw"
    case .delimited(let terminator):
      let bytes = terminator.map { byte in
        (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
      return "every record length is followed by \(bytes.joined()); try framing delimited with it"
    case .fixed(let byteCount):
      return "the size of the file is a multiple of \(byteCount); try framing fixed"
    }
  }

  /// Whether the bytes are records of the framing up to their end, at least one of them.
  private static func fits(
    _ framing: RecordFraming, _ first: Span<UInt8>, _ end: Int, isCut: Bool
  ) -> Bool {
    var framer = RecordFramer(framing, maximumRecordByteCount: Self.byteCount)
    let block = first.extracting(0..<end)
    var position = 0
    var count = 0
    do throws(FramingError) {
      while let record = try framer.step(in: block, from: position, offset: 0, isLast: !isCut) {
        position = record.whole.upperBound
        count += 1
      }
    } catch {
      return false
    }
    return count > 0
  }

  /// A usual line end that stands behind each of the first records.
  private static func terminator(
    _ first: Span<UInt8>, _ end: Int, after recordByteCount: Int
  ) -> [UInt8]? {
    for terminator: [UInt8] in [[0x0D, 0x0A], [0x0D, 0x25], [0x0A], [0x15], [0x25], [0x0D]] {
      var place = 0
      var count = 0
      while end - place >= terminator.count,
        recordByteCount <= end - place - terminator.count,
        terminator.indices.allSatisfy({ first[place + recordByteCount + $0] == terminator[$0] })
      {
        place += recordByteCount + terminator.count
        count += 1
      }
      // The rest is less than a record, or a last one without its terminator.
      if count > 0, end - place < recordByteCount + terminator.count { return terminator }
    }
    return nil
  }
}
