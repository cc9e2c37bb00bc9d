internal import GaijiCharsets
internal import GaijiModel

/// The vocabulary as host pieces for one charset.
struct HostStock: Sendable {
  struct Name: Sendable {
    let text: HostPiece
    /// Half-width where the charset has such kana, else full-width, else none.
    let kana: HostPiece?
    /// Typical year of birth; 0 for surnames.
    let year: Int
  }

  /// Words of one kind that hold gaiji, or figures with codes of their own.
  struct Hosts<Word: Sendable>: Sendable {
    let words: [[Word]]
    let choice: WeightedChoice
    var isEmpty: Bool { choice.isEmpty }

    func draw(_ random: inout SplitMix64) -> Word {
      let group = words[choice.draw(&random)]
      return group[random.below(group.count)]
    }
  }

  let surnames: [Name]
  let surnameChoice: WeightedChoice
  /// Of men and of women.
  let givenNames: [[Name]]
  let givenNameChoice: [WeightedChoice]
  let places: [HostPiece]
  let placeChoice: WeightedChoice
  let buildings: [HostPiece]
  let buildingChoice: WeightedChoice
  /// The shortest first, so that a prefix of them fits a narrow field.
  let remarks: [HostPiece]
  let gaijiSurnames: Hosts<Name>
  let gaijiPlaces: Hosts<HostPiece>
  let gaijiRemarks: Hosts<HostPiece>
  /// Surnames in another figure of one of their characters: 辻 with one dot and with two.
  let figureSurnames: Hosts<Name>

  private static let hostLimit = 6

  init(_ vocabulary: Vocabulary, plan: GaijiPlan, maker: HostPieceMaker) throws(SampleError) {
    let charset = maker.codes.charset.name
    func check(_ isEmpty: Bool, _ file: String) throws(SampleError) {
      if isEmpty { throw .emptyVocabulary(charset: charset, file: file) }
    }
    func name(_ piece: HostPiece?, _ kana: [UInt32], year: Int) -> Name? {
      guard let piece else { return nil }
      let narrow = halfWidthKana(kana).flatMap { maker.single($0) }
      return Name(text: piece, kana: narrow ?? maker.double(kana), year: year)
    }

    let surnameWords = vocabulary.surnames.filter { maker.double($0.text) != nil }
    surnames = surnameWords.compactMap { name(maker.double($0.text), $0.kana, year: 0) }
    try check(surnames.isEmpty, "surnames.tsv")
    surnameChoice = WeightedChoice(surnameWords.map(\.weight))

    var givenNames: [[Name]] = []
    var choices: [WeightedChoice] = []
    for isMale in [true, false] {
      let words = vocabulary.givenNames.filter {
        $0.isMale == isMale && maker.double($0.text) != nil
      }
      try check(words.isEmpty, "given-names.tsv")
      givenNames.append(words.compactMap { name(maker.double($0.text), $0.kana, year: $0.year) })
      choices.append(WeightedChoice(words.map(\.weight)))
    }
    self.givenNames = givenNames
    givenNameChoice = choices

    let placeWords = vocabulary.places.map { (text: $0.municipality + $0.town, word: $0) }
      .filter { maker.double($0.text) != nil }
    places = placeWords.compactMap { maker.double($0.text) }
    try check(places.isEmpty, "places.tsv")
    placeChoice = WeightedChoice(placeWords.map(\.word.weight))

    let buildingWords = vocabulary.buildings.filter { maker.double($0.text) != nil }
    buildings = buildingWords.compactMap { maker.double($0.text) }
    try check(buildings.isEmpty, "buildings.tsv")
    buildingChoice = WeightedChoice(buildingWords.map(\.weight))

    // Single kanji for fields with room for one.
    let short = "転出婚離死生籍職更修".unicodeScalars.map { [$0.value] }
    remarks = (vocabulary.remarks.map(\.text) + short).compactMap { maker.double($0) }
      .sorted { $0.bytes.count < $1.bytes.count }
    try check(remarks.isEmpty, "remarks.tsv")

    gaijiSurnames = Self.hosts(plan, surnameWords, \.text, maker) {
      name($0, $1.kana, year: 0)
    }
    gaijiPlaces = Self.hosts(plan, placeWords, \.text, maker) { piece, _ in piece }
    // A gaiji alone, as in a note about a name's figure.
    gaijiRemarks = Self.hosts(plan, plan.gaiji.map { [$0.base] }, \.self, maker) { piece, _ in
      piece
    }
    let figures = surnameWords.map { word in
      word.text.indices.flatMap { place in
        maker.codes.selectors(of: word.text[place]).compactMap { selector in
          name(maker.figure(word.text, at: place, selector: selector), word.kana, year: 0)
        }
      }
    }
    figureSurnames = Hosts(
      words: figures, choice: WeightedChoice(figures.map { $0.isEmpty ? 0 : 1 }))
  }

  /// The words that hold the base of each gaiji, with the gaiji in its place. Gaiji that were
  /// registered early are the common ones.
  private static func hosts<Source, Word>(
    _ plan: GaijiPlan, _ sources: [Source], _ text: (Source) -> [UInt32], _ maker: HostPieceMaker,
    _ make: (HostPiece, Source) -> Word?
  ) -> Hosts<Word> {
    let words = plan.gaiji.indices.map { number in
      let gaiji = plan.gaiji[number]
      var found: [Word] = []
      for source in sources where found.count < hostLimit {
        guard let place = text(source).firstIndex(of: gaiji.base),
          let piece = maker.host(text(source), at: place, gaiji: gaiji, number: number),
          let word = make(piece, source)
        else { continue }
        found.append(word)
      }
      return found
    }
    let weights = words.indices.map { words[$0].isEmpty ? 0 : 100_000 / (20 + $0) }
    return Hosts(words: words, choice: WeightedChoice(weights))
  }
}
