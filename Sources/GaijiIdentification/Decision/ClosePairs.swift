/// Characters that are a stroke apart: 旬 and 䀏, 日 and 目. A glyph that may be one of them is never
/// decided without a person.
///
/// Read from `Data/identifier/close-pairs.tsv`: two code points (`U+65EC`) in the first two columns,
/// tabs between; further columns are for people. Lines that begin with `#` and empty lines are not
/// looked at, nor is a header line.
public struct ClosePairs: Hashable, Sendable {
  public static let none = ClosePairs([:])

  /// For each code point those that are too near to it, ascending.
  private let partners: [UInt32: [UInt32]]

  private init(_ partners: [UInt32: [UInt32]]) { self.partners = partners }

  public init(pairs: [(UInt32, UInt32)]) {
    var partners: [UInt32: Set<UInt32>] = [:]
    for (a, b) in pairs where a != b {
      partners[a, default: []].insert(b)
      partners[b, default: []].insert(a)
    }
    self.init(partners.mapValues { $0.sorted() })
  }

  /// Bytes of a list, at most.
  static let largestFile = 16 << 20

  /// - Parameter path: For messages.
  public init(_ bytes: [UInt8], path: String) throws(IdentificationFileError) {
    guard bytes.count <= Self.largestFile else {
      throw IdentificationFileError(
        path, "more than \(Self.largestFile) bytes; this is no list of pairs")
    }
    var pairs: [(UInt32, UInt32)] = []
    var number = 0
    var isFirst = true
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      number += 1
      guard !line.isEmpty, line.first != UInt8(ascii: "#") else { continue }
      defer { isFirst = false }
      let fields = line.split(separator: 0x09, omittingEmptySubsequences: false)
      guard fields.count >= 2, let a = Self.codePoint(fields[0]), let b = Self.codePoint(fields[1])
      else {
        if isFirst { continue }
        throw IdentificationFileError(
          path, line: number, "two code points (U+65EC) with a tab between them are expected")
      }
      pairs.append((a, b))
    }
    self.init(pairs: pairs)
  }

  public var count: Int { partners.values.reduce(0) { $0 + $1.count } / 2 }

  /// Characters too near to any of these, ascending; empty when there are none.
  public func partners(of codePoints: [UInt32]) -> [UInt32] {
    let found = codePoints.flatMap { partners[$0] ?? [] }
    return found.isEmpty ? [] : Set(found).subtracting(codePoints).sorted()
  }

  private static func codePoint(_ bytes: some Collection<UInt8>) -> UInt32? {
    var digits = Array(bytes)
    while let last = digits.last, last == 0x20 || last == 0x0D { digits.removeLast() }
    guard digits.starts(with: "U+".utf8), (3...8).contains(digits.count) else { return nil }
    var value: UInt32 = 0
    for byte in digits.dropFirst(2) {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
      value = value << 4 | UInt32(digit)
    }
    return value <= 0x10FFFF ? value : nil
  }
}
