internal import GaijiCharsets
internal import GaijiModel

/// The records of a release's charsets: names, schemes, shifts, and which tables each has.
struct CharsetSections: Sendable {
  let records: [Record]

  var names: [String] { records.map(\.name) }

  /// One charset. Tables by number, from 1; 0 is an empty one.
  struct Record: Sendable {
    var name: String
    var scheme: CodingScheme
    var states: [[UInt32]]
    var shifts: [CharsetTable.Shift]
    var tables: [UInt32]
  }

  init(_ file: SectionReader, _ names: ReleaseStrings) throws(ReleaseError) {
    let words = try file.table(.charsets, of: UInt32.self)
    let states = try file.table(.charsetStates, of: UInt32.self)
    let shifts = try file.table(.charsetShifts, of: UInt32.self)
    guard words.count % CharsetRecord.wordCount == 0,
      states.count % CharsetRecord.stateWordCount == 0,
      shifts.count % CharsetRecord.shiftWordCount == 0,
      words.count / CharsetRecord.wordCount <= ReleaseFormat.maximumCharsetCount
    else {
      throw file.malformed(.charsets, "a record is cut short, or there are too many")
    }
    var records: [Record] = []
    for start in stride(from: 0, to: words.count, by: CharsetRecord.wordCount) {
      let record = (start..<start + CharsetRecord.wordCount).map { words[$0] }
      let read = try Self.record(record, states: states, shifts: shifts, file, names)
      guard !records.contains(where: { $0.name.utf8.elementsEqual(read.name.utf8) }) else {
        throw file.malformed(.charsets, "two are named \(read.name)")
      }
      records.append(read)
    }
    self.records = records
    try checkTables(file)
  }

  private static func record(
    _ record: [UInt32], states: FlatTable<UInt32>, shifts: FlatTable<UInt32>,
    _ file: SectionReader, _ names: ReleaseStrings
  ) throws(ReleaseError) -> Record {
    let name = try names.name(
      start: record[CharsetRecord.nameStart], byteCount: record[CharsetRecord.nameByteCount],
      for: .charsets)
    guard
      let scheme = CodingScheme(rawValue: UInt8(truncatingIfNeeded: record[CharsetRecord.scheme])),
      record[CharsetRecord.scheme] < 256, record[CharsetRecord.wordCount - 1] == 0
    else { throw file.malformed(.charsets, "\(name) has no scheme") }
    guard record[CharsetRecord.stateCount] <= ReleaseFormat.maximumStateCount,
      record[CharsetRecord.shiftCount] <= ReleaseFormat.maximumShiftCount
    else { throw file.malformed(.charsets, "\(name) has too many states or shifts") }
    let stateRange = try range(
      record[CharsetRecord.firstState], record[CharsetRecord.stateCount],
      within: states.count / CharsetRecord.stateWordCount, file)
    let shiftRange = try range(
      record[CharsetRecord.firstShift], record[CharsetRecord.shiftCount],
      within: shifts.count / CharsetRecord.shiftWordCount, file)
    var shiftValues: [CharsetTable.Shift] = []
    for index in shiftRange {
      let word = index * CharsetRecord.shiftWordCount
      let bytes = (0..<8).map {
        UInt8(truncatingIfNeeded: shifts[word + 2 + $0 / 4] >> UInt32($0 % 4 * 8))
      }
      guard (1...CharsetRecord.maximumShiftByteCount).contains(Int(shifts[word])) else {
        throw file.malformed(.charsetShifts, "shift \(index) is wrong")
      }
      shiftValues.append(
        CharsetTable.Shift(
          bytes: Array(bytes.prefix(Int(shifts[word]))), state: Int(shifts[word + 1])))
    }
    return Record(
      name: name, scheme: scheme,
      states: stateRange.map { state in
        (0..<CharsetRecord.stateWordCount).map { states[state * CharsetRecord.stateWordCount + $0] }
      },
      shifts: shiftValues,
      tables: Array(record[CharsetRecord.tables..<CharsetRecord.wordCount - 1]))
  }

