public import GaijiCharsets

/// Writes a table of any shape, record by record, from a seed: for measuring how the cost of a
/// conversion grows.
///
/// The columns are named C1, C2, ... Every field has the same size in bytes. A row with gaiji has one,
/// at the beginning of one of its selected columns. No field is quoted. The same arguments give the
/// same bytes.
public struct TableGenerator: Sendable {
  public let shape: TableShape
  public private(set) var recordCount = 0
  /// Records with a gaiji.
  public private(set) var gaijiRecordCount = 0

  private let stock: CharacterStock
  private let selected: [Int]
  private var buffer: RecordBuffer
  private var random: SplitMix64

  /// - Parameters:
  ///   - charset: One in which the bytes of a character do not depend on what stands before it.
  ///   - plan: Made for the same charset.
  ///   - wantsTruth: Whether `truth` is written too.
  public init(
    charset: CharsetTable, vocabulary: Vocabulary, plan: GaijiPlan, shape: TableShape,
    seed: UInt64, newline: SampleGenerator.Newline = .crlf, wantsTruth: Bool = true
  ) throws(SampleError) {
    precondition(plan.charsetName == charset.name, "the plan is for another charset")
    let maker = PieceMaker(charset)
    guard !maker.isStateful else { throw .shiftedTable(charset: charset.name) }
    self.shape = shape
    stock = try CharacterStock(
      vocabulary, shape: shape, plan: plan, maker: maker, newline: newline)
    selected = shape.selectedColumns.map { $0 - 1 }
    buffer = RecordBuffer(charset, wantsTruth: wantsTruth, gaijiCount: plan.gaiji.count)
    random = SplitMix64(seed: seed)
  }

  /// Bytes in `source`.
  public var sourceCount: Int { buffer.source.count }
  /// The table's bytes so far, those removed left out.
  public var source: [UInt8] { buffer.source }
  /// UTF-8 of what a conversion of the selected columns with the default policy must give.
  public var truth: [UInt8] { buffer.truth }
  /// By number in the plan: occurrences, all of them in selected columns.
  public var convertedCounts: [Int] { buffer.convertedCounts }

  /// Forgets the bytes written so far; call it after they have gone to their files.
  public mutating func removeBytes() { buffer.removeBytes() }

  /// The byte order mark, where the charset's name leaves the order open, and the column names.
  public mutating func appendHeader() {
    if let mark = stock.byteOrderMark { buffer.put(mark, selected: false) }
    for (column, name) in stock.names.enumerated() {
      if column > 0 { buffer.put(stock.comma, selected: false) }
      buffer.put(name, selected: false)
    }
    buffer.put(stock.newline, selected: false)
  }

  /// One row.
  public mutating func appendRecord() {
    var host = -1
    var gaiji: Piece?
    if !selected.isEmpty, !stock.gaijiChoice.isEmpty, random.chance(shape.gaijiShare) {
      let piece = stock.gaiji[stock.gaijiChoice.draw(&random)]
      if piece.encoded.count <= shape.fieldByteCount {
        host = selected[random.below(selected.count)]
        gaiji = piece
      }
    }
    for column in 0..<shape.columnCount {
      if column > 0 { buffer.put(stock.comma, selected: false) }
      var room = shape.fieldByteCount
      let content = shape.content(of: column)
      if column == host, let gaiji {
        buffer.put(gaiji, selected: true)
        room -= gaiji.encoded.count
      }
      if content != .number { room = putText(room, selected: content == .selectedText) }
      putDigits(room)
    }
    buffer.put(stock.newline, selected: false)
    recordCount += 1
    if gaiji != nil { gaijiRecordCount += 1 }
  }

  /// Whole characters while they fit. Returns the bytes that are left.
  private mutating func putText(_ room: Int, selected: Bool) -> Int {
    var room = room
    while true {
      for piece in stock.words[stock.choice.draw(&random)] {
        guard piece.encoded.count <= room else { return room }
        buffer.put(piece, selected: selected)
        room -= piece.encoded.count
      }
    }
  }

  private mutating func putDigits(_ room: Int) {
    let size = stock.digits[0].encoded.count
    for _ in 0..<(room / size) { buffer.put(stock.digits[random.below(10)], selected: false) }
  }
}
