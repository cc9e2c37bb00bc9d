import Foundation

/// What the tests read of `summary.json`.
struct Summary: Decodable, Equatable {
  struct Counts: Decodable, Equatable {
    var charactersIn, mappedExactly, mappedLossy, substituted, reported: Int
    var gaijiMapped: Grades
    var holds: Bool

    var sum: Int { mappedExactly + mappedLossy + substituted + reported }
  }
  struct Grades: Decodable, Equatable { var exact, design, similar: Int }
  struct Column: Decodable, Equatable {
    var number: Int
    var name: String
    var selected: Bool
    var counts: Counts
  }
  struct Conservation: Decodable, Equatable {
    var holds: Bool
    var total: Counts
    var columns: [Column]
  }
  struct Finding: Decodable, Equatable {
    var kind: String
    var column, distinct, occurrences: Int
  }
  struct Unmapped: Decodable, Equatable { var occurrences, gaijiOccurrences, gaijiDistinct: Int }
  struct Exit: Decodable, Equatable { var reason, detail: String }
  struct Compression: Decodable, Equatable {
    var form: String
    var storedBytes: Int
  }
  struct Source: Decodable, Equatable {
    var name, charset: String
    var bytes, records: Int
    var sha256: String?
    var compression: Compression?
  }
  struct Output: Decodable, Equatable {
    struct Check: Decodable, Equatable {
      var expectedCharacters, countedCharacters: Int
      var holds: Bool
    }
    var name, charset: String
    var bytes: Int
    var sha256: String?
    var compression: Compression?
    var check: Check?
  }
  struct Hashed: Decodable, Equatable { var sha256: String? }
  struct Rejected: Decodable, Equatable {
    var name: String?
    var records: Int
  }

  var schema: String
  var schemaVersion: Int
  var source: Source
  var output: Output?
  var release, policy: Hashed
  var hashing: Bool
  var rejected: Rejected
  var conservation: Conservation
  var unmapped: Unmapped
  var findings: [Finding]
  var exit: Exit
  var warnings: [String]

  init(_ data: Data) throws { self = try JSONDecoder().decode(Summary.self, from: data) }
}
