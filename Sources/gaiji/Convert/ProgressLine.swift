import Foundation
import GaijiFiles
import GaijiTranscoding

/// A progress line on a terminal's standard error; nothing anywhere else.
final class ProgressLine {
  private let isShown: Bool
  /// How far it is read is told by the bytes of the file, compressed or not.
  private let source: InputFile
  private let began = ContinuousClock.now
  private var last: ContinuousClock.Instant?

  init(isWanted: Bool, source: InputFile) {
    isShown = isWanted && isatty(2) == 1
    self.source = source
  }

  func show(_ progress: TranscodingProgress) {
    guard isShown else { return }
    let now = ContinuousClock.now
    if let last, now - last < .milliseconds(200) { return }
    last = now
    let seconds = max(0.001, (now - began) / .seconds(1))
    let megabytes = Double(progress.bytesIn) / 1e6
    var text = String(
      format: "\r%.0f MB, %d records, %.0f MB/s", megabytes, progress.records, megabytes / seconds)
    if let total = progress.totalBytes, total > 0 {
      let done = source.compression == nil ? progress.bytesIn : source.storedByteCount
      text += String(format: ", %d %%", done * 100 / total)
    }
    FileHandle.standardError.write(Data((text + "\u{1B}[K").utf8))
  }

  func clear() {
    if last != nil { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
  }
}
