/// A form of compressed file: gzip (RFC 1952) or zstd (RFC 8878).
public enum CompressionForm: String, Sendable, Hashable, CaseIterable {
  case gzip, zstd

  /// The ending of such a file's name.
  public var ending: String {
    switch self {
    case .gzip: ".gz"
    case .zstd: ".zst"
    }
  }

  /// The form that a file's name asks for; `nil` for every other name.
  public init?(nameOf path: String) {
    guard let form = Self.allCases.first(where: { path.utf8.ends(with: $0.ending.utf8) }) else {
      return nil
    }
    self = form
  }

  /// Levels a person may ask for. Those of zstd above 19 need memory out of proportion.
  public var levels: ClosedRange<Int> {
    switch self {
    case .gzip: 1...9
    case .zstd: 1...19
    }
  }

  /// The level that the programs `gzip` and `zstd` use themselves.
  public var usualLevel: Int {
    switch self {
    case .gzip: 6
    case .zstd: 3
    }
  }

  /// How many bytes `recognized` looks at.
  static let magicByteCount = 4

  /// The form of a file that begins with `first`.
  ///
  /// gzip: its two bytes and the only method there is. zstd: the magic number of a frame, or one of
  /// the sixteen of a skippable frame, with which some compressors begin.
  static func recognized(_ first: some Collection<UInt8>) -> CompressionForm? {
    if first.starts(with: [0x1F, 0x8B, 0x08]) { return .gzip }
    return isZstdMagic(first) ? .zstd : nil
  }

  static func isZstdMagic(_ first: some Collection<UInt8>) -> Bool {
    if first.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) { return true }
    guard let byte = first.first, byte & 0xF0 == 0x50 else { return false }
    return first.dropFirst().starts(with: [0x2A, 0x4D, 0x18])
  }
}

extension Collection where Element: Equatable {
  fileprivate func ends(with other: some Collection<Element>) -> Bool {
    count >= other.count && suffix(other.count).elementsEqual(other)
  }
}

/// How an output file is compressed.
public struct OutputCompression: Sendable, Hashable {
  public let form: CompressionForm
  /// In `form.levels`.
  public let level: Int

  /// - Parameter level: The usual one of the form when `nil`; out of `form.levels` the nearest in it.
  public init(_ form: CompressionForm, level: Int? = nil) {
    self.form = form
    let wanted = level ?? form.usualLevel
    self.level = min(max(wanted, form.levels.lowerBound), form.levels.upperBound)
  }
}
