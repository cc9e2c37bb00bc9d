/// Turns the bytes of a compressed file into its content, piece by piece.
///
/// A file is a sequence of members (gzip) or frames (zstd); each says itself where it ends.
protocol StreamDecoder: AnyObject {
  /// Whether the last member that began has ended: only here a file may end.
  var isBetweenMembers: Bool { get }

  /// Takes bytes from `input` and puts content into `room`, as far as both reach.
  ///
  /// - Returns: how many bytes were taken and put; (0, 0) when nothing can be done without more input.
  /// - Throws: `DecodingFault`; the decoder is of no use afterwards.
  @unsafe func decode(
    _ input: UnsafeRawBufferPointer, into room: UnsafeMutableRawBufferPointer
  ) throws(DecodingFault) -> (taken: Int, put: Int)
}

/// What is wrong with a compressed file.
enum DecodingFault: Error, Hashable {
  /// What stands where a member may begin is none.
  case noMember
  /// With the library's words for it, and how many bytes of the input it had looked at; `nil` when it
  /// does not say.
  case damaged(String, after: Int?)
  /// A frame that needs a larger window than is allowed.
  case windowTooLarge
  case needsDictionary
  case outOfMemory
}
