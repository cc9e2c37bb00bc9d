import GaijiFiles
import GaijiModel
import GaijiTranscoding

// The engines of host records, over layouts that the input chooses: records to text, text to
// records, records to records, and there and back. An error may end a run; what ends well is
// conserved, is proved by the verifier, and does not depend on the size of the blocks.

func fuzzHost(_ bytes: [UInt8]) {
  guard let run = HostRun(bytes) else { return }
  switch run.direction {
  case 0: run.check(run.data) { $0.inputLayout = run.file }
  case 1: run.check(run.header + run.data) { $0.outputLayout = run.file }
  case 2:
    run.check(run.data) {
      $0.inputLayout = run.file
      $0.outputLayout = run.file
    }
  default: run.checkRoundTrip()
  }
}

private let hostCharsets = [
  "ibm1399", "jef-ebcdik", "cp932", "ibm930", "eucjp-ms", "iso-2022-jp",
]

private struct HostRun {
  var direction: Int
  var file: RecordFileLayout
  var policy: ConversionPolicy
  var isJSON: Bool
  /// Bytes of the small blocks.
  var block: Int
  var data: [UInt8]

  /// Layout, policy and data: six bytes, three for each field, then the data.
  init?(_ bytes: [UInt8]) {
    guard bytes.count >= 10 else { return nil }
    direction = Int(bytes[0] & 3)
    isJSON = direction == 0 && bytes[0] & 4 != 0
    block = 1 + Int(bytes[0] >> 3) * 9
    let names = hostCharsets
    let charset = names[Int(bytes[1]) % names.count]
    let other = names[Int(bytes[1] / 16) % names.count]
    switch direction {
    case 0, 3: policy = ConversionPolicy(source: charset)
    case 1: policy = ConversionPolicy(source: "utf8", target: .charset(charset))
    default: policy = ConversionPolicy(source: charset, target: .charset(other))
    }
    let actions: [ConversionPolicy.Action] = [.escape, .substitute, .reject, .keep]
    policy.actions.invalid = actions[Int(bytes[2] & 3)]
    policy.actions.undefined = actions[Int(bytes[2] >> 2 & 3)]
    policy.actions.overflow = bytes[2] & 16 != 0 ? .reject : .substitute
    if bytes[2] & 32 != 0 { policy.substitutes.overflow = [0x2A] }
    let count = 1 + Int(bytes[3] & 7)
    guard bytes.count >= 6 + 3 * count else { return nil }
    var layouts = [Self.layout("R", Array(bytes[6..<6 + 3 * count]), tableAt: Int(bytes[5] & 15))]
    if bytes[3] & 8 != 0 {
      layouts.append(Self.layout("S", Array(bytes[6..<6 + 3 * ((count + 1) / 2)]), tableAt: 15))
    }
    let longest = layouts.map(\.maximumByteCount).max() ?? 1
    let framing: RecordFraming
    switch bytes[4] & 3 {
    case 0:
      for index in layouts.indices {
        layouts[index].tables = []
        for field in layouts[index].fields.indices { layouts[index].fields[field].cell = nil }
        let missing = longest - layouts[index].maximumByteCount
        guard missing > 0 else { continue }
        layouts[index].fields.append(
          LayoutField(name: "END", kind: .raw, offset: longest - missing, byteCount: missing))
        layouts[index].maximumByteCount = longest
      }
      framing = .fixed(byteCount: longest)
    case 1: framing = .descriptors
    case 2: framing = .blocked(blockByteCount: 8 + longest + Int(bytes[4]) * 8)
    default: framing = .delimited(terminator: bytes[4] & 4 != 0 ? [0x0D, 0x25] : [0x15])
    }
    file = RecordFileLayout(
      framing: framing,
      types: layouts.enumerated().map { index, layout in
        .init(
          layout: layout,
          condition: index == layouts.count - 1
            ? nil : .init(offset: 0, byteCount: 1, values: [.bytes([0xF1])]))
      })
    if direction == 0, bytes[2] & 64 != 0, let field = layouts[0].fields.last(where: \.kind.isText)
    {
      policy.limits = [
        .init(
          column: .name(field.name), unit: bytes[2] & 128 != 0 ? .bytes : .characters,
          maximum: 1 + Int(bytes[5] >> 4))
      ]
    }
    data = Array(bytes[(6 + 3 * count)...])
  }

  /// Fields one behind the other; from `tableAt` on they are the elements of one variable table.
  private static func layout(
    _ name: String, _ bytes: [UInt8], tableAt: Int
  ) -> RecordLayout {
    var layout = RecordLayout(
      name: name, fields: [LayoutField(name: "T", kind: .raw, offset: 0, byteCount: 1)],
      maximumByteCount: 1)
    for index in stride(from: 0, to: bytes.count, by: 3) {
      if index / 3 == tableAt {
        addTable(Array(bytes[index..<index + 3]), to: &layout)
      } else {
        add(field(Array(bytes[index..<index + 3])), "F\(index)", nil, to: &layout)
      }
    }
    return layout
  }

