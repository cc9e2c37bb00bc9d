internal import Foundation
internal import GaijiFiles
internal import GaijiHashing

/// The folder that the training writes: `identifier.json` and its matrices and weights, little-endian.
///
/// This file is where the module uses Foundation, for JSON.
extension IdentifierModel {
  /// The name of the description in its folder.
  public static let fileName = "identifier.json"

  private static let largestDescription = 16 << 20

  /// Reads views, matrices, the settings of the search and the pair network. Ranking and calibration stand in the same
  /// description (`IdentifierModel.description(in:)`).
  ///
  /// - Throws: `IdentifierModelError`, which names the file and the place in it.
  public init(folder: String) throws(IdentifierModelError) {
    let path = folder + "/" + Self.fileName
    let bytes = try Self.description(in: folder)
    let document: ModelDocument
    do {
      document = try JSONDecoder().decode(ModelDocument.self, from: Data(bytes))
    } catch {
      throw IdentifierModelError(path: path, place: Self.place(error), detail: Self.detail(error))
    }
    guard document.format == 1 else {
      throw IdentifierModelError(
        path: path, place: "format",
        detail: "is \(document.format); this program reads 1: use the model that came with it")
    }
    do throws(IdentifierModelError) {
      var views: [View] = []
      for view in document.views { views.append(try Self.view(view, folder: folder)) }
      var pair: PairNetwork?
      if let network = document.pair { pair = try Self.pair(network, folder: folder) }
      try self.init(
        views: views, searchView: document.search.view,
        searchDimensions: document.search.dimensions, shortlist: document.search.shortlist,
        residualCandidates: document.residual?.candidates ?? 0, pair: pair,
        wholeDigest: SHA256.digest(of: bytes))
    } catch {
      var error = error
      if error.path.isEmpty { error.path = path }
      throw error
    }
  }

  /// The bytes of the description in a model's folder, for the parts that others read.
  ///
  /// - Throws: `IdentifierModelError`.
  public static func description(in folder: String) throws(IdentifierModelError) -> [UInt8] {
    let path = folder + "/" + fileName
    let bytes = try read(path, limit: largestDescription)
    guard bytes.count <= largestDescription else {
      throw IdentifierModelError(
        path: path, place: "file",
        detail: "holds more than \(largestDescription) bytes; it is no identifier model")
    }
    return bytes
  }

  private static func view(
    _ document: ModelDocument.View, folder: String
  ) throws(IdentifierModelError) -> View {
    let place = "view \(document.name)"
    guard let frame = GlyphFrame(rawValue: document.frame) else {
      throw IdentifierModelError(
        place: place, detail: "has the frame \(document.frame); moment and box are known")
    }
    let definition = ViewDefinition(
      name: document.name, frame: frame, grid: document.grid, sigma: document.sigma)
    if let fault = definition.fault {
      throw IdentifierModelError(place: place, detail: "has \(fault)")
    }
    guard document.features == definition.featureCount else {
      throw IdentifierModelError(
        place: place,
        detail: "says it has \(document.features) features; a grid of \(document.grid) has "
          + "\(definition.featureCount)")
    }
    guard (1...largestDimensions).contains(document.dimensions) else {
      throw IdentifierModelError(
        place: place,
        detail: "has \(document.dimensions) dimensions; 1 to \(largestDimensions) are possible")
    }
    let (path, bytes) = try values(
      document.matrix, folder: folder, sha256: document.sha256,
      byteCount: 4 * document.features * document.dimensions, place: place,
      shape: "\(document.features) x \(document.dimensions) float32")
    do throws(IdentifierModelError) {
      return try View(
        definition, dimensions: document.dimensions, step: document.step,
        matrix: FlatBytes.floats(littleEndian: bytes))
    } catch {
      throw IdentifierModelError(path: path, place: error.place, detail: error.detail)
    }
  }

