import GaijiFiles
import GaijiHashing
import GaijiRelease
import GaijiReports

/// Whether what an earlier batch made of a file still holds.
extension BatchRunner {
  /// What an earlier batch made of the file, when nothing has changed since.
  func kept(
    _ item: BatchPlan.Item, _ output: String, settings: String, _ writer: BatchReportWriter
  ) throws -> BatchFile? {
    guard var file = earlier[item.file.path], let made = file.output,
      [.complete, .unmappedAboveLimit, .copied].contains(file.state),
      file.input.bytes == item.file.size,
      file.input.modified == item.file.modified.description,
      made.path.utf8.elementsEqual(output.utf8), made.settings == settings,
      BatchFolders.size(of: BatchFolders.join(folders.output, output)) == made.bytes
    else { return nil }
    file.isKept = true
    file.entry = item.entry.map { $0 + 1 }
    noteLimit(&file)
    return try writer.addKept(file) ? file : nil
  }

  /// SHA-256 of everything but the input that an output and its report follow from.
  func settingsDigest(_ item: BatchPlan.Item) throws -> String {
    guard item.treatment == .convert, let entry = item.entry, let setup = setups[entry] else {
      return digest(of: ["copy", "\(reporting.hash)"])
    }
    return digest(
      of: [
        GaijiVersion.text, setups.release.release.digest.description,
        try setup.optionsText(inputPath: item.file.path), "\(reporting.hash)",
        "\(reporting.occurrences)", "\(reporting.options.language)",
        "\(reporting.options.masksContext)",
      ])
  }
}
