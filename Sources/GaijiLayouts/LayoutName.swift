/// The form in which names are compared: UTF-8 with ASCII letters in upper case, as COBOL ignores
/// their case. No other folding: names of characters that Unicode takes for equivalent stay apart.
struct FoldedName: Hashable {
  private let bytes: [UInt8]

  init(_ name: String) {
    bytes = name.utf8.map(upperCase)
  }
}

/// Whether a word is this keyword, which is in upper case.
func isWord(_ text: String, _ keyword: String) -> Bool {
  text.utf8.count == keyword.utf8.count
    && text.utf8.elementsEqual(keyword.utf8) { upperCase($0) == $1 }
}

private func upperCase(_ byte: UInt8) -> UInt8 {
  (0x61...0x7A).contains(byte) ? byte - 0x20 : byte
}

/// ASCII letters in upper case, everything else as it is.
func uppercasedASCII(_ text: String) -> String {
  var view = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    view.append(("a"..."z").contains(scalar) ? Unicode.Scalar(UInt8(scalar.value - 0x20)) : scalar)
  }
  return String(view)
}

/// For messages: the beginning of a text that may be long.
func excerpt(_ text: String) -> String {
  let scalars = text.unicodeScalars
  guard scalars.count > 40 else { return text }
  return String(scalars.prefix(40)) + "…"
}

/// The known name that a misspelt one most likely stands for: equal but for case, `-` and `_`, or
/// with the same beginning; `nil` when there is none.
func similarName(to name: String, among known: [String]) -> String? {
  func letters(_ text: String) -> [UInt8] {
    uppercasedASCII(text).utf8.filter { $0 != 0x2D && $0 != 0x5F }
  }
  let wanted = letters(name)
  if let same = known.first(where: { letters($0) == wanted }) { return same }
  guard wanted.count >= 3 else { return nil }
  var best: (name: String, shared: Int)?
  for candidate in known {
    let other = letters(candidate)
    let shared = zip(wanted, other).prefix { $0 == $1 }.count
    if shared * 3 >= max(wanted.count, other.count) * 2, shared > best?.shared ?? 0 {
      best = (candidate, shared)
    }
  }
  return best?.name
}

/// ` (did you mean "X"?)`, or nothing.
func hint(_ name: String, among known: [String]) -> String {
  similarName(to: name, among: known).map { " (did you mean \"\($0)\"?)" } ?? ""
}
