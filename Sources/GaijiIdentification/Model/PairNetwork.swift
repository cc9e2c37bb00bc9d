/// A small network that looks at two drawings laid over each other and says whether they show one
/// figure: convolutions of 3 x 3 cells over the descriptors that the residual is made of, then a
/// function of each channel's total and largest value.
///
/// Between the layers are whole numbers of 0 to 1023, so its value is the same on every processor.
/// `Scripts/train.d/pairnet.py` is the definition.
public struct PairNetwork: Sendable {
  @safe final class Layer: @unchecked Sendable {
    // @unchecked Sendable: the buffers are written by init only.
    let inputs: Int
    let outputs: Int
    /// Every cell, or every second one.
    let stride: Int
    /// Whether the cell's own value is added.
    let adds: Bool
    let factor: Float
    /// `[9][inputs / 2][outputs][2]`
    let weights: KernelBuffer<Int16>
    let bias: KernelBuffer<Int32>

    init(
      inputs: Int, outputs: Int, stride: Int, adds: Bool, factor: Float, weights: [Int16],
      bias: [Int32]
    ) {
      self.inputs = inputs
      self.outputs = outputs
      self.stride = stride
      self.adds = adds
      self.factor = factor
      self.weights = KernelBuffer(weights)
      self.bias = KernelBuffer(bias)
    }
  }

  let layers: [Layer]
  /// Of the totals, the largest values and the size (`log2` of the pixels per em, at most 6, less 5).
  let head: [TermNetwork.Layer]

  static let largestChannels = 256

  /// - Throws: `IdentifierModelError`, which names the layer whose numbers cannot be computed with.
  init(layers: [Layer], head: [TermNetwork.Layer]) throws(IdentifierModelError) {
    guard (1...16).contains(layers.count) else {
      throw IdentifierModelError(
        place: "pair", detail: "has \(layers.count) layers; 1 to 16 are possible")
    }
    var (side, channels, largest) = (PairKernels.side, PairKernels.inputs, 255)
    for (number, layer) in layers.enumerated() {
      if let fault = Self.fault(layer, side: side, channels: channels, largest: largest) {
        throw IdentifierModelError(place: "pair, layer \(number + 1)", detail: fault)
      }
      (side, channels, largest) = (side / layer.stride, layer.outputs, PairKernels.limit)
    }
    if let fault = TermNetwork.fault(of: head, inputs: 2 * channels + 1) {
      throw IdentifierModelError(place: "pair, head", detail: fault)
    }
    self.layers = layers
    self.head = head
  }

  private static func fault(_ layer: Layer, side: Int, channels: Int, largest: Int) -> String? {
    guard layer.inputs == channels, layer.outputs % 16 == 0,
      (16...largestChannels).contains(layer.outputs)
    else {
      return "must have \(channels) inputs and a multiple of 16 outputs, \(largestChannels) at most"
    }
    guard layer.stride == 1 || layer.stride == 2, side % (4 * layer.stride) == 0 else {
      return "has a stride of \(layer.stride) for \(side) x \(side) cells"
    }
    guard !layer.adds || (layer.stride == 1 && layer.inputs == layer.outputs) else {
      return "adds its input, so it must have a stride of 1 and as many outputs as inputs"
    }
    guard layer.weights.count == 9 * layer.inputs * layer.outputs,
      layer.bias.count == layer.outputs
    else { return "has too few or too many weights" }
    guard layer.factor.isFinite, layer.factor > 0 else { return "has a factor that is not above 0" }
    for output in 0..<layer.outputs {
      var sum = abs(Int(layer.bias[output]))
      for tap in stride(from: 0, to: 9 * layer.inputs, by: 2) {
        let place = tap * layer.outputs + 2 * output
        sum += largest * (abs(Int(layer.weights[place])) + abs(Int(layer.weights[place + 1])))
      }
      // What is added afterwards, and the rounding of a float near the end of the range.
      guard Double(sum) < 2_147_000_000, Double(sum) * Double(layer.factor) < 2_147_000_000 else {
        return "could exceed 32 bits in output \(output)"
      }
    }
    return nil
  }
}
