internal import GaijiModel

/// The running counters of one column, as plain integers for the engines.
struct ColumnAccount: Hashable {
  var characters = 0
  var exact = 0
  var lossy = 0
  var substituted = 0
  var reported = 0
  var gradeExact = 0
  var gradeDesign = 0
  var gradeSimilar = 0

  /// Counts one character by its outcome. `characters` is counted elsewhere, from the source.
  mutating func count(_ outcome: Outcome) {
    count(
      outcome.disposition, gaiji: outcome.finding == .mappedGaiji ? outcome.grade : nil)
  }

  /// - Parameter grade: of a mapped gaiji.
  @inline(__always) mutating func count(
    _ disposition: Outcome.Disposition, gaiji grade: IdentificationGrade?
  ) {
    switch disposition {
    case .exact: exact += 1
    case .lossy: lossy += 1
    case .substituted: substituted += 1
    case .reported, .reject, .stop: reported += 1
    }
    switch grade {
    case .some(.exact): gradeExact += 1
    case .some(.design): gradeDesign += 1
    case .some(.similar): gradeSimilar += 1
    case .some(.none), nil: break
    }
  }

  /// Everything that was counted becomes `reported`: the record was left out.
  mutating func rejectAll() {
    self = ColumnAccount(characters: characters, reported: exact + lossy + substituted + reported)
  }

  /// Moves characters that were cut off the end of a field to `substituted`.
  mutating func substitute(_ count: Int) {
    var left = count
    for sum in [\Self.exact, \Self.lossy, \Self.reported] {
      let moved = min(left, self[keyPath: sum])
      self[keyPath: sum] -= moved
      substituted += moved
      left -= moved
    }
  }

  static func += (a: inout ColumnAccount, b: ColumnAccount) {
    a.characters += b.characters
    a.exact += b.exact
    a.lossy += b.lossy
    a.substituted += b.substituted
    a.reported += b.reported
    a.gradeExact += b.gradeExact
    a.gradeDesign += b.gradeDesign
    a.gradeSimilar += b.gradeSimilar
  }

  static func -= (a: inout ColumnAccount, b: ColumnAccount) {
    a.characters -= b.characters
    a.exact -= b.exact
    a.lossy -= b.lossy
    a.substituted -= b.substituted
    a.reported -= b.reported
    a.gradeExact -= b.gradeExact
    a.gradeDesign -= b.gradeDesign
    a.gradeSimilar -= b.gradeSimilar
  }

  var counts: ColumnCounts {
    ColumnCounts(
      charactersIn: characters, mappedExactly: exact, mappedLossy: lossy,
      substituted: substituted, reported: reported,
      gaijiMapped: .init(exact: gradeExact, design: gradeDesign, similar: gradeSimilar))
  }
}
