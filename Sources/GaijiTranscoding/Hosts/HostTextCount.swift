internal import GaijiCharsets
internal import GaijiModel

/// Counts the characters of written text fields from their bytes alone.
final class HostTextCount: Sendable {
  private let charset: HostCharset
  private let shifts: ShiftFinder

  init(_ charset: HostCharset) {
    self.charset = charset
    shifts = ShiftFinder(charset)
  }

  @unsafe func characters(
    of field: UnsafeBufferPointer<UInt8>, content: HostStep.Content
  ) -> Int {
    switch content {
    case .single: return field.count
    case .double: return (field.count + 1) / 2
    default: break
    }
    guard let base = field.baseAddress else { return 0 }
    var lengths = charset.table.states[0].lengths
    var count = 0
    var p = unsafe base
    let end = unsafe base + field.count
    while unsafe p < end {
      let number = unsafe shifts.find(p, before: end)
      if number >= 0 {
        lengths = charset.table.states[shifts.facts[number].state].lengths
        unsafe p += shifts.facts[number].byteCount
        continue
      }
      unsafe p += max(1, Int(lengths[Int(p[0])]))
      count += 1
    }
    return count
  }
}
