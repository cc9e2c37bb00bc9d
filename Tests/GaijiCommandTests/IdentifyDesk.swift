import Foundation
import Testing

/// What the tests of identification share: IPAmj, the project's model, and an index of both that is
/// made once and kept.
enum IdentifyDesk {
  static let font = "/usr/share/fonts/truetype/ipamj/ipamjm.ttf"
  static let isReady = FileManager.default.fileExists(atPath: font)
  static let comment: Comment = "IPAmj Mincho (fonts-ipamj-mincho) is not installed"
  static let index = Town.root.appending(path: ".gaiji/test.gaijiindex").path

  private static let made = Result {
    let folder = try Scratch()
    try FileManager.default.createDirectory(
      atPath: Town.root.appending(path: ".gaiji").path, withIntermediateDirectories: true)
    // An index of another model or of an older program is not what is asked for.
    if try gaiji(["index", "info", "--index", index], in: folder).status != 0 {
      // A debug build on a busy machine takes minutes.
      let build = try GaijiProcess(["index", "build", "--index", index, "--quiet"], in: folder)
      let outcome = try build.wait(seconds: 900)
      guard outcome.status == 0 else {
        throw TestFault("no index: \(outcome.errors)")
      }
    }
  }

  /// Runs a command that needs the index.
  static func run(_ arguments: [String], in folder: Scratch) throws -> GaijiProcess.Outcome {
    try made.get()
    return try gaiji(arguments + ["--index", index], in: folder)
  }

  /// A bitmap as PBM; `X` is ink.
  static func pbm(_ rows: [String]) -> Data {
    let width = rows[0].utf8.count
    var data = Data("P4\n\(width) \(rows.count)\n".utf8)
    for row in rows {
      var bytes = [UInt8](repeating: 0, count: (width + 7) / 8)
      for (place, letter) in row.utf8.enumerated() where letter == UInt8(ascii: "X") {
        bytes[place / 8] |= 0x80 >> UInt8(place % 8)
      }
      data.append(contentsOf: bytes)
    }
    return data
  }

  /// 十 in 32 x 32.
  static let cross: [String] = (0..<32).map { row in
    String(
      (0..<32).map { column in
        let isBar = (14...16).contains(row) && (2...29).contains(column)
        let isStem = (14...17).contains(column) && (2...29).contains(row)
        return isBar || isStem ? "X" : "."
      })
  }
}
