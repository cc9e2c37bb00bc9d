import GaijiCharsets
import GaijiModel
import Testing

/// A charset changed to a policy's wishes, on small tables in which every rule has a case.
@Suite struct AdaptationTests {
  /// A host charset: 辻 in two figures, one pair of exchanged codes, a duplicate, three gaiji.
  private func host() -> CharsetTable {
    var draft = CharsetDraft(
      name: "host", scheme: .shifted, stateCount: 2,
      shifts: [
        .init(bytes: [0x29], state: 0), .init(bytes: [0x28], state: 1),
        .init(bytes: [0x38], state: 1), .init(bytes: [0x30, 0xE2], state: 1),
      ])
    draft.setLength(1, of: 0x00...0x27)
    draft.setLength(1, of: 0x2A...0xFF)
    draft.define(0x40, byteCount: 1, 0x20)
    draft.define(0xC1, byteCount: 1, 0x41)
    draft.setLength(2, of: 0x40...0xFE, state: 1)
    draft.setTrails(0x40...0x40, after: 0x40...0x40, state: 1)
    draft.setTrails(0xA1...0xFE, after: 0x41...0xFE, state: 1)
    func two(_ code: UInt32, _ first: UInt32, second: UInt32 = 0) {
      draft.define(code, byteCount: 2, state: 1, first, second: second)
    }
    two(0x4040, 0x3000)
    two(0xA1A1, 0x3000)
    two(0x67A5, 0x8FBB, second: 0xE0102)
    two(0xC4D4, 0x8FBB, second: 0xE0103)
    two(0xB0B3, 0x9BF5)  // 鯵, exchanged with 鰺 in 1983
    two(0xF2CD, 0x9C3A)
    two(0xB2AA, 0x9D0E)  // 鴎: the code has 鷗 in 1978, but here also an extension code for it
    two(0x68A1, 0x9DD7)
    two(0xB0A1, 0x4E9C)
    for (index, code) in [UInt32(0x80A1), 0x80A2, 0x80A3].enumerated() {
      draft.define(code, byteCount: 2, state: 1, 0xE000 + UInt32(index))
    }
    let table = draft.finish()
    // The bare base is written with one of the figures' codes, as the vendors' tables have it.
    return CharsetTable(
      name: table.name, scheme: table.scheme, states: table.states, shifts: table.shifts,
      sequences: table.sequences,
      encoding: table.encoding.adding(0x8FBB, 2 << 28 | 1 << 24 | 0xC4D4),
      positions: FlatTable([0xB0B3, 0x9C3A, 0xC4D4, 0x8FBB, 0xF2CD, 0x9BF5]))
  }

  private func decode(_ code: UInt32, _ table: CharsetTable) -> DecodeEntry {
    table.decodeEntry(of: 2 << 28 | 1 << 24 | code)
  }

  private func scalars(_ code: UInt32, _ table: CharsetTable) -> [UInt32] {
    table.scalars(of: decode(code, table))
  }

  private func code(_ scalar: UInt32, _ table: CharsetTable) -> UInt32 {
    table.encoding.entry(for: scalar) & 0xFFFF
  }

  @Test func `Nothing is changed by the defaults`() throws {
    let table = host()
    let same = try table.adapted()
    #expect(same.states[1].two.array == table.states[1].two.array)
    #expect(same.encoding.entries.array == table.encoding.entries.array)
    #expect(same.encoding.blocks.array == table.encoding.blocks.array)
  }

  @Test func `Position: a code of the standard area is the character of 1990 there`() throws {
    let table = try host().adapted(preference: .position)
    #expect(scalars(0xB0B3, table) == [0x9C3A])
    #expect(scalars(0xF2CD, table) == [0x9BF5])
    #expect(code(0x9C3A, table) == 0xB0B3)
    #expect(code(0x9BF5, table) == 0xF2CD)
    #expect(!decode(0xB0B3, table).isOneWay)
    #expect(!decode(0xF2CD, table).isOneWay)
    #expect(scalars(0xC4D4, table) == [0x8FBB])
    #expect(code(0x8FBB, table) == 0xC4D4)
    // The other figure keeps its code; the one that stood here is read as the bare character now.
    #expect(scalars(0x67A5, table) == [0x8FBB, 0xE0102])
    #expect(table.reading(of: [0x8FBB, 0xE0103]) == [0x8FBB])
    // Codes that are in no pair are as before.
    #expect(scalars(0xB0A1, table) == [0x4E9C])
    #expect(scalars(0x68A1, table) == [0x9DD7])
  }

