internal import GaijiHashing
internal import GaijiModel

/// Turns the nodes of a job file into a job, and collects every problem on the way. What stands in
/// an entry besides its patterns is `BatchKeysDecoder`'s.
struct BatchJobDecoder {
  private static let rootKeys = ["input", "unmatched", "defaults", "files"]
  private static let entryKeys = ["match", "skip", "copy", "output"]
  private static let maximumEntries = 10_000

  private var keys: ProfileKeys
  private let folder: String
  private var defaults: [PolicyNode.Entry] = []

  static func decode(
    _ root: PolicyNode, file: String, sha256: SHA256Digest
  ) throws(PolicyError) -> BatchJob {
    let slash = file.utf8.lastIndex(of: 0x2F)
    var decoder = BatchJobDecoder(
      keys: ProfileKeys(file: file),
      folder: slash.map { String(file[...$0]) } ?? "")
    let job = decoder.job(root, file: file, sha256: sha256)
    guard let job, decoder.keys.problems.isEmpty else { throw PolicyError(decoder.keys.problems) }
    return job
  }

  private init(keys: ProfileKeys, folder: String) {
    self.keys = keys
    self.folder = folder
  }

  private mutating func job(_ root: PolicyNode, file: String, sha256: SHA256Digest) -> BatchJob? {
    guard case .table(let entries) = root.value else {
      keys.report(root, "a job is a table of keys, not \(root.typeName)")
      return nil
    }
    var job = BatchJob(unmatched: .report, entries: [], path: file, sha256: sha256)
    var files: PolicyNode?
    for entry in entries {
      let (key, node) = (entry.key, entry.node)
      switch key {
      case "input":
        job.input = keys.string(node, key).map { BatchKeysDecoder.place($0, in: folder) }
      case "unmatched":
        let all = BatchJob.Unmatched.allCases
        job.unmatched = keys.word(node, key, of: all, named: \.rawValue) ?? .report
      case "defaults":
        if case .table(let entries) = node.value {
          defaults = entries
        } else {
          keys.report(node, "\"defaults\" must be a table, not \(node.typeName)")
        }
      case "files": files = node
      default: keys.reportUnknown(key, node, in: "", known: Self.rootKeys)
      }
    }
    let before = keys.problems.count
    _ = BatchKeysDecoder.decode(
      defaults.filter { $0.key != "output" }, at: "defaults", folder: folder, into: &keys)
    if let output = defaults.first(where: { $0.key == "output" }) {
      _ = template(output.node, "defaults.output")
    }
    // Said once, not with each entry.
    if keys.problems.count > before { defaults = [] }
    guard let files, case .array(let elements) = files.value, !elements.isEmpty else {
      keys.report(files ?? root, "a job needs one or more [[files]] with \"match\"")
      return nil
    }
    guard elements.count <= Self.maximumEntries else {
      keys.report(files, "more than \(Self.maximumEntries) [[files]]; use patterns")
      return nil
    }
    for (index, element) in elements.enumerated() {
      if let entry = entry(element, at: "files[\(index + 1)]") { job.entries.append(entry) }
    }
    return job
  }

  private mutating func entry(_ node: PolicyNode, at path: String) -> BatchEntry? {
    guard case .table(let entries) = node.value else {
      keys.report(node, "\"\(path)\" must be a table, not \(node.typeName)")
      return nil
    }
    var patterns: [GlobPattern] = []
    var treatment = BatchEntry.Treatment.convert
    var own: [PolicyNode.Entry] = []
    var output: OutputTemplate?
    for entry in entries {
      let key = path + "." + entry.key
      switch entry.key {
      case "match": patterns = self.patterns(entry.node, key)
      case "skip", "copy":
        guard let flag = keys.boolean(entry.node, key), flag else { break }
        if treatment != .convert {
          keys.report(entry.node, "\"\(path)\" has \"skip\" and \"copy\"; keep one")
        }
        treatment = entry.key == "skip" ? .skip : .copy
      case "output": output = template(entry.node, key)
      default: own.append(entry)
      }
    }
    if !entries.contains(where: { $0.key == "match" }) {
      keys.report(node, "\"\(path)\" needs \"match\", the patterns of its files")
    }
    let inherited = defaults.filter { entry in
      !entries.contains { $0.key.utf8.elementsEqual(entry.key.utf8) }
    }
    if output == nil, let node = inherited.first(where: { $0.key == "output" })?.node {
      output = template(node, "defaults.output")
    }
    var settings = BatchKeys()
    if treatment == .convert {
      settings = BatchKeysDecoder.decode(
        own + inherited.filter { $0.key != "output" }, at: path, folder: folder, into: &keys)
    } else {
      for entry in own {
        let isKnown = BatchKeysDecoder.known.contains { $0.utf8.elementsEqual(entry.key.utf8) }
        guard isKnown else {
          keys.reportUnknown(entry.key, entry.node, in: path, known: Self.entryKeys)
          continue
        }
        keys.report(
          entry.node,
          "\"\(path).\(entry.key)\" has no use: the files are \(treatment == .skip ? "skipped" : "copied")"
        )
      }
      if treatment == .skip, let node = entries.first(where: { $0.key == "output" })?.node {
        keys.report(node, "\"\(path).output\" has no use: the files are skipped")
      }
    }
    return BatchEntry(
      patterns: patterns, treatment: treatment, output: output ?? .same, keys: settings,
      line: node.line)
  }

  private mutating func patterns(_ node: PolicyNode, _ key: String) -> [GlobPattern] {
    var texts: [String] = []
    if case .string(let text) = node.value {
      texts = [text]
    } else {
      texts = keys.texts(node, key) ?? []
    }
    var patterns: [GlobPattern] = []
    for text in texts {
      do throws(GlobError) { patterns.append(try GlobPattern(text)) } catch {
        keys.report(node, "\"\(key)\": \"\(text)\" \(error)")
      }
    }
    return patterns
  }

  private mutating func template(_ node: PolicyNode, _ key: String) -> OutputTemplate? {
    guard let text = keys.string(node, key) else { return nil }
    do throws(GlobError) { return try OutputTemplate(text) } catch {
      keys.report(node, "\"\(key)\": \"\(text)\" \(error)")
      return nil
    }
  }
}
