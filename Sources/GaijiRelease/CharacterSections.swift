internal import GaijiModel

/// Identities and their forms, both directions.
struct CharacterSections: Sendable {
  let identities: FlatTable<UInt32>
  private let mjPositions: FlatTable<UInt32>
  private let gjPositions: FlatTable<UInt32>
  private let formStarts: FlatTable<UInt32>
  private let formSequences: FlatTable<UInt64>
  private let scalarBlocks: FlatTable<UInt16>
  private let scalarIdentities: FlatTable<UInt32>
  private let sequenceKeys: FlatTable<UInt64>
  private let sequenceIdentities: FlatTable<UInt32>

  init(_ file: SectionReader) throws(ReleaseError) {
    identities = try file.table(.identities, of: UInt32.self)
    mjPositions = try file.table(.mjPositions, of: UInt32.self)
    gjPositions = try file.table(.gjPositions, of: UInt32.self)
    formStarts = try file.table(.formStarts, of: UInt32.self)
    formSequences = try file.table(.formSequences, of: UInt64.self)
    scalarBlocks = try file.table(.scalarBlocks, of: UInt16.self)
    scalarIdentities = try file.table(.scalarIdentities, of: UInt32.self)
    sequenceKeys = try file.table(.sequenceKeys, of: UInt64.self)
    sequenceIdentities = try file.table(.sequenceIdentities, of: UInt32.self)
    try checkIdentities(file)
    try file.checkRuns(
      .formStarts, formStarts, runCount: 3 * identities.count, total: formSequences.count)
    try checkScalarBlocks(file)
    try checkForms(file)
    try checkSequences(file)
  }

  /// Index into `identities`.
  func index(of identity: CharacterIdentity) -> Int? {
    let positions = identity.collection == .mj ? mjPositions : gjPositions
    guard identity.number < positions.count else { return nil }
    let position = positions[Int(identity.number)]
    return position == 0 ? nil : Int(position) - 1
  }

  func forms(of identity: CharacterIdentity) -> CharacterForms? {
    guard let index = index(of: identity) else { return nil }
    let starts = (0...3).map { Int(formStarts[3 * index + $0]) }
    func run(_ number: Int) -> [CharacterSequence] {
      (starts[number]..<starts[number + 1]).map {
        let key = formSequences[$0]
        return CharacterSequence(UInt32(key >> 32), selector: UInt32(truncatingIfNeeded: key))
      }
    }
    return CharacterForms(
      identity: identity, direct: run(0).map(\.base), ivs: run(1), svs: run(2))
  }

  func identity(ofBare scalar: UInt32) -> CharacterIdentity? {
    let value = entry(ofBare: scalar)
    return value == 0 ? nil : CharacterIdentity(rawValue: value & 0x7FFF_FFFF)
  }

  private func entry(ofBare scalar: UInt32) -> UInt32 {
    guard scalar < 0x110000 else { return 0 }
    return scalarIdentities[Int(scalarBlocks[Int(scalar >> 6)]) << 6 | Int(scalar & 63)]
  }

  func identity(of sequence: CharacterSequence) -> CharacterIdentity? {
    guard sequence.selector != 0 else { return identity(ofBare: sequence.base) }
    let key = sequenceKey(sequence)
    var low = 0
    var high = sequenceKeys.count
    while low < high {
      let middle = (low + high) / 2
      if sequenceKeys[middle] < key { low = middle + 1 } else { high = middle }
    }
    guard low < sequenceKeys.count, sequenceKeys[low] == key else { return nil }
    return CharacterIdentity(rawValue: sequenceIdentities[low])
  }

  // MARK: Checks

  private func checkIdentities(_ file: SectionReader) throws(ReleaseError) {
    var previous: UInt32?
    for index in 0..<identities.count {
      let value = identities[index]
      guard let identity = CharacterIdentity(rawValue: value), previous.map({ $0 < value }) ?? true,
        self.index(of: identity) == index
      else {
        throw file.malformed(.identities, "entry \(index) is wrong")
      }
      previous = value
    }
    let positioned = mjPositions.withSpan(countNonzero) + gjPositions.withSpan(countNonzero)
    guard positioned == identities.count else {
      throw file.malformed(.mjPositions, "\(positioned) numbers are listed")
    }
  }

  private func checkScalarBlocks(_ file: SectionReader) throws(ReleaseError) {
    let blockCount = scalarIdentities.count / 64
    let isRight = scalarBlocks.withSpan { blocks in
      blocks.indices.allSatisfy { blocks[$0] < blockCount }
    }
    guard isRight, scalarBlocks.count == ReleaseFormat.scalarBlockCount,
      scalarIdentities.count % 64 == 0, blockCount > 0
    else {
      throw file.malformed(.scalarBlocks, "a block is outside the table")
    }
  }

  /// Every form must be found again from its sequence, and nothing else may be.
  private func checkForms(_ file: SectionReader) throws(ReleaseError) {
    var bareCount = 0
    for index in 0..<identities.count {
      let raw = identities[index]
      for run in 0..<3 {
        var previous: UInt64?
        for position in Int(formStarts[3 * index + run])..<Int(formStarts[3 * index + run + 1]) {
          let key = formSequences[position]
          guard previous.map({ $0 < key }) ?? true, isForm(key, run: run, of: raw) else {
            throw file.malformed(.formSequences, "entry \(position) is wrong")
          }
          previous = key
          if run == 0 { bareCount += 1 }
        }
      }
    }
    guard scalarIdentities.withSpan(countNonzero) == bareCount,
      sequenceKeys.count == formSequences.count - bareCount
    else {
      throw file.malformed(.scalarIdentities, "it lists more than the forms do")
    }
  }

  private func isForm(_ key: UInt64, run: Int, of raw: UInt32) -> Bool {
    let sequence = CharacterSequence(
      UInt32(key >> 32), selector: UInt32(truncatingIfNeeded: key))
    guard isScalarValue(sequence.base) else { return false }
    switch run {
    case 0: return sequence.selector == 0 && entry(ofBare: sequence.base) == raw | 1 << 31
    case 1: guard (0xE0100...0xE01EF).contains(sequence.selector) else { return false }
    default: guard (0xFE00...0xFE0F).contains(sequence.selector) else { return false }
    }
    return identity(of: sequence)?.rawValue == raw
  }

  private func checkSequences(_ file: SectionReader) throws(ReleaseError) {
    guard sequenceKeys.count == sequenceIdentities.count else {
      throw file.malformed(.sequenceKeys, "its columns differ in length")
    }
    for index in 0..<max(0, sequenceKeys.count - 1)
    where sequenceKeys[index] >= sequenceKeys[index + 1] {
      throw file.malformed(.sequenceKeys, "entry \(index) is out of order")
    }
  }
}

private func countNonzero(_ values: Span<UInt32>) -> Int {
  var count = 0
  for index in values.indices where values[index] != 0 { count += 1 }
  return count
}

extension SectionReader {
  /// Checks a table of starts: `runCount + 1` values from 0 to `total`, never falling.
  func checkRuns(
    _ kind: SectionKind, _ starts: FlatTable<UInt32>, runCount: Int, total: Int
  ) throws(ReleaseError) {
    guard starts.count == runCount + 1, starts[0] == 0, Int(starts[runCount]) == total else {
      throw malformed(kind, "it has the wrong length or bounds")
    }
    try starts.withSpan { (starts: Span<UInt32>) throws(ReleaseError) in
      for index in 0..<runCount where starts[index] > starts[index + 1] {
        throw malformed(kind, "entry \(index) is out of order")
      }
    }
  }
}
