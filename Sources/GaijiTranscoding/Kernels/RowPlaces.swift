/// Where the fields of a block end, in characters, and what follows from it: how many characters each
/// column has.
///
/// A scan notes the places; adding them up waits until there are many, and then goes row by row, eight
/// columns a step. The characters of a column are the sum of its fields' ends less the sum of the
/// fields' ends before it, so nothing is done for a single field.
///
/// Owns its memory; the pointers stay where they are.
@safe final class RowPlaces {
  /// Places that are noted before they are added up: few enough for the nearest cache.
  private static let batch = 2048
  /// Fields of an unfinished row are kept; a row has no more than this, and between two calls of
  /// `take` a piece and a step come beyond the limit.
  private static let capacity = RecordLimits.maximumColumns + batch + 128 + SharedTable.pieceCount

  /// The characters before each delimiter and newline, counted from any beginning that is the same for
  /// a row. `endCount` are noted; room for 64 more is kept.
  let ends: UnsafeMutablePointer<UInt32>
  /// For each newline, which of `ends` is its.
  let rows: UnsafeMutablePointer<UInt32>
  var endCount = 0
  var rowCount = 0
  /// `take` is due when this many ends are noted.
  private(set) var limit = batch
  /// Rows that `take` has added up.
  private(set) var taken = 0
  /// Delimiters and newlines of those rows.
  private(set) var takenEnds = 0
  /// Characters of those rows' fields.
  private(set) var characters = 0
  /// Where the row that is not added up yet begins.
  private var rowStart: UInt32 = 0

  /// Sums of the ends of each column, less the row's start, over the rows with `width` columns.
  private var sums: UnsafeMutablePointer<UInt32>
  private var width = 0
  private var regularRows = 0

  init() {
    unsafe ends = .allocate(capacity: Self.capacity + 64)
    unsafe rows = .allocate(capacity: Self.capacity + 64)
    unsafe sums = .allocate(capacity: RecordLimits.maximumColumns + 16)
    unsafe sums.initialize(repeating: 0, count: RecordLimits.maximumColumns + 16)
    // The vector step below reads a few numbers behind the last.
    unsafe ends.initialize(repeating: 0, count: Self.capacity + 64)
  }

  deinit {
    unsafe ends.deallocate()
    unsafe rows.deallocate()
    unsafe sums.deallocate()
  }

  func reset() {
    endCount = 0
    rowCount = 0
    limit = Self.batch
    taken = 0
    takenEnds = 0
    characters = 0
    rowStart = 0
    clearSums()
  }

  private func clearSums() {
    guard regularRows > 0 else { return }
    // Surplus lanes as well.
    unsafe sums.update(repeating: 0, count: width + 8)
    regularRows = 0
  }

  /// The first of `ends` of the row in hand.
  var rowFirst: Int { rowCount == 0 ? 0 : unsafe Int(rows[rowCount - 1]) + 1 }

  /// The characters before the field in hand.
  var fieldStart: UInt32 {
    if endCount > rowFirst { return unsafe ends[endCount - 1] &+ 1 }
    return rowCount == 0 ? rowStart : unsafe ends[Int(rows[rowCount - 1])] &+ 1
  }

  /// Notes the end of a row that no newline ends.
  func endRow(at characters: UInt32) {
    // SAFETY: room for 64 more is kept.
    unsafe ends[endCount] = characters
    unsafe rows[rowCount] = UInt32(endCount)
    endCount += 1
    rowCount += 1
  }

  /// Adds up the whole rows and keeps the fields of the one in hand.
  /// - Returns: false when that one has more columns than a record may have.
  func take(into columns: ColumnStates) -> Bool {
    var first = 0
    var start = rowStart
    var sum = 0
    for row in 0..<rowCount {
      // SAFETY: rows[row] < endCount, and the rows follow each other.
      let last = unsafe Int(rows[row])
      let count = last - first + 1
      if width == 0, count <= RecordLimits.maximumColumns {
        width = count
        columns.grow(to: count)
      }
      sum &+= unsafe Int(ends[last] &- start) &- (count &- 1)
      if count == width {
        unsafe addRegular(ends + first, start: start)
      } else {
        guard count <= RecordLimits.maximumColumns else { return false }
        columns.grow(to: count)
        var fieldStart = start
        for column in 0..<count {
          let end = unsafe ends[first + column]
          unsafe columns.state(column, isHeader: false).pointee.account
            .add(exact: Int(end &- fieldStart))
          fieldStart = end &+ 1
        }
      }
      start = unsafe ends[last] &+ 1
      first = last + 1
    }
    characters += sum
    taken += rowCount
    takenEnds += first
    rowStart = start
    rowCount = 0
    let left = endCount - first
    // SAFETY: the rest lies behind `first` in the same allocation.
    unsafe ends.update(from: ends + first, count: left)
    endCount = left
    limit = left + Self.batch
    return left <= RecordLimits.maximumColumns
  }

  @unsafe @inline(__always) private func addRegular(
    _ row: UnsafeMutablePointer<UInt32>, start: UInt32
  ) {
    let starts = SIMD8<UInt32>(repeating: start)
    var column = 0
    while column < width {
      // SAFETY: both allocations reach at least eight numbers beyond the last that counts. The
      // surplus lanes add up numbers that nobody reads.
      let sum = unsafe UnsafeMutableRawPointer(sums + column)
      let value =
        unsafe sum.loadUnaligned(as: SIMD8<UInt32>.self)
        &+ (UnsafeRawPointer(row + column).loadUnaligned(as: SIMD8<UInt32>.self) &- starts)
      unsafe sum.storeBytes(of: value, as: SIMD8<UInt32>.self)
      column &+= 8
    }
    regularRows &+= 1
  }

  /// Puts the sums into the accounts; they are zero after it.
  func settle(into columns: ColumnStates) {
    guard width > 0, regularRows > 0 else { return }
    columns.grow(to: width)
    // No sum overflows: all of one column's ends are at most the characters of the block.
    var before = 0
    for column in 0..<width {
      let sum = unsafe Int(sums[column])
      unsafe columns.state(column, isHeader: false).pointee.account.add(exact: sum - before)
      before = sum + regularRows
    }
    clearSums()
  }
}

extension ColumnAccount {
  /// Counts characters that were converted exactly.
  @inline(__always) mutating func add(exact count: Int) {
    characters &+= count
    exact &+= count
  }
}
