internal import GaijiCharsets
internal import GaijiModel

/// The charsets of a release as views of its memory.
///
/// What is checked is what kernels rely on: table sizes, every index from one table into another,
/// every state number, every scalar.
struct CharsetSections {
  let tables: [CharsetTable]

  init(_ file: SectionReader) throws(ReleaseError) {
    let records = file.table(.charsets, of: UInt32.self)
    let states = file.table(.charsetStates, of: UInt32.self)
    let shifts = file.table(.charsetShifts, of: UInt32.self)
    guard records.count % CharsetRecord.wordCount == 0,
      states.count % CharsetRecord.stateWordCount == 0,
      shifts.count % CharsetRecord.shiftWordCount == 0
    else {
      throw .malformed(section: SectionKind.charsets.name, reason: "a record is cut short")
    }
    var tables: [CharsetTable] = []
    var checks = TableChecks()
    for start in stride(from: 0, to: records.count, by: CharsetRecord.wordCount) {
      let record = Array(records.array[start..<start + CharsetRecord.wordCount])
      let table = try Self.table(record, states: states, shifts: shifts, file, &checks)
      guard !tables.contains(where: { $0.name == table.name }) else {
        throw .malformed(section: SectionKind.charsets.name, reason: "two are named \(table.name)")
      }
      tables.append(table)
    }
    self.tables = tables
  }

  private static func table(
    _ record: [UInt32], states: FlatTable<UInt32>, shifts: FlatTable<UInt32>,
    _ file: SectionReader, _ checks: inout TableChecks
  ) throws(ReleaseError) -> CharsetTable {
    let name = try file.name(
      start: record[CharsetRecord.nameStart], byteCount: record[CharsetRecord.nameByteCount],
      for: .charsets)
    guard
      let scheme = CodingScheme(rawValue: UInt8(truncatingIfNeeded: record[CharsetRecord.scheme])),
      record[CharsetRecord.scheme] < 256, record[CharsetRecord.wordCount - 1] == 0
    else { throw .malformed(section: SectionKind.charsets.name, reason: "\(name) has no scheme") }
    let stateRange = try range(
      record[CharsetRecord.firstState], record[CharsetRecord.stateCount],
      within: states.count / CharsetRecord.stateWordCount)
    let shiftRange = try range(
      record[CharsetRecord.firstShift], record[CharsetRecord.shiftCount],
      within: shifts.count / CharsetRecord.shiftWordCount)
    let pool = TableReader(file)
    func tableWords(_ index: Int) -> (UInt32, UInt32) {
      (record[CharsetRecord.tables + 2 * index], record[CharsetRecord.tables + 2 * index + 1])
    }
    var stateTables: [CharsetTable.State] = []
    for index in stateRange {
      let word = index * CharsetRecord.stateWordCount
      stateTables.append(
        CharsetTable.State(
          lengths: try pool.table(of: UInt8.self, (states[word], states[word + 1])),
          one: try pool.table(of: UInt32.self, (states[word + 2], states[word + 3])),
          two: try pool.table(of: UInt32.self, (states[word + 4], states[word + 5])),
          three: try pool.table(of: UInt32.self, (states[word + 6], states[word + 7]))))
    }
    var shiftValues: [CharsetTable.Shift] = []
    for index in shiftRange {
      let word = index * CharsetRecord.shiftWordCount
      let bytes = (0..<8).map {
        UInt8(truncatingIfNeeded: shifts[word + 2 + $0 / 4] >> UInt32($0 % 4 * 8))
      }
      guard (1...CharsetRecord.maximumShiftByteCount).contains(Int(shifts[word])) else {
        throw .malformed(section: SectionKind.charsetShifts.name, reason: "shift \(index) is wrong")
      }
      shiftValues.append(
        CharsetTable.Shift(
          bytes: Array(bytes.prefix(Int(shifts[word]))), state: Int(shifts[word + 1])))
    }
    let table = CharsetTable(
      name: name, scheme: scheme, states: stateTables, shifts: shiftValues,
      sequences: try pool.table(of: UInt32.self, tableWords(0)),
      encoding: EncodeTable(
        blocks: try pool.table(of: UInt16.self, tableWords(1)),
        entries: try pool.table(of: UInt32.self, tableWords(2)),
        pairKeys: try pool.table(of: UInt64.self, tableWords(3)),
        pairEntries: try pool.table(of: UInt32.self, tableWords(4))),
      positions: try pool.table(of: UInt32.self, tableWords(5)))
    if let fault = table.fault(of: { checks.sequenceCount(neededBy: $0) }) {
      throw .malformed(section: SectionKind.charsetTables.name, reason: "\(name): \(fault)")
    }
    return table
  }

  private static func range(
    _ first: UInt32, _ count: UInt32, within total: Int
  ) throws(ReleaseError) -> Range<Int> {
    guard Int(first) + Int(count) <= total else {
      throw .malformed(section: SectionKind.charsets.name, reason: "records outside the section")
    }
    return Int(first)..<Int(first) + Int(count)
  }
}

/// Decode tables that have been looked at: charsets of one system share theirs.
private struct TableChecks {
  private var known: [Place: Int?] = [:]

  private struct Place: Hashable {
    var address: UInt
    var count: Int
  }

  mutating func sequenceCount(neededBy table: FlatTable<UInt32>) -> Int? {
    let place = unsafe table.withUnsafeBuffer { buffer in
      // Only compared: the tables are views of one memory that stays during the check.
      Place(address: UInt(bitPattern: buffer.baseAddress), count: buffer.count)
    }
    if let count = known[place] { return count }
    let count = CharsetTable.sequenceCount(neededBy: table)
    known[place] = count
    return count
  }
}

/// Tables by start (in units of 8 bytes) and element count.
private struct TableReader {
  private let memory: ReleaseMemory
  private let region: ReleaseDirectory.Region

  init(_ file: SectionReader) {
    memory = file.memory
    region = file.directory[.charsetTables]
  }

  func table<Element: BitwiseCopyable & Sendable>(
    of type: Element.Type, _ words: (start: UInt32, count: UInt32)
  ) throws(ReleaseError) -> FlatTable<Element> {
    let start = Int(words.start) * 8
    let byteCount = Int(words.count) * MemoryLayout<Element>.stride
    guard start + byteCount <= region.byteCount else {
      throw .malformed(
        section: SectionKind.charsetTables.name, reason: "a table is outside the section")
    }
    return memory.table(of: type, at: region.offset + start, elementCount: Int(words.count))
  }
}
