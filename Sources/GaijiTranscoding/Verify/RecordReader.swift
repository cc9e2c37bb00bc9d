internal import GaijiCharsets

/// Reads a delimited file record by record, one character at a time: the verifier's own path from
/// bytes to fields. It shares no code with the engines beyond the charset tables.
struct RecordReader {
  /// The characters of the present record's fields, one after another, unquoted.
  private(set) var characters: [DecodedUnit] = []
  /// Where each field ends in `characters`.
  private(set) var fieldEnds: [Int] = []
  /// The bytes of the present record's first unit from the start of the file.
  private(set) var offset = 0
  private(set) var bytesRead = 0
  /// Shift sequences and byte order marks met so far.
  private(set) var shifts = 0

  private let input: InputFile
  private let delimiter: UInt32
  private let hasQuotes: Bool
  private let newlines: Set<UInt32>
  private var decoder: ScalarDecoder
  private var units: [DecodedUnit] = []
  private var next = 0
  private var atEnd = false
  private var buffer = [UInt8](repeating: 0, count: 256 << 10)

  init(input: InputFile, table: CharsetTable, format: RecordFormat) {
    self.input = input
    decoder = ScalarDecoder(table)
    delimiter = format.delimiter
    hasQuotes = format.hasQuotes
    newlines = table.scheme == .shifted ? [0x0A, 0x85] : [0x0A]
  }

  /// The next unit that is a character of some kind.
  private mutating func peek(_ ahead: Int = 0) throws(FileError) -> DecodedUnit? {
    while next + ahead >= units.count {
      if atEnd { return nil }
      try refill()
    }
    return units[next + ahead]
  }

  private mutating func refill() throws(FileError) {
    units.removeFirst(next)
    next = 0
    var memory = buffer
    swap(&memory, &buffer)
    defer { swap(&memory, &buffer) }
    let input = self.input
    let result: Result<Int, FileError> = unsafe memory.withUnsafeMutableBytes { region in
      do throws(FileError) { return .success(try unsafe input.read(region)) } catch {
        return .failure(error)
      }
    }
    let count = try result.get()
    atEnd = count < memory.count
    bytesRead += count
    decoder.decode(memory.span.extracting(0..<count), isLast: atEnd) { unit in
      if unit.kind == .shift { shifts += 1 } else { units.append(unit) }
    }
  }

  private func isPlain(_ unit: DecodedUnit, _ scalar: UInt32) -> Bool {
    unit.kind == .character && unit.second == 0 && unit.scalar == scalar
  }

  private func isNewline(_ unit: DecodedUnit) -> Bool {
    unit.kind == .character && unit.second == 0 && newlines.contains(unit.scalar)
  }

  /// Reads one record; false at the end of the file.
  mutating func read() throws(FileError) -> Bool {
    characters.removeAll(keepingCapacity: true)
    fieldEnds.removeAll(keepingCapacity: true)
    guard let first = try peek() else { return false }
    offset = first.offset
    var quoted = false
    var fieldStart = 0
    while let unit = try peek() {
      next += 1
      if quoted {
        if isPlain(unit, 0x22) {
          if let following = try peek(), isPlain(following, 0x22) {
            next += 1
            characters.append(unit)
          } else {
            quoted = false
          }
        } else {
          characters.append(unit)
        }
        continue
      }
      if hasQuotes, characters.count == fieldStart, isPlain(unit, 0x22), !endedQuote {
        quoted = true
        endedQuote = true
      } else if isPlain(unit, delimiter) {
        fieldEnds.append(characters.count)
        fieldStart = characters.count
        endedQuote = false
      } else if isNewline(unit) {
        break
      } else if isPlain(unit, 0x0D), let following = try peek(), isNewline(following) {
        next += 1
        break
      } else {
        characters.append(unit)
      }
    }
    endedQuote = false
    fieldEnds.append(characters.count)
    return true
  }

  /// The present field was quoted: a further quote in it is an ordinary character.
  private var endedQuote = false

  func field(_ index: Int) -> ArraySlice<DecodedUnit> {
    characters[(index == 0 ? 0 : fieldEnds[index - 1])..<fieldEnds[index]]
  }
}
