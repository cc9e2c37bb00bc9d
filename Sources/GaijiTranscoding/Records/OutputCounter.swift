internal import GaijiCharsets
internal import GaijiModel

/// Counts the characters of output bytes without looking at the engine's counters: the other side
/// of the conservation account, and the measure of field limits.
struct OutputCounter: Sendable {
  private let isUTF8: Bool
  private let target: CharsetTable

  /// Bytes that were kept although they are no code have to be told from characters.
  private let keepsBytes: Bool
  /// For a table charset whose output holds nothing but codes.
  private let codes: CodeCounter?

  init(plan: ConversionPlan) {
    target = plan.target
    codes = plan.keepsBytes ? nil : CodeCounter(plan.target)
    isUTF8 = target.scheme == .utf8
    keepsBytes = plan.keepsBytes
  }

  /// Length of the code at `index` of a table charset; 1 for a byte that is no code, which only
  /// stands there when the policy keeps invalid bytes.
  @unsafe private func length(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
    let state = target.states[0]
    let lead = unsafe Int(bytes[index])
    let length = Int(state.lengths[lead])
    guard length > 1, index + length <= bytes.count else { return 1 }
    let second = unsafe Int(bytes[index + 1])
    let entry =
      length == 2
      ? state.two[lead << 8 | second]
      : unsafe state.three[second << 8 | Int(bytes[index + 2])]
    return entry == DecodeEntry.invalid.rawValue ? 1 : length
  }

  struct Count: Hashable {
    /// Scalars of a Unicode target, codes of a table charset.
    var scalars = 0
    /// The same, with a base and its variation selector as one.
    var characters = 0
  }

  /// Only for UTF-8 and lead-byte charsets: the targets of the byte engine.
  @unsafe func scalars(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    if isUTF8, !keepsBytes { return unsafe countScalars(bytes) }
    if isUTF8 { return unsafe count(bytes).scalars }
    if let codes { return unsafe codes.count(bytes) }
    var count = 0
    var index = 0
    while index < bytes.count {
      index += unsafe length(bytes, at: index)
      count += 1
    }
    return count
  }

  @unsafe func count(_ bytes: UnsafeBufferPointer<UInt8>) -> Count {
    var count = Count()
    var index = 0
    while index < bytes.count {
      let step = unsafe self.step(bytes, at: index)
      count.scalars += 1
      if !step.isSelector { count.characters += 1 }
      index += step.length
    }
    return count
  }

  @unsafe private func step(
    _ bytes: UnsafeBufferPointer<UInt8>, at index: Int
  ) -> (length: Int, isSelector: Bool) {
    guard isUTF8 else { return unsafe (length(bytes, at: index), false) }
    let character = unsafe SourceCharacter.firstUTF8(
      of: UnsafeBufferPointer(rebasing: bytes[index...]))
    return (
      Int(character.byteCount),
      character.kind == .character && isVariationSelector(character.scalar)
    )
  }

  @unsafe func exceeds(
    _ limits: [BlockSettings.FieldLimit], _ bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    for limit in limits {
      if limit.inBytes {
        if bytes.count > limit.maximum { return true }
      } else if bytes.count > limit.maximum, unsafe count(bytes).characters > limit.maximum {
        return true
      }
    }
    return false
  }

  /// Where to cut an overlong field so that it and `mark` fit: never inside a character, never
  /// between a base and its selector. 0 when nothing fits beside the mark.
  @unsafe func cut(
    _ limits: [BlockSettings.FieldLimit], _ bytes: UnsafeBufferPointer<UInt8>, mark: [UInt8]
  ) -> Int {
    let markCharacters = unsafe mark.withUnsafeBufferPointer { unsafe count($0).characters }
    var best = 0
    var index = 0
    var characters = 0
    while index < bytes.count {
      var next = index
      var isFirst = true
      while next < bytes.count {
        let step = unsafe self.step(bytes, at: next)
        if !isFirst, !step.isSelector { break }
        isFirst = false
        next = min(bytes.count, next + step.length)
      }
      characters += 1
      let fits = limits.allSatisfy { limit in
        limit.inBytes
          ? next + mark.count <= limit.maximum : characters + markCharacters <= limit.maximum
      }
      if !fits { break }
      best = next
      index = next
    }
    return best
  }
}
