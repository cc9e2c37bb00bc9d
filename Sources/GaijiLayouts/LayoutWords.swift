internal import GaijiModel

// The words of layout files and of JSON for the cases of the model: one list for both directions.

extension SignPlace {
  static let words: [(String, SignPlace)] = [
    ("trailing", .trailing), ("leading", .leading), ("trailing-separate", .trailingSeparate),
    ("leading-separate", .leadingSeparate),
  ]
  var word: String { find(self, in: Self.words) }
  init?(word: String) { self.init(word, in: Self.words) }
}

extension ByteOrder {
  static let words: [(String, ByteOrder)] = [("big", .big), ("little", .little)]
  var word: String { find(self, in: Self.words) }
  init?(word: String) { self.init(word, in: Self.words) }
}

extension FloatFormat {
  static let words: [(String, FloatFormat)] = [
    ("hexadecimal", .hexadecimal), ("ieee", .ieee), ("ieee-little", .ieeeLittleEndian),
  ]
  var word: String { find(self, in: Self.words) }
  init?(word: String) { self.init(word, in: Self.words) }
}

extension FieldPadding {
  static let words: [(String, FieldPadding)] = [
    ("trailing", .trailing), ("leading", .leading), ("kept", .kept),
  ]
  var word: String { find(self, in: Self.words) }
  init?(word: String) { self.init(word, in: Self.words) }
}

extension RawRepresentable {
  fileprivate init?(_ word: String, in words: [(String, Self)]) {
    guard let found = words.first(where: { $0.0.utf8.elementsEqual(word.utf8) }) else { return nil }
    self = found.1
  }
}

/// The lists above hold every case.
private func find<T: Equatable>(_ value: T, in words: [(String, T)]) -> String {
  words.first { $0.1 == value }?.0 ?? ""
}
