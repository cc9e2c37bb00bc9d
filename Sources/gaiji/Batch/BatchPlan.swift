import ArgumentParser
import GaijiFiles
import GaijiPolicies
import GaijiReports
import GaijiTranscoding

/// How each file of a batch is treated: made before anything is written.
struct BatchPlan {
  /// In the order of their paths' bytes.
  private(set) var items: [Item] = []

  struct Item {
    let file: FileTree.Item
    let treatment: Treatment
    /// The index of its `[[files]]`.
    let entry: Int?
    /// Below the output folder.
    let output: String?
  }

  enum Treatment: Equatable {
    case convert, copy, skip, unmatched
    /// It cannot be read as it stands; the reason is the end of a sentence about the path.
    case unusable(String)

    var word: String {
      switch self {
      case .convert: "convert"
      case .copy: "copy"
      case .skip: "skip"
      case .unmatched: "not-matched"
      case .unusable: "failed"
      }
    }
  }

  /// - Throws: `BatchUsageError` for two files with one output, an output that could lead out of its
  ///   folder, and files without an entry where the job file calls that an error.
  init(job: BatchJob, files: [FileTree.Item], prepared: [PreparedConversion?]) throws {
    var outputs: [[UInt8]: String] = [:]
    for file in files {
      let entry = file.isFolder ? nil : job.entry(for: file.path)
      // A hidden file is nobody's business unless a pattern names it.
      if entry == nil, !file.isFolder, Self.isHidden(file.path) { continue }
      let treatment = try Self.treatment(of: file, entry: entry, in: job)
      var output: String?
      if treatment == .convert || treatment == .copy {
        let path = try Self.output(of: file, entry: entry.map { job.entries[$0] }, in: job)
        output = path
        var names = [path]
        if treatment == .convert, let entry, let prepared = prepared[entry] {
          if prepared.mayReject { names.append(path + BatchRunner.rejectedSuffix) }
          // What depends on the file's name, such as a need for columns.
          try Self.checkOptions(prepared, file, job.entries[entry], job)
        }
        for name in names {
          if let other = outputs.updateValue(file.path, forKey: Array(name.utf8)) {
            throw BatchUsageError(
              description: "\(visiblePath(other)) and \(visiblePath(file.path)) would both become "
                + "\(visiblePath(name)); give one of them another \"output\" in \(job.path)")
          }
        }
      }
      items.append(Item(file: file, treatment: treatment, entry: entry, output: output))
    }
    try Self.checkFolders(outputs)
  }

  private static func checkOptions(
    _ prepared: PreparedConversion, _ file: FileTree.Item, _ entry: BatchEntry, _ job: BatchJob
  ) throws {
    do { _ = try prepared.options(inputPath: file.path) } catch let error as ValidationError {
      let line = entry.line.map { ":\($0)" } ?? ""
      throw BatchUsageError(
        description: "\(job.path)\(line): \(visiblePath(file.path)): \(error.message)")
    }
  }

  private static func treatment(
    of file: FileTree.Item, entry: Int?, in job: BatchJob
  ) throws -> Treatment {
    if file.isFolder { return .unusable(file.problem ?? "") }
    var treatment: Treatment
    switch entry.map({ job.entries[$0].treatment }) {
    case .convert?: treatment = .convert
    case .copy?: treatment = .copy
    case .skip?: treatment = .skip
    case nil:
      switch job.unmatched {
      case .report: treatment = .unmatched
      case .skip: treatment = .skip
      case .copy: treatment = .copy
      case .error:
        throw BatchUsageError(
          description: "\(job.path): no entry matches \(visiblePath(file.path)); add one, or "
            + "say what becomes of such files with \"unmatched\"")
      }
    }
    if treatment == .convert || treatment == .copy, let problem = file.problem {
      treatment = .unusable(problem)
    }
    return treatment
  }

  private static func output(
    of file: FileTree.Item, entry: BatchEntry?, in job: BatchJob
  ) throws -> String {
    let template = entry?.output ?? .same
    do throws(GlobError) { return try template.path(for: file.path) } catch {
      throw BatchUsageError(
        description: "\(job.path): \"output\" of \(visiblePath(file.path)): "
          + "\"\(template.text)\" \(visiblePath(error.description))")
    }
  }

  /// A path cannot be a file and the folder of another file.
  private static func checkFolders(_ outputs: [[UInt8]: String]) throws {
    // In a fixed order: the message names the first of several pairs.
    for (path, file) in outputs.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      for (index, byte) in path.enumerated() where byte == 0x2F {
        guard let other = outputs[Array(path[..<index])] else { continue }
        let name = visiblePath(String(decoding: path[..<index], as: UTF8.self))
        throw BatchUsageError(
          description:
            "\(name) would be the output of \(visiblePath(other)) and the folder of that "
            + "of \(visiblePath(file)); give one of them another \"output\"")
      }
    }
  }

  private static func isHidden(_ path: String) -> Bool {
    path.utf8.split(separator: 0x2F).contains { $0.first == 0x2E }
  }
}
