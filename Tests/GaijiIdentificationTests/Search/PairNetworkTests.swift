import Foundation
import GaijiGlyphs
import Testing

@testable import GaijiIdentification

/// The pair network: the kernels against plain loops, the whole against the numpy definition, and
/// numbers that cannot be computed with.
struct PairNetworkTests {
  /// `pairnet.example`: weights by formula.
  private static func formula(_ count: Int, _ seed: Int) -> [Int] {
    (0..<count).map { ($0 * 7919 + seed * 104_729) % 2039 % 201 - 100 }
  }

  private static func layer(
    _ number: Int, inputs: Int, outputs: Int, stride: Int, adds: Bool, factor: Float = 0.004
  ) -> PairNetwork.Layer {
    let plain = formula(9 * inputs * outputs, number)
    var weights = [Int16](repeating: 0, count: plain.count)
    for tap in 0..<9 {
      for input in 0..<inputs {
        for output in 0..<outputs {
          let place = ((tap * inputs / 2 + input / 2) * outputs + output) * 2 + input % 2
          weights[place] = Int16(plain[(tap * inputs + input) * outputs + output])
        }
      }
    }
    return PairNetwork.Layer(
      inputs: inputs, outputs: outputs, stride: stride, adds: adds, factor: factor,
      weights: weights, bias: formula(outputs, number + 10).map { Int32($0 * 50) })
  }

  private static func head(channels: Int) -> [TermNetwork.Layer] {
    func rows(_ values: [Int], _ width: Int, _ divisor: Double) -> [[Double]] {
      stride(from: 0, to: values.count, by: width).map { row in
        values[row..<row + width].map { Double($0) / divisor }
      }
    }
    let width = 2 * channels + 1
    return [
      .init(
        weights: rows(formula(8 * width, 20), width, 1e5),
        bias: formula(8, 21).map { Double($0) / 100 }),
      .init(weights: rows(formula(8, 22), 8, 100), bias: [0.25]),
    ]
  }

  private static func example() throws -> PairNetwork {
    try PairNetwork(
      layers: [
        layer(0, inputs: 32, outputs: 16, stride: 2, adds: false),
        layer(1, inputs: 16, outputs: 16, stride: 1, adds: true),
        layer(2, inputs: 16, outputs: 32, stride: 2, adds: false),
      ], head: head(channels: 32))
  }

