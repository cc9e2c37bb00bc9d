internal import GaijiHostRecords
internal import GaijiModel

// The cells of a record, read and written through pointers; the invariants are those of
// `TextRecordConverter.convertDirectly`. They are functions of this object and not of the converter, a
// large value that calls would copy.

extension DirectRecords {
  /// Writes a cell from `p` on into its field.
  /// - Returns: bytes of the field that are written; -1 when the cell is not common or too long.
  @unsafe @inline(__always) func put(
    _ p: inout UnsafePointer<UInt8>, _ field: UnsafeMutablePointer<DirectRecords.Field>,
    at place: UnsafeMutablePointer<UInt8>,
    exact: UnsafeMutablePointer<Int>
  ) -> Int {
    let view = unsafe field.pointee.view
    let content = unsafe field.pointee.content
    guard unsafe field.pointee.beginsAtStart else { return -1 }
    var cursor = unsafe ShiftedCursor(p: p, o: place, state: 0)
    switch content {
    case .single, .mixed:
      guard unsafe UTF8ShiftedKernel.run(&cursor, view) == FastEntry.stop else { return -1 }
      if unsafe cursor.state != 0 { unsafe cursor.shift(to: 0, view.shifts) }
    case .double:
      unsafe cursor.state = doubleState
      guard
        unsafe FieldKernel.doubles(&cursor, view, kind: doubleKind) == FastEntry.stop
      else { return -1 }
    case .number: return unsafe putNumber(&p, field.pointee.step, at: place, view.kinds)
    default: return -1
    }
    let used = unsafe cursor.o - place
    let characters = unsafe (cursor.p - p) - cursor.saved
    // One-byte codes alone have no shifts between them.
    guard unsafe used <= field.pointee.byteCount, content != .single || used == characters else {
      return -1
    }
    unsafe exact.pointee = characters
    unsafe p = cursor.p
    return used
  }

  @unsafe func putNumber(
    _ p: inout UnsafePointer<UInt8>, _ step: HostStep, at place: UnsafeMutablePointer<UInt8>,
    _ kinds: UnsafePointer<UInt8>
  ) -> Int {
    guard let format = step.number else { return -1 }
    var end = unsafe p
    // SAFETY: a newline is a stop byte, and one ends the record.
    while unsafe kinds[Int(end[0])] & ByteKind.stop == 0 { unsafe end += 1 }
    let digits = unsafe Span(
      _unsafeElements: UnsafeBufferPointer(start: p, count: end - p))
    var bytes = unsafe MutableSpan(
      _unsafeElements: UnsafeMutableBufferPointer(start: place, count: step.byteCount))
    do throws(NumberEncodingError) {
      try format.encode(digits, into: &bytes)
    } catch {
      return -1
    }
    unsafe p = end
    return step.byteCount
  }

  /// Fills what is left of a field of two-byte codes, and the bytes up to the next field.
  @unsafe func padDouble(
    _ place: UnsafeMutablePointer<UInt8>, _ inField: Int, _ all: Int
  ) {
    guard hasDoubleSpace else {
      unsafe place.update(repeating: space, count: all)
      return
    }
    for pair in 0..<inField / 2 {
      unsafe UnsafeMutableRawPointer(place + 2 * pair).storeBytes(
        of: doubleSpace, as: UInt16.self)
    }
    let done = inField & ~1
    unsafe (place + done).update(repeating: space, count: all - done)
  }

  /// Whether the record's text from a cell on is `count` cells without quotes around them.
  @unsafe func hasPlainCells(
    _ cell: UnsafePointer<UInt8>, _ newline: UnsafePointer<UInt8>, count: Int
  ) -> Bool {
    var found = 1
    var p = unsafe cell
    while unsafe p < newline {
      if unsafe p[0] == delimiter {
        found += 1
        if unsafe p[1] == ASCII.quote { return false }
      }
      unsafe p += 1
    }
    return found == count
  }

  @unsafe func endOfCell(
    _ cell: UnsafePointer<UInt8>, _ newline: UnsafePointer<UInt8>
  ) -> UnsafePointer<UInt8> {
    var p = unsafe cell
    while unsafe p < newline, unsafe p[0] != delimiter { unsafe p += 1 }
    if unsafe p == newline, unsafe p > cell, unsafe p[-1] == ASCII.carriageReturn {
      unsafe p -= 1
    }
    return unsafe p
  }
}
