import Testing

@testable import GaijiIdentification

/// The small functions of the ranking and the calibration.
@Suite struct TermNetworkTests {
  private let two = TermNetwork(
    terms: ["a", "b"], mean: [1, 2], scale: [2, 4],
    layers: [
      .init(weights: [[1, -1], [2, 1], [0, 0]], bias: [0, 0.5, -3]),
      .init(weights: [[3, -2, 100]], bias: [0.25]),
    ])

  @Test func `Standardises, then layers with ReLU between, none behind the last`() {
    #expect(two.fault == nil)
    // (5, 2) -> (2, 0) -> (2, 4.5, -3) -> (2, 4.5, 0) -> 6 - 9 + 0.25
    #expect(two.value(of: [5, 2]) == -2.75)
    let linear = TermNetwork(
      terms: ["a"], mean: [0], scale: [1], layers: [.init(weights: [[-2]], bias: [1])])
    #expect(linear.value(of: [3]) == -5)
  }

  @Test func `Whatever does not fit together is named`() {
    func fault(_ change: (inout TermNetwork) -> Void) -> String {
      var network = two
      change(&network)
      return network.fault ?? "none"
    }
    #expect(fault { $0.terms = [] }.contains("terms"))
    #expect(fault { $0.terms = ["a", "a"] } == "a term stands twice")
    #expect(fault { $0.mean = [1] }.contains("\"mean\""))
    #expect(fault { $0.scale = [1, 0] }.contains("positive"))
    #expect(fault { $0.scale = [1, .nan] }.contains("positive"))
    #expect(fault { $0.mean = [.infinity, 0] }.contains("finite"))
    #expect(fault { $0.layers = [] }.contains("layers"))
    #expect(fault { $0.layers[0].bias = [0] }.hasPrefix("layer 1"))
    #expect(fault { $0.layers[0].weights[1] = [0] }.hasPrefix("layer 1"))
    #expect(fault { $0.layers[1].weights[0] = [1, 2] }.hasPrefix("layer 2"))
    #expect(fault { $0.layers[0].bias[1] = .nan }.contains("not finite"))
    #expect(fault { $0.layers.removeLast() }.contains("one row"))
  }
}
