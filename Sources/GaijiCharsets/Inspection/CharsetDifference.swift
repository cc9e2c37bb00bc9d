/// In what two tables differ.
public struct CharsetDifference: Sendable {
  /// A code that both read, as different characters.
  public struct Reading: Hashable, Sendable {
    public var first: CharsetCode
    public var second: CharsetCode
  }

  /// A character that is written as different codes; `nil`: not written.
  public struct Writing: Hashable, Sendable {
    public var scalars: [UInt32]
    public var first: CharsetCode?
    public var second: CharsetCode?
  }

  /// Codes with a character in the first table only, by code.
  public let onlyInFirst: [CharsetCode]
  public let onlyInSecond: [CharsetCode]
  public let readDifferently: [Reading]
  /// Characters that both tables write, as different codes; by scalars.
  public let writtenDifferently: [Writing]
  /// Characters that one table writes and the other cannot write.
  public let writtenByOne: [Writing]

  public var isEmpty: Bool {
    onlyInFirst.isEmpty && onlyInSecond.isEmpty && readDifferently.isEmpty
      && writtenDifferently.isEmpty && writtenByOne.isEmpty
  }

  /// Codes are compared by their bytes, and by their state where both tables have as many states.
  /// (The two-byte codes of `jef` have no state, those of `jef-ebcdik` have one.)
  public init(_ first: CharsetTable, _ second: CharsetTable) {
    let usesStates = first.states.count == second.states.count
    func key(_ code: CharsetCode) -> UInt64 {
      UInt64(usesStates ? code.state : 0) << 40 | UInt64(code.byteCount) << 32 | UInt64(code.code)
    }
    func read(_ table: CharsetTable) -> [UInt64: CharsetCode] {
      var codes: [UInt64: CharsetCode] = [:]
      for code in table.codes where code.isDefined && codes[key(code)] == nil {
        codes[key(code)] = code
      }
      return codes
    }
    func written(_ table: CharsetTable) -> [[UInt32]: CharsetCode] {
      var codes: [[UInt32]: CharsetCode] = [:]
      for item in table.writtenCodes { codes[item.scalars] = item.code }
      return codes
    }
    let a = read(first)
    let b = read(second)
    onlyInFirst = a.filter { b[$0.key] == nil }.map(\.value).sorted(by: CharsetInspection.isBefore)
    onlyInSecond = b.filter { a[$0.key] == nil }.map(\.value)
      .sorted(by: CharsetInspection.isBefore)
    readDifferently = a.compactMap { code, one in
      guard let other = b[code], other.scalars != one.scalars else { return nil }
      return Reading(first: one, second: other)
    }.sorted { CharsetInspection.isBefore($0.first, $1.first) }
    let c = written(first)
    let d = written(second)
    let writings = Set(c.keys).union(d.keys).compactMap { scalars -> Writing? in
      let one = c[scalars]
      let other = d[scalars]
      if let one, let other, key(one) == key(other) { return nil }
      return Writing(scalars: scalars, first: one, second: other)
    }.sorted { $0.scalars.lexicographicallyPrecedes($1.scalars) }
    writtenDifferently = writings.filter { $0.first != nil && $0.second != nil }
    writtenByOne = writings.filter { $0.first == nil || $0.second == nil }
  }
}
