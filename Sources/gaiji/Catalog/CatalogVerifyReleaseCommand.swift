import ArgumentParser
import GaijiHashing
import GaijiRelease

struct CatalogVerifyReleaseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify-release",
    abstract: "Check every byte of a mapping release.",
    discussion: """
      A conversion checks only the parts of a release that it uses. This command checks all of \
      them, against their SHA-256 and against the rules of the format, and prints the digest that \
      `gaiji catalog compile` printed and that reports carry.

      Exit statuses: 0 the release is sound, 65 it is damaged, 66 it cannot be opened.
      """)

  @Argument(help: "The release.")
  var release: String

  @Flag(help: "Say nothing on success.")
  var quiet = false

  func run() throws {
    let opened = try exiting {
      let opened = try MappingRelease(path: release)
      try opened.verify()
      return opened
    }
    if !quiet { print("\(opened.digest)  \(release)") }
  }
}
