internal import GaijiCharsets
internal import GaijiHostRecords
internal import GaijiModel

// From a cell to the bytes of its field.

extension TextRecordConverter {
  /// - Parameter room: Bytes of the record from the field's start on.
  mutating func convertField(
    _ step: HostStep, cell index: Int, _ block: Span<UInt8>, at offset: Int, room: Int
  ) throws {
    let cell = index >= 0 ? cells[index] : Cell(range: 0..<0, isUnquoted: false, place: 0)
    let place = blockOffset + cell.place
    builder.startField(
      column: step.column, field: step.field, offset: place, fieldOffset: place)
    switch step.content {
    case .single, .double, .mixed:
      if cell.isUnquoted {
        let copy = unquoted
        try addText(copy.span, cell.range, step, at: place)
      } else {
        try addText(block, cell.range, step, at: place)
      }
      try builder.endField(step, at: offset)
    case .number: try putNumber(step, cell, block, at: offset, room: room)
    case .raw:
      if cell.range.isEmpty { break }
      guard let bytes = hexadecimal(cell, block),
        bytes.count == min(step.byteCount, room)
      else {
        throw ConversionStop(
          reason: .notHexadecimal, record: record, column: step.column, offset: place)
      }
      builder.put(bytes: bytes, at: offset)
    case .none, .type, .rest: break
    }
  }

  mutating func putNumber(
    _ step: HostStep, _ cell: Cell, _ block: Span<UInt8>, at offset: Int, room: Int
  ) throws(ConversionStop) {
    guard let format = step.number else { return }
    let copy = unquoted
    let digits = cell.isUnquoted ? copy.span.extracting(cell.range) : block.extracting(cell.range)
    if !digits.isEmpty, digits[0] == UInt8(ascii: "{"),
      let bytes = escapedBytes(text(cell, block)), bytes.count == min(step.byteCount, room)
    {
      builder.put(bytes: bytes, at: offset)
      return
    }
    do throws(NumberEncodingError) {
      try builder.put(number: digits, format, at: offset)
    } catch {
      switch error {
      case .tooLarge, .tooFine, .negative, .tooLong:
        // Digits cannot be cut off a number.
        let action = plan.policy.actions.overflow
        try builder.note(.overflow, action: action == .reject ? .reject : .stop)
      case .notANumber, .blank:
        let action = plan.policy.actions.invalid
        try builder.note(.badNumber, action: action == .reject ? .reject : .stop)
      }
    }
  }

  /// The bytes that `{bytes:4040}` stands for.
  func escapedBytes(_ text: [UInt8]) -> [UInt8]? {
    let prefix = Array("{bytes:".utf8)
    guard text.starts(with: prefix), text.last == UInt8(ascii: "}") else { return nil }
    return Self.hexadecimal(text[prefix.count..<text.count - 1])
  }

  func hexadecimal(_ cell: Cell, _ block: Span<UInt8>) -> [UInt8]? {
    Self.hexadecimal(text(cell, block)[...])
  }

  static func hexadecimal(_ digits: ArraySlice<UInt8>) -> [UInt8]? {
    guard digits.count % 2 == 0 else { return nil }
    var bytes: [UInt8] = []
    var high: UInt8?
    for digit in digits {
      let value: UInt8
      switch digit {
      case 0x30...0x39: value = digit - 0x30
      case 0x41...0x46: value = digit - 0x41 + 10
      case 0x61...0x66: value = digit - 0x61 + 10
      default: return nil
      }
      if let first = high {
        bytes.append(first << 4 | value)
        high = nil
      } else {
        high = value
      }
    }
    return bytes
  }

  func text(_ cell: Cell, _ block: Span<UInt8>) -> [UInt8] {
    cell.isUnquoted ? Array(unquoted[cell.range]) : cell.range.map { block[$0] }
  }
}
