import Foundation
import GaijiTranscoding

/// A progress line on a terminal's standard error; nothing anywhere else.
final class ProgressLine {
  private let isShown: Bool
  private let began = ContinuousClock.now
  private var last: ContinuousClock.Instant?

  init(isWanted: Bool) { isShown = isWanted && isatty(2) == 1 }

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
      text += String(format: ", %d %%", progress.bytesIn * 100 / total)
    }
    FileHandle.standardError.write(Data((text + "\u{1B}[K").utf8))
  }

  func clear() {
    if last != nil { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
  }
}
