internal import GaijiCharsets
internal import GaijiModel

/// Source text for people: header names and the neighbourhood of a finding. Not a conversion.
enum FieldText {
  /// Characters shown on each side of a finding.
  static let neighbours = 10

  /// The neighbourhood of the character at `place` in a field that starts at `field`.
  @unsafe static func sample(
    of event: RecordEvent, in bytes: UnsafeBufferPointer<UInt8>, field: Int, place: Int,
    source: CharsetTable, format: RecordFormat
  ) -> Finding.Sample {
    var before: [UInt32] = []
    var index = unsafe safeStart(
      bytes, field: field, place: place, isUTF8: source.scheme == .utf8)
    while index < place {
      let character = unsafe next(bytes, at: index, source: source)
      before.append(contentsOf: character.displayScalars)
      index += Int(character.byteCount)
    }
    let own = unsafe next(bytes, at: place, source: source)
    index = place + Int(own.byteCount)
    var after: [UInt32] = []
    while index < bytes.count, after.count < neighbours {
      let byte = unsafe bytes[index]
      if byte == ASCII.newline || byte == ASCII.carriageReturn || byte == ASCII.quote
        || UInt32(byte) == format.delimiter
      {
        break
      }
      let character = unsafe next(bytes, at: index, source: source)
      after.append(contentsOf: character.displayScalars)
      index += Int(character.byteCount)
    }
    return Finding.Sample(
      record: event.record, offset: event.offset, before: text(before.suffix(neighbours)),
      text: text(own.displayScalars[...]), after: text(after.prefix(neighbours)))
  }

  /// Where to begin decoding so as to arrive at `place`: the field's start, or, in a long field, a
  /// byte near it at which a character begins: in UTF-8 any but 80–BF, and in every lead-byte charset
  /// a byte that is a character by itself (below 30). `place` when there is none: then nothing is
  /// shown before the character.
  @unsafe private static func safeStart(
    _ bytes: UnsafeBufferPointer<UInt8>, field: Int, place: Int, isUTF8: Bool
  ) -> Int {
    let reach = 4096
    if place - field <= reach { return field }
    for index in place - reach..<place {
      let byte = unsafe bytes[index]
      if isUTF8 ? byte & 0xC0 != 0x80 : byte < 0x30 { return index }
    }
    return place
  }

  /// The name in a header field, given as scalars with its quotes and whatever ended it.
  static func headerName(_ field: [UInt32], format: RecordFormat) -> String {
    var scalars = field
    if let last = scalars.last, last == format.delimiter || last == UInt32(ASCII.newline) {
      scalars.removeLast()
    }
    if scalars.last == UInt32(ASCII.carriageReturn) { scalars.removeLast() }
    let quote = UInt32(ASCII.quote)
    if format.hasQuotes, scalars.count >= 2, scalars.first == quote, scalars.last == quote {
      var unquoted: [UInt32] = []
      var skips = false
      for scalar in scalars[1..<scalars.count - 1] {
        if scalar == quote, !skips { skips = true } else { skips = false }
        if !skips { unquoted.append(scalar) }
      }
      scalars = unquoted
    }
    return text(scalars[...])
  }

  static func text(_ scalars: ArraySlice<UInt32>) -> String {
    var view = String.UnicodeScalarView()
    for scalar in scalars { view.append(Unicode.Scalar(scalar) ?? "\u{FFFD}") }
    return String(view)
  }

  @unsafe private static func next(
    _ bytes: UnsafeBufferPointer<UInt8>, at index: Int, source: CharsetTable
  ) -> SourceCharacter {
    let rest = unsafe UnsafeBufferPointer(rebasing: bytes[index..<min(bytes.count, index + 8)])
    return source.scheme == .utf8
      ? unsafe SourceCharacter.firstUTF8(of: rest)
      : unsafe SourceCharacter.first(of: rest, in: source)
  }
}

extension SourceCharacter {
  /// The character as text; U+FFFD for what is none.
  var displayScalars: [UInt32] {
    switch kind {
    case .invalid, .undefined, .cut: [0xFFFD]
    case .character, .gaiji: second == 0 ? [scalar] : [scalar, second]
    }
  }
}
