internal import GaijiModel

/// The entries of a copybook as groups and items.
struct CopybookTree {
  struct Node {
    let entry: CopybookEntry
    /// `nil`: FILLER.
    let name: FoldedName?
    let parent: Int?
    var children: [Int] = []
    /// The children by the bytes they share: an item and those that redefine it.
    var areas: [[Int]] = []
    /// Of the members of the last area: what may be redefined next.
    var redefinable: Set<FoldedName> = []
    /// Own or a group's.
    var usage: CopybookUsage?
    var sign: SignClause?
    var isSynchronized = false
    /// `nil` for a group.
    var storage: CopybookStorage?
    /// Bytes from the record's start, of the first occurrence.
    var offset = 0
    /// Bytes of one occurrence.
    var elementByteCount = 0
    /// The largest boundary that a synchronized item in it needs; 1 without one.
    var alignment = 1
    /// Whether OCCURS DEPENDING ON stands in it or below.
    var isVariable = false

    /// At most, for a variable table.
    var count: Int { entry.occurs?.maximum ?? 1 }
    /// Of all occurrences.
    var byteCount: Int { elementByteCount * count }
    var endOffset: Int { offset + byteCount }
  }

  var nodes: [Node] = []
  /// Levels 01 and 77.
  private(set) var roots: [Int] = []
  private var rootNames: Set<FoldedName> = []
  /// Entries are missing, because they could not be read: a group may look empty.
  private var isPartial = false
  var diagnostics: LayoutDiagnostics
  let options: CopybookOptions
  /// The names of `options.use`.
  let used: Set<FoldedName>

  init(diagnostics: LayoutDiagnostics, options: CopybookOptions) {
    self.diagnostics = diagnostics
    self.options = options
    used = Set(options.use.map { FoldedName($0) })
  }

  mutating func build(_ entries: [CopybookEntry], name: String) {
    isPartial = !diagnostics.problems.isEmpty
    // From the root to the last item.
    var path: [Int] = []
    for entry in entries {
      guard !diagnostics.isFull else { return }
      if entry.level == 1 || entry.level == 77 {
        path = [append(entry, below: nil)]
        continue
      }
      if path.isEmpty {
        diagnostics.note(entry.place, "no level 01 before \(entry.title): the record is \(name)")
        let root = CopybookEntry(level: 1, name: name, place: entry.place)
        path = [append(root, below: nil)]
      }
      var sibling: Int?
      while let last = path.last, nodes[last].entry.level >= entry.level {
        // The root has level 1 and stays, but 77 is a root too.
        if path.count == 1 { break }
        sibling = path.popLast()
      }
      guard let parent = path.last, nodes[parent].entry.level < entry.level else {
        diagnostics.report(
          entry.place,
          "\(entry.title) of level \(entry.level) follows a level 77; expected 01 or 77")
        continue
      }
      if let sibling, nodes[sibling].entry.level != entry.level {
        diagnostics.note(
          entry.place,
          "\(entry.title) has level \(entry.level) and its neighbour \(nodes[sibling].entry.title) "
            + "\(nodes[sibling].entry.level): both taken as parts of \(nodes[parent].entry.title)")
      }
      guard nodes[parent].entry.picture == nil else {
        diagnostics.report(
          entry.place,
          "\(entry.title) stands below \(nodes[parent].entry.title), which has a PICTURE; "
            + "expected a level not above \(nodes[parent].entry.level)")
        continue
      }
      path.append(append(entry, below: parent))
    }
    for index in nodes.indices where nodes[index].children.isEmpty { addStorage(of: index) }
    for index in nodes.indices where !nodes[index].children.isEmpty { checkGroup(index) }
    checkUse()
  }

  private mutating func append(_ entry: CopybookEntry, below parent: Int?) -> Int {
    let index = nodes.count
    let name = entry.name.map { FoldedName($0) }
    var node = Node(entry: entry, name: name, parent: parent)
    let group = parent.map { nodes[$0] }
    node.usage = entry.usage?.value ?? group?.usage
    node.sign = entry.sign?.value ?? group?.sign
    node.isSynchronized = entry.synchronized != nil || group?.isSynchronized == true
    if let usage = entry.usage, let inherited = group?.usage, inherited != usage.value {
      diagnostics.report(
        usage.place,
        "\(entry.title) is \(usage.value.word) in a group that is \(inherited.word); "
          + "expected the same")
    }
    nodes.append(node)
    if let parent {
      nodes[parent].children.append(index)
      addToAreas(index, of: parent)
    } else {
      checkRoot(entry)
      roots.append(index)
      if let name { rootNames.insert(name) }
    }
    return index
  }

