public import GaijiHashing

/// What the training found: how to look at glyphs, and the metric in which the drawings of one figure
/// lie close together.
public struct IdentifierModel: Sendable {
  /// A view with its metric: a matrix that takes features to a space in which the noise between two
  /// drawings of one figure has the length 1 in each dimension.
  public struct View: Sendable {
    public let definition: ViewDefinition
    public let dimensions: Int
    /// One step of the codes of the index, in that space.
    public let step: Float
    let matrix: ProjectionMatrix

    /// - Parameter matrix: `featureCount` rows of `dimensions` values.
    /// - Throws: `IdentifierModelError`, which names the row and column of what is no number.
    public init(
      _ definition: ViewDefinition, dimensions: Int, step: Float, matrix: [Float]
    ) throws(IdentifierModelError) {
      func fail(_ detail: String) -> IdentifierModelError {
        IdentifierModelError(place: "view \(definition.name)", detail: detail)
      }
      if let fault = definition.fault { throw fail("has \(fault)") }
      guard (1...IdentifierModel.largestDimensions).contains(dimensions) else {
        throw fail(
          "has \(dimensions) dimensions; 1 to \(IdentifierModel.largestDimensions) are possible")
      }
      guard step.isFinite, step > 0 else { throw fail("has a step of \(step), not above 0") }
      guard matrix.count == definition.featureCount * dimensions else {
        throw fail(
          "has a matrix of \(matrix.count) values; \(definition.featureCount) features in "
            + "\(dimensions) dimensions need \(definition.featureCount * dimensions)")
      }
      if let place = matrix.firstIndex(where: { !$0.isFinite || abs($0) > 1e12 }) {
        throw fail(
          "has \(matrix[place]) in row \(place / dimensions), column \(place % dimensions) of its "
            + "matrix, which is no usable number")
      }
      self.definition = definition
      self.dimensions = dimensions
      self.step = step
      self.matrix = ProjectionMatrix(
        matrix, rows: definition.featureCount, dimensions: dimensions)
    }
  }

  public let views: [View]
  /// The view by which the whole index is searched, and how many of its first dimensions.
  public let searchView: Int
  public let searchDimensions: Int
  /// How many entries the search gives to the other views.
  public let shortlist: Int
  /// How many of the first candidates are compared stroke by stroke.
  public let residualCandidates: Int
  /// What looks at each of them once more; `nil` in a model without.
  public let pair: PairNetwork?
  /// Of all that an index is made with: definitions, matrices, steps. A model that differs only in
  /// pair network, ranking and calibration has the same.
  public let digest: SHA256Digest
  /// Of all that the model's folder says: `identifier.json` holds ranking and calibration, and the
  /// SHA-256 of every file beside it. Of a model that was not read from a folder, `digest`.
  public let wholeDigest: SHA256Digest

  static let largestDimensions = 1024

  /// - Throws: `IdentifierModelError`.
  public init(
    views: [View], searchView: String, searchDimensions: Int, shortlist: Int,
    residualCandidates: Int, pair: PairNetwork? = nil, wholeDigest: SHA256Digest? = nil
  ) throws(IdentifierModelError) {
    guard (1...8).contains(views.count) else {
      throw IdentifierModelError(
        place: "views", detail: "has \(views.count) views; 1 to 8 are possible")
    }
    guard Set(views.map(\.definition.name)).count == views.count else {
      throw IdentifierModelError(place: "views", detail: "has two views of one name")
    }
    guard let place = views.firstIndex(where: { $0.definition.name == searchView }) else {
      throw IdentifierModelError(place: "search", detail: "names the view \(searchView), not there")
    }
    // Codes are compared in whole vectors.
    guard searchDimensions % SearchKernels.lanes == 0, searchDimensions > 0,
      searchDimensions <= views[place].matrix.paddedDimensions
    else {
      throw IdentifierModelError(
        place: "search",
        detail: "asks for \(searchDimensions) dimensions; give a multiple of "
          + "\(SearchKernels.lanes), at most the \(views[place].dimensions) of the view")
    }
    guard (1...1000).contains(shortlist), (0...shortlist).contains(residualCandidates) else {
      throw IdentifierModelError(
        place: "search",
        detail: "has a shortlist of \(shortlist) with \(residualCandidates) residuals; 1 to 1000 "
          + "are possible, and no more residuals than that")
    }
    self.views = views
    self.searchView = place
    self.searchDimensions = searchDimensions
    self.shortlist = shortlist
    self.residualCandidates = residualCandidates
    self.pair = pair
    let digest = Self.digest(views, searchView: place, searchDimensions: searchDimensions)
    self.digest = digest
    self.wholeDigest = wholeDigest ?? digest
  }

  private static func digest(
    _ views: [View], searchView: Int, searchDimensions: Int
  ) -> SHA256Digest {
    let hash = SHA256()
    hash.update(Array("gaiji identifier 1; search \(searchView) \(searchDimensions)\n".utf8))
    for view in views {
      let definition = view.definition
      hash.update(
        Array(
          "\(definition.frame.rawValue) \(definition.grid) \(definition.sigma.bitPattern) "
            .utf8))
      hash.update(Array("\(view.dimensions) \(view.step.bitPattern)\n".utf8))
      view.matrix.feed(hash)
    }
    return hash.finalize()
  }
}

/// A model that cannot be used.
public struct IdentifierModelError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file; empty for a model that was not read from one.
  public var path = ""
  /// Which part of it.
  public var place: String
  /// What is wrong, and what would be right.
  public var detail: String

  public init(path: String = "", place: String, detail: String) {
    self.path = path
    self.place = place
    self.detail = detail
  }

  public var description: String {
    (path.isEmpty ? "identifier model" : path) + ": \(place) \(detail)"
  }
}
