internal import Glibc

/// Asks the pair network about a query and its candidates. One for each thread.
final class PairComparison {
  private let network: PairNetwork
  private let input = KernelBuffer<Int16>(
    count: PairKernels.count(side: PairKernels.side, channels: PairKernels.inputs))
  private let planes: [KernelBuffer<Int16>]
  private let pooled: KernelBuffer<Int32>
  private let side: Int
  private let channels: Int

  init(_ network: PairNetwork) {
    self.network = network
    var (side, channels) = (PairKernels.side, PairKernels.inputs)
    var planes: [KernelBuffer<Int16>] = []
    for layer in network.layers {
      (side, channels) = (side / layer.stride, layer.outputs)
      planes.append(KernelBuffer(count: PairKernels.count(side: side, channels: channels)))
    }
    self.planes = planes
    (self.side, self.channels) = (side, channels)
    pooled = KernelBuffer(count: 2 * channels)
  }

  /// Log odds that both show the same figure, by the shape of their strokes alone and as if one were as
  /// likely as the other.
  ///
  /// - Parameters:
  ///   - query, candidate: In the coarse scale.
  ///   - pixelsPerEm: Of the query.
  func logit(_ query: StrokeDescriptor, _ candidate: StrokeDescriptor, pixelsPerEm: Int) -> Double?
  {
    guard let ours = query.codes, let theirs = candidate.codes else { return nil }
    PairKernels.lay(ours, theirs, into: input)
    var (source, size) = (input, PairKernels.side)
    for (layer, target) in zip(network.layers, planes) {
      PairKernels.apply(layer, to: source, side: size, into: target)
      (source, size) = (target, size / layer.stride)
    }
    var values: [Double] = []
    values.reserveCapacity(2 * channels + 1)
    PairKernels.pool(source, side: size, channels: channels, pooled, into: &values)
    values.append(min(6, log2(Double(max(1, pixelsPerEm)))) - 5)
    return TermNetwork.value(of: values, through: network.head)
  }
}
