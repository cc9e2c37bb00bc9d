public import GaijiCharsets

/// Writes a resident register, record by record, from a seed.
///
/// Columns: 住民番号, 世帯番号, 氏名, 氏名カナ, 生年月日, 性別, 郵便番号, 住所, 方書, 備考. People live in
/// households that share surname and address. Two rows in a hundred hold a gaiji; Unicode charsets
/// also get variation sequences. With a share of its own, gaiji stand in surnames (three households in
/// four of those that have any) and places only. The same arguments give the same bytes.
public struct SampleGenerator: Sendable {
  public enum Newline: String, Sendable, CaseIterable {
    case crlf, lf
  }

  public static let columns = [
    "住民番号", "世帯番号", "氏名", "氏名カナ", "生年月日", "性別", "郵便番号", "住所", "方書", "備考",
  ]
  /// The columns that the truth expects to be converted.
  public static let selectedColumns = ["氏名", "氏名カナ", "住所", "方書"]

  /// How often things happen, in 10,000. Together they give 2 % of rows with gaiji.
  private enum Rate {
    static let surnameGaiji = 110  // per household
    static let placeGaiji = 38  // per household
    static let givenNameGaiji = 36  // per person
    static let remarkGaiji = 24  // per person
    static let surnameSequence = 40  // per household
    static let remark = 8_000  // per person
    static let remarkDate = 7_000  // per remark
    static let building = 6_000  // per household
    static let room = 9_000  // per building
    static let block = 8_000  // 一丁目 ..., per household
    static let quotedAddress = 200  // quotes that CSV does not ask for, per household
  }

  public private(set) var recordCount = 0
  /// Records with at least one gaiji.
  public private(set) var gaijiRecordCount = 0
  /// Records with a variation sequence in the source.
  public private(set) var sequenceRecordCount = 0

  private let stock: WordStock
  private let signs: Signs
  private var buffer: RecordBuffer
  private var random: SplitMix64
  private var household = Household()
  private var householdCount = 0
  private let gaijiShare: Int?

  /// - Parameters:
  ///   - plan: Made for the same charset.
  ///   - gaijiShare: Rows with gaiji in 10,000, where it is not to be the usual 2 %.
  ///   - wantsTruth: Whether `truth` is written too.
  public init(
    charset: CharsetTable, vocabulary: Vocabulary, plan: GaijiPlan, seed: UInt64,
    newline: Newline = .crlf, gaijiShare: Int? = nil, wantsTruth: Bool = true
  ) throws(SampleError) {
    self.gaijiShare = gaijiShare
    precondition(plan.charsetName == charset.name, "the plan is for another charset")
    let maker = PieceMaker(charset)
    stock = try WordStock(vocabulary, plan: plan, maker: maker)
    signs = try Signs(maker, newline: newline)
    buffer = RecordBuffer(charset, wantsTruth: wantsTruth, gaijiCount: plan.gaiji.count)
    random = SplitMix64(seed: seed)
  }

  /// Bytes in `source`.
  public var sourceCount: Int { buffer.source.count }
  /// The register's bytes so far, those removed left out.
  public var source: [UInt8] { buffer.source }
  /// The truth's bytes so far, those removed left out: UTF-8, the same records, fields and quotes.
  public var truth: [UInt8] { buffer.truth }
  /// By number in the plan: occurrences in the selected columns.
  public var convertedCounts: [Int] { buffer.convertedCounts }
  /// By number in the plan: occurrences in the other columns, where codes stay as they are.
  public var keptCounts: [Int] { buffer.keptCounts }

  /// Forgets the bytes written so far; call it after they have gone to their files.
  public mutating func removeBytes() { buffer.removeBytes() }

  /// The byte order mark, where the charset's name leaves the order open, and the column names.
  public mutating func appendHeader() {
    if let mark = signs.byteOrderMark { buffer.put(mark, selected: false) }
    for (index, column) in signs.header.enumerated() {
      if index > 0 { buffer.put(signs.comma, selected: false) }
      buffer.put(column, selected: false)
    }
    buffer.put(signs.newline, selected: false)
  }