  private mutating func checkRoot(_ entry: CopybookEntry) {
    if let occurs = entry.occurs {
      diagnostics.report(occurs.place, "OCCURS cannot stand at level \(entry.level)")
    }
    guard let redefines = entry.redefines else { return }
    if rootNames.contains(FoldedName(redefines.value)) {
      diagnostics.note(
        redefines.place, "\(entry.title) redefines \(redefines.value): a layout of its own")
    } else {
      diagnostics.report(
        redefines.place, "REDEFINES \(redefines.value): no level 01 of this name stands before")
    }
  }

  /// COBOL lets only other redefinitions stand between an item and its redefinition.
  private mutating func addToAreas(_ index: Int, of parent: Int) {
    let name = nodes[index].name
    if let redefines = nodes[index].entry.redefines {
      if nodes[parent].redefinable.contains(FoldedName(redefines.value)) {
        nodes[parent].areas[nodes[parent].areas.count - 1].append(index)
        if let name { nodes[parent].redefinable.insert(name) }
        return
      }
      let before = nodes[parent].areas.last?.first.flatMap { nodes[$0].entry.name }
      diagnostics.report(
        redefines.place,
        "\(nodes[index].entry.title) REDEFINES \(redefines.value); expected the item directly "
          + "before it on its level" + (before.map { ", \($0)" } ?? ""))
    }
    nodes[parent].areas.append([index])
    nodes[parent].redefinable = name.map { [$0] } ?? []
  }

  private mutating func addStorage(of index: Int) {
    let entry = nodes[index].entry
    if entry.isBroken || isPartial && entry.picture == nil { return }
    do throws(CopybookStorage.Fault) {
      var storage = try CopybookStorage(
        picture: entry.picture?.value, usage: nodes[index].usage ?? .display,
        sign: nodes[index].sign, options: options)
      if entry.sign != nil {
        guard case .zoned(let shape, _) = storage.kind, shape.isSigned else {
          diagnostics.report(
            entry.sign?.place,
            "SIGN of \(entry.title): expected a PICTURE with S and USAGE DISPLAY")
          return
        }
      }
      if let place = entry.justified {
        guard storage.kind.isText, entry.picture?.value.category != .numericEdited else {
          diagnostics.report(place, "JUSTIFIED of \(entry.title): it holds no text")
          return
        }
        storage.padding = .leading
      }
      if entry.name == nil, options.fillersAreRaw {
        storage.kind = .raw
        storage.padding = .trailing
      } else if let note = storage.note {
        diagnostics.note(entry.place, "\(entry.title): \(note)")
      }
      if let place = entry.blankWhenZero, case .zoned = storage.kind, entry.name != nil {
        diagnostics.note(place, "\(entry.title): BLANK WHEN ZERO: its bytes may be spaces")
      }
      nodes[index].storage = storage
    } catch {
      diagnostics.report(entry.picture?.place ?? entry.place, "\(entry.title) \(error.message)")
    }
  }

  private mutating func checkGroup(_ index: Int) {
    let entry = nodes[index].entry
    for (place, clause) in [
      (entry.justified, "JUSTIFIED"), (entry.blankWhenZero, "BLANK WHEN ZERO"),
    ] {
      guard let place else { continue }
      diagnostics.report(place, "\(clause) cannot stand at the group \(entry.title)")
    }
  }

  private mutating func checkUse() {
    guard !options.use.isEmpty else { return }
    var names: [String] = []
    for node in nodes {
      for area in node.areas where area.count > 1 {
        names += area.compactMap { nodes[$0].entry.name }
      }
    }
    let shared = Set(names.map { FoldedName($0) })
    for name in options.use where !shared.contains(FoldedName(name)) {
      diagnostics.report(
        nil, "use: \"\(excerpt(name))\" is no item with REDEFINES" + hint(name, among: names))
    }
  }
}