  private static func addTable(_ bytes: [UInt8], to layout: inout RecordLayout) {
    let counter = layout.fields.count
    add(
      (.zoned(DecimalShape(digits: 1), .trailing), 1, .trailing), "N", nil, to: &layout)
    let part = field(bytes)
    let maximum = 1 + Int(bytes[2] & 3)
    layout.tables.append(
      VariableTable(
        counter: counter, offset: layout.maximumByteCount, elementByteCount: part.1, minimum: 0,
        maximum: maximum))
    for element in 1...maximum {
      add(part, "E(\(element))", .init(table: 0, element: element), to: &layout)
    }
  }

  private static func add(
    _ field: (FieldKind, Int, FieldPadding), _ name: String, _ cell: LayoutField.TableCell?,
    to layout: inout RecordLayout
  ) {
    layout.fields.append(
      LayoutField(
        name: name, kind: field.0, offset: layout.maximumByteCount, byteCount: field.1, cell: cell,
        padding: field.2))
    layout.maximumByteCount += field.1
  }

  private static func field(_ bytes: [UInt8]) -> (FieldKind, Int, FieldPadding) {
    let width = 1 + Int(bytes[1] & 63)
    let digits = 1 + Int(bytes[1]) % 18
    let shape = DecimalShape(
      digits: digits, scale: Int(bytes[2] & 15) - 3, isSigned: bytes[2] & 16 != 0)
    let padding = FieldPadding(rawValue: bytes[2] >> 5 & 3) ?? .trailing
    switch bytes[0] % 10 {
    case 0: return (.single, width, padding)
    case 1: return (.double, width, padding)
    case 2, 3, 4: return (.mixed, width, padding)
    case 5:
      let place = SignPlace(rawValue: bytes[2] >> 6) ?? .trailing
      let isSeparate = place == .leadingSeparate || place == .trailingSeparate
      return (.zoned(shape, place), digits + (isSeparate && shape.isSigned ? 1 : 0), .trailing)
    case 6: return (.packed(shape), digits / 2 + 1, .trailing)
    case 7:
      let isFree = bytes[2] & 64 != 0
      return (
        .binary(
          DecimalShape(digits: isFree ? 0 : digits, scale: shape.scale, isSigned: shape.isSigned),
          bytes[2] & 128 != 0 ? .little : .big), 1 + Int(bytes[2] & 7), .trailing
      )
    case 8:
      let formats: [FloatFormat] = [.hexadecimal, .ieee, .ieeeLittleEndian]
      return (.float(formats[Int(bytes[2]) % 3]), bytes[1] & 1 == 0 ? 4 : 8, .trailing)
    default: return (.raw, 1 + width % 8, .trailing)
    }
  }

  /// The header of the text form, in the order of the columns.
  var header: [UInt8] {
    var names: [String] = file.types.count > 1 ? ["(record)"] : []
    for field in file.types.flatMap(\.layout.fields)
    where !names.contains(where: { $0.utf8.elementsEqual(field.name.utf8) }) {
      names.append(field.name)
    }
    if case .fixed = file.framing {} else { names.append("(rest)") }
    return Array((names.joined(separator: ",") + "\n").utf8)
  }

  // MARK: Checks

  func check(_ input: [UInt8], configure: (inout TranscodingOptions) -> Void) {
    guard let plan = try? ConversionPlan(policy: policy, release: Store.release, system: nil)
    else { return }
    var options = TranscodingOptions()
    options.hashes = false
    options.writesJSONLines = isJSON
    options.hasHeader = !isJSON
    configure(&options)
    Store.write(input, to: "in")
    let whole = Store.run(plan, options)
    options.blockByteCount = block
    let parts = Store.run(plan, options)
    guard let whole else {
      require(parts == nil, "blocks of \(block) bytes hide an error")
      return
    }
    guard let parts else { fatalError("blocks of \(block) bytes make an error") }
    require(whole.report.conservation, "characters are lost: \(whole.report.columns)")
    require(parts.output == whole.output, "blocks of \(block) bytes change the output")
    require(parts.rejected == whole.rejected, "blocks of \(block) bytes change the rejects")
    require(
      parts.report.findings == whole.report.findings, "blocks of \(block) bytes change findings")
    require(
      parts.report.columns == whole.report.columns, "blocks of \(block) bytes change the counts")
    guard !isJSON else { return }
    Store.write(whole.output, to: "whole")
    do {
      var verifier = try HostVerifier(plan: plan, options: options)
      let proof = try verifier.verify(
        source: try InputFile(path: Store.path("in")),
        output: try InputFile(path: Store.path("whole")))
      require(proof.holds, "not proved: \(proof.faults.prefix(3))")
    } catch {
      fatalError("the verifier cannot read what was converted: \(error)")
    }
  }

  func checkRoundTrip() {
    var options = TranscodingOptions()
    options.inputLayout = file
    options.blockByteCount = block
    Store.write(data, to: "in")
    guard
      var trip = try? HostRoundTrip(
        policy: policy, release: Store.release, system: nil, options: options)
    else { return }
    trip.onDifference = { difference in
      require(!difference.announcedBy.isEmpty, "not announced: \(difference)")
    }
    if let source = try? InputFile(path: Store.path("in")) { _ = try? trip.run(source: source) }
  }
}