  private static func range(
    _ first: UInt32, _ count: UInt32, within total: Int, _ file: SectionReader
  ) throws(ReleaseError) -> Range<Int> {
    guard Int(first) + Int(count) <= total else {
      throw file.malformed(.charsets, "records outside the section")
    }
    return Int(first)..<Int(first) + Int(count)
  }

  /// Every table that a record names is there, and every table is named.
  private func checkTables(_ file: SectionReader) throws(ReleaseError) {
    var isNamed = [Bool](repeating: false, count: file.directory.tables.count)
    for record in records {
      for number in record.tables + record.states.joined() where number > 0 {
        guard number <= isNamed.count else {
          throw file.malformed(.charsets, "\(record.name): table \(number) is not there")
        }
        isNamed[Int(number) - 1] = true
      }
    }
    if let stray = isNamed.firstIndex(of: false) {
      throw file.malformed(.charsets, "table \(stray + 1) is of no charset")
    }
  }
}

/// The charsets that have been asked for.
///
/// What is checked is what kernels rely on: table sizes, every index from one table into another,
/// every state number, every scalar.
struct VerifiedCharsets: Sendable {
  private let file: SectionReader
  private var charsets: [Int: Result<CharsetTable, ReleaseError>] = [:]
  /// Tables that several charsets have are looked at once: whether each agrees with its digest, and
  /// how many sequences its entries presuppose.
  private var digests: [UInt32: ReleaseError?] = [:]
  private var sequences = SequenceCounts()

  init(_ file: SectionReader) { self.file = file }

  mutating func charset(
    _ index: Int, _ record: CharsetSections.Record
  ) -> Result<CharsetTable, ReleaseError> {
    if let known = charsets[index] { return known }
    let result: Result<CharsetTable, ReleaseError>
    do throws(ReleaseError) { result = .success(try made(record)) } catch {
      result = .failure(error)
    }
    charsets[index] = result
    return result
  }

  private mutating func made(
    _ record: CharsetSections.Record
  ) throws(ReleaseError) -> CharsetTable {
    var states: [CharsetTable.State] = []
    for state in record.states {
      states.append(
        CharsetTable.State(
          lengths: try table(state[0], of: UInt8.self), one: try table(state[1], of: UInt32.self),
          two: try table(state[2], of: UInt32.self), three: try table(state[3], of: UInt32.self)))
    }
    let table = CharsetTable(
      name: record.name, scheme: record.scheme, states: states, shifts: record.shifts,
      sequences: try table(record.tables[0], of: UInt32.self),
      encoding: EncodeTable(
        blocks: try table(record.tables[1], of: UInt16.self),
        entries: try table(record.tables[2], of: UInt32.self),
        pairKeys: try table(record.tables[3], of: UInt64.self),
        pairEntries: try table(record.tables[4], of: UInt32.self)),
      positions: try table(record.tables[5], of: UInt32.self))
    if let fault = table.fault(of: { sequences.count(neededBy: $0) }) {
      throw file.malformed(.charsetTable, "\(record.name): \(fault)")
    }
    return table
  }

  /// - Parameter number: One that `CharsetSections` has checked.
  private mutating func table<Element: BitwiseCopyable & Sendable>(
    _ number: UInt32, of type: Element.Type
  ) throws(ReleaseError) -> FlatTable<Element> {
    guard number > 0 else { return FlatTable([]) }
    let region = file.directory.tables[Int(number) - 1]
    guard region.stride == MemoryLayout<Element>.stride, region.byteCount > 0 else {
      throw .malformed(
        section: region.kind.name, offset: region.offset,
        reason: "table \(number) is of another use")
    }
    if let known = digests[number] {
      if let error = known { throw error }
    } else {
      do throws(ReleaseError) {
        try file.check(region)
        digests[number] = .some(nil)
      } catch {
        digests[number] = .some(error)
        throw error
      }
    }
    return file.memory.table(of: type, at: region.offset, elementCount: region.count)
  }
}

/// Decode tables that have been looked at: charsets of one system share theirs.
private struct SequenceCounts {
  private var known: [Place: Int?] = [:]

  private struct Place: Hashable {
    var address: UInt
    var count: Int
  }

  mutating func count(neededBy table: FlatTable<UInt32>) -> Int? {
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
