import GaijiCharsets
import GaijiHostRecords
import GaijiLayouts
import GaijiModel
import TableReaders

// Inputs are hostile: any error is right, any trap is a fault, and so is a broken promise that is
// checked here.

private let charsets: [CharsetTable] = [
  "cp932", "eucjp-ms", "iso-2022-jp", "ibm1399", "utf8", "utf16",
]
.map { name in
  do { return try CharsetBuilder.build(name, jisx0213: nil) } catch { fatalError("\(error)") }
}

/// The first byte chooses a charset, the second where the rest is cut: cutting changes nothing, and
/// the units cover the input.
func fuzzDecoder(_ bytes: [UInt8]) {
  guard bytes.count >= 2 else { return }
  let table = charsets[Int(bytes[0]) % charsets.count]
  let input = Array(bytes[2...])
  let whole = ScalarDecoder.units(of: input, in: table)
  var end = 0
  for unit in whole {
    precondition(unit.offset == end && unit.byteCount > 0, "a gap or overlap at \(end)")
    end += Int(unit.byteCount)
  }
  precondition(end == input.count, "units end at \(end) of \(input.count)")
  let cut = input.isEmpty ? 0 : Int(bytes[1]) % (input.count + 1)
  var decoder = ScalarDecoder(table)
  var parts: [DecodedUnit] = []
  decoder.decode(Array(input[..<cut]).span, isLast: false, into: &parts)
  decoder.decode(Array(input[cut...]).span, isLast: true, into: &parts)
  precondition(parts == whole, "a cut at \(cut) changes the units")
}

func fuzzLayout(_ bytes: [UInt8]) {
  if let file = try? LayoutReader.decode(bytes, path: "/nonexistent/fuzz.toml") {
    check(file.layout.types.map(\.layout))
  }
}

func fuzzCopybook(_ bytes: [UInt8]) {
  if let book = try? CopybookParser.parse(bytes, name: "fuzz.cpy") { check(book.layouts) }
}

/// Every field lies in its record.
private func check(_ layouts: [RecordLayout]) {
  for layout in layouts {
    let counts = layout.tables.map(\.minimum)
    for field in layout.fields {
      precondition(
        field.byteCount > 0 && field.offset >= 0
          && field.offset + field.byteCount <= layout.maximumByteCount,
        "field \(field.name) is outside its record")
      if let offset = layout.offset(of: field, counts: counts) {
        precondition(
          offset >= 0 && offset + field.byteCount <= layout.minimumByteCount,
          "field \(field.name) is outside the shortest record")
      }
    }
  }
}

/// The first byte chooses a framing. Records come in order and lie in the input.
func fuzzFraming(_ bytes: [UInt8]) {
  guard let choice = bytes.first else { return }
  let input = Array(bytes.dropFirst())
  let framings: [RecordFraming] = [
    .fixed(byteCount: 1 + Int(choice) / 8), .descriptors, .blocked(blockByteCount: 32_760),
    .delimited(terminator: [0x0D, 0x0A]), .delimited(terminator: [0x15]),
  ]
  var framer = RecordFramer(framings[Int(choice) % framings.count], maximumRecordByteCount: 1 << 16)
  var position = 0
  do {
    while let record = try framer.next(in: input.span, from: position, offset: 0, isLast: true) {
      precondition(
        record.whole.lowerBound >= position && record.whole.upperBound <= input.count
          && record.data.upperBound <= input.count, "a record outside the input")
      precondition(record.whole.upperBound > position, "a record of no bytes: no end")
      position = record.whole.upperBound
    }
  } catch {}
}

/// Two bytes choose a format; a canonical number is written back as the same bytes.
func fuzzNumbers(_ bytes: [UInt8]) {
  guard bytes.count >= 3 else { return }
  let field = Array(bytes[2...].prefix(24))
  let a = Int(bytes[0])
  let b = Int(bytes[1])
  let shape = DecimalShape(digits: 1 + b % 38, scale: a / 16 - 4, isSigned: b >= 128)
  let kinds: [FieldKind] =
    [
      .packed(shape), .binary(shape, .big), .binary(shape, .little),
      .float(.hexadecimal), .float(.ieee), .float(.ieeeLittleEndian),
    ] + SignPlace.allCases.map { .zoned(shape, $0) }
  guard
    let format = try? NumberFormat(
      kinds[a % kinds.count], byteCount: field.count, isEBCDIC: b & 1 == 0)
  else { return }
  var text = NumberText()
  guard case .number(let isCanonical) = format.decode(field.span, into: &text), isCanonical else {
    return
  }
  var back = Array(repeating: UInt8(0), count: field.count)
  var span = back.mutableSpan
  do { try format.encode([UInt8](text: text).span, into: &span) } catch {
    fatalError("\(text.string) is not taken back: \(error)")
  }
  precondition(back == field, "\(text.string) is written back as other bytes")
}

/// The first byte chooses a form of table file, or none.
func fuzzTables(_ bytes: [UInt8]) {
  guard let choice = bytes.first else { return }
  let forms = CharsetFileFormat.allCases
  let form = Int(choice) % (forms.count + 1)
  _ = try? CharsetFile(
    Array(bytes.dropFirst()), format: form < forms.count ? forms[form] : nil)
}
