internal import Glibc

extension Affine {
  /// A transform function of SVG; `nil` for another name or another number of values.
  init?(_ name: String, _ values: [Double]) {
    self.init()
    let key = Array(name.utf8)
    func has(_ word: StaticString, _ counts: Int...) -> Bool {
      key.elementsEqual(word.description.utf8) && counts.contains(values.count)
    }
    if has("matrix", 6) {
      (a, b, c, d, e, f) = (values[0], values[1], values[2], values[3], values[4], values[5])
    } else if has("translate", 1, 2) {
      (e, f) = (values[0], values.count == 2 ? values[1] : 0)
    } else if has("scale", 1, 2) {
      (a, d) = (values[0], values.count == 2 ? values[1] : values[0])
    } else if has("rotate", 1, 3) {
      let angle = values[0] * .pi / 180
      (a, b, c, d) = (cos(angle), sin(angle), -sin(angle), cos(angle))
      if values.count == 3 {
        let moved = applied(after: Affine(e: -values[1], f: -values[2]))
        self = Affine(e: values[1], f: values[2]).applied(after: moved)
      }
    } else if has("skewX", 1) {
      c = tan(values[0] * .pi / 180)
    } else if has("skewY", 1) {
      b = tan(values[0] * .pi / 180)
    } else {
      return nil
    }
  }
}