  @Test func itsValuesAreThoseOfTheNumpyDefinition() throws {
    let golden = try GoldenGlyphs()
    let comparison = PairComparison(try Self.example())
    let describer = StrokeDescriber()
    let text = try String(
      contentsOf: GoldenGlyphs.folder.appending(path: "pairs.tsv"), encoding: .utf8)
    let rows = text.split(separator: "\n").dropFirst().map { $0.split(separator: "\t") }
    #expect(rows.count == 7)
    for row in rows {
      let query = golden.rasters[String(row[0])]!
      let (first, second) = (StrokeDescriptor(.coarse), StrokeDescriptor(.coarse))
      #expect(describer.describe(query, sigma: 1, into: first))
      #expect(
        describer.describe(
          golden.rasters[String(row[1])]!,
          sigma: ResidualScale.coarse.candidateSigma(pixelsPerEm: query.pixelsPerEm), into: second))
      let found = try #require(
        comparison.logit(first, second, pixelsPerEm: query.pixelsPerEm))
      // A byte of the descriptor may be rounded the other way by single precision.
      #expect(abs(found - Double(row[3])!) < 0.02, "\(row): \(found)")
    }
  }

  @Test(arguments: [
    (8, 2, 16, 1, false), (8, 16, 16, 1, true), (16, 32, 48, 2, false), (8, 48, 48, 1, true),
    (4, 64, 32, 1, false), (32, 32, 32, 2, false), (8, 6, 80, 2, false),
  ]) func aLayerIsWhatPlainLoopsSay(
    _ side: Int, _ inputs: Int, _ outputs: Int, _ stride: Int, _ adds: Bool
  ) {
    var random = SplitMix(seed: UInt64(side * inputs * outputs))
    let layer = Self.layer(side, inputs: inputs, outputs: outputs, stride: stride, adds: adds)
    let source = KernelBuffer<Int16>(count: PairKernels.count(side: side, channels: inputs))
    for y in 1...side {
      for x in 1...side {
        for channel in 0..<inputs {
          source[(y * (side + 2) + x) * inputs + channel] =
            Bool.random(using: &random) ? 0 : Int16.random(in: 0...1023, using: &random)
        }
      }
    }
    let count = side / stride
    let target = KernelBuffer<Int16>(count: PairKernels.count(side: count, channels: outputs))
    // What an earlier glyph left there must not matter.
    for place in 0..<target.count { target[place] = -1 }
    PairKernels.apply(layer, to: source, side: side, into: target)
    var (limited, zeros) = (0, 0)
    for y in 0..<count + 2 {
      for x in 0..<count + 2 {
        for output in 0..<outputs {
          let found = target[(y * (count + 2) + x) * outputs + output]
          guard (1...count).contains(y), (1...count).contains(x) else {
            #expect(found == 0)
            continue
          }
          var sum = layer.bias[output]
          for tap in 0..<9 {
            let row = (y - 1) * stride + tap / 3
            let column = (x - 1) * stride + tap % 3
            for input in 0..<inputs {
              let place = ((tap * inputs / 2 + input / 2) * outputs + output) * 2 + input % 2
              sum +=
                Int32(source[(row * (side + 2) + column) * inputs + input])
                * Int32(layer.weights[place])
            }
          }
          var value = Int((Float(max(0, sum)) * layer.factor + 0.5).rounded(.down))
          if adds { value += Int(source[(y * (side + 2) + x) * inputs + output]) }
          if value > 1023 { limited += 1 }
          if value == 0 { zeros += 1 }
          if Int(found) != min(1023, value) {
            Issue.record("\(y) \(x) \(output): \(found), not \(value)")
            return
          }
        }
      }
    }
    // Otherwise nothing was tried.
    #expect(limited > 0 && (zeros > 0 || adds))
  }

  @Test func whatIsLaidOverIsTheCodesAndWhatEachHasBeyondTheOther() {
    var random = SplitMix(seed: 5)
    func codes() -> PairCodes {
      let cells = FloatBuffer(count: 8 * 32 * 32)
      for place in 0..<cells.count where UInt8.random(in: 0...3, using: &random) == 0 {
        cells[place] = Float.random(in: 0...12, using: &random)
      }
      let codes = PairCodes()
      codes.take(cells)
      for place in 0..<cells.count {
        let exact = (Double(cells[place]) / 12).squareRoot() * 255
        #expect(abs(Double(codes.codes[place]) - exact) < 0.51)
      }
      return codes
    }
    let (query, candidate) = (codes(), codes())
    let laid = KernelBuffer<Int16>(count: PairKernels.count(side: 32, channels: 32))
    for place in 0..<laid.count { laid[place] = -1 }
    PairKernels.lay(query, candidate, into: laid)
    func widest(_ codes: PairCodes, _ plane: Int, _ y: Int, _ x: Int) -> Int {
      var largest = 0
      for row in max(0, y - 1)...min(31, y + 1) {
        for column in max(0, x - 1)...min(31, x + 1) {
          largest = max(largest, Int(codes.codes[plane * 1024 + row * 32 + column]))
        }
      }
      return largest
    }
    for y in -1...32 {
      for x in -1...32 {
        let cell = ((y + 1) * 34 + x + 1) * 32
        guard (0..<32).contains(y), (0..<32).contains(x) else {
          for channel in 0..<32 { #expect(laid[cell + channel] == 0) }
          continue
        }
        for plane in 0..<8 {
          let q = Int(query.codes[plane * 1024 + y * 32 + x])
          let c = Int(candidate.codes[plane * 1024 + y * 32 + x])
          let found = stride(from: plane, to: 32, by: 8).map { Int(laid[cell + $0]) }
          let expected = [
            q, c, max(0, q - widest(candidate, plane, y, x)),
            max(0, c - widest(query, plane, y, x)),
          ]
          if found != expected {
            Issue.record("\(y) \(x) \(plane): \(found), not \(expected)")
            return
          }
        }
      }
    }
  }

  @Test func numbersThatCannotBeComputedWithAreRefused() throws {
    func fault(_ layers: [PairNetwork.Layer], _ head: [TermNetwork.Layer]? = nil) -> String {
      let channels = layers.last?.outputs ?? 16
      let error = #expect(throws: IdentifierModelError.self) {
        try PairNetwork(layers: layers, head: head ?? Self.head(channels: channels))
      }
      return error?.description ?? ""
    }
    let first = Self.layer(0, inputs: 32, outputs: 16, stride: 2, adds: false)
    #expect(fault([]).contains("0 layers"))
    #expect(
      fault([Self.layer(0, inputs: 16, outputs: 16, stride: 1, adds: false)]).contains(
        "must have 32 inputs"))
    #expect(
      fault([Self.layer(0, inputs: 32, outputs: 24, stride: 1, adds: false)]).contains(
        "multiple of 16"))
    #expect(
      fault([first, Self.layer(1, inputs: 16, outputs: 32, stride: 1, adds: true)]).contains("adds")
    )
    let halving = { Self.layer($0, inputs: 16, outputs: 16, stride: 2, adds: false) }
    #expect(fault([first, halving(1), halving(2), halving(3)]).contains("layer 4"))
    for factor in [0, -1, .infinity, .nan] as [Float] {
      #expect(
        fault([
          Self.layer(0, inputs: 32, outputs: 16, stride: 2, adds: false, factor: factor)
        ]).contains("factor"))
    }
    #expect(
      fault([Self.layer(0, inputs: 32, outputs: 16, stride: 2, adds: false, factor: 1000)])
        .contains("exceed 32 bits"))
    #expect(
      fault([
        PairNetwork.Layer(
          inputs: 32, outputs: 16, stride: 2, adds: false, factor: 0.001,
          weights: [Int16](repeating: .min, count: 9 * 32 * 16),
          bias: [Int32](repeating: 0, count: 16))
      ]).contains("exceed 32 bits"))
    #expect(
      fault([
        PairNetwork.Layer(
          inputs: 32, outputs: 16, stride: 2, adds: false, factor: 0.001, weights: [1, 2, 3],
          bias: [Int32](repeating: 0, count: 16))
      ]).contains("weights"))
    #expect(fault([first], Self.head(channels: 8)).contains("head"))
  }

  @Test func aModelsOwnNetworkTellsAFigureFromOneWithAStrokeMore() throws {
    let root = GoldenGlyphs.folder.deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let model = try IdentifierModel(folder: root.appending(path: "Data/identifier").path())
    let comparison = PairComparison(try #require(model.pair))
    let golden = try GoldenGlyphs()
    let describer = StrokeDescriber()
    func descriptor(_ name: String) -> StrokeDescriptor {
      let new = StrokeDescriptor(.coarse)
      #expect(describer.describe(golden.rasters[name]!, sigma: 1, into: new))
      return new
    }
    let (plain, dotted) = (descriptor("roof-96"), descriptor("roof-dot-96"))
    let same = try #require(comparison.logit(descriptor("roof-64"), plain, pixelsPerEm: 64))
    let other = try #require(comparison.logit(dotted, plain, pixelsPerEm: 96))
    #expect(same > 2 && other < -2, "\(same) \(other)")
  }
}
