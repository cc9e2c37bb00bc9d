internal import Foundation

/// What `identifier.json` says about ranking and deciding; the search reads the rest of it
/// (`IdentifierModel`).
///
/// This file is where the folder uses Foundation, for JSON.
public struct IdentifierParameters: Hashable, Sendable {
  /// Orders the candidates that were compared stroke by stroke.
  public let ranking: TermNetwork
  /// Orders those that were not; `nil` where `ranking` needs no such comparison.
  public let preliminary: TermNetwork?
  public let calibration: IdentifierCalibration
  /// Names of the views, in the order of a candidate's distances.
  public let views: [String]

  let rankingTerms: [ShapeTerm]
  let preliminaryTerms: [ShapeTerm]
  let characterTerms: [ShapeTerm]
  let glyphTerms: [ShapeTerm]

  /// Whether outlines have to be compared in their finer drawings, too.
  public var needsFineResiduals: Bool {
    [rankingTerms, characterTerms, glyphTerms].contains {
      $0.contains(where: \.needsFineResidual)
    }
  }

  /// - Parameter hasPair: Whether the model has a pair network, so that its term has values.
  /// - Throws: `IdentifierModelError`, which names the part that is wrong.
  public init(
    ranking: TermNetwork, preliminary: TermNetwork?, calibration: IdentifierCalibration,
    views: [String], hasPair: Bool = false
  ) throws(IdentifierModelError) {
    func check(_ network: TermNetwork, _ place: String) throws(IdentifierModelError) -> [ShapeTerm]
    {
      if let fault = network.fault { throw IdentifierModelError(place: place, detail: fault) }
      var terms: [ShapeTerm] = []
      for name in network.terms {
        guard let term = ShapeTerm(name: name, views: views) else {
          throw IdentifierModelError(
            place: place,
            detail:
              "has the term \"\(name)\", which this program does not know; use the model that "
              + "came with it")
        }
        terms.append(term)
      }
      return terms
    }
    self.ranking = ranking
    self.preliminary = preliminary
    self.calibration = calibration
    self.views = views
    rankingTerms = try check(ranking, "ranking")
    preliminaryTerms =
      try preliminary.map { network throws(IdentifierModelError) in
        try check(network, "ranking/preliminary")
      } ?? []
    for (question, place) in [(calibration.character, "same"), (calibration.glyph, "exact")] {
      if let fault = question.fault {
        throw IdentifierModelError(place: "calibration/\(place)", detail: fault)
      }
    }
    characterTerms = try check(calibration.character.network, "calibration/same")
    glyphTerms = try check(calibration.glyph.network, "calibration/exact")
    guard preliminary != nil || !rankingTerms.contains(where: \.needsResidual) else {
      throw IdentifierModelError(
        place: "ranking",
        detail: "has terms of the strokes, so it needs a \"preliminary\" without any, for the "
          + "candidates that are not compared stroke by stroke")
    }
    guard !preliminaryTerms.contains(where: \.needsResidual) else {
      throw IdentifierModelError(place: "ranking/preliminary", detail: "has terms of the strokes")
    }
    guard
      hasPair
        || ![rankingTerms, characterTerms, glyphTerms].contains(where: { $0.contains(.pair) })
    else {
      throw IdentifierModelError(
        place: "ranking or calibration",
        detail: "has the term \"pair\", but the model has no \"pair\" network")
    }
  }

  /// Reads the description in a model's folder.
  ///
  /// - Throws: `IdentifierModelError`.
  public init(folder: String) throws(IdentifierModelError) {
    let path = folder + "/" + IdentifierModel.fileName
    let bytes = try IdentifierModel.description(in: folder)
    let document: Document
    do {
      document = try JSONDecoder().decode(Document.self, from: Data(bytes))
    } catch {
      throw IdentifierModelError(
        path: path, place: "ranking or calibration", detail: "is not as it should be: \(error)")
    }
    do throws(IdentifierModelError) {
      try self.init(
        ranking: document.ranking.network, preliminary: document.ranking.preliminary,
        calibration: document.calibration, views: document.views.map(\.name),
        hasPair: document.pair != nil)
    } catch {
      throw IdentifierModelError(path: path, place: error.place, detail: error.detail)
    }
  }

  private struct Document: Decodable {
    struct View: Decodable { var name: String }

    struct Ranking: Decodable {
      var network: TermNetwork
      var preliminary: TermNetwork?

      private enum CodingKeys: String, CodingKey { case preliminary }

      init(from decoder: any Decoder) throws {
        network = try TermNetwork(from: decoder)
        preliminary = try decoder.container(keyedBy: CodingKeys.self)
          .decodeIfPresent(TermNetwork.self, forKey: .preliminary)
      }
    }

    /// Only whether it is there: the search reads it.
    struct Pair: Decodable {}

    var views: [View]
    var pair: Pair?
    var ranking: Ranking
    var calibration: IdentifierCalibration
  }
}
