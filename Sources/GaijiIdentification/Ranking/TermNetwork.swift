/// A small function of named terms: standardised, then layers with ReLU between them. One layer is a
/// linear function.
///
/// Read from `Data/identifier/identifier.json`, so every size in it is checked.
public struct TermNetwork: Hashable, Sendable, Decodable {
  public struct Layer: Hashable, Sendable, Decodable {
    /// One row for each output.
    public var weights: [[Double]]
    public var bias: [Double]

    public init(weights: [[Double]], bias: [Double]) {
      self.weights = weights
      self.bias = bias
    }
  }

  /// Names, in the order of the values.
  public var terms: [String]
  public var mean: [Double]
  public var scale: [Double]
  public var layers: [Layer]

  public init(terms: [String], mean: [Double], scale: [Double], layers: [Layer]) {
    self.terms = terms
    self.mean = mean
    self.scale = scale
    self.layers = layers
  }

  /// The most of anything that a file may ask for: far beyond what is fitted, far below what hurts.
  static let largestWidth = 1024

  /// What is wrong with the numbers, in words; `nil` when they make a function of one value.
  public var fault: String? {
    let width = Self.largestWidth
    guard (1...width).contains(terms.count) else { return "1 to \(width) terms expected" }
    guard Set(terms).count == terms.count else { return "a term stands twice" }
    guard mean.count == terms.count, scale.count == terms.count else {
      return "\(terms.count) terms need as many values in \"mean\" and \"scale\""
    }
    guard mean.allSatisfy(\.isFinite), scale.allSatisfy({ $0.isFinite && $0 > 0 }) else {
      return "\"mean\" must be finite, \"scale\" finite and positive"
    }
    return Self.fault(of: layers, inputs: terms.count)
  }

  /// The same of layers alone.
  static func fault(of layers: [Layer], inputs: Int) -> String? {
    guard (1...8).contains(layers.count) else { return "1 to 8 layers expected" }
    var inputs = inputs
    for (number, layer) in layers.enumerated() {
      let outputs = layer.weights.count
      guard (1...largestWidth).contains(outputs), layer.bias.count == outputs,
        layer.weights.allSatisfy({ $0.count == inputs })
      else {
        return "layer \(number + 1) must have rows of \(inputs) weights and a bias for each row"
      }
      guard layer.bias.allSatisfy(\.isFinite),
        layer.weights.allSatisfy({ $0.allSatisfy(\.isFinite) })
      else { return "layer \(number + 1) has numbers that are not finite" }
      inputs = outputs
    }
    guard inputs == 1 else { return "the last layer must have one row, not \(inputs)" }
    return nil
  }

  /// The function's value for terms in the order of `terms`.
  ///
  /// - Precondition: `fault` is nil and `values.count == terms.count`.
  public func value(of values: [Double]) -> Double {
    precondition(values.count == terms.count, "values of another number of terms")
    return Self.value(
      of: values.indices.map { (values[$0] - mean[$0]) / scale[$0] }, through: layers)
  }

  /// What layers make of some values.
  static func value(of values: [Double], through layers: [Layer]) -> Double {
    var current = values
    for (number, layer) in layers.enumerated() {
      let isLast = number + 1 == layers.count
      let inputs = current
      let next = layer.weights.indices.map { row in
        let weights = layer.weights[row]
        var sum = layer.bias[row]
        for column in weights.indices { sum += weights[column] * inputs[column] }
        return isLast ? sum : max(0, sum)
      }
      current = next
    }
    return current[0]
  }
}
