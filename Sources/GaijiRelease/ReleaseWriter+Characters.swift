internal import GaijiModel

extension ReleaseWriter {
  /// Returns the identities, ascending.
  mutating func addForms(_ forms: [CharacterForms]) throws(ReleaseError) -> [CharacterIdentity] {
    let sorted = forms.sorted { $0.identity < $1.identity }
    for (a, b) in zip(sorted, sorted.dropFirst()) where a.identity == b.identity {
      throw .inconsistentContents("\(a.identity) occurs twice")
    }
    var starts: [UInt32] = [0]
    var sequences: [UInt64] = []
    var bare = ScalarTable()
    var selected: [(key: UInt64, identity: UInt32)] = []
    for form in sorted {
      for scalar in form.direct.sorted() {
        guard isScalarValue(scalar), !isVariationSelector(scalar) else {
          throw .inconsistentContents("\(form.identity) has \(scalarName(scalar)) as a character")
        }
        guard bare.set(scalar, to: form.identity.rawValue | 1 << 31) else {
          throw .inconsistentContents(
            "two identities, one of them \(form.identity), are shown for "
              + scalarName(scalar))
        }
        sequences.append(UInt64(scalar) << 32)
      }
      starts.append(UInt32(sequences.count))
      for (list, selectors) in [
        (form.ivs, UInt32(0xE0100)...0xE01EF), (form.svs, UInt32(0xFE00)...0xFE0F),
      ] {
        for sequence in list.sorted() {
          guard isScalarValue(sequence.base), selectors.contains(sequence.selector) else {
            throw .inconsistentContents("\(form.identity) has \(sequence) as a variation sequence")
          }
          sequences.append(sequenceKey(sequence))
          selected.append((sequenceKey(sequence), form.identity.rawValue))
        }
        starts.append(UInt32(sequences.count))
      }
    }
    selected.sort { $0.key < $1.key }
    for (a, b) in zip(selected, selected.dropFirst()) where a.key == b.key {
      let sequence = CharacterSequence(UInt32(a.key >> 32), selector: UInt32(a.key & 0xFFFF_FFFF))
      throw .inconsistentContents("two identities are shown for \(sequence)")
    }
    let identities = sorted.map(\.identity)
    add(.identities, identities.map(\.rawValue))
    add(.mjPositions, positions(of: identities, in: .mj))
    add(.gjPositions, positions(of: identities, in: .gj))
    add(.formStarts, starts)
    add(.formSequences, sequences)
    add(.scalarBlocks, bare.blocks)
    add(.scalarIdentities, bare.entries)
    add(.sequenceKeys, selected.map(\.key))
    add(.sequenceIdentities, selected.map(\.identity))
    return identities
  }

  private func positions(
    of identities: [CharacterIdentity], in collection: CharacterIdentity.Collection
  ) -> [UInt32] {
    let ours = identities.enumerated().filter { $1.collection == collection }
    guard let last = ours.last else { return [] }
    var positions = [UInt32](repeating: 0, count: Int(last.element.number) + 1)
    for (index, identity) in ours { positions[Int(identity.number)] = UInt32(index) + 1 }
    return positions
  }

  mutating func addShrink(
    _ contents: ReleaseContents, identities: [CharacterIdentity]
  ) throws(ReleaseError) {
    var starts: [UInt32] = [0]
    var targets: [UInt32] = []
    for identity in identities {
      let words = (contents.shrink[identity] ?? []).map {
        UInt32($0.ground.rawValue) << 24 | $0.scalar
      }
      for word in words where !isScalarValue(word & 0xFF_FFFF) {
        throw .inconsistentContents("\(identity) shrinks to a value that is no scalar")
      }
      targets += Set(words).sorted()
      starts.append(UInt32(targets.count))
    }
    let known = Set(identities)
    if let stray = contents.shrink.keys.filter({ !known.contains($0) }).min() {
      throw .inconsistentContents("\(stray) has shrink targets but is not among the forms")
    }
    add(.shrinkStarts, starts)
    add(.shrinkTargets, targets)
    add(.jisx0213, try bits(contents.jisx0213))
    add(.jisx0208, try bits(contents.jisx0208))
    let keys = contents.taxAgency.keys.sorted()
    var taxStarts: [UInt32] = [0]
    var taxTargets: [UInt32] = []
    for key in keys {
      taxTargets += contents.taxAgency[key] ?? []
      taxStarts.append(UInt32(taxTargets.count))
    }
    guard keys.allSatisfy(isScalarValue), taxTargets.allSatisfy(isScalarValue) else {
      throw .inconsistentContents("the tax agency's map has a value that is no scalar")
    }
    add(.taxKeys, keys)
    add(.taxStarts, taxStarts)
    add(.taxTargets, taxTargets)
  }

  private func bits(_ scalars: Set<UInt32>) throws(ReleaseError) -> [UInt64] {
    var words = [UInt64](repeating: 0, count: ReleaseFormat.scalarBlockCount)
    for scalar in scalars {
      guard isScalarValue(scalar) else {
        throw .inconsistentContents("a JIS repertoire has a value that is no scalar")
      }
      words[Int(scalar >> 6)] |= 1 << UInt64(scalar & 63)
    }
    return words
  }
}

/// The key of a sequence; ascending as `CharacterSequence` is.
func sequenceKey(_ sequence: CharacterSequence) -> UInt64 {
  UInt64(sequence.base) << 32 | UInt64(sequence.selector)
}

/// A two-stage table under construction. Block 0 is the empty block.
private struct ScalarTable {
  var blocks = [UInt16](repeating: 0, count: ReleaseFormat.scalarBlockCount)
  var entries = [UInt32](repeating: 0, count: 64)

  /// `false` when the scalar has another value already.
  mutating func set(_ scalar: UInt32, to value: UInt32) -> Bool {
    let block = Int(scalar >> 6)
    if blocks[block] == 0 {
      blocks[block] = UInt16(entries.count / 64)
      entries += [UInt32](repeating: 0, count: 64)
    }
    let index = Int(blocks[block]) << 6 | Int(scalar & 63)
    guard entries[index] == 0 else { return false }
    entries[index] = value
    return true
  }
}
