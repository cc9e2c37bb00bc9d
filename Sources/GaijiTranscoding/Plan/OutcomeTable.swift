internal import GaijiCharsets
internal import GaijiModel

/// What an engine knows of the characters it has met.
///
/// Two fast tables (columns that are not selected, and selected ones) answer for characters that are
/// mapped exactly to one code of at most three bytes. Every other character has a numbered entry here, made when
/// it first occurs: start-up costs nothing, and the second occurrence of a gaiji is an index, not a
/// hash. Not `Sendable`: each worker has its own.
@safe final class OutcomeTable {
  struct Entry {
    let character: SourceCharacter
    let outcome: Outcome
    let selected: Bool
    /// The output in the target charset, for targets without shift states.
    let bytes: [UInt8]
    /// How many characters an independent reader of the output would count in `bytes`.
    let outputCharacters: Int
  }

  private struct Key: Hashable {
    var character: SourceCharacter
    var selected: Bool
  }

  private struct NoteKey: Hashable {
    var finding: FindingKind
    var code: UInt32
    var byteCount: UInt8
  }

  /// Entries of each fast table.
  let fastCount: Int
  private let fast: UnsafeMutablePointer<UInt32>
  /// Entry 0 is never used: 0 in a fast table means "not resolved yet".
  private(set) var entries: [Entry] = []
  private var numbers: [Key: Int] = [:]
  private var notes: [NoteKey: Int] = [:]
  private var fieldFailures: [SourceCharacter: Int] = [:]
  private let resolver: UnitResolver
  private let encodesBytes: Bool
  /// For each entry; moves when entries are added.
  private(set) var facts: UnsafeMutablePointer<OutcomeFacts>
  private var factCapacity = 64
  /// The entry that stands for a field over its limit.
  let overflowNumber = 0

  /// - Parameters:
  ///   - fastCount: entries of the kernel's table; 0 for the scalar engine.
  ///   - encodesBytes: the target has no shift states, so that an output is always the same bytes.
  init(resolver: UnitResolver, fastCount: Int, encodesBytes: Bool) {
    self.resolver = resolver
    self.fastCount = fastCount
    self.encodesBytes = encodesBytes
    unsafe fast = .allocate(capacity: max(1, fastCount * 2))
    unsafe fast.initialize(repeating: 0, count: max(1, fastCount * 2))
    unsafe facts = .allocate(capacity: factCapacity)
    let policy = resolver.policy
    let action = policy.actions.overflow
    let overflow = Outcome(
      action == .reject ? .reject : action == .stop ? .stop : .reported,
      scalars: policy.substitutes.overflow, finding: .overflow, action: action)
    append(
      Entry(
        character: SourceCharacter(kind: .character, code: 0, byteCount: 0, scalar: 0),
        outcome: overflow, selected: false, bytes: [], outputCharacters: 0))
  }

  deinit {
    unsafe fast.deallocate()
    unsafe facts.deallocate()
  }

  private func append(_ entry: Entry) {
    if entries.count == factCapacity {
      let memory = UnsafeMutablePointer<OutcomeFacts>.allocate(capacity: factCapacity * 2)
      // SAFETY: as many facts as entries; the new memory holds twice as many.
      unsafe memory.moveInitialize(from: facts, count: factCapacity)
      unsafe facts.deallocate()
      unsafe facts = memory
      factCapacity *= 2
    }
    unsafe (facts + entries.count).initialize(to: OutcomeFacts(entry))
    entries.append(entry)
  }

  /// The fast table for one kind of column; `fastCount` entries that live as long as this object.
  @unsafe func fastTable(selected: Bool) -> UnsafePointer<UInt32> {
    unsafe UnsafePointer(fast + (selected ? fastCount : 0))
  }

  /// The number of a character's entry, made on first use.
  func number(of character: SourceCharacter, selected: Bool) -> Int {
    let key = Key(character: character, selected: selected)
    if let number = numbers[key] { return number }
    let outcome = resolver.resolve(character, selected: selected)
    // A reader of the output counts kept bytes as the decoder did: one unit.
    let encoded =
      outcome.raw.isEmpty && encodesBytes
      ? encode(outcome.scalars) : (bytes: outcome.raw, characters: outcome.raw.isEmpty ? 0 : 1)
    append(
      Entry(
        character: character, outcome: outcome, selected: selected, bytes: encoded.bytes,
        outputCharacters: encoded.characters))
    numbers[key] = entries.count - 1
    return entries.count - 1
  }

  /// The number of the entry for something that is no character (a shift sequence, a whole field):
  /// it is reported, and nothing is written for it.
  ///
  /// - Parameters:
  ///   - code: its bytes where it has some of its own, most significant first.
  func number(
    of finding: FindingKind, code: UInt32 = 0, byteCount: UInt8 = 0,
    action: ConversionPolicy.Action? = nil
  ) -> Int {
    let key = NoteKey(finding: finding, code: code, byteCount: byteCount)
    if let number = notes[key] { return number }
    let disposition: Outcome.Disposition =
      action == .reject ? .reject : action == .stop ? .stop : .reported
    append(
      Entry(
        character: SourceCharacter(
          kind: .character, code: code, byteCount: byteCount, scalar: 0),
        outcome: Outcome(disposition, scalars: [], finding: finding, action: action),
        selected: false, bytes: [], outputCharacters: 0))
    notes[key] = entries.count - 1
    return entries.count - 1
  }

