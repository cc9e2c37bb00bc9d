/// Every code of a table through its decoder and encoder and back to bytes.
public struct CharsetRoundTrip: Sendable {
  /// A code that does not come back.
  public struct Failure: Hashable, Sendable {
    public var code: CharsetCode
    /// The bytes that came back, without shift sequences; empty: the character cannot be written.
    public var written: [UInt8]
  }

  /// Codes with a character.
  public let codeCount: Int
  public let failures: [Failure]
  /// Codes that the decoder reads otherwise than the table has them: a fault of this program.
  public let misread: [CharsetCode]
  /// Codes that share a character, so that at most one of each group can come back.
  public let groups: [CharsetInspection.Group]

  public var exactCount: Int { codeCount - failures.count }

  public init(_ table: CharsetTable) {
    let codes = table.codes.filter(\.isDefined)
    var decoder = ScalarDecoder(table)
    var failures: [Failure] = []
    var misread: [CharsetCode] = []
    var units: [DecodedUnit] = []
    func shift(to state: Int) -> [UInt8] {
      state == 0 ? [] : table.shifts.first { $0.state == state }?.bytes ?? []
    }
    for code in codes {
      units.removeAll(keepingCapacity: true)
      decoder.decode((shift(to: code.state) + code.bytes).span, isLast: true, into: &units)
      let found = units.filter { $0.kind != .shift }
      guard found.count == 1, let unit = found.first,
        [unit.scalar] + (unit.second == 0 ? [] : [unit.second]) == code.scalars
      else {
        misread.append(code)
        continue
      }
      var encoder = ScalarEncoder(table)
      var output: [UInt8] = []
      guard encoder.encode(unit.scalar, second: unit.second, into: &output) else {
        failures.append(Failure(code: code, written: []))
        continue
      }
      // The same bytes in another state (ASCII letters in JIS X 0201) are the same code.
      let written = Array(output.dropFirst(shift(to: encoder.state).count))
      if written != code.bytes { failures.append(Failure(code: code, written: written)) }
    }
    codeCount = codes.count
    self.failures = failures
    self.misread = misread
    groups = CharsetInspection(table).groups
  }
}
