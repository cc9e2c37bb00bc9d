internal import GaijiCharsets
internal import GaijiHostRecords
internal import GaijiModel

/// Finds the last newline of a block by its bytes alone, so that the block can be cut there.
///
/// Only a guess, which the engine that converts the block confirms or corrects: the newline may stand
/// inside quotes, and in some charset its bytes may be a part of another code.
struct NewlineFinder {
  /// Bytes of a code unit: 1, 2 or 4.
  let width: Int
  /// The first byte of the newline's code unit is the lowest.
  private let isLittleEndian: Bool
  /// One-byte codes that end a record.
  private let newlines: [UInt8]

  init(_ source: CharsetTable) {
    switch source.scheme {
    case .utf16, .utf16le, .utf16be: width = 2
    case .utf32, .utf32le, .utf32be: width = 4
    case .utf8, .leadByte, .shifted: width = 1
    }
    // Of UTF-16 and UTF-32 with a mark the byte order is not known here: a guess too.
    isLittleEndian = source.scheme == .utf16le || source.scheme == .utf32le
    newlines =
      source.states.isEmpty
      ? [ASCII.newline]
      : (0...0xFF).filter {
        source.states[0].lengths[Int($0)] == 1
          && DecodeEntry(rawValue: source.states[0].one[Int($0)]).isCharacter
          && DecodeEntry(rawValue: source.states[0].one[Int($0)]).value == UInt32(ASCII.newline)
      }
  }

  /// - Parameter mark: the byte order mark of the input.
  /// - Returns: where the last newline ends; `nil` without one.
  func lastNewlineEnd(in block: Span<UInt8>, mark: [UInt8]) -> Int? {
    let isLittle = mark.isEmpty ? isLittleEndian : mark[0] == 0xFF
    var end = block.count / width * width
    while end > 0 {
      let low = isLittle ? end - width : end - 1
      if newlines.contains(block[low]) {
        var others = 0
        for index in end - width..<end where index != low { others += Int(block[index]) }
        if others == 0 { return end }
      }
      end -= width
    }
    return nil
  }
}

/// Where the input is cut into blocks that are converted at the same time.
enum BlockCut {
  /// Behind the last newline: a guess.
  case newline(NewlineFinder)
  /// Between two host records.
  case records(RecordFramer)
}
