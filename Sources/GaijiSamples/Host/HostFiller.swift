internal import GaijiModel

/// Fills one record with what is known of a person, and notes what must become of each field.
struct HostFiller: Sendable {
  /// How often, in 10,000.
  private enum Rate {
    static let blankText = 100
    static let remark = 5_000
    static let remarkGaiji = 60
    static let blankDate = 1_500
    static let negative = 1_500
    static let zero = 1_000
  }

  private(set) var record: [UInt8] = []
  /// UTF-8 of the cells, one behind the other.
  private(set) var truth: [UInt8] = []
  /// Where in `truth` a column's cell is.
  private(set) var cells: [Range<Int>]
  /// The same record as text in the other charset.
  private(set) var other: [UInt8] = []
  /// Gaiji in the record, by number in the plan.
  private(set) var gaiji: [Int] = []

  private let stock: HostStock
  private let signs: HostSigns
  private let codes: HostCodes
  private let otherCodes: HostCodes?
  private var text: HostTextWriter

  init(stock: HostStock, signs: HostSigns, maker: HostPieceMaker, columnCount: Int) {
    self.stock = stock
    self.signs = signs
    codes = maker.codes
    otherCodes = maker.other
    text = HostTextWriter(maker.codes)
    cells = Array(repeating: 0..<0, count: columnCount)
  }

  /// - Parameter fixedByteCount: the length of every record, in a file of one length.
  mutating func fill(
    _ type: HostRecordType, for person: HostPerson, fixedByteCount: Int?,
    _ random: inout SplitMix64
  ) {
    // In a file of one length the bytes behind a short table would be outside the layout.
    let counts = type.layout.tables.map {
      fixedByteCount == nil
        ? $0.minimum + random.below($0.maximum - $0.minimum + 1) : $0.maximum
    }
    var length = type.layout.maximumByteCount
    for (table, count) in zip(type.layout.tables, counts) {
      length -= (table.maximum - count) * table.elementByteCount
    }
    record.removeAll(keepingCapacity: true)
    for _ in 0..<length { record.append(codes.space) }
    truth.removeAll(keepingCapacity: true)
    other.removeAll(keepingCapacity: true)
    gaiji.removeAll(keepingCapacity: true)
    for column in cells.indices { cells[column] = 0..<0 }
    for field in type.fields {
      guard let offset = type.layout.offset(of: field.field, counts: counts) else { continue }
      let start = truth.count
      if field.field.kind.isText {
        fillText(field, at: offset, person, &random)
      } else if let number = field.number {
        var value = self.value(field, number, person, &random)
        if let table = field.counts { value = counts[table] }
        if case .number(let fixed)? = field.fixed { value = fixed }
        putNumber(value, number, at: offset)
      } else {
        putRaw(field.field, at: offset, &random)
      }
      cells[field.column] = start..<truth.count
    }
  }

  // MARK: Text

  private mutating func fillText(
    _ field: HostRecordType.Field, at offset: Int, _ person: HostPerson,
    _ random: inout SplitMix64
  ) {
    text.begin(field.field)
    if case .piece(let piece)? = field.fixed {
      text.put(piece)
    } else if field.element <= person.family.count {
      putText(field, person, &random)
    }
    text.end(
      field.field.padding, at: offset, of: &record,
      otherSpaces: otherCodes.map { ($0.space, $0.doubleSpace) })
    truth += text.truth
    other += text.other
    gaiji += text.gaiji
  }

  private mutating func putText(
    _ field: HostRecordType.Field, _ person: HostPerson, _ random: inout SplitMix64
  ) {
    switch field.role {
    case .name:
      text.put([person.surname.text, signs.wideSpace, person.given.text])
    case .givenName:
      text.put(person.family[max(0, field.element - 1)].text)
    case .kana:
      guard !random.chance(Rate.blankText), let surname = person.surname.kana,
        let given = person.given.kana
      else { return }
      text.put([surname, surname.isDouble ? signs.wideSpace : signs.space, given])
    case .address: putAddress(person.home, inDigits: field.field.kind == .double)
    case .remark: putRemark(&random)
    default: putCode(field.field, person, &random)
    }
  }

