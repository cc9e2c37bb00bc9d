internal import GaijiCharsets
internal import GaijiModel

/// Cuts decoded units into records and fields (RFC 4180) and gives them to a `FieldChecker`.
///
/// It keeps the units of the field that is not finished, no more.
struct ProfileScanner {
  private enum State {
    /// No unit of the field but shifts.
    case start
    case plain
    case quoted
    /// Behind a quote inside quotes: it closes the field, or is the first of two.
    case quote
    /// Behind a closing quote and something else.
    case closed
  }

  private static let lineFeed: UInt32 = 0x0A
  private static let carriageReturn: UInt32 = 0x0D
  private static let quote: UInt32 = 0x22

  private let profile: LinkageProfile
  private let delimiter: UInt32
  /// A mark at the start is a byte order mark, not a shift sequence.
  private let isUnicode: Bool
  private let fieldLimit: Int
  private(set) var checker: FieldChecker

  /// From the start of the present field on.
  var units: [DecodedUnit] = []
  private var next = 0
  private var fieldStart = 0
  /// The first unit of the content, and the one behind its last.
  private var contentStart = 0
  private var contentEnd = 0
  private var state = State.start
  /// Doubled quotes or shifts are among the content.
  private var hasExtras = false
  /// The first quote of an unquoted field, or what stands behind a closing quote.
  private var strayOffset: Int?
  private var scratch: [DecodedUnit] = []

  /// The present record: 0 is the header.
  private(set) var record: Int
  private var column = 0
  private var recordOffset = 0
  private var hasMark = false
  /// Whether the record that ended last had a newline.
  private var endedWithNewline = false

  init(
    _ profile: LinkageProfile, isUnicode: Bool, fieldLimit: Int, checker: FieldChecker
  ) {
    self.profile = profile
    delimiter = UInt32(profile.delimiter)
    self.isUnicode = isUnicode
    self.fieldLimit = fieldLimit
    self.checker = checker
    record = profile.header == nil ? 1 : 0
  }

  /// Works through `units` as far as they go, and drops those of finished fields.
  ///
  /// - Parameter offset: Bytes from the start of the file to the end of `units`.
  mutating func scan(offset: Int) throws(ProfileCheckStop) {
    while next < units.count {
      switch state {
      case .start: start()
      case .plain: plain()
      case .quoted:
        skip(to: Self.quote, Self.quote, Self.quote)
        if next < units.count {
          state = .quote
          contentEnd = next
          next += 1
        }
      case .quote: afterQuote()
      case .closed:
        skip(to: delimiter, Self.lineFeed, Self.lineFeed)
        if next < units.count { endField(isLast: units[next].scalar == Self.lineFeed) }
      }
    }
    let length = fieldStart < units.count ? offset - units[fieldStart].offset : 0
    guard length <= fieldLimit else {
      throw ProfileCheckStop(
        record: record, column: column, offset: units[fieldStart].offset, limit: fieldLimit)
    }
    units.removeFirst(fieldStart)
    next -= fieldStart
    contentStart -= fieldStart
    contentEnd -= fieldStart
    fieldStart = 0
  }

  /// The end of the file, `offset` bytes from its start.
  mutating func finish(offset: Int) {
    let isOpen = state == .quoted
    // Behind a newline no record begins, unless there is something of it.
    let isEmpty = column == 0 && state == .start && !hasContent
    if !isEmpty {
      if isOpen {
        contentEnd = units.count
        let start = fieldStart < units.count ? units[fieldStart].offset : offset
        checker.add(
          .openQuote, record: record, offset: start, column: column,
          sample: ProfileTally.sample(units[min(contentStart, units.count)...]))
      }
      endField(isLast: true, isEnd: true, fileEnd: offset)
    }
    if profile.header != nil, record == 0 {
      checker.add(.header, record: 0, offset: 0, sample: "no first record")
    }
    let isRight =
      switch profile.finalNewline {
      case .optional: true
      case .required: endedWithNewline
      case .forbidden: !endedWithNewline
      }
    if !isRight {
      checker.add(.finalNewline, record: max(record - 1, 0), offset: offset)
    }
    let isMarkRight =
      switch profile.byteOrderMark {
      case .optional: true
      case .required: hasMark
      case .forbidden: !hasMark
      }
    if !isMarkRight { checker.add(.byteOrderMark, record: max(record - 1, 0), offset: 0) }
  }

  private var hasContent: Bool {
    units[fieldStart...].contains { $0.kind != .shift }
  }

  // MARK: Units

  private mutating func start() {
    let unit = units[next]
    if unit.kind == .shift {
      if isUnicode, unit.offset == 0 {
        hasMark = true
        fieldStart = next + 1
      } else {
        hasExtras = true
      }
      next += 1
      contentStart = next
      return
    }
    if unit.scalar == Self.quote {
      next += 1
      contentStart = next
      state = .quoted
    } else {
      contentStart = fieldStart
      state = .plain
    }
  }

