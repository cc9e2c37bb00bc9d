internal import GaijiHostRecords

extension NumberText {
  /// The value of a whole number, or `nil` when it is none or beyond nine digits.
  var integer: Int? {
    guard (1...9).contains(count) else { return nil }
    var value = 0
    for index in 0..<count {
      guard (0x30...0x39).contains(self[index]) else { return nil }
      value = value * 10 + Int(self[index] - 0x30)
    }
    return value
  }
}
