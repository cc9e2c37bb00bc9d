import Foundation
import GaijiHashing
import Testing

@testable import GaijiIdentification

/// Models as files: whole ones are read, all others refused with the place of what is wrong.
struct ModelFolderTests {
  private static let matrix = (0..<512 * 32).map { Float($0 % 17) - 8 }
  private static let matrixBytes = matrix.flatMap { value in
    (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> UInt32(8 * $0)) }
  }

  private static func description(
    view: String = "", search: String = #""view":"mom","dimensions":32,"shortlist":30"#,
    format: Int = 1, pair: String? = nil
  ) -> String {
    let digest = SHA256.digest(of: matrixBytes)
    let good =
      #""name":"mom","frame":"moment","grid":8,"sigma":1.2,"features":512,"dimensions":32,"#
      + #""matrix":"mom.f32","step":0.134,"sha256":"\#(digest)""#
    return #"{"format":\#(format),"views":[{\#(view.isEmpty ? good : view)}],"#
      + #""search":{\#(search)},"residual":{"candidates":6}"#
      + (pair.map { #","pair":{\#($0)}"# } ?? "") + "}"
  }

  private static func read(
    _ description: String, matrix: [UInt8]? = matrixBytes, pair: [UInt8]? = nil
  ) throws -> IdentifierModel {
    let folder = try TestFonts.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Data(description.utf8).write(to: URL(filePath: folder + "/identifier.json"))
    if let matrix { try Data(matrix).write(to: URL(filePath: folder + "/mom.f32")) }
    if let pair { try Data(pair).write(to: URL(filePath: folder + "/pair.i16")) }
    return try IdentifierModel(folder: folder)
  }

  @Test func aWholeModelIsRead() throws {
    let model = try Self.read(Self.description())
    #expect(model.views.count == 1 && model.views[0].definition.featureCount == 512)
    #expect(model.searchDimensions == 32 && model.shortlist == 30 && model.residualCandidates == 6)
    let same = try IdentifierModel(
      views: [
        .init(
          ViewDefinition(name: "other", frame: .moment, grid: 8, sigma: 1.2), dimensions: 32,
          step: 0.134, matrix: Self.matrix)
      ], searchView: "other", searchDimensions: 32, shortlist: 5, residualCandidates: 0)
    #expect(same.digest == model.digest)
  }

  @Test func theModelOfThisProjectIsRead() throws {
    let root = GoldenGlyphs.folder.deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let model = try IdentifierModel(folder: root.appending(path: "Data/identifier").path())
    #expect(model.views.count >= 3)
    #expect(model.residualCandidates > 0)
    // An index of all of IPAmj must stay below 60 MB: 59,161 entries with about 40 bytes each beside
    // their codes.
    #expect(59_161 * (CodeLayout(model).byteCount + 50) < 60_000_000)
  }

  /// Weights of 0 to 48.
  private static let pairBytes: [UInt8] = (0..<9 * 32 * 16).flatMap { place -> [UInt8] in
    [UInt8(2 * (place % 25)), 0]
  }

  private static func pair(
    outputs: Int = 16, factor: String = "0.001", weights: String = "pair.i16"
  ) -> String {
    let half = [String](repeating: "0.5", count: 33).joined(separator: ",")
    let bias = [String](repeating: "7", count: 16).joined(separator: ",")
    let digest = SHA256.digest(of: pairBytes).description
    let layer =
      #"{"inputs":32,"outputs":\#(outputs),"stride":2,"adds":false,"factor":\#(factor),"bias":[\#(bias)]}"#
    let head = #"[{"weights":[[\#(half)]],"bias":[1]}]"#
    return #""weights":"\#(weights)","sha256":"\#(digest)","layers":[\#(layer)],"head":\#(head)"#
  }

  @Test func aPairNetworkIsReadAndItsFileChecked() throws {
    let model = try Self.read(Self.description(pair: Self.pair()), pair: Self.pairBytes)
    #expect(model.pair?.layers.first?.weights[1] == 2)
    // An index does not depend on it.
    let without = try Self.read(Self.description())
    #expect(model.digest == without.digest)
    // What is recorded of a run does.
    #expect(model.wholeDigest != without.wholeDigest)
    for (pair, bytes, part) in [
      (Self.pair(), nil, "not readable"),
      (Self.pair(), Array(Self.pairBytes.dropLast()), "9215 bytes"),
      (Self.pair(), Self.pairBytes + [0], "more than 9216"),
      (Self.pair(), [1] + Self.pairBytes.dropFirst(), "SHA-256"),
      (Self.pair(factor: "-1"), Self.pairBytes, "layer 1 has a factor"),
      (Self.pair(factor: "1000000"), Self.pairBytes, "32 bits"),
      (Self.pair(outputs: 4_000_000_000_000_000_000), Self.pairBytes, "beyond 256"),
      (Self.pair(outputs: -16), Self.pairBytes, "beyond 256"),
      (Self.pair(weights: "../pair.i16"), Self.pairBytes, "give a file name"),
      (#""weights":"pair.i16""#, Self.pairBytes, "no key layers"),
    ] as [(String, [UInt8]?, String)] {
      let error = #expect(throws: IdentifierModelError.self) {
        try Self.read(Self.description(pair: pair), pair: bytes)
      }
      #expect(
        error?.description.contains(part) == true, "\(part): \(String(describing: error))")
    }
  }

  @Test func aMatrixOfAnotherSizeOrContentIsRefused() throws {
    for (matrix, part) in [
      (nil, "not readable"), ([], "0 bytes"), (Array(Self.matrixBytes.dropLast()), "65535 bytes"),
      (Self.matrixBytes + [0], "more than 65536"),
      ([1] + Self.matrixBytes.dropFirst(), "SHA-256"),
    ] as [([UInt8]?, String)] {
      let error = #expect(throws: IdentifierModelError.self) {
        try Self.read(Self.description(), matrix: matrix)
      }
      #expect(error?.description.contains(part) == true, "\(String(describing: error))")
      #expect(error?.path.hasSuffix("mom.f32") == true)
    }
  }

  @Test func valuesThatAreNoNumbersAreRefusedWithTheirPlace() throws {
    var bytes = Self.matrixBytes
    let place = 4 * (3 * 32 + 5)
    bytes.replaceSubrange(place..<place + 4, with: [0, 0, 0xC0, 0x7F])
    let view =
      #""name":"mom","frame":"moment","grid":8,"sigma":1.2,"features":512,"dimensions":32,"#
      + #""matrix":"mom.f32","step":0.134"#
    let error = #expect(throws: IdentifierModelError.self) {
      try Self.read(Self.description(view: view), matrix: bytes)
    }
    #expect(error?.description.contains("row 3, column 5") == true)
  }

  @Test(arguments: [
    (#""name":"mom""#, "frame"),
    (#""grid":8"#, "name"),
    (#""frame":"oval","grid":8"#, "oval"),
    (#""grid":9"#, "grid of 9"), (#""grid":-8"#, "grid of -8"),
    (#""sigma":0"#, "sigma"), (#""sigma":1e300"#, "sigma"), (#""sigma":-1"#, "sigma"),
    (#""features":511"#, "511"), (#""dimensions":0"#, "0 dimensions"),
    (#""dimensions":9000000000000000000"#, "dimensions"),
    (#""matrix":"../mom.f32""#, "file name"), (#""matrix":"""#, "file name"),
    (#""step":0"#, "step"), (#""step":-0.1"#, "step"),
  ])
  func aViewThatCannotBeIsRefused(_ change: String, _ part: String) throws {
    var keys = [
      "name": #""mom""#, "frame": #""moment""#, "grid": "8", "sigma": "1.2", "features": "512",
      "dimensions": "32", "matrix": #""mom.f32""#, "step": "0.134",
    ]
    let isShort = change == #""name":"mom""# || change == #""grid":8"#
    if isShort { keys = [:] }
    for pair in change.split(separator: ",") {
      let parts = pair.split(separator: ":", maxSplits: 1)
      keys[String(parts[0].dropFirst().dropLast())] = String(parts[1])
    }
    let view = keys.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",")
    let error = #expect(throws: IdentifierModelError.self) {
      try Self.read(Self.description(view: view))
    }
    #expect(error?.description.contains(part) == true, "\(String(describing: error))")
  }

  @Test(arguments: [
    (#""view":"none","dimensions":32,"shortlist":30"#, "none"),
    (#""view":"mom","dimensions":31,"shortlist":30"#, "31"),
    (#""view":"mom","dimensions":64,"shortlist":30"#, "64"),
    (#""view":"mom","dimensions":-32,"shortlist":30"#, "-32"),
    (#""view":"mom","dimensions":32,"shortlist":0"#, "shortlist"),
    (#""view":"mom","dimensions":32,"shortlist":5"#, "shortlist"),
    (#""view":"mom","dimensions":32,"shortlist":1000000"#, "shortlist"),
  ])
  func aSearchThatCannotBeIsRefused(_ search: String, _ part: String) {
    let error = #expect(throws: IdentifierModelError.self) {
      try Self.read(Self.description(search: search))
    }
    #expect(error?.description.contains(part) == true, "\(String(describing: error))")
  }

  @Test func whatIsNoDescriptionIsRefused() {
    for text in ["", "{", "[]", "null", #"{"format":1}"#, Self.description(format: 2)] {
      #expect(throws: IdentifierModelError.self) { try Self.read(text) }
    }
    #expect(throws: IdentifierModelError.self) { try IdentifierModel(folder: "/nonexistent") }
    let deep = String(repeating: "[", count: 100_000)
    #expect(throws: IdentifierModelError.self) { try Self.read(deep) }
  }
}
