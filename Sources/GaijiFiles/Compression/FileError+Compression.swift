internal import Glibc

extension FileError {
  /// - Parameters:
  ///   - offset: in the compressed file, up to where it was decoded.
  ///   - end: up to where it was read.
  init(
    _ fault: DecodingFault, form: CompressionForm, path: String, offset: Int, end: Int
  ) {
    let name = form.rawValue
    if fault == .outOfMemory {
      self.init(.decompress, path: path, code: ENOMEM, offset: offset)
      return
    }
    self.init(.decompress, path: path, code: 0, offset: offset)
    switch fault {
    case .noMember:
      detail =
        "what follows the \(name) data at byte \(offset) is not \(name); get the file again whole, "
        + "or remove what does not belong to it from that byte on"
    case .damaged(let words, let taken):
      // A checksum tells damage of anything before it.
      detail =
        "the \(name) data are damaged: found between byte \(offset) and byte "
        + "\(taken.map { offset + $0 } ?? end) of the file (\(words)); get the file again"
    case .windowTooLarge:
      detail =
        "the zstd frame at byte \(offset) needs a window of more than 128 MiB; compress it without "
        + "--ultra and --long above 27, or decompress it first: zstd -dc --long=31 FILE | gaiji ... -"
    case .needsDictionary:
      detail =
        "the zstd frame at byte \(offset) was made with a dictionary; decompress it first: "
        + "zstd -dc -D DICTIONARY FILE | gaiji ... -"
    case .outOfMemory: break
    }
  }

  /// The file ends where a member or frame goes on.
  ///
  /// - Parameter end: size of the compressed file.
  init(endOf form: CompressionForm, _ raw: RawInput, end: Int) {
    self.init(.decompress, path: raw.path, code: 0, offset: end)
    detail =
      "the \(form.rawValue) data are cut off: the file ends at byte \(end) in the middle of them; "
      + "get the file again whole"
  }

  /// The name of a file says that it is compressed, and it is not.
  init(notCompressed raw: RawInput, form: CompressionForm) {
    self.init(.decompress, path: raw.path, code: 0, offset: 0)
    detail =
      "the name ends in \(form.ending), but the file does not begin as \(form.rawValue) does at "
      + "byte 0; get it again, or read it as it is with --decompress none"
  }
}
