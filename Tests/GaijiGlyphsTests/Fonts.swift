import Foundation

/// Fonts of Debian packages and files of the project's references, where they are installed.
enum Fonts {
  static let mj = "/usr/share/fonts/truetype/ipamj/ipamjm.ttf"
  static let hanazono = "/usr/share/fonts/truetype/hanazono/HanaMinA.ttf"
  static let notoSerif = "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"
  static let vlGothic = "/usr/share/fonts/truetype/vlgothic/VL-Gothic-Regular.ttf"
  static let unifont = "/usr/share/fonts/opentype/unifont/unifont_jp.otf"
  static let jksp16 = "/usr/share/fonts/X11/misc/jksp16.pcf.gz"

  static func exist(_ paths: String...) -> Bool {
    paths.allSatisfy { FileManager.default.isReadableFile(atPath: $0) }
  }

  /// The path of a reference file; `nil` where the references are not installed.
  static func reference(_ path: String) -> String? {
    let root =
      ProcessInfo.processInfo.environment["GAIJI_REFERENCE"] ?? "../shared/reference"
    let file = root + "/" + path
    return FileManager.default.isReadableFile(atPath: file) ? file : nil
  }

  static let eudcFont = reference("fonts/eudc/AlanJui-EUDC.TTE")
  static let eudcBitmaps = reference("fonts/eudc/AlanJui-EUDC.EUF")
  static let evaluationFont = reference("identification/sets/G_eudc_font/eudc_dev.ttf")
  static let outlines = reference("gj/gj-glyph-outlines-50.json")
}

/// What a program prints; `nil` where it is not there or fails.
func output(of program: String, _ arguments: [String], input: Data? = nil) -> Data? {
  guard FileManager.default.isExecutableFile(atPath: program) else { return nil }
  let process = Process()
  process.executableURL = URL(fileURLWithPath: program)
  process.arguments = arguments
  let (inside, outside) = (Pipe(), Pipe())
  process.standardInput = inside
  process.standardOutput = outside
  process.standardError = FileHandle.nullDevice
  guard (try? process.run()) != nil else { return nil }
  if let input { try? inside.fileHandleForWriting.write(contentsOf: input) }
  try? inside.fileHandleForWriting.close()
  let data = outside.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return process.terminationStatus == 0 ? data : nil
}
