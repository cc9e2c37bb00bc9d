internal import GaijiModel

/// What is in a table: counts by area, one-way codes, and codes that share a character.
public struct CharsetInspection: Sendable {
  /// Codes that lie together: those of one byte, those of rows (lead bytes) that follow each other
  /// and have the same trail bytes, or those of a user-defined area.
  public struct Area: Hashable, Sendable {
    public enum Kind: String, Sendable {
      case codes
      /// User-defined characters, projected to private-use scalars.
      case gaiji
    }

    public var kind: Kind
    public var state: Int
    public var byteCount: Int
    public var firstCode: UInt32
    public var lastCode: UInt32
    /// Codes with a character.
    public var definedCount: Int
    public var undefinedCount: Int
    /// Codes whose character JIS X 0208:1990 has in this row and cell, as far as the last seven bits
    /// of the bytes tell.
    public var standardCount: Int
    /// Private-use scalars of a gaiji area.
    public var projection: ClosedRange<UInt32>?

    /// Whether most of the area is laid out as JIS X 0208.
    public var isStandard: Bool { standardCount * 2 > definedCount }
  }

  /// Codes that are read as the same character; the one that is written comes first, if one is.
  public struct Group: Hashable, Sendable {
    public var scalars: [UInt32]
    public var codes: [CharsetCode]
  }

  public let areas: [Area]
  public let definedCount: Int
  public let undefinedCount: Int
  /// Bytes that begin no code, all states together.
  public let invalidLeadCount: Int
  /// Pairs of a lead byte and a byte that cannot follow it, all states together.
  public let invalidTrailCount: Int
  public let oneWay: [CharsetCode]
  /// Characters that are written but no code of which is read as them.
  public let writeOnly: [CharsetCode]
  /// Of codes read as the same scalars.
  public let groups: [Group]
  /// Of codes read as the same scalars when variation selectors are dropped.
  public let groupsWithoutSelectors: [Group]

  public init(_ table: CharsetTable) {
    let codes = table.codes
    definedCount = codes.count(where: \.isDefined)
    undefinedCount = codes.count - definedCount
    oneWay = codes.filter(\.isOneWay)
    areas = AreaFinder.areas(of: codes, grid: AreaFinder.standardGrid)
    var leads = 0
    var trails = 0
    for state in table.states {
      for lead in 0..<256 {
        switch state.lengths[lead] {
        case 0: leads += 1
        case 2:
          for trail in 0..<256 where state.two[lead << 8 | trail] == DecodeEntry.invalid.rawValue {
            trails += 1
          }
        default: break
        }
      }
    }
    invalidLeadCount = leads
    invalidTrailCount = trails
    var written: [[UInt32]: CharsetCode] = [:]
    for item in table.writtenCodes { written[item.scalars] = item.code }
    let read = Set(codes.map(\.scalars))
    writeOnly = written.filter { !read.contains($0.key) }.map(\.value).sorted(by: Self.isBefore)
    groups = Self.groups(codes, written) { $0 }
    groupsWithoutSelectors = Self.groups(codes, written) { scalars in
      scalars.count == 2 && isVariationSelector(scalars[1]) ? [scalars[0]] : scalars
    }
  }

  private static func groups(
    _ codes: [CharsetCode], _ written: [[UInt32]: CharsetCode],
    by key: ([UInt32]) -> [UInt32]
  ) -> [Group] {
    // The same bytes in another state (ASCII letters in JIS X 0201) are the same code.
    var found: [[UInt32]: [CharsetCode]] = [:]
    for code in codes where code.isDefined {
      let scalars = key(code.scalars)
      let isKnown = found[scalars]?.contains {
        $0.byteCount == code.byteCount && $0.code == code.code
      }
      if isKnown != true { found[scalars, default: []].append(code) }
    }
    return found.filter { $0.value.count > 1 }.map { scalars, codes in
      let first = written[scalars]
      return Group(
        scalars: scalars,
        codes: codes.filter { $0.code == first?.code } + codes.filter { $0.code != first?.code })
    }.sorted { $0.scalars.lexicographicallyPrecedes($1.scalars) }
  }

  static func isBefore(_ a: CharsetCode, _ b: CharsetCode) -> Bool {
    (a.state, a.byteCount, a.code) < (b.state, b.byteCount, b.code)
      || (a.state, a.byteCount, a.code) == (b.state, b.byteCount, b.code)
        && a.scalars.lexicographicallyPrecedes(b.scalars)
  }
}
