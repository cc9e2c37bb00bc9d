internal import CGaijiMatching

/// A descriptor as the pair network sees it: 8 planes of 32 x 32 cells, a byte each, and the same with
/// each cell the largest of its neighbours.
struct PairCodes {
  private static let count = 8 * PairKernels.side * PairKernels.side

  let codes = KernelBuffer<UInt8>(count: count)
  let widened = KernelBuffer<UInt8>(count: count)

  func take(_ cells: FloatBuffer) {
    // SAFETY: sizes as the header asks, checked by `pointer`; here and below.
    unsafe gaiji_pair_codes(cells.pointer(0, Self.count), codes.pointer(0, Self.count))
    unsafe gaiji_pair_widen(codes.pointer(0, Self.count), widened.pointer(0, Self.count))
  }
}

/// What the pair network does with whole numbers of 16 bits: planes of cells with a border of zeros.
enum PairKernels {
  /// Cells on each side at first, and values of a cell.
  static let side = Int(GAIJI_PAIR_SIDE)
  static let inputs = Int(GAIJI_PAIR_INPUTS)
  /// The largest value between layers.
  static let limit = Int(GAIJI_PAIR_LIMIT)

  /// Values of a plane of `side` x `side` cells with its border.
  static func count(side: Int, channels: Int) -> Int { (side + 2) * (side + 2) * channels }

  static func lay(_ query: PairCodes, _ candidate: PairCodes, into target: KernelBuffer<Int16>) {
    let size = 8 * side * side
    unsafe gaiji_pair_lay(
      query.codes.pointer(0, size), query.widened.pointer(0, size),
      candidate.codes.pointer(0, size), candidate.widened.pointer(0, size),
      target.pointer(0, count(side: side, channels: inputs)))
  }

  /// - Precondition: the layer was checked for a plane of `side` (`PairNetwork.init`).
  static func apply(
    _ layer: PairNetwork.Layer, to source: KernelBuffer<Int16>, side: Int,
    into target: KernelBuffer<Int16>
  ) {
    precondition(source !== target && side % (4 * layer.stride) == 0)
    let count = side / layer.stride
    unsafe gaiji_pair_layer(
      source.pointer(0, self.count(side: side, channels: layer.inputs)), Int32(side),
      Int32(layer.inputs), Int32(layer.stride),
      layer.weights.pointer(0, 9 * layer.inputs * layer.outputs),
      layer.bias.pointer(0, layer.outputs), layer.factor, Int32(layer.outputs), layer.adds ? 1 : 0,
      target.pointer(0, self.count(side: count, channels: layer.outputs)))
  }

  /// The total of each channel, then the largest value of each, appended to `values`.
  static func pool(
    _ source: KernelBuffer<Int16>, side: Int, channels: Int, _ scratch: KernelBuffer<Int32>,
    into values: inout [Double]
  ) {
    unsafe gaiji_pair_pool(
      source.pointer(0, count(side: side, channels: channels)), Int32(side), Int32(channels),
      scratch.pointer(0, channels), scratch.pointer(channels, channels))
    for place in 0..<2 * channels { values.append(Double(scratch[place])) }
  }
}
