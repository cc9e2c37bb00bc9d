import GaijiLayouts
import GaijiModel
import Testing

/// Sizes and meanings of elementary items. The expected numbers are those of IBM Enterprise COBOL for
/// z/OS, Language Reference ("Computational items", "PICTURE clause", "SIGN clause").
@Suite struct CopybookStorageTests {
  @Test(arguments: [
    (1, 2), (2, 2), (3, 2), (4, 2), (5, 4), (9, 4), (10, 8), (17, 8), (18, 8),
  ])
  func `Binary numbers take 2, 4 or 8 bytes`(_ digits: Int, _ byteCount: Int) throws {
    for usage in ["COMP", "COMP-4", "BINARY", "COMPUTATIONAL", "USAGE IS COMPUTATIONAL-4"] {
      let field = try #require(try field("PIC S9(\(digits)) \(usage)"))
      #expect(field.byteCount == byteCount)
      #expect(
        field.kind == .binary(DecimalShape(digits: digits, scale: 0, isSigned: true), .big))
    }
    let native = try #require(try field("PIC 9(\(digits)) COMP-5"))
    #expect(native.byteCount == byteCount)
    #expect(native.kind == .binary(DecimalShape(digits: 0), .big))
  }

  @Test func `An option gives small binary numbers one byte, another turns COMP-5 around`() throws {
    let small = try field("PIC 99 COMP") { $0.hasOneByteBinary = true }
    #expect(small?.byteCount == 1)
    #expect(try field("PIC 999 COMP") { $0.hasOneByteBinary = true }?.byteCount == 2)
    let turned = try field("PIC 9(4) COMP-5") { $0.nativeOrder = .little }
    #expect(turned?.kind == .binary(DecimalShape(digits: 0), .little))
    let big = try field("PIC 9(4) COMP") { $0.nativeOrder = .little }
    #expect(big?.kind == .binary(DecimalShape(digits: 4), .big))
  }

  @Test(arguments: [(1, 1), (2, 2), (3, 2), (4, 3), (7, 4), (18, 10), (31, 16), (38, 20)])
  func `Packed numbers take two digits a byte and a sign`(_ digits: Int, _ byteCount: Int) throws {
    for usage in ["COMP-3", "PACKED-DECIMAL", "USAGE COMPUTATIONAL-3"] {
      let field = try #require(try field("PIC 9(\(digits)) \(usage)"))
      #expect(field.byteCount == byteCount)
      #expect(field.kind == .packed(DecimalShape(digits: digits)))
    }
  }

  @Test(arguments: [
    ("9(3)", 3, 3, 0, false), ("S9(5)V99", 7, 7, 2, true), ("SV9(4)", 4, 4, 4, true),
    ("9(2)V", 2, 2, 0, false), ("99PPP", 2, 2, -3, false), ("VPP99", 2, 2, 4, false),
    ("PP99", 2, 2, 4, false), ("SPPP9", 1, 1, 4, true), ("99PPV", 2, 2, -2, false),
    ("s9v9", 2, 2, 1, true),
  ])
  func `Zoned numbers take a byte a digit, S V and P none`(
    _ picture: String, _ byteCount: Int, _ digits: Int, _ scale: Int, _ isSigned: Bool
  ) throws {
    let field = try #require(try field("PIC \(picture)"))
    #expect(field.byteCount == byteCount)
    let shape = DecimalShape(digits: digits, scale: scale, isSigned: isSigned)
    #expect(field.kind == .zoned(shape, .trailing))
  }

  @Test(arguments: [
    ("", 4, SignPlace.trailing), ("SIGN IS TRAILING", 4, .trailing), ("SIGN LEADING", 4, .leading),
    ("LEADING", 4, .leading), ("SIGN IS LEADING SEPARATE CHARACTER", 5, .leadingSeparate),
    ("SIGN TRAILING SEPARATE", 5, .trailingSeparate), ("TRAILING SEPARATE", 5, .trailingSeparate),
  ])
  func `A separate sign takes a byte`(_ clause: String, _ byteCount: Int, _ place: SignPlace) throws
  {
    let field = try #require(try field("PIC S9(4) \(clause)"))
    #expect(field.byteCount == byteCount)
    #expect(field.kind == .zoned(DecimalShape(digits: 4, isSigned: true), place))
  }

  @Test func `A group's SIGN and USAGE hold for its items`() throws {
    let found = try layouts(
      """
      01 R.
         05 G SIGN LEADING SEPARATE.
            10 A PIC S9(4).
            10 B PIC 9(4).
            10 C PIC S9(4) SIGN TRAILING.
         05 H USAGE COMP-3.
            10 D PIC S9(4).
            10 I.
               15 E PIC 9(2)V9.
         05 J COMP.
            10 K PIC 9(5).
      """
    ).layouts[0]
    #expect(
      lines(found) == [
        "A 0 5 zoned", "B 5 4 zoned", "C 9 4 zoned", "D 13 3 packed", "E 16 2 packed",
        "K 18 4 binary",
      ])
  }

  @Test func `Text, national text and floating point`() throws {
    #expect(try field("PIC X(10)")?.kind == .mixed)
    #expect(try field("PIC X(10)") { $0.alphanumeric = .single }?.kind == .single)
    #expect(try field("PIC A(3)9XX")?.byteCount == 6)
    for clauses in ["PIC N(10)", "PIC G(10) DISPLAY-1", "PIC N(10) USAGE NATIONAL"] {
      let field = try #require(try field(clauses))
      #expect(field.kind == .double)
      #expect(field.byteCount == 20)
    }
    #expect(try field("COMP-1")?.kind == .float(.hexadecimal))
    #expect(try field("COMP-1")?.byteCount == 4)
    #expect(try field("USAGE IS COMPUTATIONAL-2") { $0.float = .ieee }?.kind == .float(.ieee))
    #expect(try field("COMP-2")?.byteCount == 8)
    for (usage, byteCount) in [("INDEX", 4), ("POINTER", 4), ("PROCEDURE-POINTER", 8)] {
      #expect(try field(usage)?.kind == .raw)
      #expect(try field(usage)?.byteCount == byteCount)
    }
    #expect(try field("PIC X(5) JUSTIFIED RIGHT")?.padding == .leading)
    #expect(try field("PIC X(5) JUST")?.padding == .leading)
    #expect(try field("PIC X(5)")?.padding == .trailing)
  }

  @Test(arguments: [
    ("ZZ,ZZ9.99", 9), ("-9(5)", 6), ("$**,**9.99CR", 12), ("+9.9(5)E+99", 12), ("99/99/99", 8),
    ("9(4)B99", 7), ("ZZZV99", 5), ("9(3)DB", 5), (#"\\,\\9"#, 6),
  ])
  func `Edited numbers are text, and a note says so`(_ picture: String, _ byteCount: Int) throws {
    let copybook = try layouts("01 R.\n   05 A PIC \(picture).")
    #expect(lines(copybook.layouts[0]) == ["A 0 \(byteCount) single"])
    #expect(
      copybook.notes.map(\.description) == [
        "test.cpy:2:7: A: PICTURE \(picture) is edited: read as single-byte text"
      ])
  }
}
