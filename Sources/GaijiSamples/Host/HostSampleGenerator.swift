public import GaijiCharsets
public import GaijiModel

/// Writes a resident register as a file of host records, record by record, from a seed.
///
/// It fills any layout: what goes into a field is told from its kind and its name (KANA, SHIMEI,
/// JUSHO, YMD, ...). Two records in a hundred hold a gaiji; where the charset tells figures of a
/// character apart, some names are in another figure. The same arguments give the same bytes.
public struct HostSampleGenerator: Sendable {
  /// What is written besides the records.
  public struct Wishes: Sendable {
    /// Each record as the CSV (UTF-8, LF) that a conversion with the default policy must give.
    public var truth: Bool
    /// Each record as a line of text in this charset with SO and SI (ibm1399, ...), for converters
    /// that know no records: the same text, field by field with its padding, numbers as digits.
    public var text: CharsetTable?

    public init(truth: Bool = true, text: CharsetTable? = nil) {
      self.truth = truth
      self.text = text
    }
  }

  public private(set) var recordCount = 0
  /// Records with at least one gaiji.
  public private(set) var gaijiRecordCount = 0
  /// By number in the plan: occurrences.
  public private(set) var gaijiCounts: [Int]
  /// The truth's bytes so far, those removed left out.
  public private(set) var truth: [UInt8] = []
  /// The text's bytes so far, those removed left out.
  public private(set) var text: [UInt8] = []

  private let types: [HostRecordType]
  /// The type of the records between the first and the last one.
  private let mainType: Int
  private let columns: [String]
  private let typeColumn: Int?
  private let wantsTruth: Bool
  private let newline: [UInt8]
  private var frames: HostFrames
  private var filler: HostFiller
  private var people: HostPeople
  private var random: SplitMix64

  /// Attempts at a record whose bytes its file can hold and its type's condition tells apart.
  private static let attempts = 1000

  /// - Parameters:
  ///   - plan: Made for the same charset.
  ///   - forms: All characters of the data release that the plan was made from.
  /// - Throws: `SampleError` when the charset has no one-byte and two-byte codes, or the layout is
  ///   one that the generator cannot fill.
  public init(
    layout: RecordFileLayout, charset: CharsetTable, vocabulary: Vocabulary, plan: GaijiPlan,
    forms: [CharacterForms], seed: UInt64, wishes: Wishes = Wishes()
  ) throws(SampleError) {
    precondition(plan.charsetName == charset.name, "the plan is for another charset")
    let codes = try HostCodes(charset, forms: forms)
    var other: HostCodes?
    if let text = wishes.text {
      other = try HostCodes(text, forms: [])
      guard other?.shiftOut == [0x0E], other?.shiftIn == [0x0F] else {
        throw .notHostCharset(charset: text.name, reason: "it has no SO and SI; try ibm1399")
      }
    }
    let maker = HostPieceMaker(codes: codes, other: other)
    let stock = try HostStock(vocabulary, plan: plan, maker: maker)
    let frames = HostFrames(layout.framing)
    let columnPlan = ColumnPlan(layout)
    var types: [HostRecordType] = []
    for (type, columns) in zip(layout.types, columnPlan.columns) {
      let length = type.layout.maximumByteCount
      guard frames.fixedByteCount ?? length == length, length <= frames.longestRecord else {
        throw .layout(
          record: type.layout.name,
          reason: "\(length) bytes do not make a record of \(frames.longestRecord) bytes")
      }
      types.append(try HostRecordType(type, columns: columns, maker: maker))
    }
    guard let mainType = types.indices.max(by: { types[$0].fields.count < types[$1].fields.count })
    else { throw .layout(record: "", reason: "there is no record type") }
    self.types = types
    self.mainType = mainType
    columns = columnPlan.names
    typeColumn = columnPlan.typeColumn
    wantsTruth = wishes.truth
    newline = other?.single(0x0A)?.bytes ?? []
    self.frames = frames
    filler = HostFiller(
      stock: stock, signs: try HostSigns(maker), maker: maker, columnCount: columns.count)
    people = HostPeople(stock)
    random = SplitMix64(seed: seed)
    gaijiCounts = Array(repeating: 0, count: plan.gaiji.count)
  }

  /// The records' bytes so far, those removed left out.
  public var source: [UInt8] { frames.bytes }

