internal import GaijiModel

/// A table without a share in its memory: copying it counts no references, which took a quarter of
/// the time to decode text of many shifts.
///
/// Good as long as the `FlatTable` that it was made from; only a decoder makes one, and keeps the
/// charset's tables for as long as itself.
@safe struct TableView<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
  // @unchecked Sendable: as of `FlatTable`, the elements never change.
  private let base: UnsafePointer<Element>?
  private let count: Int

  init(_ table: FlatTable<Element>) {
    count = table.count
    // SAFETY: the memory stays where it is while `table`'s owner lives, which is longer than this.
    unsafe base = table.withUnsafeBuffer { $0.baseAddress }
  }

  init() {
    unsafe base = nil
    count = 0
  }

  /// Traps when out of range.
  @inline(__always) subscript(index: Int) -> Element {
    precondition(index >= 0 && index < count, "table index out of range")
    // SAFETY: the index was checked on the line above; a table with elements has a base.
    return unsafe base.unsafelyUnwrapped[index]
  }
}

/// The decode tables of one state: see `CharsetTable.State`.
struct StateView: Sendable {
  let lengths: TableView<UInt8>
  let one: TableView<UInt32>
  let two: TableView<UInt32>
  let three: TableView<UInt32>

  init(_ state: CharsetTable.State) {
    lengths = TableView(state.lengths)
    one = TableView(state.one)
    two = TableView(state.two)
    three = TableView(state.three)
  }

  /// Of a charset without tables.
  init() {
    lengths = TableView()
    one = TableView()
    two = TableView()
    three = TableView()
  }
}

/// A shift sequence as one number.
struct ShiftView: Sendable {
  /// The sequence, its last byte lowest.
  let bytes: UInt64
  let count: Int
  let state: Int

  init(_ shift: CharsetTable.Shift) {
    bytes = shift.bytes.reduce(0) { $0 << 8 | UInt64($1) }
    count = shift.bytes.count
    state = shift.state
  }

  /// - Precondition: `index` is in `0..<count`.
  @inline(__always) func byte(_ index: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: bytes >> UInt64(8 * (count - 1 - index)))
  }
}