  @Test func `Position: a displaced character gets the code that still means it`() throws {
    var table = host()
    table = CharsetTable(
      name: table.name, scheme: table.scheme, states: table.states, shifts: table.shifts,
      sequences: table.sequences, encoding: table.encoding,
      // 亜's code becomes 鷗, which has a code of its own.
      positions: FlatTable([0xB0A1, 0x9DD7]))
    let adapted = try table.adapted(preference: .position)
    #expect(scalars(0xB0A1, adapted) == [0x9DD7])
    #expect(code(0x9DD7, adapted) == 0xB0A1)
    #expect(decode(0x68A1, adapted).isOneWay)
    #expect(scalars(0x68A1, adapted) == [0x9DD7])
    // 亜 has no other code: it is written with the one it had, which reads as 鷗.
    #expect(adapted.reading(of: [0x4E9C]) == [0x9DD7])
  }

  @Test func `Positions that are no codes or no characters are passed over`() throws {
    var table = host()
    table = CharsetTable(
      name: table.name, scheme: table.scheme, states: table.states, shifts: table.shifts,
      sequences: table.sequences, encoding: table.encoding,
      positions: FlatTable([0x10_0000, 0x4E9C, 0x20A1, 0x4E9C, 0xB0A1, 0xD800, 0xB0A1]))
    let adapted = try table.adapted(preference: .position)
    #expect(adapted.states[1].two.array == table.states[1].two.array)
  }

  @Test func `Projection moves every gaiji by the same distance, both ways`() throws {
    let table = try host().adapted(projection: 0xE92E)
    #expect(table.gaiji.map(\.scalar) == [0xE92E, 0xE92F, 0xE930])
    #expect(decode(0x80A1, table).isGaiji)
    #expect(code(0xE92E, table) == 0x80A1)
    #expect(code(0xE930, table) == 0x80A3)
    for scalar in [UInt32(0xE000), 0xE001, 0xE002] {
      #expect(table.encoding.entry(for: scalar) == 0)
    }
    // Ranges may overlap.
    let next = try host().adapted(projection: 0xE001)
    #expect(next.gaiji.map(\.scalar) == [0xE001, 0xE002, 0xE003])
    #expect(code(0xE001, next) == 0x80A1)
    #expect(next.encoding.entry(for: 0xE000) == 0)
  }

