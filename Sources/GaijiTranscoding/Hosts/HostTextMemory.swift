internal import GaijiCharsets
internal import GaijiModel

// Memory of the text engine that does not move while records are converted.

/// The tables of `HostOutcomes` and the spaces of the charset as plain values.
@unsafe struct ShortWays {
  let ascii: (plain: UnsafePointer<UInt8>, selected: UnsafePointer<UInt8>)
  let singles: (plain: UnsafePointer<UInt32>, selected: UnsafePointer<UInt32>)
  let numbers: (plain: UnsafePointer<UInt32>, selected: UnsafePointer<UInt32>)
  let doubles: (plain: UnsafePointer<UInt64>, selected: UnsafePointer<UInt64>)

  init(_ outcomes: HostOutcomes) {
    unsafe ascii = (outcomes.ascii(selected: false), outcomes.ascii(selected: true))
    unsafe numbers = (
      outcomes.table.fastTable(selected: false), outcomes.table.fastTable(selected: true)
    )
    unsafe singles = (outcomes.singles(selected: false), outcomes.singles(selected: true))
    unsafe doubles = (outcomes.doubles(selected: false), outcomes.doubles(selected: true))
  }
}

/// The steps of all programs, in memory that does not move: one for each column, program by program.
@safe final class StepMemory {
  let base: UnsafePointer<HostStep>

  init(_ programs: [HostProgram], _ settings: BlockSettings, _ charset: HostCharset) {
    var steps = programs.flatMap(\.steps)
    for index in steps.indices {
      let column = steps[index].column
      steps[index].isSelected = settings.selection.contains(column)
      if !settings.mayReject, settings.limits[column] == nil {
        steps[index].form = steps[index].form(in: charset)
      }
    }
    let memory = UnsafeMutablePointer<HostStep>.allocate(capacity: max(1, steps.count))
    // SAFETY: the index is below the capacity.
    for (index, step) in steps.enumerated() { unsafe (memory + index).initialize(to: step) }
    unsafe base = UnsafePointer(memory)
  }

  deinit { unsafe base.deallocate() }
}

/// The counters of all columns, in memory that does not move.
@safe final class AccountMemory {
  let base: UnsafeMutablePointer<ColumnAccount>
  let count: Int

  init(count: Int) {
    self.count = max(count, 1)
    unsafe base = .allocate(capacity: self.count)
    unsafe base.initialize(repeating: ColumnAccount(), count: self.count)
  }

  deinit { unsafe base.deallocate() }

  func reset() {
    for column in 0..<count { unsafe base[column] = ColumnAccount() }
  }

  func copy(to result: inout BlockResult) {
    result.accounts.removeAll(keepingCapacity: true)
    for column in 0..<count { unsafe result.accounts.append(base[column]) }
  }
}

extension HostStep {
  /// How a kernel may read the field, if nothing is asked of it but conversion.
  func form(in charset: HostCharset) -> HostFieldKernel.Form {
    guard padding == .trailing, charset.space != nil || content == .double else { return .general }
    return switch content {
    case .single: byteCount <= 16 ? .digits : .single
    case .double
    where charset.doubleState != nil && charset.doubleSpace != nil && byteCount % 2 == 0:
      .double
    case .mixed where charset.table.scheme == .shifted: .mixed
    default: .general
    }
  }
}
