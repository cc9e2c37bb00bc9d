internal import GaijiModel

/// MJ縮退マップ, the JIS repertoires and the tax agency's map.
struct ShrinkSections: Sendable {
  let jisx0213: FlatTable<UInt64>
  let jisx0208: FlatTable<UInt64>
  private let starts: FlatTable<UInt32>
  private let targets: FlatTable<UInt32>
  private let taxKeys: FlatTable<UInt32>
  private let taxStarts: FlatTable<UInt32>
  private let taxTargetScalars: FlatTable<UInt32>

  init(_ file: SectionReader, identityCount: Int) throws(ReleaseError) {
    jisx0213 = try file.table(.jisx0213, of: UInt64.self)
    jisx0208 = try file.table(.jisx0208, of: UInt64.self)
    starts = try file.table(.shrinkStarts, of: UInt32.self)
    targets = try file.table(.shrinkTargets, of: UInt32.self)
    taxKeys = try file.table(.taxKeys, of: UInt32.self)
    taxStarts = try file.table(.taxStarts, of: UInt32.self)
    taxTargetScalars = try file.table(.taxTargets, of: UInt32.self)
    for (kind, bits) in [(SectionKind.jisx0213, jisx0213), (.jisx0208, jisx0208)]
    where bits.count != ReleaseFormat.scalarBlockCount {
      throw file.malformed(kind, "it has the wrong length")
    }
    try file.checkRuns(.shrinkStarts, starts, runCount: identityCount, total: targets.count)
    try file.checkRuns(
      .taxStarts, taxStarts, runCount: taxKeys.count, total: taxTargetScalars.count)
    for index in 0..<targets.count where Self.target(targets[index]) == nil {
      throw file.malformed(.shrinkTargets, "entry \(index) is wrong")
    }
    for index in 0..<taxKeys.count
    where !isScalarValue(taxKeys[index]) || (index > 0 && taxKeys[index - 1] >= taxKeys[index]) {
      throw file.malformed(.taxKeys, "entry \(index) is wrong")
    }
    for index in 0..<taxTargetScalars.count where !isScalarValue(taxTargetScalars[index]) {
      throw file.malformed(.taxTargets, "entry \(index) is wrong")
    }
  }

  private static func target(_ word: UInt32) -> ShrinkTarget? {
    guard let ground = ShrinkGround(rawValue: UInt8(word >> 24)), isScalarValue(word & 0xFF_FFFF)
    else { return nil }
    return ShrinkTarget(ground: ground, scalar: word & 0xFF_FFFF)
  }

  func targets(at index: Int) -> [ShrinkTarget] {
    (Int(starts[index])..<Int(starts[index + 1])).compactMap { Self.target(targets[$0]) }
  }

  func contains(_ scalar: UInt32, in bits: FlatTable<UInt64>) -> Bool {
    scalar < 0x110000 && bits[Int(scalar >> 6)] >> UInt64(scalar & 63) & 1 == 1
  }

  func taxTargets(of scalar: UInt32) -> [UInt32] {
    var low = 0
    var high = taxKeys.count
    while low < high {
      let middle = (low + high) / 2
      if taxKeys[middle] < scalar { low = middle + 1 } else { high = middle }
    }
    guard low < taxKeys.count, taxKeys[low] == scalar else { return [] }
    return (Int(taxStarts[low])..<Int(taxStarts[low + 1])).map { taxTargetScalars[$0] }
  }
}
