internal import GaijiCharsets

/// Digits and the fixed words of host records, as pieces.
struct HostSigns: Sendable {
  /// 0 ... 999, without leading zeros.
  let numbers: [HostPiece]
  let letters: [HostPiece]
  let hyphen: HostPiece
  let space: HostPiece
  let wideSpace: HostPiece
  let wideDigits: [HostPiece]
  /// 一丁目 ... 五丁目
  let blocks: [HostPiece]
  let lot: HostPiece
  let houseNumber: HostPiece
  let room: HostPiece

  init(_ maker: HostPieceMaker) throws(SampleError) {
    func need(_ piece: HostPiece?, _ text: String) throws(SampleError) -> HostPiece {
      guard let piece else {
        throw .notWritable(
          charset: maker.codes.charset.name, scalar: text.unicodeScalars.first?.value ?? 0)
      }
      return piece
    }
    func single(_ text: String) throws(SampleError) -> HostPiece {
      try need(maker.single(scalars(text)), text)
    }
    func double(_ text: String) throws(SampleError) -> HostPiece {
      try need(maker.double(scalars(text)), text)
    }
    var numbers: [HostPiece] = []
    for number in 0...999 { numbers.append(try single(String(number))) }
    self.numbers = numbers
    var letters: [HostPiece] = []
    for letter in "ABCDEFGHJKLMNPRSTUVWXYZ".unicodeScalars {
      letters.append(try single(String(letter)))
    }
    self.letters = letters
    hyphen = try single("-")
    space = try single(" ")
    wideSpace = try double("\u{3000}")
    var wideDigits: [HostPiece] = []
    for digit in "０１２３４５６７８９".unicodeScalars { wideDigits.append(try double(String(digit))) }
    self.wideDigits = wideDigits
    var blocks: [HostPiece] = []
    for block in ["一丁目", "二丁目", "三丁目", "四丁目", "五丁目"] { blocks.append(try double(block)) }
    self.blocks = blocks
    lot = try double("番")
    houseNumber = try double("号")
    room = try double("号室")
  }
}
