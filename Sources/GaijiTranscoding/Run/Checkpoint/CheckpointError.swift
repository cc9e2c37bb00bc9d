/// Why a run cannot go on from a checkpoint, or be given one.
public enum CheckpointError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file is none of ours, or of another version of this program.
  case otherFormat
  /// The file was cut or changed.
  case damaged
  /// Something is not as it was when the checkpoint was made.
  case differs(what: String, was: String, is: String)
  /// The input's bytes are not those that were read before.
  case otherInput(String)
  /// What is converted cannot be gone on with from the middle.
  case impossible(String)

  public var description: String {
    switch self {
    case .otherFormat:
      "it is no checkpoint of this version of gaiji; remove it to begin anew"
    case .damaged: "it was cut or changed; remove it to begin anew"
    case .differs(let what, let was, let now):
      "\(what) was \(was.isEmpty ? "none" : was) when it was made and is "
        + "\(now.isEmpty ? "none" : now); give the same as then, or remove it to begin anew"
    case .otherInput(let what):
      "the input is not the one that it was made of: \(what); remove it to begin anew"
    case .impossible(let what):
      "a checkpoint is not possible: \(what)"
    }
  }
}
