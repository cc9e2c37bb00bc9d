internal import GaijiHostRecords
internal import GaijiModel

// What is written around and instead of text: structure, numbers, bytes in hexadecimal.

extension HostTextConverter {
  /// Writes bytes of the target, with whatever the text form wants done to them.
  mutating func put(text bytes: [UInt8], characters: Int) {
    let used = unsafe written - outputBase
    // Room for what is left of the record is made again on top: it was made before these bytes.
    let left = unsafe recordEnd - fieldStart
    unsafe reserve(
      used + bytes.count * 6 + left * Self.roomPerByte
        + (host.columnNames.count - step.pointee.column) * Self.fieldRoom)
    expected += characters
    for byte in bytes {
      if defersEscapes {
        if byte < 0x20 || form.specials.contains(byte) { hasSpecials = true }
        unsafe written[0] = byte
        unsafe written += 1
        continue
      }
      switch form {
      case .delimited(let delimiter):
        if byte == ASCII.quote {
          // Doubled; the quotes around the field come when its end is known.
          unsafe written[0] = byte
          unsafe written += 1
          expected += 1
          needsQuotes = true
        } else if byte == delimiter || byte == ASCII.newline || byte == ASCII.carriageReturn {
          needsQuotes = true
        }
      case .jsonLines:
        if byte == ASCII.quote || byte == UInt8(ascii: "\\") {
          put(ascii: UInt8(ascii: "\\"))
        } else if byte < 0x20 {
          for escape in "\\u00".utf8 { put(ascii: escape) }
          put(hexadecimal: byte)
          expected -= 1
          continue
        }
      }
      unsafe written[0] = byte
      unsafe written += 1
    }
  }

  /// Puts quotes around the field that was written from `mark` on.
  mutating func quote(from mark: Int) {
    let count = unsafe written - outputBase - mark
    unsafe reserve(
      mark + count + 2 + bytesLeft * Self.roomPerByte
        + (host.columnNames.count - step.pointee.column) * Self.fieldRoom)
    // SAFETY: room for two more bytes was made; the regions may overlap.
    unsafe UnsafeMutableRawPointer(outputBase + mark + 1).copyMemory(
      from: outputBase + mark, byteCount: count)
    unsafe outputBase[mark] = ASCII.quote
    unsafe written += 1
    unsafe written[0] = ASCII.quote
    unsafe written += 1
    expected += 2
  }

  private mutating func put(hexadecimal byte: UInt8) {
    for digit in [byte >> 4, byte & 15] {
      put(ascii: digit < 10 ? 0x30 + digit : 0x41 - 10 + digit)
    }
  }

  /// Bytes of the record from the field in hand on.
  private var bytesLeft: Int { unsafe recordEnd - fieldStart }

  private var recordByteCount: Int { unsafe recordEnd - recordBase }

  // MARK: Structure

  mutating func putHeader() {
    guard case .delimited(let delimiter) = form else { return }
    var line: [UInt8] = []
    for (index, name) in host.columnNames.enumerated() {
      if index > 0 { line.append(delimiter) }
      let needsQuotes = name.utf8.contains { [delimiter, ASCII.quote, 0x0A, 0x0D].contains($0) }
      if needsQuotes { line.append(ASCII.quote) }
      for byte in name.utf8 {
        if byte == ASCII.quote { line.append(byte) }
        line.append(byte)
      }
      if needsQuotes { line.append(ASCII.quote) }
    }
    line.append(ASCII.newline)
    let text = encoded(line)
    reserve(text.bytes.count)
    unsafe text.bytes.withUnsafeBufferPointer {
      // SAFETY: room was made above.
      unsafe written.update(from: $0.baseAddress ?? UnsafePointer(written), count: $0.count)
    }
    unsafe written += text.bytes.count
    expected += text.characters
  }

  mutating func putKey(column: Int) {
    if column > 0 { put(ascii: UInt8(ascii: ",")) }
    let key = keys[column]
    let used = unsafe written - outputBase
    reserve(
      used + key.bytes.count + recordByteCount * Self.roomPerByte
        + (host.columnNames.count - column) * Self.fieldRoom)
    unsafe key.bytes.withUnsafeBufferPointer {
      // SAFETY: room was made above.
      unsafe written.update(from: $0.baseAddress ?? UnsafePointer(written), count: $0.count)
    }
    unsafe written += key.bytes.count
    expected += key.characters
  }

  /// A column that the record has no value for.
  mutating func putEmpty() {
    if form == .jsonLines { putBare(Array("null".utf8)) }
  }

  mutating func putText(ascii text: [UInt8]) {
    let part = encoded(text)
    let mark = unsafe written - outputBase
    needsQuotes = false
    if form == .jsonLines { put(ascii: ASCII.quote) }
    put(text: part.bytes, characters: part.characters)
    if form == .jsonLines {
      put(ascii: ASCII.quote)
    } else if needsQuotes {
      quote(from: mark)
    }
  }

  private mutating func putBare(_ bytes: [UInt8]) {
    for byte in bytes { put(ascii: byte) }
  }

  // MARK: Numbers and bytes

  /// `{bytes:404F}`: what stood there, for a field that is no number.
  mutating func putBytesEscape(count: Int) {
    let used = unsafe written - outputBase
    unsafe reserve(
      used + count * 2 + Self.fieldRoom + bytesLeft * Self.roomPerByte
        + (host.columnNames.count - step.pointee.column) * Self.fieldRoom)
    if form == .jsonLines { put(ascii: ASCII.quote) }
    for byte in "{bytes:".utf8 { put(ascii: byte) }
    for index in 0..<count { unsafe put(hexadecimal: fieldStart[index]) }
    put(ascii: UInt8(ascii: "}"))
    if form == .jsonLines { put(ascii: ASCII.quote) }
  }

  /// Hexadecimal; nothing for bytes that are all spaces.
  mutating func putRaw(count: Int) {
    let space = host.charset.space ?? 0x40
    var isBlank = true
    for index in 0..<count where unsafe fieldStart[index] != space {
      isBlank = false
      break
    }
    if form == .jsonLines { put(ascii: ASCII.quote) }
    if !isBlank { for index in 0..<count { unsafe put(hexadecimal: fieldStart[index]) } }
    if form == .jsonLines { put(ascii: ASCII.quote) }
  }

  /// The bytes behind the layout's end.
  mutating func putRest(_ program: HostProgram) {
    var length = program.layout.maximumByteCount
    for (table, count) in zip(program.layout.tables, counts) where program.hasTables {
      length -= (table.maximum - count) * table.elementByteCount
    }
    let left = unsafe recordEnd - recordBase
    guard left > length else {
      putEmpty()
      return
    }
    unsafe fieldStart = recordBase + length
    if form == .jsonLines { put(ascii: ASCII.quote) }
    for index in 0..<left - length { unsafe put(hexadecimal: fieldStart[index]) }
    if form == .jsonLines { put(ascii: ASCII.quote) }
  }
}