  /// Bytes of `source` when it would be finished now.
  public var sourceCount: Int { frames.bytes.count + frames.pendingByteCount }

  /// The most bytes that one more record adds to `source`.
  public var nextByteCount: Int {
    frames.byteCount(of: types.map(\.layout.maximumByteCount).max() ?? 0)
  }

  /// Records that `finish` adds: 1 where the file has a last kind of record of its own.
  public var closingRecordCount: Int {
    types.count > 1 && mainType != types.count - 1 ? 1 : 0
  }

  /// Forgets the bytes written so far; call it after they have gone to their files.
  public mutating func removeBytes() {
    frames.removeBytes()
    truth.removeAll(keepingCapacity: true)
    text.removeAll(keepingCapacity: true)
  }

  /// The column names of the truth.
  public mutating func appendHeader() {
    guard wantsTruth else { return }
    for (index, name) in columns.enumerated() {
      if index > 0 { truth.append(Self.comma) }
      Self.append(cell: Array(name.utf8)[...], to: &truth)
    }
    truth.append(Self.lineFeed)
  }

  /// One person; the first record is of the layout's first type.
  public mutating func appendRecord() throws(SampleError) {
    try append(recordCount == 0 ? 0 : mainType)
  }

  /// A record of the last type, where the file has several, and the end of the last block.
  public mutating func finish() throws(SampleError) {
    if closingRecordCount > 0 { try append(types.count - 1) }
    frames.finish()
  }

  private mutating func append(_ index: Int) throws(SampleError) {
    let type = types[index]
    let person = people.next(&random)
    for _ in 0..<Self.attempts {
      filler.fill(type, for: person, fixedByteCount: frames.fixedByteCount, &random)
      guard firstType(of: filler.record) == index, frames.canHold(filler.record) else { continue }
      take(type)
      return
    }
    throw .layout(
      record: type.layout.name,
      reason: "none of \(Self.attempts) records was free of the record end and known by the "
        + "condition; choose another framing, or conditions that exclude each other")
  }

  /// The type as which a record is read: the first whose condition holds.
  private func firstType(of record: [UInt8]) -> Int? {
    types.firstIndex { $0.mark?.holds(for: record) ?? true }
  }

  private mutating func take(_ type: HostRecordType) {
    frames.append(filler.record)
    text += filler.other
    text += newline
    recordCount += 1
    if !filler.gaiji.isEmpty { gaijiRecordCount += 1 }
    for number in filler.gaiji { gaijiCounts[number] += 1 }
    guard wantsTruth else { return }
    for column in columns.indices {
      if column > 0 { truth.append(Self.comma) }
      if column == typeColumn {
        Self.append(cell: Array(type.layout.name.utf8)[...], to: &truth)
      } else {
        Self.append(cell: filler.truth[filler.cells[column]], to: &truth)
      }
    }
    truth.append(Self.lineFeed)
  }

  private static let comma = UInt8(ascii: ",")
  private static let lineFeed = UInt8(ascii: "\n")

  /// Quoted where CSV asks for it.
  private static func append(cell: ArraySlice<UInt8>, to output: inout [UInt8]) {
    let quote = UInt8(ascii: "\"")
    guard cell.contains(where: { $0 == comma || $0 == quote || $0 == lineFeed || $0 == 0x0D })
    else {
      output += cell
      return
    }
    output.append(quote)
    for byte in cell { output += byte == quote ? [quote, quote] : [byte] }
    output.append(quote)
  }
}

/// The columns of a conversion to CSV: the record's type first, where there are several; fields of
/// one name in several types share a column; the bytes behind the layout last, where records have
/// lengths of their own.
private struct ColumnPlan {
  var names: [String] = []
  /// By record type and field.
  var columns: [[Int]] = []
  var typeColumn: Int?

  init(_ layout: RecordFileLayout) {
    if layout.types.count > 1 {
      typeColumn = 0
      names.append("(record)")
    }
    // By bytes: names in Japanese may be canonically equal and not the same.
    var known: [[UInt8]: Int] = [:]
    for type in layout.types {
      columns.append(
        type.layout.fields.map { field in
          if let column = known[Array(field.name.utf8)] { return column }
          known[Array(field.name.utf8)] = names.count
          names.append(field.name)
          return names.count - 1
        })
    }
    if case .fixed = layout.framing { return }
    names.append("(rest)")
  }
}
