internal import CGaijiMatching

/// What the residual does with descriptors: 8 planes of `count` x `count` cells. `count` is 32 or 64.
enum ResidualKernels {
  /// The descriptor of a blurred frame of `side` = 2 * count.
  static func describe(_ image: FloatBuffer, side: Int, into cells: FloatBuffer) {
    precondition(side == 64 || side == 128)
    // SAFETY: sizes as the header asks, checked by `pointer`; here and below.
    unsafe gaiji_descriptor(
      image.pointer(0, side * side), Int32(side), cells.pointer(0, 2 * side * side))
  }

  static func widen(_ cells: FloatBuffer, count: Int, into target: FloatBuffer) {
    precondition(count == 32 || count == 64)
    precondition(cells !== target)
    let size = 8 * count * count
    unsafe gaiji_widen(cells.pointer(0, size), Int32(count), target.pointer(0, size))
  }

  static func map(
    of cells: FloatBuffer, against other: FloatBuffer, count: Int, into map: FloatBuffer
  ) {
    precondition(count == 32 || count == 64)
    let size = count * count
    unsafe gaiji_residual_map(
      cells.pointer(0, 8 * size), other.pointer(0, 8 * size), Int32(count), map.pointer(0, size))
  }

  static func measure(_ map: FloatBuffer, count: Int, box: Int) -> StrokeResidual.Measure {
    precondition(count == 32 || count == 64)
    precondition(box > 0 && box <= 16)
    var values: (Float, Float, Float) = (0, 0, 0)
    // SAFETY: three values are written; a tuple of one type is laid out like an array.
    unsafe withUnsafeMutablePointer(to: &values) {
      unsafe $0.withMemoryRebound(to: Float.self, capacity: 3) {
        unsafe gaiji_residual_measures(
          map.pointer(0, count * count), Int32(count), Int32(box), $0)
      }
    }
    return StrokeResidual.Measure(mean: values.0, blob: values.1, cubic: values.2)
  }
}
