import Foundation
import Testing

/// `gaiji sample table` and shares of gaiji, through the whole program.
@Suite(.enabled(if: Town.isReady, Town.comment)) struct SampleTableTests {
  private func sample(_ arguments: [String], in folder: Scratch) throws -> GaijiProcess.Outcome {
    try gaiji(
      ["sample"] + arguments + [
        "--release", try Town.shared().release, "--vocabulary",
        Town.root.appending(path: "Data/sample").path,
      ], in: folder)
  }

  @Test(arguments: ["cp932", "eucjp-ms", "utf8"], [1, 25])
  func `A table converts to its truth`(_ charset: String, _ columns: Int) throws {
    let (town, folder) = (try Town.shared(), try Scratch())
    let made = try sample(
      [
        "table", "--charset", charset, "--columns", "\(columns)", "--field-bytes", "17",
        "--gaiji-share", "40", "--rows", "300", "-o", "in.csv", "--truth", "truth.csv",
      ], in: folder)
    #expect(made.status == 0, "\(made.errors)")
    let positions = columns == 1 ? ["1"] : ["3", "8", "13", "18", "23"]
    let said = "; selected columns: " + positions.joined(separator: ", ")
    #expect(made.errorLines.last?.hasSuffix(said) == true, "\(made.errors)")

    let run = try gaiji(
      ["transcode", "in.csv", "-o", "out.csv", "--no-hash"]
        + town.flags(charset, columns: positions), in: folder)
    #expect(run.status == 0, "\(run.errors)")
    #expect(try folder.data("out.csv") == folder.data("truth.csv"))
    #expect(try folder.data("out.csv") != folder.data("in.csv"))
  }

  @Test(arguments: ["-1", "100.5", "0.001", "nan", "many"])
  func `A share that is none is a mistake of usage`(_ share: String) throws {
    let folder = try Scratch()
    for command in [["register"], ["table"]] {
      let outcome = try sample(
        command + ["--gaiji-share=\(share)", "-o", "out.csv"], in: folder)
      #expect(outcome.status == 64, "\(outcome.errors)")
      #expect(outcome.errors.contains(share))
    }
    #expect(folder.names.isEmpty)
  }

  @Test func `Shapes and charsets that no table can have are refused`() throws {
    let folder = try Scratch()
    for (flags, words) in [
      (["--columns", "0"], "--columns is 1 to 10000"),
      (["--field-bytes", "1000000", "--columns", "1000"], "a row at most 64 MiB"),
      (["--rows=-1"], "--rows must not be negative"),
      (["--charset", "ibm1399"], "charset ibm1399 has shift codes"),
      (["--charset", "klingon"], "charset klingon is not in"),
    ] {
      let outcome = try sample(["table", "-o", "out.csv"] + flags, in: folder)
      #expect(outcome.status == 64, "\(flags): \(outcome.errors)")
      #expect(outcome.errors.contains(words), "\(outcome.errors)")
    }
    #expect(folder.names.isEmpty)
  }
}
