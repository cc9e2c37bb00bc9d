public import GaijiModel

/// One system of one organisation and what its gaiji are.
///
/// Its name is the key that gives a private-use code its meaning: every vendor's first gaiji is
/// U+E000.
public struct ReleaseSystem: Sendable {
  public let organization: String
  public let system: String
  /// Canonical charset name; the release has that charset.
  public let charset: String
  private let range: Range<Int>
  private let parts: ReleaseParts

  init(_ record: SystemRecord, parts: ReleaseParts) {
    organization = record.organization
    system = record.system
    charset = record.charset
    range = record.range
    self.parts = parts
  }

  /// By code, ascending. Decoded on each call: take it once. Throws when the release's tables of
  /// mappings or characters are damaged or malformed.
  public var mappings: [GaijiMapping] {
    get throws(ReleaseError) {
      let words = try parts.mappings()
      return range.map { SystemRecord.mapping(words[$0]) }
    }
  }

  public var mappingCount: Int { range.count }
}
