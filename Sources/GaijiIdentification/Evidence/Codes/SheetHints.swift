internal import Glibc

/// What a vendor's or a municipality's list of gaiji says of one code (外字一覧表).
public struct SheetHint: Hashable, Sendable {
  /// 1–214; `nil` when the sheet has none.
  public var radical: Int?
  /// All strokes.
  public var strokes: Int?
  /// In kana, separated by anything that is not kana.
  public var readings: [UInt32]

  public init(radical: Int? = nil, strokes: Int? = nil, readings: [UInt32] = []) {
    self.radical = radical
    self.strokes = strokes
    self.readings = readings
  }
}

/// Evidence of the radical, the strokes and the readings that a sheet gives for a code.
///
/// How often each agrees for the right character: Unihan's radicals and strokes against those of
/// Adobe-Japan1-6 (`kRSAdobe_Japan1_6`), 13,457 characters, two people's work as a sheet is a third's;
/// with 3 in 100 slips of the pen for strokes. For the wrong one: the five nearest characters of
/// another base by the first view of the metric, for 3,000 glyphs of IPAmj (14,994 pairs). The share
/// of sheets whose reading is right is assumed.
public struct SheetHintEvidence: EvidenceSource {
  public var kind: EvidenceKind { .hints }

  let hints: [UInt32: SheetHint]
  let model: ReadingModel

  public init(hints: [UInt32: SheetHint], facts: CharacterFacts) {
    self.hints = hints
    model = ReadingModel(facts: facts)
  }

  /// P(the radicals agree).
  static let radicalAgrees = (right: 0.91, wrong: 0.59)
  /// P(the strokes differ by 0, 1, 2, more).
  static let strokesDiffer: (right: [Double], wrong: [Double]) = (
    [0.87, 0.105, 0.012, 0.013], [0.17, 0.30, 0.21, 0.32]
  )
  /// P(one of the readings is one of the character's).
  static let readingAgrees = (right: 0.85, wrong: 0.34)

  public func evidence(for query: EvidenceQuery, candidates: [IndexEntry]) -> [Evidence?] {
    guard let code = query.code, let hint = hints[code] else { return candidates.map { _ in nil } }
    let readings = hint.readings.split { Kana(CollectionOfOne($0)) == nil && !Self.isMark($0) }
      .compactMap { Kana($0) }
    return candidates.map { evidence(hint, readings, $0) }
  }

  private func evidence(
    _ hint: SheetHint, _ readings: [Kana], _ candidate: IndexEntry
  ) -> Evidence? {
    let (own, related) = model.facts.scalars(of: candidate)
    let entries = own.compactMap { model.facts.entries[$0] }
    var ratio = 0.0
    var japanese: [String] = []
    var english: [String] = []
    func add(_ agrees: Bool, _ rates: (right: Double, wrong: Double), _ ja: String, _ en: String) {
      ratio +=
        agrees ? log(rates.right / rates.wrong) : log((1 - rates.right) / (1 - rates.wrong))
      japanese.append(ja + (agrees ? "が一致" : "が不一致"))
      english.append(en + (agrees ? " agrees" : " differs"))
    }
    let radicals = entries.map(\.radical).filter { $0 > 0 }
    if let radical = hint.radical, !radicals.isEmpty {
      add(radicals.contains(radical), Self.radicalAgrees, "部首 \(radical) ", "radical \(radical)")
    }
    if let strokes = hint.strokes,
      let difference = entries.flatMap(\.strokes).map({ abs($0 - strokes) }).min()
    {
      let step = min(3, difference)
      ratio += log(Self.strokesDiffer.right[step] / Self.strokesDiffer.wrong[step])
      japanese.append("画数 \(strokes) との差 \(difference)")
      english.append("strokes \(strokes), \(difference) apart")
    }
    if !readings.isEmpty,
      let known = model.readings(own: own, related: related, isFirst: true, isLast: true)
    {
      let agrees = readings.contains { $0.segment.map { known[$0] != nil } ?? false }
      let text = readings.prefix(3).map(\.text).joined(separator: "・")
      add(agrees, Self.readingAgrees, "読み \(text) ", "reading \(text)")
    }
    guard !japanese.isEmpty else { return nil }
    return Evidence(
      kind: .hints, logLikelihoodRatio: ratio, japanese: japanese.joined(separator: "、"),
      english: english.joined(separator: ", "))
  }

  /// Marks that belong to the kana before them.
  private static func isMark(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x3099...0x309E, 0x30FC...0x30FE, 0xFF70, 0xFF9E, 0xFF9F: true
    default: false
    }
  }
}