  /// One person.
  public mutating func appendRecord() {
    if household.remaining == 0 { moveIn() }
    household.remaining -= 1
    var hasGaiji = household.hasGaiji
    let sex = random.below(2)
    let name: WordStock.Name
    if gaijiShare == nil, random.chance(Rate.givenNameGaiji), !stock.gaijiGivenNames[sex].isEmpty {
      name = stock.gaijiGivenNames[sex].draw(&random)
      hasGaiji = true
    } else {
      name = stock.givenNames[sex][stock.givenNameChoice[sex].draw(&random)]
    }

    putResidentNumber()
    buffer.put(signs.comma, selected: false)
    putNumber(100_000_000 + householdCount, groups: 3)
    buffer.put(signs.comma, selected: false)
    let surname = household.surname ?? stock.surnames[0]
    buffer.put(surname.text, selected: true)
    buffer.put(signs.wideSpace, selected: true)
    buffer.put(name.text, selected: true)
    buffer.put(signs.comma, selected: false)
    buffer.put(surname.kana, selected: true)
    buffer.put(signs.wideSpace, selected: true)
    buffer.put(name.kana, selected: true)
    buffer.put(signs.comma, selected: false)
    putBirthday(around: name.year)
    buffer.put(signs.comma, selected: false)
    buffer.put(signs.sexes[sex], selected: false)
    buffer.put(signs.comma, selected: false)
    for piece in household.postalCode { buffer.put(piece, selected: false) }
    buffer.put(signs.comma, selected: false)
    for piece in household.address { buffer.put(piece, selected: true) }
    buffer.put(signs.comma, selected: false)
    for piece in household.building { buffer.put(piece, selected: true) }
    buffer.put(signs.comma, selected: false)
    if gaijiShare == nil, random.chance(Rate.remarkGaiji), !stock.gaijiRemarks.isEmpty {
      buffer.put(stock.gaijiRemarks.draw(&random), selected: false)
      hasGaiji = true
    } else if random.chance(Rate.remark) {
      putRemark()
    }
    buffer.put(signs.newline, selected: false)

    recordCount += 1
    if hasGaiji { gaijiRecordCount += 1 }
    if household.hasSequence { sequenceRecordCount += 1 }
  }

  /// Ends the register in the initial shift state.
  public mutating func finish() { buffer.finish() }

  /// People who share surname and address.
  private struct Household: Sendable {
    var remaining = 0
    var surname: WordStock.Name?
    var postalCode: [Piece] = []
    var address: [Piece] = []
    var building: [Piece] = []
    var hasGaiji = false
    var hasSequence = false
  }

  /// Sizes of Japanese households in 2020, in thousandths: one, two, ... five persons.
  private static let sizes = WeightedChoice([380, 281, 166, 119, 54])

  private mutating func moveIn() {
    householdCount += 1
    var new = Household()
    new.remaining = 1 + Self.sizes.draw(&random)
    let rates = gaijiRates()
    if random.chance(rates.surname), !stock.gaijiSurnames.isEmpty {
      new.surname = stock.gaijiSurnames.draw(&random)
      new.hasGaiji = true
    } else if random.chance(Rate.surnameSequence), !stock.sequenceSurnames.isEmpty {
      new.surname = stock.sequenceSurnames.draw(&random)
      new.hasSequence = true
    } else {
      new.surname = stock.surnames[stock.surnameChoice.draw(&random)]
    }
    let place: WordStock.Place
    if random.chance(rates.place), !stock.gaijiPlaces.isEmpty {
      place = stock.gaijiPlaces.draw(&random)
      new.hasGaiji = true
    } else {
      place = stock.places[stock.placeChoice.draw(&random)]
    }
    new.postalCode = [
      signs.groups[place.postalPrefix], signs.hyphen, signs.digits[random.below(10)],
      signs.groups[random.below(1000)],
    ]
    new.address = address(place)
    if random.chance(Rate.building) {
      new.building = [stock.buildings[stock.buildingChoice.draw(&random)]]
      if random.chance(Rate.room) {
        new.building += [signs.wideDigits[1 + random.below(9)], signs.wideDigits[0]]
        new.building += [signs.wideDigits[1 + random.below(9)], signs.room]
      }
    }
    household = new
  }

