import CGaijiMatching
import GaijiFiles
import GaijiGlyphs
import GaijiHashing
import GaijiIdentification
import Glibc

// Indexes, models and lists of close pairs that somebody hands in. What is refused is refused with an
// error; with what is not, glyphs are identified.

/// The first byte chooses what the rest is: an index as it is; changes of an index whose checksums are
/// made right again; a model; a list of close pairs.
func fuzzIndex(_ bytes: [UInt8]) {
  guard let choice = bytes.first else { return }
  let rest = bytes.dropFirst()
  switch choice % 4 {
  case 0: openIndex(Array(rest))
  case 1: openIndex(changed(IndexStore.whole, by: rest))
  case 2: readModel(rest)
  default: _ = try? ClosePairs(Array(rest), path: "fuzz.tsv")
  }
}

/// The folder of `GAIJI_FUZZ_FOLDER`, with a font, a model and the index made from both.
private enum IndexStore {
  static let folder: String = {
    guard let path = unsafe getenv("GAIJI_FUZZ_FOLDER") else {
      fatalError("GAIJI_FUZZ_FOLDER must name a folder with font.ttf; Scripts/fuzz does it")
    }
    return unsafe String(cString: path)
  }()

  static let font = must { try FontFile(path: folder + "/font.ttf") }
  static let path = folder + "/fuzz.gaijiindex"

  /// Numbers that have nothing to do with what a training finds.
  static func matrix(_ count: Int) -> [Float] {
    (0..<count).map { Float(($0 &* 2_654_435_761 >> 7) & 0xFF) / 32 - 4 }
  }

  static let model = must {
    func view(_ name: String, _ frame: GlyphFrame, _ dimensions: Int) throws -> IdentifierModel.View
    {
      try IdentifierModel.View(
        ViewDefinition(name: name, frame: frame, grid: 8, sigma: 1.2), dimensions: dimensions,
        step: 0.05, matrix: matrix(512 * dimensions))
    }
    return try IdentifierModel(
      views: [view("mom", .moment, 48), view("box", .box, 16)], searchView: "mom",
      searchDimensions: 32, shortlist: 4, residualCandidates: 3)
  }

  /// The tables of an index that is as it should be.
  static let whole: [[UInt8]] = must {
    _ = try GlyphIndex.build(fonts: [font], model: model, threads: 1, path: path)
    let bytes = try InputFile(path: path, decompression: .none).bytes(upTo: 1 << 20)
    func number(_ offset: Int, _ size: Int) -> Int {
      (0..<size).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
    }
    return (0..<number(12, 4)).map { table in
      let first = number(24 + 48 * table, 8)
      return Array(bytes[first..<first + number(32 + 48 * table, 8)])
    }
  }

  static let query = must {
    let reader = try GlyphCollection(path: font.path).reader()
    return GlyphQuery(
      raster: try reader.raster(1, pixelsPerEm: 96), outline: try reader.raster(1, pixelsPerEm: 128)
    )
  }

  static func write(_ bytes: [UInt8], _ path: String) {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    precondition(unsafe Glibc.write(descriptor, bytes, bytes.count) == bytes.count)
    close(descriptor)
  }

  private static func must<Value>(_ make: () throws -> Value) -> Value {
    do { return try make() } catch { fatalError("\(error)") }
  }
}

/// Changes of five bytes each: of a table, or (255) of the head behind the tables' checksums; what is
/// done, where, and a value.
private func changed(_ tables: [[UInt8]], by changes: ArraySlice<UInt8>) -> [UInt8] {
  var tables = tables
  var heads: [(place: Int, value: UInt8)] = []
  var left = changes
  while left.count >= 5 {
    let change = Array(left.prefix(5))
    left = left.dropFirst(5)
    let place = Int(change[2]) | Int(change[3]) << 8
    if change[0] == 255 {
      heads.append((place, change[4]))
      continue
    }
    let table = Int(change[0]) % tables.count
    let count = tables[table].count
    switch change[1] % 4 {
    case 0: if place < count { tables[table][place] = change[4] }
    case 1: tables[table].removeLast(count - min(count, place))
    case 2: tables[table] += [UInt8](repeating: change[4], count: place % 512)
    default:
      // A whole number of 32 bits: near nothing, near the most, or signed.
      let word =
        UInt32(bitPattern: Int32(Int8(bitPattern: change[4]))) &+ (place & 1 == 0 ? 0 : 1 << 31)
      guard count >= 4 else { continue }
      let first = place % (count / 4) * 4
      for byte in 0..<4 {
        tables[table][first + byte] = UInt8(truncatingIfNeeded: word >> (8 * byte))
      }
    }
  }
  return file(of: tables, heads)
}

