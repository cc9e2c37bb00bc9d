/// Makes ink out of light: which of the two is the paper, and how dark is full ink.
///
/// Clean images stay as they are. Scans are stretched so that paper is 0 and ink 255, linearly and without
/// a threshold, so that thin grey strokes are not lost.
struct InkLevels: Hashable, Sendable {
  /// Light of the paper and of full ink; `paper < ink` for light on dark.
  let paper: Int
  let ink: Int

  init(_ image: GreyImage) {
    var counts = [Int](repeating: 0, count: 256)
    for value in image.light { counts[Int(value)] += 1 }
    let total = image.light.count
    let low = counts.firstIndex { $0 > 0 } ?? 255
    let high = counts.lastIndex { $0 > 0 } ?? 255
    guard high > low, high >= 128, min(image.width, image.height) >= 8 else {
      // One level is paper, unless it is dark; where all is dark, no paper shows (一 cut out closely),
      // and an image of a few rows does not tell either.
      (paper, ink) = high > low || high < 128 ? (255, 0) : (255, 255)
      return
    }
    let middle = (low + high + 1) / 2
    let dark = counts[..<middle].reduce(0, +)
    let isLightOnDark = dark * 5 > total * 3 && Self.hasDarkBorder(image, middle)
    let paperSide = isLightOnDark ? Array(counts[..<middle]) : Array(counts[middle...].reversed())
    // Seen from the paper's end: index 0 is the extreme.
    let sheet = paperSide.reduce(0, +)
    var (middlemost, seen) = (0, paperSide[0])
    while seen * 2 < sheet {
      middlemost += 1
      seen += paperSide[middlemost]
    }
    // How far the paper's noise reaches on the extreme side; twice as far on the other is no ink.
    let beyond = paperSide[..<middlemost].reduce(0, +)
    var (spread, nearer) = (0, 0)
    while nearer * 10 < beyond * 9 {
      spread += 1
      nearer += paperSide[middlemost - spread]
    }
    let margin = min(middlemost + 2 * spread, paperSide.count - 1)
    let edge = isLightOnDark ? margin : 255 - margin
    // Full ink is what a five-hundredth of the image exceeds: a speck does not decide.
    let needed = max(1, total / 500)
    var (level, reached) = (isLightOnDark ? high : low, 0)
    while reached + counts[level] < needed, level != edge {
      reached += counts[level]
      level += isLightOnDark ? -1 : 1
    }
    guard abs(level - edge) >= Self.leastContrast else {
      (paper, ink) = (255, 255)
      return
    }
    let isClean = abs(edge - (isLightOnDark ? 0 : 255)) <= 1 && abs(level - edge) >= 160
    paper = isClean ? (isLightOnDark ? 0 : 255) : edge
    ink = isClean ? (isLightOnDark ? 255 : 0) : level
  }

  /// Less than this is the noise of blank paper.
  private static let leastContrast = 24

  /// Whether most of the outermost pixels are darker than `middle`, in an image that is not all border:
  /// 一 and ｌ fill theirs.
  private static func hasDarkBorder(_ image: GreyImage, _ middle: Int) -> Bool {
    let (short, long) = (min(image.width, image.height), max(image.width, image.height))
    guard short >= 12, short >= 32 || long <= 4 * short else { return false }
    var (dark, all) = (0, 0)
    func see(_ row: Int, _ column: Int) {
      all += 1
      if Int(image.light[row * image.width + column]) < middle { dark += 1 }
    }
    for column in 0..<image.width {
      see(0, column)
      see(image.height - 1, column)
    }
    for row in 0..<image.height {
      see(row, 0)
      see(row, image.width - 1)
    }
    return dark * 5 > all * 3
  }

  /// Ink of each level of light.
  var table: [UInt8] {
    guard paper != ink else { return [UInt8](repeating: 0, count: 256) }
    return (0..<256).map {
      UInt8(clamping: ((paper - $0) * 255 + (paper - ink) / 2) / (paper - ink))
    }
  }

  static func ink(of image: GreyImage) -> [UInt8] {
    let table = InkLevels(image).table
    return image.light.map { table[Int($0)] }
  }
}
