import GaijiHostRecords
import GaijiModel
import Testing

@Suite struct NumberErrorTests {
  static let decimalKinds: [(FieldKind, Int)] = {
    let signed = DecimalShape(digits: 5, scale: 2, isSigned: true)
    return [
      (.packed(signed), 3), (.zoned(signed, .trailing), 5), (.zoned(signed, .leadingSeparate), 6),
      (.binary(signed, .big), 4),
    ]
  }()

  @Test(arguments: [
    ("1.234", NumberEncodingError.tooFine(scale: 2)), ("-0.001", .tooFine(scale: 2)),
    ("1000", .tooLarge(digits: 5)), ("-123456789012345678901234567890", .tooLarge(digits: 5)),
    ("12a", .notANumber(at: 2)), ("-", .notANumber(at: 1)), (".", .notANumber(at: 1)),
    ("1.2.3", .notANumber(at: 3)), ("1e2", .notANumber(at: 1)), (" 1", .notANumber(at: 0)),
    ("--1", .notANumber(at: 1)), ("1 ", .notANumber(at: 1)),
    (String(repeating: "0", count: 129), .tooLong(byteCount: 129)),
  ])
  func `A text that a decimal field cannot hold is an error that says why`(
    _ text: String, _ error: NumberEncodingError
  ) throws {
    for (kind, byteCount) in Self.decimalKinds {
      let format = try NumberFormat(kind, byteCount: byteCount, isEBCDIC: true)
      #expect(throws: error, "\(kind)") { try format.write(text) }
      #expect(!error.description.isEmpty)
    }
  }

  @Test func `Signs, zeros and points that do not change the value are accepted`() throws {
    for (kind, byteCount) in Self.decimalKinds {
      let format = try NumberFormat(kind, byteCount: byteCount, isEBCDIC: true)
      for text in ["+1.5", "1.500", "0001.50", "1.5", "01.50000000"] {
        #expect(format.read(try format.write(text)) == .number("1.50", isCanonical: true))
      }
      for text in ["-0", ".0", "0.", "00.000"] {
        #expect(format.read(try format.write(text)) == .number("0.00", isCanonical: true))
      }
      #expect(format.read(try format.write("-999.99")) == .number("-999.99", isCanonical: true))
    }
  }

  @Test func `A negative number in a field without a sign is an error`() throws {
    let shape = DecimalShape(digits: 4)
    for (kind, byteCount): (FieldKind, Int) in [
      (.packed(shape), 3), (.zoned(shape, .trailing), 4), (.binary(shape, .big), 2),
    ] {
      let format = try NumberFormat(kind, byteCount: byteCount, isEBCDIC: true)
      #expect(throws: NumberEncodingError.negative) { try format.write("-1") }
      #expect(format.read(try format.write("-0")) == .number("0", isCanonical: true))
    }
  }

  @Test func `The places of a negative scale have to be zeros`() throws {
    let shape = DecimalShape(digits: 3, scale: -2, isSigned: true)
    let format = try NumberFormat(.packed(shape), byteCount: 2, isEBCDIC: true)
    #expect(try format.write("12300") == [0x12, 0x3C])
    #expect(format.read([0x12, 0x3D]) == .number("-12300", isCanonical: true))
    #expect(throws: NumberEncodingError.tooFine(scale: -2)) { try format.write("12310") }
    #expect(throws: NumberEncodingError.tooLarge(digits: 3)) { try format.write("100000") }
  }

