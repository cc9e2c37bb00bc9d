public import GaijiModel

/// A column as the command line and the keys of `limits` name it: digits alone are a position.
public func columnReference(_ text: String) -> ColumnReference {
  if !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let index = Int(text) {
    return .index(index)
  }
  return .name(text)
}

/// Positions first, then names by their bytes; for one column bytes before characters.
func limitsAreInOrder(
  _ a: ConversionPolicy.ColumnLimit, _ b: ConversionPolicy.ColumnLimit
) -> Bool {
  func rank(_ limit: ConversionPolicy.ColumnLimit) -> (Int, [UInt8], UInt8) {
    switch limit.column {
    case .index(let index): (index, [], limit.unit.rawValue)
    case .name(let name): (.max, Array(name.utf8), limit.unit.rawValue)
    }
  }
  let (left, right) = (rank(a), rank(b))
  if left.0 != right.0 { return left.0 < right.0 }
  if left.1 != right.1 { return left.1.lexicographicallyPrecedes(right.1) }
  return left.2 < right.2
}
