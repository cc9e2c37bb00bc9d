internal import GaijiCharsets

/// Digits, separators and the fixed words of a register, as pieces.
struct Signs: Sendable {
  let digits: [Piece]
  /// 000 ... 999
  let groups: [Piece]
  let wideDigits: [Piece]
  /// 一丁目 ... 五丁目
  let blocks: [Piece]
  /// 男, 女
  let sexes: [Piece]
  let comma: Piece
  let quote: Piece
  let hyphen: Piece
  let wideSpace: Piece
  let lot: Piece
  let houseNumber: Piece
  let room: Piece
  /// A space and the era's name: 平成, 令和
  let eras: [Piece]
  let year: Piece
  let month: Piece
  let day: Piece
  let newline: Piece
  let header: [Piece]
  /// For UTF-16 and UTF-32 whose name does not fix the byte order.
  let byteOrderMark: Piece?

  init(_ maker: PieceMaker, newline: SampleGenerator.Newline) throws(SampleError) {
    func piece(_ text: String) throws(SampleError) -> Piece {
      let all = scalars(text)
      if let piece = maker.plain(all) { return piece }
      throw .notWritable(
        charset: maker.charset.name, scalar: all.first { !maker.canWrite([$0]) } ?? 0)
    }
    func pieces(_ texts: [String]) throws(SampleError) -> [Piece] {
      var all: [Piece] = []
      for text in texts { all.append(try piece(text)) }
      return all
    }

    digits = try pieces((0...9).map(String.init))
    groups = try pieces(
      (0...999).map { "\($0 / 100)\($0 / 10 % 10)\($0 % 10)" })
    wideDigits = try pieces("０１２３４５６７８９".unicodeScalars.map(String.init))
    blocks = try pieces(["一丁目", "二丁目", "三丁目", "四丁目", "五丁目"])
    sexes = try pieces(["男", "女"])
    comma = try piece(",")
    quote = try piece("\"")
    hyphen = try piece("-")
    wideSpace = try piece("\u{3000}")
    lot = try piece("番")
    houseNumber = try piece("号")
    room = try piece("号室")
    eras = try pieces(["\u{3000}平成", "\u{3000}令和"])
    year = try piece("年")
    month = try piece("月")
    day = try piece("日")
    self.newline = try piece(newline == .crlf ? "\r\n" : "\n")
    header = try pieces(SampleGenerator.columns)
    let hasOpenOrder = maker.charset.scheme == .utf16 || maker.charset.scheme == .utf32
    byteOrderMark = hasOpenOrder ? try piece("\u{FEFF}") : nil
  }
}
