import Foundation
import Testing

@testable import GaijiIdentification

/// Models for tests: none of them was trained, so none says anything about accuracy.
enum TestModel {
  static let views = [
    ViewDefinition(name: "mom", frame: .moment, grid: 8, sigma: 1.2),
    ViewDefinition(name: "bboxs", frame: .box, grid: 8, sigma: 1.2),
    ViewDefinition(name: "m16", frame: .moment, grid: 16, sigma: 0.8),
  ]

  /// Random directions in the space of features: distances come out about as they are there.
  static func random(
    dimensions: [Int] = [48, 40, 32], searchDimensions: Int = 32, shortlist: Int = 20,
    residuals: Int = 3
  ) throws -> IdentifierModel {
    var random = SplitMix(seed: 20_261_121)
    let parts = try zip(views, dimensions).map { definition, dimensions in
      try IdentifierModel.View(
        definition, dimensions: dimensions, step: 0.05,
        matrix: (0..<definition.featureCount * dimensions).map { _ in
          Float.random(in: -4...4, using: &random)
        })
    }
    return try IdentifierModel(
      views: parts, searchView: "mom", searchDimensions: searchDimensions, shortlist: shortlist,
      residualCandidates: residuals)
  }
}

/// A sequence of random numbers that is the same each time.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
