import Foundation
import Testing

/// `gaiji verify` on host records.
@Suite(.enabled(if: Town.isReady, Town.comment)) struct HostVerifyTests {
  private static let layout = """
    framing = "fixed"
    record-length = 10
    [[field]]
    name = "NO"
    type = "zoned"
    digits = 2
    [[field]]
    name = "NAME"
    type = "mixed"
    length = 8
    """

  /// A number and two kanji between shifts; the second record has two shifts that do nothing.
  private static let records = Data([
    0xF1, 0xF2, 0x0E, 0x45, 0xF9, 0x45, 0xC4, 0x0F, 0x40, 0x40,
    0xF0, 0xF3, 0x0E, 0x0F, 0xC1, 0x40, 0x40, 0x40, 0x40, 0x40,
  ])

  private func scratch() throws -> (Scratch, [String]) {
    let folder = try Scratch()
    folder.write("layout.toml", Data(Self.layout.utf8))
    folder.write("in.dat", Self.records)
    let town = try Town.shared()
    return (folder, ["--release", town.release, "--from", "ibm1399", "--layout", "layout.toml"])
  }

  @Test func `A conversion to CSV is proved, and a changed cell is a fault`() throws {
    let (folder, flags) = try scratch()
    let made = try gaiji(["transcode", "in.dat", "-o", "out.csv"] + flags, in: folder)
    #expect(made.status == 0, "\(made.errors)")
    let right = try gaiji(["verify", "in.dat", "out.csv"] + flags, in: folder)
    #expect(right.status == 0, "\(right.errors)")
    #expect(right.outputText.hasSuffix("\nunexplained: 0\n"))
    let text = try folder.text("out.csv")
    folder.write("bad.csv", Data(text.replacing("12,", with: "13,").utf8))
    let wrong = try gaiji(["verify", "in.dat", "bad.csv"] + flags, in: folder)
    #expect(wrong.status == 65)
    #expect(wrong.errors.contains("record 1, column 1"), "\(wrong.errors)")
  }

  @Test func `A round trip lists what does not come back, with the finding that said so`() throws {
    let (folder, flags) = try scratch()
    let run = try gaiji(["verify", "in.dat", "--round-trip"] + flags, in: folder)
    #expect(run.status == 0, "\(run.errors)")
    #expect(
      run.outputText == """
        record 2, field NAME, byte 12: 0E0FC14040404040 came back as C140404040404040 (respelled)
        2 records, 1 came back as they were; 1 differences
          respelled: 1
        not announced: 0

        """)
  }

  @Test func `A round trip wants a layout and no output`() throws {
    let (folder, flags) = try scratch()
    let output = try gaiji(["verify", "in.dat", "out.csv", "--round-trip"] + flags, in: folder)
    #expect(output.status == 64)
    let bare = try gaiji(["verify", "in.csv", "--round-trip", "--from", "cp932"], in: folder)
    #expect(bare.status == 64)
    #expect(bare.errors.contains("--round-trip goes with --layout"))
  }

  @Test func `A file that is cut off is bad data`() throws {
    let (folder, flags) = try scratch()
    folder.write("in.dat", Self.records.dropLast())
    let run = try gaiji(["verify", "in.dat", "--round-trip"] + flags, in: folder)
    #expect(run.status == 65)
    #expect(run.errors.contains("9 of 10 bytes"), "\(run.errors)")
  }
}
