internal import GaijiModel

// Field limits, errors and samples.

extension ByteConverter {
  // MARK: Field limits

  mutating func checkLimits(
    _ limits: [BlockSettings.FieldLimit], from fieldOutput: Int
  ) throws(ConversionStop) {
    let count = unsafe written - outputBase - fieldOutput
    let bytes = unsafe UnsafeBufferPointer(start: outputBase + fieldOutput, count: count)
    guard unsafe counter.exceeds(limits, bytes) else { return }
    result.events.append(
      RecordEvent(
        number: Int32(table.overflowNumber), column: Int32(column), record: record,
        offset: unsafe blockOffset + (fieldStart - start),
        fieldOffset: unsafe blockOffset + (fieldStart - start)))
    switch settings.overflow.action {
    case .keep, .escape: return
    case .reject: isRejected = true
    case .stop: throw unsafe stop(.policy(.overflow, code: ""), at: fieldStart)
    case .substitute:
      let cut = unsafe counter.cut(limits, bytes, mark: settings.overflow.mark)
      let tail = unsafe UnsafeBufferPointer(rebasing: bytes[cut...])
      let removed = unsafe counter.count(tail)
      let removedScalars = unsafe counter.scalars(tail)
      let used = fieldOutput + cut
      unsafe written = outputBase + used
      // SAFETY: cut <= count. A mark may be longer than what it stands for: room is made for it and
      // for what the kernel may write for the rest of the block.
      let left = unsafe end - position
      reserve(
        used + settings.overflow.mark.count + left * 3 + kernelPaddingByteCount, keeping: used)
      unsafe settings.overflow.mark.withUnsafeBufferPointer {
        unsafe written.update(from: $0.baseAddress ?? UnsafePointer(written), count: $0.count)
      }
      unsafe written += settings.overflow.mark.count
      result.expectedCharacters += settings.overflow.markCharacters - removedScalars
      account.substitute(removed.characters)
    }
  }
}