/// An index file as `IndexForm` describes it, written without it.
private func file(of tables: [[UInt8]], _ heads: [(place: Int, value: UInt8)]) -> [UInt8] {
  func little(_ number: Int, _ size: Int) -> [UInt8] {
    (0..<size).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }
  let headCount = 24 + 48 * tables.count + 32
  var directory: [UInt8] = []
  var body: [UInt8] = []
  for table in tables {
    while (headCount + body.count) % 64 != 0 { body.append(0) }
    directory += little(headCount + body.count, 8) + little(table.count, 8) + checksum(table)
    body += table
  }
  var head =
    Array("GAIJIIDX".utf8) + little(1, 4) + little(tables.count, 4)
    + little(headCount + body.count, 8) + directory
  for change in heads { head[change.place % head.count] = change.value }
  // The number of tables may have been changed: the digest stands behind as many.
  let count = 24 + 48 * (Int(head[12]) | Int(head[13]) << 8)
  var bytes = head + [UInt8](repeating: 0, count: 32) + body
  if count + 32 <= bytes.count {
    bytes.replaceSubrange(count..<count + 32, with: SHA256.digest(of: Array(bytes[..<count])).bytes)
  }
  return bytes
}

private func checksum(_ bytes: [UInt8]) -> [UInt8] {
  var words = [UInt32](repeating: 0, count: 32)
  // SAFETY: 32 words are written; an empty table is not read.
  if !bytes.isEmpty { unsafe gaiji_checksum(bytes, bytes.count, &words) }
  return SHA256.digest(
    of: words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
  ).bytes
}

private func openIndex(_ bytes: [UInt8]) {
  // Another file each time: the last one may still be mapped.
  unsafe _ = unlink(IndexStore.path)
  IndexStore.write(bytes, IndexStore.path)
  guard
    let index = try? GlyphIndex(
      path: IndexStore.path, fonts: [IndexStore.font], model: IndexStore.model)
  else { return }
  exercise(Matcher(model: IndexStore.model, index: index))
}

private func exercise(_ matcher: Matcher) {
  let index = matcher.index
  let scratch = matcher.makeScratch(cacheByteCount: 1 << 16)
  for entry in 0..<index.count {
    for base in index[entry].bases {
      precondition(
        index.entries(ofBase: base).allSatisfy { $0 < index.count }, "an entry out of range")
    }
    precondition(index.outlineGroup(of: entry) <= entry, "a group of a later entry")
    _ = matcher.siblings(of: entry)
    // A glyph that the font does not have is an error of the font.
    _ = try? matcher.residualMap(of: IndexStore.query, entry: entry, scratch: scratch)
  }
  if index.count > 0 { _ = matcher.neighbours(of: 0, count: 5, scratch: scratch) }
  if let found = try? matcher.candidates(for: IndexStore.query, count: 4, scratch: scratch) {
    precondition(found.allSatisfy { (0..<index.count).contains($0.entry) }, "no such entry")
  }
}

/// Two bytes choose how large the matrices are and what hostile number one holds; the rest is
/// `identifier.json`, whose matrices are all called `m`.
private func readModel(_ bytes: ArraySlice<UInt8>) {
  guard bytes.count >= 2 else { return }
  let (size, number) = (Int(bytes[bytes.startIndex]), Int(bytes[bytes.startIndex + 1]))
  var matrix = IndexStore.matrix(512 * (size % 64 + 1))
  let hostile: [Float?] = [nil, .nan, .infinity, 1e12, -1e12, 1e13, .leastNonzeroMagnitude, -0.0]
  if let value = hostile[number % 8] { matrix[number * 61 % matrix.count] = value }
  let odd = size >= 192 ? 1 : 0
  IndexStore.write(
    Array(
      matrix.flatMap { value in
        (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) }
      }.dropLast(odd)), IndexStore.folder + "/m")
  IndexStore.write(
    Array(bytes.dropFirst(2)), IndexStore.folder + "/" + IdentifierModel.fileName)
  let parameters = try? IdentifierParameters(folder: IndexStore.folder)
  guard let model = try? IdentifierModel(folder: IndexStore.folder) else { return }
  unsafe _ = unlink(IndexStore.path)
  guard
    let index = try? GlyphIndex.build(
      fonts: [IndexStore.font], model: model, threads: 1, path: IndexStore.path)
  else { return }
  let matcher = Matcher(model: model, index: index)
  exercise(matcher)
  guard let parameters else { return }
  let identifier = Identifier(matcher: matcher, parameters: parameters, rules: DecisionRules())
  guard let collection = try? GlyphCollection(path: IndexStore.font.path),
    let marks = try? collection.reader().marks(),
    let glyphs = try? identifier.identify(
      collection, collection.glyphs.indices, marks: marks, count: 4, threads: 1)
  else { return }
  let priors = identifier.priors(glyphs)
  for glyph in glyphs {
    let proposal = identifier.proposal(glyph, of: collection, priors, .init(count: 4))
    for candidate in proposal.candidates {
      precondition(
        (0...1).contains(candidate.sameCharacter), "a probability of \(candidate.sameCharacter)")
    }
  }
}
