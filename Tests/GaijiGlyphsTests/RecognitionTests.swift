import GaijiGlyphs
import GaijiModel
import Testing

@Suite struct RecognitionTests {
  /// A font made of bitmaps: glyph 0 is a frame, then a blank, a figure, the figure again, the frame
  /// of glyph 0, a narrow figure.
  static let bdf: [UInt8] = {
    let frame = ["FF", "81", "81", "81", "81", "81", "81", "FF"]
    let figure = ["10", "FE", "10", "38", "54", "92", "10", "10"]
    let glyphs: [(String, Int, Int, [String])] = [
      (".notdef", 0, 8, frame), ("space", 0xE000, 8, [String](repeating: "00", count: 8)),
      ("one", 0xE001, 8, figure), ("two", 0xE002, 8, figure), ("tofu", 0xE003, 8, frame),
      ("half", 0xFF71, 4, ["40", "E0", "40", "40", "40", "40", "40", "40"]),
      ("ka", 0x304B, 8, ["00", "10", "7C", "14", "24", "24", "4C", "00"]),
    ]
    var text = """
      STARTFONT 2.1
      FONT -test-test-medium-r-normal--8-80-75-75-c-80-iso10646-1
      SIZE 8 75 75
      FONTBOUNDINGBOX 8 8 0 0
      STARTPROPERTIES 4
      PIXEL_SIZE 8
      DEFAULT_CHAR 0
      CHARSET_REGISTRY "ISO10646"
      CHARSET_ENCODING "1"
      ENDPROPERTIES
      CHARS \(glyphs.count)

      """
    for (name, code, width, rows) in glyphs {
      text += "STARTCHAR \(name)\nENCODING \(code)\nSWIDTH \(width * 125) 0\nDWIDTH \(width) 0\n"
      text += "BBX 8 8 0 0\nBITMAP\n\(rows.joined(separator: "\n"))\nENDCHAR\n"
    }
    return Array((text + "ENDFONT\n").utf8)
  }()

  @Test func glyphsThatNeedNoMatchingAreMarked() throws {
    let collection = try GlyphCollection(bytes: Self.bdf, path: "test.bdf")
    #expect(collection.form == .bdf)
    let marks = try collection.reader().marks()
    let byCode = Dictionary(uniqueKeysWithValues: zip(collection.glyphs.map(\.name), marks))
    #expect(byCode["U+E000"]?.isBlank == true)
    #expect(byCode["U+E001"]?.isToBeMatched == true)
    let first = collection.glyphs.firstIndex { $0.name == "U+E001" }
    #expect(byCode["U+E002"]?.duplicateOf == first)
    #expect(byCode["U+E002"]?.isToBeMatched == false)
    #expect(byCode["U+E003"]?.isNotdef == true && byCode["U+E003"]?.isFrame == true)
    #expect(byCode["U+FF71"]?.isHalfWidth == true && byCode["U+FF71"]?.kind == .kana)
    #expect(byCode["U+304B"]?.isHalfWidth == false && byCode["U+304B"]?.kind == .kana)
    #expect(byCode["U+E001"]?.kind == nil)
  }

  /// A frame drawn for two codes is a tofu; one alone may be 口.
  @Test func aFrameThatCodesShareIsATofu() throws {
    let frame: [UInt8] = [0xFF, 0x81, 0x81, 0x81, 0x81, 0x81, 0x81, 0xFF]
    let cross: [UInt8] = [0x10, 0x10, 0x10, 0xFF, 0x10, 0x10, 0x10, 0x10]
    let options = GlyphOptions(hostBitmaps: HostBitmapLayout(width: 8, height: 8))
    let one = try GlyphCollection(bytes: frame + cross, path: "one", options: options)
    let oneMarks = try one.reader().marks()
    #expect(
      oneMarks.map(\.isFrame) == [true, false] && oneMarks.map(\.isNotdef) == [false, false])
    #expect(oneMarks[0].isToBeMatched)
    let two = try GlyphCollection(bytes: frame + cross + frame, path: "two", options: options)
    let twoMarks = try two.reader().marks()
    #expect(twoMarks.map(\.isNotdef) == [true, false, true])
  }

  @Test(.enabled(if: Fonts.evaluationFont != nil, "no reference files (GAIJI_REFERENCE)"))
  func theEvaluationFontHasNothingBlankAndItsDuplicatesAreEqual() throws {
    let collection = try GlyphCollection(path: try #require(Fonts.evaluationFont))
    let reader = try collection.reader()
    let marks = reader.marks()
    #expect(marks.count == 1880)
    #expect(!marks.contains { $0.isBlank || $0.problem != nil || $0.isNotdef })
    for (index, mark) in marks.enumerated() {
      guard let first = mark.duplicateOf else { continue }
      #expect(first < index)
      #expect(try reader.raster(index, pixelsPerEm: 96) == reader.raster(first, pixelsPerEm: 96))
    }
  }

  @Test(.enabled(if: Fonts.eudcFont != nil, "no reference files (GAIJI_REFERENCE)"))
  func theEudcFontDrawsWhatItsEditorHasNotDrawnAsBlankOrNotdef() throws {
    let collection = try GlyphCollection(path: try #require(Fonts.eudcFont))
    let marks = try collection.reader().marks()
    #expect(marks.count { $0.isToBeMatched } == 7)
  }

  @Test func kindsAreTheBlocksOfUnicode() {
    let kinds: [(UInt32, GlyphKind?)] = [
      (0x845B, .ideograph), (0x20BB7, .ideograph), (0xFA11, .ideograph), (0x30000, .ideograph),
      (0x3005, .ideograph), (0x3042, .kana), (0x30F6, .kana), (0x1B001, .hentaigana),
      (0x1B11E, .hentaigana), (0x41, .latin), (0xFF21, .latin), (0x3001, .symbol),
      (0x2460, .symbol),
      (0xAC00, .other), (0xE000, nil), (0xF0000, nil),
    ]
    for (code, kind) in kinds { #expect(GlyphKind(codePoint: code) == kind, "\(scalarName(code))") }
  }
}
