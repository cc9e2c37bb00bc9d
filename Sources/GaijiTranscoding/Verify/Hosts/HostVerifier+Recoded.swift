internal import GaijiFiles
internal import GaijiHostRecords
internal import GaijiModel

// Host records that became records of the same layout in another charset.

extension HostVerifier {
  mutating func verifyRecoded(source: InputFile, output: InputFile) throws {
    guard let target else { return }
    var left = records(source)
    var right = records(output)
    try findColumns(host.columnNames)
    while try left.read() {
      record = left.number
      offset = left.offset
      report.records += 1
      guard let parts = parts(left.data, in: host, "source") else { continue }
      if rejects(left.data, parts) {
        report.rejectedRecords += 1
        continue
      }
      guard try right.read() else {
        fault(-1, "the output ends before this record")
        continue
      }
      compare(left.data, right.data, parts, target)
    }
    if try right.read() { fault(-1, "the output has a record that the source does not have") }
  }

  private mutating func compare(
    _ data: [UInt8], _ output: [UInt8], _ parts: HostRecordParts, _ target: HostPlan
  ) {
    guard data.count == output.count else {
      fault(-1, "\(data.count) bytes in the source's record, \(output.count) in the output's")
      return
    }
    var expected = data
    for step in parts.program.steps where step.field >= 0 {
      report.fields += 1
      // A field that the record's end cuts stays as it is.
      guard step.isText, case .whole(let range) = parts.place(of: step) else { continue }
      compareWritten(
        sourceText(step, Array(data[range]), at: offset + range.lowerBound), Array(output[range]),
        step, target, at: offset + range.lowerBound)
      expected.replaceSubrange(range, with: output[range])
    }
    if let place = expected.indices.first(where: { expected[$0] != output[$0] }) {
      fault(
        -1, "byte \(place) of the record is in no text field and is not as in the source",
        at: offset + place)
    }
  }

  private mutating func rejects(_ data: [UInt8], _ parts: HostRecordParts) -> Bool {
    let actions = plan.policy.actions
    guard ConversionPolicy.Failure.allCases.contains(where: { actions[$0] == .reject }) else {
      return false
    }
    for step in parts.program.steps where step.isText {
      switch parts.place(of: step) {
      case .absent: continue
      case .cut: if actions.invalid == .reject { return true }
      case .whole(let range):
        if rejects(sourceText(step, Array(data[range]), at: offset), step) { return true }
      }
    }
    return false
  }
}
