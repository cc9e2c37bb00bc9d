internal import GaijiCharsets
internal import GaijiModel

/// Turns jef4j's entries to rows, keeping what tells glyphs apart: a code with `hd` is read as the
/// sequence, and the bare code point is an additional way to write it.
enum JEF4JRows {
  static func file(_ entries: [JEF4JReader.Entry]) throws(CharsetFileFault) -> CharsetFile {
    let known = Known(entries)
    var list = RowList()
    var undefinedCount = 0
    // A character that only substitutions have is written as the first of them.
    var substituted: Set<UInt64> = []
    for entry in entries {
      if entry.options.contains(.unmappable) || entry.unicode == 0xFFFD {
        undefinedCount += 1
        continue
      }
      for row in rows(of: entry, known, &substituted) {
        guard list.append(row, line: entry.line) else {
          throw CharsetFileFault(line: entry.line, column: 1, reason: RowList.full)
        }
      }
    }
    return CharsetFile(
      format: .jef4j, list, entryCount: entries.count,
      notes: undefinedCount == 0
        ? [] : ["\(undefinedCount) codes have a glyph but no character: they stay undefined"])
  }

  /// What the table as a whole must know before one entry can be judged.
  private struct Known {
    /// Bare code points with a code of their own, which a sequence's base must not take.
    var bare: Set<UInt32> = []
    /// Sequences of `hd`: an aj1 sequence that looks the same belongs to another glyph.
    var sequences: Set<UInt64> = []
    /// Characters that an entry without a selector is the right code of.
    var exact: Set<UInt64> = []
    /// Codes that another entry than that of a compatibility ideograph says how to read.
    var read: Set<UInt32> = []

    init(_ entries: [JEF4JReader.Entry]) {
      for entry in entries
      where entry.options.isDisjoint(with: [.compatibilityIdeograph, .encodeOnly, .unmappable]) {
        read.insert(entry.code)
      }
      for entry in entries where !entry.options.contains(.decodeOnly) {
        if entry.hd != 0 {
          sequences.insert(key(entry.unicode, entry.hd))
        } else if !entry.options.contains(.substitution), !entry.options.contains(.oneWay) {
          exact.insert(key(entry.unicode, entry.second))
          if entry.second == 0 { bare.insert(entry.unicode) }
        }
      }
    }
  }

  private static func rows(
    of entry: JEF4JReader.Entry, _ known: Known, _ substituted: inout Set<UInt64>
  ) -> [CharsetPart.Row] {
    func row(_ second: UInt32, _ use: CharsetPart.Use) -> CharsetPart.Row {
      CharsetPart.Row(
        code: entry.code, byteCount: entry.byteCount, first: entry.unicode, second: second,
        use: use)
    }
    let options = entry.options
    if options.contains(.compatibilityIdeograph) {
      // JEF B3EC has no other entry: then it is read as the compatibility ideograph, too.
      return [row(entry.second, known.read.contains(entry.code) ? .encodeOnly : .both)]
    }
    let use: CharsetPart.Use =
      options.contains(.decodeOnly)
      ? .decodeOnly : options.contains(.encodeOnly) ? .encodeOnly : .both
    if entry.hd != 0 {
      var rows = [row(entry.hd, use)]
      guard use != .decodeOnly else { return rows }
      if entry.aj1 != 0, !known.sequences.contains(key(entry.unicode, entry.aj1)) {
        rows.append(row(entry.aj1, .encodeOnly))
      }
      if !options.contains(.oneWay), !known.bare.contains(entry.unicode) {
        rows.append(row(0, .encodeOnly))
      }
      return rows
    }
    // A oneway entry without a selector is one more glyph of its character, as a substitution is.
    if !options.isDisjoint(with: [.substitution, .oneWay]) {
      let character = key(entry.unicode, entry.second)
      let isOnly =
        use != .decodeOnly && !known.exact.contains(character)
        && substituted.insert(character).inserted
      return [row(entry.second, isOnly ? use : .decodeOnly)]
    }
    return [row(entry.second, use)]
  }

  private static func key(_ first: UInt32, _ second: UInt32) -> UInt64 {
    UInt64(first) << 21 | UInt64(second)
  }
}

/// One line of `nec_jis8_ebcdik_mapping.json`: the same one-byte code in two coding systems. A row's
/// code is the EBCDIK byte, as in JIPS(E), its `first` the JIS8 byte, as in JIPS(J).
struct JEF4JBytePair {
  var jis8: UInt32
  var ebcdik: UInt32
  var object: JEF4JScanner.Entry

  init(_ object: JEF4JScanner.Entry) throws(CharsetFileFault) {
    var found: [String: UInt32] = [:]
    for value in object.values {
      guard value.key == "jis8" || value.key == "ebcdik" else {
        throw JEF4JReader.fault(object, value, "unknown key; known are jis8 and ebcdik")
      }
      let (code, byteCount) = try JEF4JReader.code(value, in: object)
      guard byteCount == 1 else { throw JEF4JReader.fault(object, value, "expected one byte") }
      found[value.key] = code
    }
    guard let jis8 = found["jis8"], let ebcdik = found["ebcdik"] else {
      throw JEF4JReader.fault(object, "jis8 and ebcdik are both needed")
    }
    self.jis8 = jis8
    self.ebcdik = ebcdik
    self.object = object
  }

  /// Checks that every byte has one partner: bytes are turned both ways with these pairs.
  static func file(_ pairs: [JEF4JBytePair]) throws(CharsetFileFault) -> CharsetFile {
    var list = RowList()
    var seen: (jis8: Set<UInt32>, ebcdik: Set<UInt32>) = ([], [])
    for pair in pairs {
      guard seen.jis8.insert(pair.jis8).inserted else {
        throw JEF4JReader.fault(pair.object, "jis8 \(hexadecimal(pair.jis8, digits: 2)) twice")
      }
      guard seen.ebcdik.insert(pair.ebcdik).inserted else {
        throw JEF4JReader.fault(
          pair.object, "ebcdik \(hexadecimal(pair.ebcdik, digits: 2)) twice")
      }
      _ = list.append(
        CharsetPart.Row(code: pair.ebcdik, byteCount: 1, first: pair.jis8), line: pair.object.line)
    }
    guard pairs.count == 256 else {
      throw CharsetFileFault(
        line: pairs.last?.object.line ?? 1, column: 1,
        reason: "\(pairs.count) byte pairs; each of the 256 bytes needs one")
    }
    return CharsetFile(format: .jef4j, list, entryCount: pairs.count)
  }
}
