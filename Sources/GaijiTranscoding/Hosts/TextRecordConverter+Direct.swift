internal import CGaijiKernels
internal import GaijiCharsets
internal import GaijiHostRecords
internal import GaijiModel

// The common record, straight from its text into the output. A cell that is anything but common text
// or a number goes through the general code, alone; a record with quotes, or of another number of
// cells, does as a whole. `forcesScalarEngine` switches this off, for the tests that compare.
//
// Invariants: the record's text ends with a newline in the block, and padding follows the block; the
// output has room for the record, for `growth` bytes for each byte of its text, and for padding, so a
// cell that is too long for its field writes over the fields behind it, which are written later.

extension TextRecordConverter {
  /// Converts records from `position` on, up to one for the general code.
  /// - Returns: the place of the first record that is not converted.
  mutating func convertDirectly(
    _ block: Span<UInt8>, from position: Int, _ direct: DirectRecords
  ) throws -> Int {
    // SAFETY: the pointer is used while the span lives.
    let bytes = unsafe block.withUnsafeBufferPointer { unsafe $0 }
    guard let base = bytes.baseAddress else { return position }
    let end = unsafe base + bytes.count
    var p = unsafe base + position
    while unsafe p < end {
      guard
        let newline = unsafe FieldKernel.newline(
          from: p, before: end, direct.structure.base),
        unsafe newline - p <= DirectRecords.maximumTextByteCount
      else { break }
      let output = builder.output
      let room =
        unsafe direct.byteCount + (newline - p + 1) * direct.tables.growth
        + kernelPaddingByteCount
      output.reserve(output.count + room, keeping: output.count)
      guard unsafe try convertRecord(p, newline, direct, block, base) else { break }
      unsafe p = newline + 1
      record += 1
    }
    return unsafe p - base
  }

  /// Converts one record.
  /// - Returns: false, with nothing counted, when it is one for the general code.
  private mutating func convertRecord(
    _ text: UnsafePointer<UInt8>, _ newline: UnsafePointer<UInt8>, _ direct: DirectRecords,
    _ block: Span<UInt8>, _ blockStart: UnsafePointer<UInt8>
  ) throws -> Bool {
    let output = builder.output
    let start = unsafe output.base + output.count
    var p = unsafe text
    var isChecked = false
    var expected = 0
    unsafe start.update(repeating: direct.space, count: direct.firstOffset)
    for index in 0..<direct.count {
      let field = unsafe direct.fields + index
      let offset = unsafe field.pointee.offset
      let byteCount = unsafe field.pointee.byteCount
      let isDouble = unsafe field.pointee.content == .double
      let place = unsafe start + offset
      let cell = unsafe p
      unsafe direct.exact[index] = 0
      if unsafe p[0] == ASCII.quote { return false }
      let used = unsafe direct.put(&p, field, at: place, exact: direct.exact + index)
      let isCell =
        unsafe used >= 0
        && (p == newline || p[0] == delimiter || p[0] == ASCII.carriageReturn && p + 1 == newline)
      if isCell {
        let left = byteCount - used
        if unsafe field.pointee.isText {
          // A reader of two-byte fields counts pairs of bytes, whatever they are.
          expected += unsafe direct.exact[index] + (isDouble ? (left + 1) / 2 : left)
        }
        let next = unsafe place + used
        let padding = unsafe field.pointee.paddedEnd - offset - used
        if isDouble {
          unsafe direct.padDouble(next, left, padding)
        } else {
          unsafe next.update(repeating: direct.space, count: padding)
        }
      } else {
        if !isChecked {
          // From here on there is no way back.
          guard unsafe direct.hasPlainCells(cell, newline, count: direct.count - index) else {
            return false
          }
          isChecked = true
        }
        unsafe p = direct.endOfCell(cell, newline)
        unsafe direct.exact[index] = 0
        try unsafe convertAlone(
          field.pointee.step, cell - blockStart, p - blockStart, at: place, direct, block)
        unsafe (place + byteCount).update(
          repeating: direct.space, count: field.pointee.paddedEnd - offset - byteCount)
      }
      if index + 1 < direct.count {
        guard unsafe p[0] == delimiter else { return false }
        unsafe p += 1
      } else {
        guard unsafe p == newline || p[0] == ASCII.carriageReturn && p + 1 == newline else {
          return false
        }
      }
    }
    for index in 0..<direct.count {
      let field = unsafe direct.fields + index
      let count = unsafe direct.exact[index]
      let account = unsafe builder.accounts.base + field.pointee.column
      unsafe account.pointee.characters &+= count
      unsafe account.pointee.exact &+= count
      guard unsafe field.pointee.isText else { continue }
      builder.counted += unsafe directCount.characters(
        of: UnsafeBufferPointer(
          start: start + field.pointee.offset, count: field.pointee.byteCount),
        content: field.pointee.content)
    }
    builder.result.expectedCharacters += expected
    builder.result.records += 1
    output.count += direct.byteCount
    return true
  }

  /// Converts one cell by the general code, in a record of its own.
  private mutating func convertAlone(
    _ step: HostStep, _ first: Int, _ last: Int, at place: UnsafeMutablePointer<UInt8>,
    _ direct: DirectRecords, _ block: Span<UInt8>
  ) throws {
    if builder.bytes.count != direct.byteCount {
      builder.bytes = Array(repeating: 0, count: direct.byteCount)
    }
    let range = step.offset..<step.offset + step.byteCount
    builder.record = record
    builder.isRejected = false
    builder.texts.removeAll(keepingCapacity: true)
    builder.clear(range)
    cells.removeAll(keepingCapacity: true)
    cells.append(Cell(range: first..<last, isUnquoted: false, place: first))
    try convertField(
      step, cell: 0, block, at: step.offset, room: direct.byteCount - step.offset)
    unsafe builder.bytes.withUnsafeBufferPointer {
      // SAFETY: the range lies in the record, here and there.
      unsafe place.update(from: $0.baseAddress! + range.lowerBound, count: range.count)
    }
  }
}