  private static func pair(
    _ document: ModelDocument.Pair, folder: String
  ) throws(IdentifierModelError) -> PairNetwork {
    let widths = 1...PairNetwork.largestChannels
    guard document.layers.allSatisfy({ widths ~= $0.inputs && widths ~= $0.outputs }) else {
      throw IdentifierModelError(
        place: "pair", detail: "has a layer with inputs or outputs beyond \(widths.upperBound)")
    }
    let counts = document.layers.map { 9 * $0.inputs * $0.outputs }
    let total = counts.reduce(0, +)
    let (path, bytes) = try values(
      document.weights, folder: folder, sha256: document.sha256, byteCount: 2 * total,
      place: "pair", shape: "\(total) weights of 16 bits")
    let weights = FlatBytes.integers(littleEndian: bytes)
    var (layers, start) = ([PairNetwork.Layer](), 0)
    for (layer, count) in zip(document.layers, counts) {
      layers.append(
        PairNetwork.Layer(
          inputs: layer.inputs, outputs: layer.outputs, stride: layer.stride, adds: layer.adds,
          factor: layer.factor, weights: Array(weights[start..<start + count]), bias: layer.bias))
      start += count
    }
    do throws(IdentifierModelError) {
      return try PairNetwork(layers: layers, head: document.head)
    } catch {
      throw IdentifierModelError(path: path, place: error.place, detail: error.detail)
    }
  }

  /// The bytes of a file of numbers that the description names.
  ///
  /// - Parameter shape: What they are, in words.
  private static func values(
    _ name: String, folder: String, sha256: String?, byteCount: Int, place: String, shape: String
  ) throws(IdentifierModelError) -> (path: String, bytes: [UInt8]) {
    // Numbers lie beside their description, nowhere else.
    guard !name.utf8.isEmpty, !name.utf8.contains(UInt8(ascii: "/")) else {
      throw IdentifierModelError(place: place, detail: "has the file '\(name)'; give a file name")
    }
    let path = folder + "/" + name
    let bytes = try read(path, limit: byteCount)
    guard bytes.count == byteCount else {
      let found = bytes.count > byteCount ? "more than \(byteCount)" : "\(bytes.count)"
      throw IdentifierModelError(
        path: path, place: "file", detail: "has \(found) bytes; \(shape) need \(byteCount)")
    }
    if let sha256 {
      guard SHA256.digest(of: bytes).description == sha256 else {
        throw IdentifierModelError(
          path: path, place: "file",
          detail:
            "is not what \(fileName) names: its SHA-256 differs; train again or copy the whole "
            + "folder")
      }
    }
    return (path, bytes)
  }

  /// At most `limit` + 1 bytes.
  private static func read(_ path: String, limit: Int) throws(IdentifierModelError) -> [UInt8] {
    do throws(FileError) {
      let input = try InputFile(path: path, decompression: .none)
      return try input.bytes(upTo: limit + 1)
    } catch {
      throw IdentifierModelError(path: path, place: "file", detail: "is not readable: \(error)")
    }
  }

  private static func place(_ error: any Error) -> String {
    guard let error = error as? DecodingError else { return "file" }
    let context: DecodingError.Context =
      switch error {
      case .typeMismatch(_, let context), .valueNotFound(_, let context),
        .keyNotFound(_, let context),
        .dataCorrupted(let context):
        context
      @unknown default: DecodingError.Context(codingPath: [], debugDescription: "")
      }
    let path = context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }
    return path.isEmpty ? "file" : path.joined(separator: "/")
  }

  private static func detail(_ error: any Error) -> String {
    switch error as? DecodingError {
    case .keyNotFound(let key, _): "has no key \(key.stringValue)"
    case .typeMismatch(let type, _): "is not of the kind \(type)"
    case .valueNotFound(let type, _): "is null instead of a \(type)"
    default: "is not JSON as it should be: \(error)"
    }
  }
}

/// The keys of `identifier.json` that this module's search needs.
private struct ModelDocument: Decodable {
  struct View: Decodable {
    var name: String
    var frame: String
    var grid: Int
    var sigma: Double
    var features: Int
    var dimensions: Int
    var matrix: String
    var step: Float
    var sha256: String?
  }
  struct Search: Decodable {
    var view: String
    var dimensions: Int
    var shortlist: Int
  }
  struct Residual: Decodable {
    var candidates: Int
  }
  struct Pair: Decodable {
    struct Layer: Decodable {
      var inputs: Int
      var outputs: Int
      var stride: Int
      var adds: Bool
      var factor: Float
      var bias: [Int32]
    }
    var weights: String
    var sha256: String?
    var layers: [Layer]
    var head: [TermNetwork.Layer]
  }
  var format: Int
  var views: [View]
  var search: Search
  var residual: Residual?
  var pair: Pair?
}
