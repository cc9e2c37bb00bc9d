internal import GaijiModel

/// The keys of a job file that say how a file is converted. Those that policies have too are read
/// by the decoder of policies, so that they mean the same.
enum BatchKeysDecoder {
  static let known = [
    "policy", "profile", "layout", "out-layout", "out-format", "framing", "record-length",
    "block-size", "record-end", "item", "from", "to", "columns", "system", "format", "header",
    "limits", "max-record",
  ]
  /// What may stand beside them in an entry, for hints about misspelt keys.
  private static let others = ["match", "skip", "copy", "output"]
  private static let ofPolicies = ["columns", "system", "header", "limits"]
  private static let sizes = 1...1 << 30

  /// A path as the job file means it.
  static func place(_ path: String, in folder: String) -> String {
    path.utf8.first == 0x2F ? path : folder + path
  }

  static func decode(
    _ entries: [PolicyNode.Entry], at path: String, folder: String, into keys: inout ProfileKeys
  ) -> BatchKeys {
    var result = BatchKeys()
    var framing = FramingKeys()
    var shared: [PolicyNode.Entry] = []
    for entry in entries {
      let (key, node) = (path + "." + entry.key, entry.node)
      func file() -> String? {
        guard let text = keys.string(node, key) else { return nil }
        if text.isEmpty || text.utf8.contains(0) {
          keys.report(node, "\"\(key)\" must be the path of a file")
        }
        return place(text, in: folder)
      }
      switch entry.key {
      case "policy": result.policy = file()
      case "profile": result.profile = file()
      case "layout": result.layout = file()
      case "out-layout":
        if case .string("same") = node.value {
          result.outLayout = "same"
        } else {
          result.outLayout = file()
        }
      case "out-format":
        result.outFormat = keys.word(
          node, key, of: BatchKeys.OutFormat.allCases, named: \.rawValue)
      case "framing":
        framing.word = keys.word(node, key, of: FramingKeys.Word.allCases, named: \.rawValue)
        framing.node = node
      case "record-length": framing.recordLength = keys.integer(node, key, in: sizes)
      case "block-size": framing.blockSize = keys.integer(node, key, in: sizes)
      case "record-end": framing.recordEnd = terminator(node, key, &keys)
      case "item": result.item = keys.string(node, key)
      case "from": result.from = keys.string(node, key)
      case "to": result.to = keys.string(node, key)
      case "format":
        result.format = keys.word(node, key, of: BatchKeys.Format.allCases, named: \.rawValue)
      case "max-record":
        result.maximumRecordByteCount = keys.integer(node, key, in: 1024...1 << 40)
      case _ where ofPolicies.contains(entry.key): shared.append(entry)
      default: keys.reportUnknown(entry.key, node, in: path, known: known + others)
      }
    }
    do throws(PolicyError) {
      let file = try PolicyDecoder.decode(
        PolicyNode(line: nil, value: .table(shared)), file: keys.file)
      (result.columns, result.system, result.header) = (file.columns, file.system, file.header)
      result.limits = file.policy.limits
    } catch {
      keys.add(error)
    }
    result.framing = framing.framing(at: path, &keys)
    check(result, entries, at: path, &keys)
    return result
  }

  /// What goes together. Defaults are checked with each entry that uses them.
  private static func check(
    _ result: BatchKeys, _ entries: [PolicyNode.Entry], at path: String, _ keys: inout ProfileKeys
  ) {
    guard path != "defaults" else { return }
    func node(_ key: String) -> PolicyNode? { entries.first { $0.key == key }?.node }
    if result.layout == nil, result.outLayout == nil {
      for key in [
        "out-format", "framing", "record-length", "block-size", "record-end", "item",
      ] {
        if let node = node(key) {
          keys.report(node, "\"\(path).\(key)\" goes with \"layout\" or \"out-layout\"")
        }
      }
    }
    if result.outLayout != nil, let node = node("out-format") {
      keys.report(
        node,
        "\"\(path).out-format\" is for text; with \"out-layout\" the output is records")
    }
    if result.outLayout == "same", result.layout == nil, let node = node("out-layout") {
      keys.report(node, "\"\(path).out-layout\" is \"same\", which needs \"layout\"")
    }
    if result.layout != nil, let node = node("profile") {
      keys.report(
        node,
        "\"\(path).profile\" is for delimited text; \"layout\" says what host records are")
    }
  }

  private static func terminator(
    _ node: PolicyNode, _ key: String, _ keys: inout ProfileKeys
  ) -> [UInt8]? {
    guard let text = keys.string(node, key) else { return nil }
    let digits = text.utf8.map { Character(Unicode.Scalar($0)).hexDigitValue }
    guard [2, 4, 6, 8].contains(digits.count), !digits.contains(nil) else {
      keys.report(
        node, "\"\(key)\" must be 1 to 4 bytes in hexadecimal such as \"15\", not \"\(text)\"")
      return nil
    }
    let values = digits.compactMap(\.self)
    return stride(from: 0, to: values.count, by: 2).map { UInt8(values[$0] << 4 | values[$0 + 1]) }
  }
}

/// The keys that together say how host records follow each other.
private struct FramingKeys {
  enum Word: String, CaseIterable { case fixed, rdw, bdw, delimited }

  var word: Word?
  var node: PolicyNode?
  var recordLength: Int?
  var blockSize: Int?
  var recordEnd: [UInt8]?

  /// `nil` leaves it to the layout. As the flags of the same names.
  func framing(at path: String, _ keys: inout ProfileKeys) -> RecordFraming? {
    switch word {
    case .rdw?: return .descriptors
    case .bdw?: return .blocked(blockByteCount: blockSize ?? 32_760)
    case .fixed? where recordLength == nil, .delimited? where recordEnd == nil:
      let missing = word == .fixed ? "record-length" : "record-end"
      if let node { keys.report(node, "\"\(path).framing\" needs \"\(missing)\" beside it") }
      return nil
    default:
      if word != .delimited, let recordLength { return .fixed(byteCount: recordLength) }
      return recordEnd.map { .delimited(terminator: $0) }
    }
  }
}