  @Test func `The width of the bytes bounds a binary number without digits`() throws {
    let signed = DecimalShape(digits: 0, isSigned: true)
    let format = try NumberFormat(.binary(signed, .little), byteCount: 2, isEBCDIC: false)
    #expect(try format.write("-32768") == [0x00, 0x80])
    #expect(throws: NumberEncodingError.tooLarge(digits: 0)) { try format.write("32768") }
    #expect(throws: NumberEncodingError.tooLarge(digits: 0)) { try format.write("-32769") }
    #expect(throws: NumberEncodingError.tooLarge(digits: 0)) {
      try format.write(String(repeating: "9", count: 60))
    }
    let wide = try NumberFormat(
      .binary(DecimalShape(digits: 0), .big), byteCount: 16, isEBCDIC: false)
    #expect(try wide.write(String(UInt128.max)) == [UInt8](repeating: 0xFF, count: 16))
    #expect(throws: NumberEncodingError.tooLarge(digits: 0)) {
      try wide.write("340282366920938463463374607431768211456")
    }
  }

  @Test func `Blank text is blank where a blank form is, and else an error`() throws {
    for (kind, byteCount) in Self.decimalKinds + [(.float(.hexadecimal), 4), (.float(.ieee), 8)] {
      for isEBCDIC in [true, false] {
        let format = try NumberFormat(kind, byteCount: byteCount, isEBCDIC: isEBCDIC)
        for text in ["", "   ", String(repeating: " ", count: 500)] {
          if case .zoned = kind {
            let bytes = try format.write(text)
            #expect(bytes == [UInt8](repeating: isEBCDIC ? 0x40 : 0x20, count: byteCount))
            #expect(format.read(bytes) == .blank)
          } else {
            #expect(throws: NumberEncodingError.blank) { try format.write(text) }
          }
        }
      }
    }
  }

  @Test func `A field that cannot be such a number is refused when the format is made`() {
    let shape = DecimalShape(digits: 5, isSigned: true)
    for (kind, byteCount): (FieldKind, Int) in [
      (.single, 4), (.raw, 4), (.packed(shape), 4), (.packed(shape), 0),
      (.zoned(shape, .trailing), 6),
      (.zoned(shape, .leadingSeparate), 5), (.binary(shape, .big), 0), (.binary(shape, .big), 9),
      (.float(.ieee), 16), (.packed(DecimalShape(digits: 0)), 1),
      (.packed(DecimalShape(digits: 39)), 20),
      (.packed(DecimalShape(digits: 5, scale: 65)), 3),
      (.binary(DecimalShape(digits: -1), .big), 4),
      (.packed(DecimalShape(digits: 5, scale: .min)), 3), (.packed(DecimalShape(digits: .max)), 3),
    ] {
      #expect(throws: NumberFormatError.self, "\(kind) \(byteCount)") {
        try NumberFormat(kind, byteCount: byteCount, isEBCDIC: true)
      }
    }
  }

  @Test func `Bytes of another length than the field are bad`() throws {
    for (kind, byteCount) in Self.decimalKinds + [(.float(.hexadecimal), 8)] {
      let format = try NumberFormat(kind, byteCount: byteCount, isEBCDIC: true)
      for count in [0, byteCount - 1, byteCount + 1] {
        #expect(format.read([UInt8](repeating: 0xF1, count: count)) == .bad)
      }
    }
  }

  @Test func `Random texts never do harm`() throws {
    var random = SeededGenerator(seed: 17)
    let formats = try (Self.decimalKinds + [(.float(.hexadecimal), 8), (.float(.ieee), 4)]).map {
      try NumberFormat($0.0, byteCount: $0.1, isEBCDIC: true)
    }
    let letters = [UInt8]("0123456789999000..--+eE ".utf8) + [0, 0xFF]
    for _ in 0..<3000 {
      let count = Int.random(in: 0...130, using: &random)
      let text = (0..<count).map { _ in letters.randomElement(using: &random)! }
      for format in formats {
        var bytes = [UInt8](repeating: 0, count: format.byteCount)
        var span = bytes.mutableSpan
        guard (try? format.encode(text.span, into: &span)) != nil else { continue }
        // What was written reads as a number in its one form.
        let reading = format.read(bytes)
        #expect(reading == .blank || format.isConsistent(bytes, reading))
        if case .number(_, let isCanonical) = reading { #expect(isCanonical) }
        #expect(reading != .bad)
      }
    }
  }
}
