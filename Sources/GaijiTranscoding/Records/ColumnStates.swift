/// What the byte engine keeps for one column while it converts a block.
@unsafe struct ColumnState {
  var account = ColumnAccount()
  /// The fast table of the column's kind.
  let fast: UnsafePointer<UInt32>
  let isSelected: Bool
  /// No limit, and the policy cannot reject a record: the fast loop may take the field.
  let isPlain: Bool
}

/// The states of all columns, in memory that does not move while a record is converted.
@safe final class ColumnStates {
  private var base: UnsafeMutablePointer<ColumnState>
  private let header: UnsafeMutablePointer<ColumnState>
  /// Columns of the block in hand, as far as it was converted.
  private(set) var count = 0
  /// Columns of all blocks so far, whose states are ready.
  private var readyCount = 0
  private var capacity = 64
  private let settings: BlockSettings
  private let plain: UnsafePointer<UInt32>
  private let selected: UnsafePointer<UInt32>

  /// - Parameters: the fast tables live as long as the engine that owns this.
  init(settings: BlockSettings, plain: UnsafePointer<UInt32>, selected: UnsafePointer<UInt32>) {
    self.settings = settings
    unsafe self.plain = plain
    unsafe self.selected = selected
    unsafe base = .allocate(capacity: capacity)
    unsafe header = .allocate(capacity: 1)
    unsafe header.initialize(to: ColumnState(fast: plain, isSelected: false, isPlain: true))
    grow(to: 1)
  }

  deinit {
    unsafe base.deallocate()
    unsafe header.deallocate()
  }

  /// - Precondition: `column < count`; the pointer is good until `grow`.
  @unsafe @inline(__always) func state(
    _ column: Int, isHeader: Bool
  ) -> UnsafeMutablePointer<ColumnState> {
    unsafe isHeader ? header : base + column
  }

  func grow(to newCount: Int) {
    if newCount > capacity {
      let larger = max(newCount, capacity * 2)
      let memory = UnsafeMutablePointer<ColumnState>.allocate(capacity: larger)
      // SAFETY: readyCount <= capacity < larger.
      unsafe memory.moveInitialize(from: base, count: readyCount)
      unsafe base.deallocate()
      unsafe base = memory
      capacity = larger
    }
    for column in readyCount..<max(readyCount, newCount) {
      let isSelected = settings.selection.contains(column)
      unsafe (base + column).initialize(
        to: ColumnState(
          fast: isSelected ? selected : plain, isSelected: isSelected,
          isPlain: !settings.mayReject && settings.limits[column] == nil))
    }
    readyCount = max(readyCount, newCount)
    count = max(count, newCount)
  }

  /// Also forgets how many columns the last block had: it may have ended inside quotes, so that what
  /// looked like its columns were none.
  func reset() {
    unsafe header.pointee.account = ColumnAccount()
    for column in 0..<count { unsafe base[column].account = ColumnAccount() }
    count = 0
    grow(to: 1)
  }

  func copyAccounts(to result: inout BlockResult) {
    unsafe result.headerAccount = header.pointee.account
    result.accounts.removeAll(keepingCapacity: true)
    for column in 0..<count { unsafe result.accounts.append(base[column].account) }
  }
}
