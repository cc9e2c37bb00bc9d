/// The words of a sample register: names, places, buildings, remarks, and the characters that get
/// gaiji first. Facts written down in `Data/sample/*.tsv`.
public struct Vocabulary: Sendable {
  struct Surname: Sendable {
    let text: [UInt32]
    let kana: [UInt32]
    let weight: Int
  }

  struct GivenName: Sendable {
    let text: [UInt32]
    let kana: [UInt32]
    let isMale: Bool
    /// The year around which bearers of the name were born.
    let year: Int
    let weight: Int
  }

  struct Place: Sendable {
    /// Three digits.
    let postalPrefix: Int
    let municipality: [UInt32]
    let town: [UInt32]
    let weight: Int
  }

  struct Phrase: Sendable {
    let text: [UInt32]
    let weight: Int
  }

  /// A character of the vocabulary that gets gaiji before others do.
  struct GaijiBase: Sendable {
    let base: UInt32
    /// A figure with a code point of its own that is drawn in place of `base`; `nil`: the
    /// variation sequences of `base`.
    let figure: UInt32?
  }

  let surnames: [Surname]
  let givenNames: [GivenName]
  let places: [Place]
  let buildings: [Phrase]
  let remarks: [Phrase]
  let gaijiBases: [GaijiBase]

  /// Reads the six files of a folder (`Data/sample` of the project).
  public init(directory: String) throws(SampleError) {
    var file = try VocabularyFile(path: directory + "/surnames.tsv", fieldCount: 3...3)
    var surnames: [Surname] = []
    for line in file.lines {
      surnames.append(
        Surname(
          text: line.fields[0], kana: line.fields[1],
          weight: try file.number(line, 2, in: 1...100_000)))
    }
    self.surnames = surnames

    file = try VocabularyFile(path: directory + "/given-names.tsv", fieldCount: 5...5)
    var givenNames: [GivenName] = []
    for line in file.lines {
      guard line.fields[2] == [0x7537] || line.fields[2] == [0x5973] else {
        throw .malformed(path: file.path, line: line.number, reason: "field 3 is not 男 or 女")
      }
      givenNames.append(
        GivenName(
          text: line.fields[0], kana: line.fields[1], isMale: line.fields[2] == [0x7537],
          year: try file.number(line, 3, in: 1900...2100),
          weight: try file.number(line, 4, in: 1...100_000)))
    }
    self.givenNames = givenNames

    file = try VocabularyFile(path: directory + "/places.tsv", fieldCount: 4...4)
    var places: [Place] = []
    for line in file.lines {
      places.append(
        Place(
          postalPrefix: try file.number(line, 0, in: 0...999),
          municipality: line.fields[1], town: line.fields[2],
          weight: try file.number(line, 3, in: 1...100_000)))
    }
    self.places = places

    buildings = try Self.phrases(directory + "/buildings.tsv")
    remarks = try Self.phrases(directory + "/remarks.tsv")

    file = try VocabularyFile(path: directory + "/gaiji-bases.tsv", fieldCount: 2...2)
    var bases: [GaijiBase] = []
    for line in file.lines {
      guard line.fields[0].count == 1, line.fields[1].count == 1 else {
        throw .malformed(
          path: file.path, line: line.number, reason: "expected one character in each field")
      }
      let figure = line.fields[1][0]
      bases.append(GaijiBase(base: line.fields[0][0], figure: figure == 0x2A ? nil : figure))
    }
    gaijiBases = bases
  }

  /// Text and weight; `\n` in the text is a line break.
  private static func phrases(_ path: String) throws(SampleError) -> [Phrase] {
    let file = try VocabularyFile(path: path, fieldCount: 2...2)
    var phrases: [Phrase] = []
    for line in file.lines {
      var text: [UInt32] = []
      for scalar in line.fields[0] {
        if scalar == 0x6E, text.last == 0x5C {
          text[text.count - 1] = 0x0A
        } else {
          text.append(scalar)
        }
      }
      phrases.append(Phrase(text: text, weight: try file.number(line, 1, in: 1...100_000)))
    }
    return phrases
  }
}