  @Test func `A projection that does not fit is refused`() throws {
    #expect(throws: AdaptationError.projectionOutside(charset: "host", base: 0xF8FE, last: 0xF900))
    {
      try host().adapted(projection: 0xF8FE)
    }
    #expect(throws: AdaptationError.self) { try host().adapted(projection: .max) }
    #expect(throws: AdaptationError.self) { try host().adapted(projection: 0x3000) }
    var draft = CharsetDraft(name: "taken", scheme: .leadByte)
    draft.setLength(1, of: 0x00...0x7F)
    draft.define(0x41, byteCount: 1, 0xE000)
    draft.define(0x42, byteCount: 1, 0xF001, isGaiji: false)
    let taken = draft.finish()
    #expect(
      throws: AdaptationError.projectionTaken(
        charset: "taken", base: 0xF001, code: "41", scalar: 0xF001)
    ) { try taken.adapted(projection: 0xF001) }
    #expect(try taken.adapted(projection: 0xF002).gaiji.map(\.scalar) == [0xF002])
    // No gaiji, nothing to move.
    #expect(try CharsetTable(name: "utf8", scheme: .utf8).adapted(projection: .max).name == "utf8")
  }

  @Test func `Double space: the chosen code is written, the other one read`() throws {
    let host = host()
    #expect(code(0x3000, host) == 0x4040)
    let jis = try host.adapted(doubleSpace: .jisSpace)
    #expect(code(0x3000, jis) == 0xA1A1)
    #expect(decode(0x4040, jis).isOneWay && scalars(0x4040, jis) == [0x3000])
    #expect(!decode(0xA1A1, jis).isOneWay && scalars(0xA1A1, jis) == [0x3000])
    let back = try jis.adapted(doubleSpace: .hostSpace)
    #expect(code(0x3000, back) == 0x4040)
    #expect(!decode(0x4040, back).isOneWay && decode(0xA1A1, back).isOneWay)
    let two = try host.adapted(doubleSpace: .twoSpaces)
    #expect(scalars(0x4040, two) == [0x20, 0x20])
    #expect(decode(0x4040, two).isOneWay)
    #expect(code(0x3000, two) == 0xA1A1 && !decode(0xA1A1, two).isOneWay)
    // Two spaces in a text are still two codes of one byte.
    #expect(two.encoding.entry(for: 0x20) == 1 << 28 | 0x40)
  }

  @Test func `Double space leaves a charset alone whose 4040 is a character`() throws {
    var draft = CharsetDraft(name: "jis", scheme: .leadByte)
    draft.setLength(2, of: 0x21...0x7E)
    draft.setTrails(0x21...0x7E, after: 0x21...0x7E)
    draft.define(0x2121, byteCount: 2, 0x3000)
    draft.define(0x4040, byteCount: 2, 0x8A93)
    for choice in DoubleSpace.allCases {
      let table = try draft.finish().adapted(doubleSpace: choice)
      #expect(table.reading(of: [0x3000]) == [0x3000])
      #expect(table.encoding.entry(for: 0x3000) & 0xFFFF == 0x2121)
      #expect(table.reading(of: [0x8A93]) == [0x8A93])
    }
  }

  @Test func `Shifts with a size are the host's further ones, not those of ISO 2022`() throws {
    #expect(host().sizeShifts == [[0x38], [0x30, 0xE2]])
    for name in ["iso-2022-jp", "ibm1399", "cp932", "utf16"] {
      #expect(try CharsetBuilder.build(name, jisx0213: nil).sizeShifts.isEmpty)
    }
  }

  @Test func `Two charsets share gaiji only when codes and scalars are the same`() throws {
    let host = host()
    #expect(host.sharesGaiji(with: host))
    #expect(!host.sharesGaiji(with: try host.adapted(projection: 0xE001)))
    // The pure form: the same two-byte codes in the only state.
    var draft = CharsetDraft(name: "pure", scheme: .leadByte)
    draft.setLength(2, of: 0x40...0xFE)
    for index in UInt32(0)..<3 { draft.define(0x80A1 + index, byteCount: 2, 0xE000 + index) }
    #expect(host.sharesGaiji(with: draft.finish()))
    draft.define(0x80A4, byteCount: 2, 0xE003)
    #expect(!host.sharesGaiji(with: draft.finish()))
    let utf8 = CharsetTable(name: "utf8", scheme: .utf8)
    #expect(!utf8.sharesGaiji(with: utf8))
  }
}

extension EncodeTable {
  /// With one more character that is only written.
  fileprivate func adding(_ scalar: UInt32, _ code: UInt32) -> EncodeTable {
    var blocks = self.blocks.array
    var entries = self.entries.array
    if blocks[Int(scalar >> 6)] == 0 {
      blocks[Int(scalar >> 6)] = UInt16(entries.count / 64)
      entries += [UInt32](repeating: 0, count: 64)
    }
    entries[Int(blocks[Int(scalar >> 6)]) << 6 | Int(scalar & 63)] = code
    return EncodeTable(
      blocks: FlatTable(blocks), entries: FlatTable(entries), pairKeys: pairKeys,
      pairEntries: pairEntries)
  }
}