  /// The number of the entry for a character that the target has, but not for the field it stands in
  /// (a kanji in a field of one-byte codes).
  func number(ofFieldFailure character: SourceCharacter) -> Int {
    if let number = fieldFailures[character] { return number }
    let action = resolver.policy.actions.unencodable
    let disposition: Outcome.Disposition =
      action == .reject ? .reject : action == .stop ? .stop : .substituted
    append(
      Entry(
        character: character,
        outcome: Outcome(
          disposition, scalars: resolver.policy.substitutes.unencodable, finding: .unencodable,
          action: action == .reject || action == .stop ? action : .substitute),
        selected: false, bytes: [], outputCharacters: 0))
    fieldFailures[character] = entries.count - 1
    return entries.count - 1
  }

  /// Puts the answer for an entry into its fast table at `index`: the bytes themselves when they fit
  /// and nothing has to be recorded, the entry's number otherwise.
  ///
  /// - Parameters:
  ///   - asNumber: the number in any case, for characters that the engine has to see.
  ///   - code: the one code of the outcome as a fast entry, where the engine knows it: it may be one
  ///     for two scalars.
  func remember(_ number: Int, at index: Int, asNumber: Bool = false, code: UInt32? = nil) {
    precondition(index >= 0 && index < fastCount, "fast table index out of range")
    let entry = entries[number]
    var value = UInt32(number)
    if !asNumber, entry.outcome.disposition == .exact, entry.outcome.finding == nil,
      let fastValue = code ?? fastEntry(for: entry)
    {
      value = fastValue
    }
    // SAFETY: the index was checked above; the second table starts at fastCount.
    unsafe fast[index + (entry.selected ? fastCount : 0)] = value
  }

  private func fastEntry(for entry: Entry) -> UInt32? {
    guard entry.outcome.raw.isEmpty else { return nil }
    if encodesBytes {
      return entry.outputCharacters == 1 ? FastEntry.make(output: entry.bytes) : nil
    }
    guard entry.outcome.scalars.count == 1 else { return nil }
    let code = resolver.target.encoding.entry(for: entry.outcome.scalars[0])
    let bytes = (0..<code >> 28).reversed().map { UInt8(truncatingIfNeeded: code >> ($0 * 8)) }
    return FastEntry.make(output: bytes, state: code >> 24 & 0xF)
  }

  /// Scalars to bytes of a stateless target. The resolver only gives scalars that it can write.
  private func encode(_ scalars: [UInt32]) -> (bytes: [UInt8], characters: Int) {
    var encoder = ScalarEncoder(resolver.target)
    var bytes: [UInt8] = []
    let characters = encoder.encode(
      text: scalars, hasPairs: !resolver.targetIsUnicode, into: &bytes)
    return (bytes, characters)
  }
}

extension ScalarEncoder {
  /// Encodes scalars that the resolver has found encodable.
  ///
  /// - Parameter hasPairs: the charset may have one code for two scalars (か + ゚).
  /// - Returns: how many codes (scalars, for a Unicode charset) were written.
  mutating func encode(text scalars: [UInt32], hasPairs: Bool, into bytes: inout [UInt8]) -> Int {
    var index = 0
    var count = 0
    while index < scalars.count {
      count += 1
      if hasPairs, index + 1 < scalars.count, table.encoding.beginsPair(scalars[index]),
        table.encoding.entry(for: scalars[index], scalars[index + 1]) != 0,
        encode(scalars[index], second: scalars[index + 1], into: &bytes)
      {
        index += 2
        continue
      }
      let done = encode(scalars[index], into: &bytes)
      precondition(done, "the resolver allowed a scalar that the target cannot write")
      index += 1
    }
    return count
  }
}

/// What an engine needs of a mapped gaiji or another reported character, flat: writing and counting
/// one costs no reference.
struct OutcomeFacts {
  /// The output, first byte lowest.
  let bytes: (UInt64, UInt64)
  let byteCount: UInt8
  let sourceByteCount: UInt8
  let outputCharacters: UInt8
  let disposition: Outcome.Disposition
  /// Counted as a mapped gaiji of this grade.
  let grade: IdentificationGrade?
  /// Nothing else about the entry matters: it is a finding, its output fits, the record stays, and no
  /// variation selector attaches to it.
  let isSimple: Bool

  init(_ entry: OutcomeTable.Entry) {
    var words: (UInt64, UInt64) = (0, 0)
    for (index, byte) in entry.bytes.prefix(16).enumerated() {
      if index < 8 {
        words.0 |= UInt64(byte) << UInt64(8 * index)
      } else {
        words.1 |= UInt64(byte) << UInt64(8 * index - 64)
      }
    }
    bytes = words
    byteCount = UInt8(min(16, entry.bytes.count))
    sourceByteCount = entry.character.byteCount
    outputCharacters = UInt8(min(255, entry.outputCharacters))
    disposition = entry.outcome.disposition
    grade = entry.outcome.finding == .mappedGaiji ? entry.outcome.grade : nil
    isSimple =
      entry.character.kind == .gaiji && entry.bytes.count <= 16
      && entry.outcome.disposition != .reject && entry.outcome.disposition != .stop
      && entry.outcome.finding != nil
  }
}
