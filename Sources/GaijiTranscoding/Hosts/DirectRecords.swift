internal import CGaijiKernels
internal import GaijiCharsets
internal import GaijiHostRecords
internal import GaijiModel

/// What `TextRecordConverter` needs to write the common record straight into the output: fields that
/// follow each other in records of one length and kind, from cells in the same order.
///
/// Owns its memory, which stays where it is.
@safe final class DirectRecords {
  /// One field, and the cell that it is made of.
  @unsafe struct Field {
    let step: HostStep
    // Of the step, which is large to copy.
    let offset: Int
    let byteCount: Int
    let column: Int
    let content: HostStep.Content
    let isText: Bool
    /// Text begins at the field's start.
    let beginsAtStart: Bool
    /// Offset of the next field, or the record's end: up to it are spaces.
    let paddedEnd: Int
    let view: ShiftedView
  }

  /// A record that is longer as text is left to the general way, which needs no room for it.
  static let maximumTextByteCount = 1 << 16

  let fields: UnsafeMutablePointer<Field>
  /// Characters of each field of the record in hand.
  let exact: UnsafeMutablePointer<Int>
  let count: Int
  let byteCount: Int
  let space: UInt8
  /// The upper byte of the fast entries of two-byte codes.
  let doubleKind: UInt32
  let doubleState: UInt32
  let doubleSpace: UInt16
  let hasDoubleSpace: Bool
  let delimiter: UInt8
  let tables: ShiftedTables
  let structure: StructureBytes
  /// The offset of the first field.
  let firstOffset: Int

  /// `nil` when the records are not of the kind that is written directly.
  init?(
    plan: ConversionPlan, host: HostPlan, settings: BlockSettings, columns: [Int],
    table: OutcomeTable, isPairBase: (UInt32) -> Bool
  ) {
    guard case .fixed = host.framing, host.programs.count == 1, host.typeColumn == nil,
      host.restColumn == nil, !settings.mayReject, plan.source.scheme == .utf8,
      settings.format.hasQuotes, columns == Array(host.columnNames.indices),
      plan.target.states.count <= 16
    else { return nil }
    let program = host.programs[0]
    guard !program.hasTables, program.columns == columns, let space = host.charset.space else {
      return nil
    }
    byteCount = program.layout.maximumByteCount
    var end = 0
    for step in program.steps {
      guard step.offset >= end else { return nil }
      end = step.offset + step.byteCount
    }
    guard end <= byteCount, !program.steps.isEmpty else { return nil }
    count = program.steps.count
    self.space = space
    firstOffset = program.steps[0].offset
    let state = UInt32(host.charset.doubleState ?? 0)
    doubleState = state << 24
    doubleKind = 2 << 4 | state
    doubleSpace = (host.charset.doubleSpace ?? UInt16(space) << 8 | UInt16(space)).byteSwapped
    hasDoubleSpace = host.charset.doubleSpace != nil
    delimiter = UInt8(exactly: settings.format.delimiter) ?? UInt8(ascii: ",")
    tables = ShiftedTables(source: plan.source, target: plan.target, format: settings.format)
    structure = StructureBytes(settings.format)
    unsafe fields = .allocate(capacity: count)
    unsafe exact = .allocate(capacity: count)
    unsafe exact.initialize(repeating: 0, count: count)
    for (index, step) in program.steps.enumerated() {
      let next = index + 1 < count ? program.steps[index + 1].offset : byteCount
      let isSelected = settings.selection.contains(step.column)
      // SAFETY: index < count, the capacity.
      unsafe (fields + index).initialize(
        to: Field(
          step: step, offset: step.offset, byteCount: step.byteCount, column: step.column,
          content: step.content, isText: step.isText, beginsAtStart: step.padding != .leading,
          paddedEnd: next,
          view: ShiftedView(
            fast: table.fastTable(selected: isSelected), kinds: tables.plainKinds,
            singles: tables.singles(selected: isSelected), shifts: tables.shifts)))
    }
    for byte in UInt8(0)..<0x80 where !isPairBase(UInt32(byte)) {
      for selected in [false, true] {
        let character = SourceCharacter(
          kind: .character, code: UInt32(byte), byteCount: 1, scalar: UInt32(byte))
        table.remember(table.number(of: character, selected: selected), at: Int(byte))
        tables.remember(
          unsafe table.fastTable(selected: selected)[Int(byte)], of: byte, selected: selected)
      }
    }
  }

  deinit {
    unsafe fields.deinitialize(count: count)
    unsafe fields.deallocate()
    unsafe exact.deallocate()
  }
}