  private mutating func plain() {
    // One finding a field: behind a stray quote, others are not looked for.
    skip(to: delimiter, Self.lineFeed, strayOffset == nil ? Self.quote : delimiter)
    guard next < units.count else { return }
    if units[next].scalar == Self.quote, strayOffset == nil {
      strayOffset = units[next].offset
      return
    }
    contentEnd = next
    endField(isLast: units[next].scalar == Self.lineFeed)
  }

  private mutating func afterQuote() {
    let unit = units[next]
    if unit.scalar == Self.quote {
      hasExtras = true
      state = .quoted
      next += 1
    } else {
      state = .closed
    }
  }

  /// Moves `next` to the next unit with one of these scalars, or to the end.
  private mutating func skip(to a: UInt32, _ b: UInt32, _ c: UInt32) {
    let (end, sawShift) = Self.stop(units.span, from: next, a, b, c)
    next = end
    if sawShift { hasExtras = true }
  }

  private static func stop(
    _ units: Span<DecodedUnit>, from start: Int, _ a: UInt32, _ b: UInt32, _ c: UInt32
  ) -> (Int, sawShift: Bool) {
    var (index, sawShift) = (start, false)
    while index < units.count {
      let scalar = units[index].scalar
      if scalar == a || scalar == b || scalar == c { break }
      if units[index].kind == .shift { sawShift = true }
      index += 1
    }
    return (index, sawShift)
  }

  // MARK: Fields and records

  /// - Parameters:
  ///   - isLast: The record ends here.
  ///   - isEnd: The file ends here; otherwise `next` is the delimiter or newline.
  private mutating func endField(isLast: Bool, isEnd: Bool = false, fileEnd: Int = 0) {
    let isQuoted = state == .quoted || state == .quote || state == .closed
    if isEnd {
      next = units.count
      if !isQuoted { (contentStart, contentEnd) = (fieldStart, next) }
    }
    let offset = fieldStart < units.count ? units[fieldStart].offset : fileEnd
    if column == 0 { recordOffset = offset }
    var isCRLF = false
    if isLast, !isEnd, next > fieldStart, units[next - 1].scalar == Self.carriageReturn {
      isCRLF = true
      if !isQuoted { contentEnd = next - 1 }
    }
    if state == .closed {
      let rest = units[(contentEnd + 1)..<(isCRLF ? next - 1 : next)]
      strayOffset = rest.first { $0.kind != .shift }?.offset
    }
    if let strayOffset {
      checker.add(
        .strayQuote, record: record, offset: strayOffset, column: column,
        sample: ProfileTally.sample(units[fieldStart..<next]))
    }
    give(ProfileField(record: record, column: column, offset: offset, isQuoted: isQuoted))
    column += 1
    if isLast { endRecord(isCRLF: isCRLF, isEnd: isEnd) }
    if !isEnd { next += 1 }
    fieldStart = next
    contentStart = next
    contentEnd = next
    state = .start
    hasExtras = false
    strayOffset = nil
  }

  private mutating func give(_ field: ProfileField) {
    var field = field
    let range = contentStart..<contentEnd
    let isHeader = profile.header != nil && record == 0
    guard hasExtras else {
      if isHeader {
        checker.checkHeader(units, range, field)
      } else {
        checker.check(units, range, field)
      }
      return
    }
    scratch.removeAll(keepingCapacity: true)
    var index = range.lowerBound
    while index < range.upperBound {
      let unit = units[index]
      if unit.kind == .shift {
        field.shiftByteCount += Int(unit.byteCount)
      } else {
        scratch.append(unit)
        // Inside quotes every quote is the first of two; a shift may stand between them.
        if field.isQuoted, unit.scalar == Self.quote { index += 1 }
      }
      index += 1
    }
    let whole = scratch.indices
    if isHeader {
      checker.checkHeader(scratch, whole, field)
    } else {
      checker.check(scratch, whole, field)
    }
  }

  private mutating func endRecord(isCRLF: Bool, isEnd: Bool) {
    endedWithNewline = !isEnd
    let isRight =
      switch profile.newline {
      case .either: true
      case .lf: isEnd || !isCRLF
      case .crlf: isEnd || isCRLF
      }
    if !isRight {
      checker.add(
        .newline, record: record, offset: units[isCRLF ? next - 1 : next].offset,
        sample: isCRLF ? "CR LF" : "LF")
    }
    checker.endRecord(
      record, offset: recordOffset, fieldCount: column,
      isHeader: profile.header != nil && record == 0)
    record += 1
    column = 0
  }
}