  /// Kanji, half-width numbers and kanji again; what does not fit is left out.
  private mutating func putAddress(_ home: HostHome, inDigits isWide: Bool) {
    guard text.put(home.place) else { return }
    if home.block > 0 { text.put(signs.blocks[home.block - 1]) }
    if isWide {
      text.put(wide(home.lot) + [signs.lot] + wide(home.house) + [signs.houseNumber])
    } else {
      text.put([signs.numbers[home.lot], signs.hyphen, signs.numbers[home.house]])
    }
    guard let building = home.building else { return }
    let room = isWide ? wide(home.room) : [signs.numbers[home.room]]
    if !text.put([building] + room + [signs.room]) { text.put(building) }
  }

  private func wide(_ number: Int) -> [HostPiece] {
    String(number).utf8.map { signs.wideDigits[Int($0 - 0x30)] }
  }

  private mutating func putRemark(_ random: inout SplitMix64) {
    // The words are sorted by length: those that fit come first.
    var fitting = 0
    var beyond = stock.remarks.count
    while fitting < beyond {
      let middle = (fitting + beyond) / 2
      if text.fits(stock.remarks[middle]) { fitting = middle + 1 } else { beyond = middle }
    }
    guard fitting > 0 else {
      // Two bytes: 01 ... 49.
      if !text.put([signs.numbers[0], signs.numbers[1 + random.below(9)]]) {
        text.put(signs.numbers[1 + random.below(9)])
      }
      return
    }
    if random.chance(Rate.remarkGaiji), !stock.gaijiRemarks.isEmpty {
      text.put(stock.gaijiRemarks.draw(&random))
    } else if random.chance(Rate.remark) {
      text.put(stock.remarks[random.below(fitting)])
    }
  }

  private mutating func putCode(
    _ field: LayoutField, _ person: HostPerson, _ random: inout SplitMix64
  ) {
    if field.byteCount == 1 {
      text.put(signs.numbers[1 + person.sex])
    } else if random.below(4) > 0 {
      text.put([signs.letters[random.below(signs.letters.count)], signs.numbers[random.below(10)]])
    }
  }

  // MARK: Numbers and bytes

  /// `nil`: left blank.
  private func value(
    _ field: HostRecordType.Field, _ number: HostNumber, _ person: HostPerson,
    _ random: inout SplitMix64
  ) -> Int? {
    let limit = number.limit
    let canBeBlank = if case .zoned = number.kind { true } else { false }
    if field.element > person.family.count { return canBeBlank ? nil : 0 }
    switch field.role {
    case .birthday: return person.birthday % (limit + 1)
    case .date:
      if canBeBlank, random.chance(Rate.blankDate) { return nil }
      let year = 1990 + random.below(37)
      let date = year * 10_000 + (1 + random.below(12)) * 100 + 1 + random.below(28)
      return date % (limit + 1)
    case .count: return min(person.family.count, limit)
    case .age: return min(random.below(100), limit)
    case .identifier: return (person.identifier * 7) % (limit + 1)
    default:
      if random.chance(Rate.zero) { return 0 }
      // Small amounts are as common as large ones.
      let digits = 1 + random.below(min(18, String(limit).utf8.count))
      let value = random.below(min(limit, HostNumber.power(digits) - 1) + 1)
      return number.isSigned && random.chance(Rate.negative) ? -value : value
    }
  }

  private mutating func putNumber(_ value: Int?, _ number: HostNumber, at offset: Int) {
    let start = truth.count
    if let value {
      number.write(value, to: &record, at: offset)
      truth += number.text(value)
    }
    guard let otherCodes else { return }
    for _ in truth.count - start..<number.textWidth { other.append(otherCodes.space) }
    for byte in truth[start...] { other += otherCodes.single(UInt32(byte))?.bytes ?? [] }
  }

  private mutating func putRaw(
    _ field: LayoutField, at offset: Int, _ random: inout SplitMix64
  ) {
    if let otherCodes { for _ in 0..<field.byteCount { other.append(otherCodes.space) } }
    // FILLER is of spaces, which become nothing.
    guard !field.name.utf8.starts(with: "FILLER".utf8) else { return }
    var isBlank = true
    for index in offset..<offset + field.byteCount {
      record[index] = UInt8(random.below(256))
      if record[index] != codes.space { isBlank = false }
    }
    guard !isBlank else { return }
    for byte in record[offset..<offset + field.byteCount] {
      truth += hexadecimal(byte, digits: 2).utf8
    }
  }
}
