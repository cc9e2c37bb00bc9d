internal import GaijiCharsets
internal import GaijiFiles

/// Reads a delimited file record by record, one character at a time: the verifier's own path from
/// bytes to fields. It shares no code with the engines beyond the charset tables.
///
/// Memory: the units of one block and of the present record.
struct RecordReader {
  /// Where one field of the present record stands.
  struct Field {
    /// The first unit of its content and the one after its last, as indices into `units`.
    var start: Int
    var end: Int
    /// Bytes from the start of the file to what ended the field, or to the end of the file.
    var endOffset: Int
    var isQuoted: Bool
  }

  /// What ended a record. EBCDIC's next line counts as a line feed: it becomes one elsewhere.
  enum LineEnd: String {
    case none = "no newline"
    case lineFeed = "LF"
    case carriageReturnLineFeed = "CRLF"
  }

  /// Units of the present record and of what follows it. The content of a field stands together:
  /// where quotes fall away inside it, later units of the field are moved forward.
  private(set) var units: [DecodedUnit] = []
  private(set) var fields: [Field] = []
  /// How the present record ends.
  private(set) var lineEnd = LineEnd.none
  /// The bytes of the present record's first unit from the start of the file.
  private(set) var offset = 0
  private(set) var bytesRead = 0

  private let input: InputFile
  private let delimiter: UInt32
  private let hasQuotes: Bool
  /// Line feed and, in the host charsets, next line (U+0085, EBCDIC 15).
  private let otherNewline: UInt32
  private let hasShifts: Bool
  private var decoder: ScalarDecoder
  private var atEnd = false
  // Indices into `units`: recordStart <= fieldStart <= contentEnd <= next.
  private var recordStart = 0
  private var fieldStart = 0
  /// After the last unit that belongs to the present field.
  private var contentEnd = 0
  /// Whether the present field began with a quote.
  private var isQuoted = false
  /// The first unit that is not read.
  private var next = 0
  private var block = [UInt8](repeating: 0, count: Self.blockByteCount)

  /// Its units (24 bytes each) stay in the second-level cache, for source and output together.
  private static let blockByteCount = 16 << 10
  private static let lineFeed: UInt32 = 0x0A
  private static let carriageReturn: UInt32 = 0x0D
  private static let quote: UInt32 = 0x22

  init(input: InputFile, table: CharsetTable, format: RecordFormat) {
    self.input = input
    decoder = ScalarDecoder(table)
    delimiter = format.delimiter
    hasQuotes = format.hasQuotes
    otherNewline = table.scheme == .shifted ? 0x85 : Self.lineFeed
    hasShifts = table.scheme != .leadByte
  }

  /// Reads one record; false at the end of the file.
  mutating func read() throws(FileError) -> Bool {
    fields.removeAll(keepingCapacity: true)
    lineEnd = .none
    recordStart = next
    contentEnd = next
    guard try hasNext() else { return false }
    offset = units[next].offset
    while try readField() {}
    return true
  }

  // MARK: Fields

  /// Reads one field and what ends it; false when that also ends the record.
  private mutating func readField() throws(FileError) -> Bool {
    fieldStart = next
    contentEnd = next
    isQuoted = false
    if hasQuotes, try hasNext(), isPlain(units[next], Self.quote) {
      next += 1
      fieldStart = next
      contentEnd = next
      isQuoted = true
      try readQuoted()
    }
    while try hasNext() {
      passOrdinary(untilQuote: false)
      guard next < units.count else { continue }
      let unit = units[next]
      if isPlain(unit, delimiter) || isNewline(unit) {
        endField(at: unit.offset)
        next += 1
        if isPlain(unit, delimiter) { return true }
        lineEnd = .lineFeed
        return false
      }
      take()
      if isPlain(unit, Self.carriageReturn), try hasNext(), isNewline(units[next]) {
        contentEnd -= 1
        endField(at: unit.offset)
        next += 1
        lineEnd = .carriageReturnLineFeed
        return false
      }
    }
    endField(at: bytesRead)
    return false
  }

  /// Reads up to and with the closing quote.
  private mutating func readQuoted() throws(FileError) {
    while try hasNext() {
      passOrdinary(untilQuote: true)
      guard next < units.count else { continue }
      let isQuote = isPlain(units[next], Self.quote)
      take()
      guard isQuote else { continue }
      guard try hasNext(), isPlain(units[next], Self.quote) else {
        contentEnd -= 1
        return
      }
      next += 1  // of two quotes, one stays
    }
  }

  private mutating func endField(at offset: Int) {
    fields.append(Field(start: fieldStart, end: contentEnd, endOffset: offset, isQuoted: isQuoted))
  }

  /// The next unit becomes content.
  private mutating func take() {
    if contentEnd != next { units[contentEnd] = units[next] }
    contentEnd += 1
    next += 1
  }

  /// Takes units as long as their scalars are none of those that can be structure.
  private mutating func passOrdinary(untilQuote: Bool) {
    let stops =
      untilQuote
      ? SIMD4(repeating: Self.quote)
      : SIMD4(delimiter, Self.lineFeed, otherNewline, Self.carriageReturn)
    let start = next
    let end = Self.firstStop(stops, in: units.span, from: start)
    if contentEnd != start {
      for index in start..<end { units[contentEnd + index - start] = units[index] }
    }
    contentEnd += end - start
    next = end
  }

  private static func firstStop(
    _ stops: SIMD4<UInt32>, in units: Span<DecodedUnit>, from start: Int
  ) -> Int {
    var index = start
    while index < units.count {
      let scalar = units[index].scalar
      if scalar == stops.x || scalar == stops.y || scalar == stops.z || scalar == stops.w { break }
      index += 1
    }
    return index
  }

  private func isPlain(_ unit: DecodedUnit, _ scalar: UInt32) -> Bool {
    unit.kind == .character && unit.second == 0 && unit.scalar == scalar
  }

  private func isNewline(_ unit: DecodedUnit) -> Bool {
    isPlain(unit, Self.lineFeed) || isPlain(unit, otherNewline)
  }

  // MARK: Units

  /// Whether a unit is left; reads on where `units` has none.
  private mutating func hasNext() throws(FileError) -> Bool {
    while next == units.count {
      if atEnd { return false }
      try refill()
    }
    return true
  }

  /// Keeps the content of the present record, and decodes a block behind it.
  ///
  /// - Precondition: All units are read.
  private mutating func refill() throws(FileError) {
    units.removeSubrange(contentEnd...)
    units.removeFirst(recordStart)
    if recordStart > 0 {
      for index in fields.indices {
        fields[index].start -= recordStart
        fields[index].end -= recordStart
      }
    }
    fieldStart -= recordStart
    contentEnd -= recordStart
    recordStart = 0
    next = contentEnd
    let input = self.input
    let result: Result<Int, FileError> = unsafe block.withUnsafeMutableBytes { region in
      do throws(FileError) { return .success(try unsafe input.read(region)) } catch {
        return .failure(error)
      }
    }
    let count = try result.get()
    atEnd = count < block.count
    bytesRead += count
    let bytes = block
    decoder.decode(bytes.span.extracting(0..<count), isLast: atEnd, into: &units)
    if hasShifts { dropShifts(from: next) }
  }

  /// Shift sequences and byte order marks are no characters.
  private mutating func dropShifts(from start: Int) {
    var end = start
    for index in start..<units.count where units[index].kind != .shift {
      if end != index { units[end] = units[index] }
      end += 1
    }
    units.removeSubrange(end...)
  }
}
