import Foundation
import GaijiLayouts
import GaijiModel
import Testing

/// The files of `Data/layouts`.
@Suite struct SampleLayoutTests {
  @Test func `The sample copybook has 256 bytes and the fields that its comments promise`() throws {
    let copybook = try CopybookParser.parse(try sample("juki.cpy"), name: "juki.cpy")
    let layout = copybook.layouts[0]
    #expect(layout.name == "JUKI-REC")
    #expect(layout.maximumByteCount == 256)
    #expect(coversEveryByte(layout))
    #expect(
      lines(layout) == [
        "SHICHOSON-CODE 0 6 zoned", "JUMIN-NO 6 11 zoned", "SETAI-NO 17 4 binary",
        "KOSHIN-YMD 21 8 zoned", "SHIMEI-KANA 29 24 mixed", "SHIMEI-KANJI 53 32 double",
        "SEIBETSU 85 1 mixed", "SEINENGAPPI-SEIREKI 86 8 zoned", "JUSHO 94 60 mixed",
        "JUSHO-CODE 154 4 packed", "NENZEIGAKU 158 6 packed", "HOKENRYO 164 4 packed",
        "IDO-YMD 168 9 zoned", "IDO-NISSU 177 5 zoned", "KAZOKU-SU 182 2 zoned",
        "KAZOKU-SHIMEI(1) 184 16 double", "ZOKUGARA(1) 200 2 mixed",
        "KAZOKU-NENREI(1) 202 2 packed",
        "KAZOKU-SHIMEI(2) 204 16 double", "ZOKUGARA(2) 220 2 mixed",
        "KAZOKU-NENREI(2) 222 2 packed",
        "KAZOKU-SHIMEI(3) 224 16 double", "ZOKUGARA(3) 240 2 mixed",
        "KAZOKU-NENREI(3) 242 2 packed",
        "異動事由 244 4 mixed", "FILLER-1 248 8 raw",
      ])
    #expect(
      copybook.notes.map(\.description) == [
        "juki.cpy:21:16: SEINENGAPPI-WAREKI shares its bytes with SEINENGAPPI-SEIREKI and is left "
          + "out; use = [\"SEINENGAPPI-WAREKI\"] would take it instead"
      ])
  }

  @Test func `The sample layout names the copybook and overrides two fields`() throws {
    let file = try LayoutReader.read(path: samplePath("juki.toml"))
    #expect(file.charset == "ibm930")
    #expect(file.layout.framing == .fixed(byteCount: 256))
    let type = try #require(file.layout.types.first)
    #expect(file.layout.types.count == 1)
    #expect(type.condition == nil)
    let plain = try LayoutReader.readCopybook(path: samplePath("juki.cpy")).layouts[0]
    let changed = zip(plain.fields, type.layout.fields).filter { $0 != $1 }.map(\.1)
    #expect(changed.map(\.name) == ["SEIBETSU", "異動事由"])
    #expect(changed.first?.kind == .single)
    #expect(changed.last?.padding == .kept)
    #expect(file.notes.map(\.line) == [21])
  }

  @Test func `A bare copybook is a layout of fixed records, or has the framing that is given`()
    throws
  {
    let path = samplePath("juki.cpy")
    #expect(try LayoutReader.read(path: path).layout.framing == .fixed(byteCount: 256))
    #expect(try LayoutReader.read(path: path, framing: .descriptors).layout.framing == .descriptors)
    let longer = try LayoutReader.read(path: path, framing: .fixed(byteCount: 300)).layout.types[0]
    #expect(longer.layout.maximumByteCount == 300)
    #expect(lines(longer.layout).last == "FILLER-2 256 44 raw")
    #expect(throws: LayoutError.self) {
      try LayoutReader.read(path: path, framing: .fixed(byteCount: 200))
    }
  }

  @Test func `The sample of several records has conditions, a gap and a variable table`() throws {
    let file = try LayoutReader.read(path: samplePath("multi.toml")).layout
    #expect(file.framing == .descriptors)
    #expect(file.types.map(\.layout.name) == ["HEADER", "DETAIL", "TRAILER"])
    #expect(
      file.types.map(\.condition) == [
        .init(offset: 0, byteCount: 2, values: [.text("00")]),
        .init(offset: 0, byteCount: 2, values: [.text("10"), .text("11")]),
        .init(offset: 0, byteCount: 2, values: [.bytes([0xF9, 0xF9])]),
      ])
    let detail = file.types[1].layout
    #expect(coversEveryByte(detail))
    #expect(
      lines(detail).prefix(8) == [
        "KUBUN 0 2 single", "JUMIN-NO 2 11 zoned", "SHIMEI 13 40 mixed", "ZEIGAKU 53 5 packed",
        "FILLER-1 58 2 raw", "KI-SU 60 2 binary", "KI-GAKU(1) 62 4 packed",
        "KI-GAKU(2) 66 4 packed",
      ])
    #expect(
      detail.tables == [
        VariableTable(counter: 5, offset: 62, elementByteCount: 4, minimum: 0, maximum: 10)
      ])
    #expect(detail.minimumByteCount == 62)
    #expect(detail.maximumByteCount == 102)
  }

  @Test func `A layout written as JSON gives the same layout back`() throws {
    let every = """
      01 R.
         05 N PIC S9(4) COMP. 05 A PIC S9(3)V9 SIGN LEADING. 05 B PIC S9 TRAILING SEPARATE.
         05 C PIC S9 LEADING SEPARATE. 05 D PIC 9(4) COMP-5. 05 E COMP-1. 05 F COMP-2.
         05 G PIC X(4) JUST. 05 H PIC N(4). 05 FILLER PIC X. 05 I PIC SP9 COMP-3.
         05 T OCCURS 0 TO 4 DEPENDING ON N. 10 U PIC X. 10 V PIC ZZ9.
         05 W PIC X(3).
      """
    var layouts = try layouts(every) {
      $0.nativeOrder = .little
      $0.float = .ieeeLittleEndian
    }.layouts
    layouts += try LayoutReader.read(path: samplePath("juki.toml")).layout.types.map(\.layout)
    layouts += try LayoutReader.read(path: samplePath("multi.toml")).layout.types.map(\.layout)
    #expect(layouts.count == 5)
    for layout in layouts {
      let json = try JSONEncoder().encode(LayoutDocument(layout))
      let read = try JSONDecoder().decode(LayoutDocument.self, from: json)
      #expect(read.layout == layout)
      #expect(read.minimumByteCount == layout.minimumByteCount)
    }
  }

  @Test func `Pictures are what a copybook would say`() throws {
    let text = """
      01 R.
         05 A PIC S9(5)V99 COMP-3. 05 B PIC S9(4) SIGN LEADING SEPARATE. 05 C PIC 99PPP.
         05 D PIC VPP9(4). 05 E PIC N(20). 05 F PIC X JUST. 05 G PIC S9(9) COMP.
         05 H PIC S9(4)V9 COMP-5. 05 I COMP-2. 05 J PIC SV9(3).
      """
    #expect(
      try layouts(text).layouts[0].fields.map(\.pictureText) == [
        "S9(5)V99 COMP-3", "S9(4) SIGN LEADING SEPARATE", "99P(3)", "VPP9(4)", "N(20)",
        "X JUSTIFIED RIGHT", "S9(9) COMP", "signed scale 1 COMP-5", "COMP-2", "SV9(3)",
      ])
  }
}