  /// How often this household gets a gaiji into its surname and its place, in 10,000.
  private mutating func gaijiRates() -> (surname: Int, place: Int) {
    guard let gaijiShare else { return (Rate.surnameGaiji, Rate.placeGaiji) }
    guard random.chance(gaijiShare) else { return (0, 0) }
    return random.chance(7_500) ? (10_000, 0) : (0, 10_000)
  }

  private mutating func address(_ place: WordStock.Place) -> [Piece] {
    var address = [place.municipality, place.town]
    if random.chance(Rate.block) { address.append(signs.blocks[random.below(signs.blocks.count)]) }
    address += wideNumber(1 + random.below(random.below(3) == 0 ? 99 : 30))
    address.append(signs.lot)
    if random.below(10) > 0 {
      address += wideNumber(1 + random.below(30))
      address.append(signs.houseNumber)
    }
    return random.chance(Rate.quotedAddress) ? [signs.quote] + address + [signs.quote] : address
  }

  private func wideNumber(_ number: Int) -> [Piece] {
    number < 10
      ? [signs.wideDigits[number]] : [signs.wideDigits[number / 10], signs.wideDigits[number % 10]]
  }

  /// Ten digits and a check digit (modulus 11, weights 2...6 twice from the right).
  private mutating func putResidentNumber() {
    let number = 1_000_000_000 + recordCount * 7 % 9_000_000_000
    var rest = number
    var sum = 0
    for place in 0..<10 {
      sum += rest % 10 * (2 + place % 5)
      rest /= 10
    }
    let check = (11 - sum % 11) % 11 % 10
    buffer.put(signs.digits[number / 1_000_000_000], selected: false)
    putNumber(number % 1_000_000_000, groups: 3)
    buffer.put(signs.digits[check], selected: false)
  }

  /// Three digits a group, with leading zeros.
  private mutating func putNumber(_ number: Int, groups: Int) {
    var divisor = 1
    for _ in 1..<groups { divisor *= 1000 }
    while divisor > 0 {
      buffer.put(signs.groups[number / divisor % 1000], selected: false)
      divisor /= 1000
    }
  }

  /// A remark, often with a date such as 平成２４年４月１日.
  private mutating func putRemark() {
    let remark = stock.remarks[stock.remarkChoice.draw(&random)]
    buffer.put(remark, selected: false)
    guard remark.scalars.first != 0x22, random.chance(Rate.remarkDate) else { return }
    let era = random.below(2)
    buffer.put(signs.eras[era], selected: false)
    for piece in wideNumber(2 + random.below(era == 0 ? 29 : 6)) {
      buffer.put(piece, selected: false)
    }
    buffer.put(signs.year, selected: false)
    for piece in wideNumber(1 + random.below(12)) { buffer.put(piece, selected: false) }
    buffer.put(signs.month, selected: false)
    for piece in wideNumber(1 + random.below(28)) { buffer.put(piece, selected: false) }
    buffer.put(signs.day, selected: false)
  }

  /// Eight digits, such as 19850314.
  private mutating func putBirthday(around year: Int) {
    let spread = random.below(13) + random.below(13) - 12
    let date =
      min(max(year + spread, 1925), 2025) * 10_000
      + (1 + random.below(12)) * 100 + 1 + random.below(28)
    buffer.put(signs.digits[date / 10_000_000], selected: false)
    buffer.put(signs.digits[date / 1_000_000 % 10], selected: false)
    putNumber(date % 1_000_000, groups: 2)
  }
}
