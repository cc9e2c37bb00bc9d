internal import GaijiHashing

/// What an index was made from and how its codes lie: lines of text, so that anyone can read what a file
/// is (`head -c 2000`).
struct IndexFacts: Hashable {
  struct Font: Hashable {
    var digest: String
    var path: String
  }

  var model: String
  var fonts: [Font]
  var entryCount: Int
  var codes: [CodeLayout.Part]
  /// How the numbers were computed; another arithmetic makes another index.
  static let arithmetic = "gaiji codes 1, masters of \(GlyphIndex.masterPixelsPerEm) px"

  var text: String {
    var lines = [Self.arithmetic, "model \(model)", "entries \(entryCount)"]
    lines += codes.map { "codes \($0.view) \($0.first) \($0.count)" }
    lines += fonts.map { "font \($0.digest) \($0.path)" }
    return lines.joined(separator: "\n") + "\n"
  }

  /// `nil` when the text is not one that this program writes.
  init?(text: [UInt8]) {
    var lines = text.split(separator: UInt8(ascii: "\n"))[...].map {
      String(decoding: $0, as: UTF8.self)
    }[...]
    func rest(_ prefix: String) -> String? {
      guard let line = lines.first, line.utf8.starts(with: prefix.utf8) else { return nil }
      lines.removeFirst()
      return String(decoding: line.utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
    }
    guard rest(Self.arithmetic) == "", let model = rest("model "), let count = rest("entries "),
      let entryCount = Int(count)
    else { return nil }
    self.model = model
    self.entryCount = entryCount
    codes = []
    while let line = rest("codes ") {
      let numbers = line.split(separator: " ").compactMap { Int($0) }
      guard numbers.count == 3 else { return nil }
      codes.append(CodeLayout.Part(view: numbers[0], first: numbers[1], count: numbers[2]))
    }
    fonts = []
    while let line = rest("font ") {
      let parts = line.utf8.split(separator: UInt8(ascii: " "), maxSplits: 1)
      guard parts.count == 2 else { return nil }
      fonts.append(
        Font(
          digest: String(decoding: parts[0], as: UTF8.self),
          path: String(decoding: parts[1], as: UTF8.self)))
    }
    guard lines.isEmpty else { return nil }
  }

  init(model: String, fonts: [Font], entryCount: Int, codes: [CodeLayout.Part]) {
    self.model = model
    self.fonts = fonts
    self.entryCount = entryCount
    self.codes = codes
  }
}
