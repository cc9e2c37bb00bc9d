import GaijiCharsets
import GaijiHostRecords
import GaijiModel

/// Random layouts and random records of them: valid ones, and ones with whatever bytes.
struct RandomHosts {
  var random: SeededGenerator
  let charset: CharsetTable
  let isEBCDIC = true
  private let single: [UInt8]
  private let double: [UInt16]

  init(seed: Int, charset: CharsetTable) {
    random = SeededGenerator(seed: UInt64(seed))
    self.charset = charset
    let one = charset.states[0].one
    single = (UInt8(0x40)...0xFE).filter { byte in
      DecodeEntry(rawValue: one[Int(byte)]).isCharacter
        && !charset.shifts.contains { $0.bytes[0] == byte }
    }
    let two = charset.states[1].two
    double = (UInt16(0x4040)...0xFEFE).filter {
      DecodeEntry(rawValue: two[Int($0)]).isCharacter
        && charset.states[1].lengths[Int($0 >> 8)] == 2
    }
  }

  private mutating func number(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &random)
  }

  private mutating func isOnce(in count: Int) -> Bool { number(1...count) == 1 }

  // MARK: Layouts

  mutating func file() -> RecordFileLayout {
    let isFixed = isOnce(in: 3)
    let count = isOnce(in: 2) ? 1 : number(2...3)
    var layouts = (0..<count).map { layout("TYPE\($0)", hasTables: !isFixed && isOnce(in: 2)) }
    var framing = RecordFraming.descriptors
    if isFixed {
      let longest = layouts.map(\.maximumByteCount).max() ?? 1
      for index in layouts.indices where layouts[index].maximumByteCount < longest {
        let start = layouts[index].maximumByteCount
        layouts[index].fields.append(
          LayoutField(name: "END", kind: .raw, offset: start, byteCount: longest - start))
        layouts[index].maximumByteCount = longest
      }
      framing = .fixed(byteCount: longest)
    } else if isOnce(in: 3) {
      framing = .blocked(blockByteCount: 400 + number(0...4000))
    } else if isOnce(in: 2) {
      framing = .delimited(terminator: [0x0D, 0x25, 0x0D, 0x25])
    }
    let types = layouts.enumerated().map { index, layout in
      RecordFileLayout.RecordType(
        layout: layout,
        condition: index == count - 1
          ? nil : .init(offset: 0, byteCount: 1, values: [.bytes([0xF0 + UInt8(index)])]))
    }
    return RecordFileLayout(framing: framing, types: types)
  }

  private mutating func layout(_ name: String, hasTables: Bool) -> RecordLayout {
    var layout = RecordLayout(
      name: name, fields: [LayoutField(name: "T", kind: .raw, offset: 0, byteCount: 1)],
      maximumByteCount: 1)
    for index in 0..<number(1...6) { add(field(), "F\(index)", nil, to: &layout) }
    guard hasTables else { return layout }
    for number in 0..<number(1...2) { addTable(number, to: &layout) }
    if isOnce(in: 2) { add(field(), "LAST", nil, to: &layout) }
    return layout
  }

  private mutating func addTable(_ number: Int, to layout: inout RecordLayout) {
    let counter = layout.fields.count
    add((.zoned(DecimalShape(digits: 1), .trailing), 1), "N\(number)", nil, to: &layout)
    let parts = (0..<self.number(1...2)).map { _ in field() }
    let maximum = self.number(1...3)
    layout.tables.append(
      VariableTable(
        counter: counter, offset: layout.maximumByteCount,
        elementByteCount: parts.reduce(0) { $0 + $1.1 }, minimum: self.number(0...1),
        maximum: maximum))
    for element in 1...maximum {
      for (part, field) in parts.enumerated() {
        add(
          field, "E\(number)-\(part)(\(element))", .init(table: number, element: element),
          to: &layout)
      }
    }
  }

  private mutating func add(
    _ field: (FieldKind, Int), _ name: String, _ cell: LayoutField.TableCell?,
    to layout: inout RecordLayout
  ) {
    let paddings: [FieldPadding] = [.trailing, .trailing, .trailing, .leading, .kept]
    let padding = field.0.isText ? paddings[number(0...4)] : .trailing
    layout.fields.append(
      LayoutField(
        name: name, kind: field.0, offset: layout.maximumByteCount, byteCount: field.1,
        cell: cell, padding: padding))
    layout.maximumByteCount += field.1
  }

  private mutating func field() -> (FieldKind, Int) {
    let digits = number(1...18)
    let shape = DecimalShape(
      digits: digits, scale: isOnce(in: 3) ? number(-2...digits + 2) : 0, isSigned: isOnce(in: 2))
    switch number(0...11) {
    case 0, 1: return (.single, number(1...24))
    case 2, 3: return (.double, 2 * number(1...12))
    case 4, 5, 6: return (.mixed, number(1...30))
    case 7:
      let place = SignPlace.allCases[number(0...3)]
      let isSeparate = place == .leadingSeparate || place == .trailingSeparate
      return (.zoned(shape, place), digits + (isSeparate && shape.isSigned ? 1 : 0))
    case 8: return (.packed(shape), digits / 2 + 1)
    case 9:
      let isFree = isOnce(in: 2)
      let width = [1, 2, 4, 8][number(0...3)]
      return (
        .binary(
          DecimalShape(
            digits: isFree ? 0 : [2, 4, 9, 18][[1, 2, 4, 8].firstIndex(of: width) ?? 0],
            isSigned: shape.isSigned), isOnce(in: 2) ? .big : .little), width
      )
    case 10: return (.float([.hexadecimal, .ieee][number(0...1)]), isOnce(in: 2) ? 4 : 8)
    default: return (.raw, number(1...6))
    }
  }

  // MARK: Records

  /// Data of one record of a random type, its number of elements right, anything else not always.
  mutating func record(_ file: RecordFileLayout, dirt: Int) -> [UInt8] {
    let index = number(0...file.types.count - 1)
    let layout = file.types[index].layout
    var counts: [Int] = []
    for table in layout.tables { counts.append(number(table.minimum...table.maximum)) }
    var bytes: [UInt8] = []
    var needed = 1
    for (place, field) in layout.fields.enumerated() {
      guard layout.offset(of: field, counts: counts) != nil else { continue }
      if place == 0 {
        bytes.append(index == file.types.count - 1 ? 0xFF : 0xF0 + UInt8(index))
      } else if let table = layout.tables.firstIndex(where: { $0.counter == place }) {
        bytes.append(0xF0 + UInt8(counts[table]))
        needed = bytes.count
      } else {
        bytes += content(field, dirt: dirt)
      }
    }
    if case .fixed = file.framing { return bytes }
    if isOnce(in: 12), bytes.count > needed { bytes.removeLast(number(1...bytes.count - needed)) }
    if isOnce(in: 12) { bytes += (0..<number(1...9)).map { _ in UInt8(number(0...255)) } }
    return bytes
  }

  private mutating func content(_ field: LayoutField, dirt: Int) -> [UInt8] {
    let count = field.byteCount
    if number(1...100) <= dirt {
      let favourites: [UInt8] =
        [0x40, 0x40, 0x40, 0x0E, 0x0F, 0x0C, 0xF0, 0x4C, 0x45, 0x81, 0x30, 0xE2, 0x00, 0x15, 0x25]
        + charset.shifts.flatMap(\.bytes)
      return (0..<count).map { _ in
        isOnce(in: 3) ? UInt8(number(0...255)) : favourites[number(0...favourites.count - 1)]
      }
    }
    switch field.kind {
    case .single: return padded(singles(number(0...count)), count, field.padding)
    case .double:
      return padded(doubles(number(0...count / 2)), count, field.padding)
    case .mixed: return padded(mixed(count), count, field.padding)
    case .raw: return (0..<count).map { _ in UInt8(number(0...255)) }
    case .zoned, .packed, .binary, .float:
      return numeric(field) ?? Array(repeating: 0x40, count: count)
    }
  }

  private func padded(_ text: [UInt8], _ count: Int, _ padding: FieldPadding) -> [UInt8] {
    let spaces = [UInt8](repeating: 0x40, count: count - text.count)
    return padding == .leading ? spaces + text : text + spaces
  }

  private mutating func singles(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in single[number(0...single.count - 1)] }
  }

  private mutating func doubles(_ count: Int) -> [UInt8] {
    (0..<count).flatMap { _ in
      let code = double[number(0...double.count - 1)]
      return [UInt8(code >> 8), UInt8(code & 0xFF)]
    }
  }

  private mutating func mixed(_ count: Int) -> [UInt8] {
    var text: [UInt8] = []
    let back = charset.shifts.first { $0.state == 0 }?.bytes ?? []
    while !isOnce(in: 4) {
      let part: [UInt8]
      if isOnce(in: 2) {
        part = singles(number(1...5))
      } else {
        let ways = charset.shifts.filter { $0.state == 1 }
        part = ways[number(0...ways.count - 1)].bytes + doubles(number(1...4)) + back
      }
      if text.count + part.count <= count { text += part }
    }
    return text
  }

  /// A number as the format writes it; now and then with another sign nibble.
  private mutating func numeric(_ field: LayoutField) -> [UInt8]? {
    guard
      let format = try? NumberFormat(field.kind, byteCount: field.byteCount, isEBCDIC: isEBCDIC)
    else { return nil }
    var bytes = [UInt8](repeating: 0, count: field.byteCount)
    let value = number(0...3) == 0 ? 0 : number(-99_999...999_999) >> number(0...16)
    for text in [String(value), "\(value).5", "0"] {
      let digits = Array(text.utf8)
      var span = bytes.mutableSpan
      if (try? format.encode(digits.span, into: &span)) != nil { return bytes }
    }
    return nil
  }

  // MARK: Files

  /// Records in their framing; one that its framing cannot hold is left out.
  mutating func bytes(_ file: RecordFileLayout, records: Int, dirt: Int) -> [UInt8] {
    var writer = FrameWriter(file.framing)
    var bytes: [UInt8] = []
    for _ in 0..<records {
      let data = record(file, dirt: dirt)
      if case .descriptors = file.framing, data.count > 4, isOnce(in: 6) {
        // Spanned: a first, perhaps a middle, and a last segment.
        let cut = number(1...data.count - 2)
        let second = number(cut + 1...data.count - 1)
        for (code, part) in [(1, data[..<cut]), (3, data[cut..<second]), (2, data[second...])] {
          bytes += [0, UInt8(part.count + 4), UInt8(code), 0] + part
        }
        continue
      }
      try? writer.append(data.span, to: &bytes)
    }
    writer.finish(into: &bytes)
    return bytes
  }
}
