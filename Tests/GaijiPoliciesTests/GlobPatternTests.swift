import Foundation
import GaijiPolicies
import Glibc
import Testing

@Suite struct GlobPatternTests {
  @Test(arguments: [
    ("*.csv", "a.csv", true), ("*.csv", "sub/a.csv", false), ("**/*.csv", "a.csv", true),
    ("**/*.csv", "a/b/c.csv", true), ("a/**", "a/b/c", true), ("a/**", "a", false),
    ("a/**/b/*.txt", "a/b/x.txt", true), ("a/**/b/*.txt", "a/x/y/b/x.txt", true),
    ("a/**/b/*.txt", "a/x/y/c/x.txt", false), ("?.dat", "外.dat", true), ("?.dat", "外字.dat", false),
    ("[亜-熙].csv", "字.csv", true), ("[!a-c]x", "dx", true), ("[!a-c]x", "bx", false),
    ("[]x]y", "]y", true), ("[*].csv", "*.csv", true), ("[*].csv", "a.csv", false),
    // Hidden files and folders have to be named.
    ("*", ".a", false), ("?a", ".a", false), ("[.]a", ".a", false), (".*", ".a", true),
    ("**/a", ".h/a", false), ("**/.h/*", "x/.h/a", true), ("**", "a/.h", false),
    // Composed and decomposed: two names.
    ("が.csv", "か\u{3099}.csv", false), ("か\u{3099}.csv", "か\u{3099}.csv", true),
    ("a\nb", "a\nb", true), ("..x", "..x", true), ("*..*", "a..b", true),
  ])
  func `Matches paths as documented`(_ pattern: String, _ path: String, _ matches: Bool) throws {
    #expect(try GlobPattern(pattern).matches(path) == matches)
  }

  @Test(arguments: [
    ("", "has an empty name"), ("/a", "has an empty name"), ("a//b", "has an empty name"),
    ("a/", "has an empty name"), ("../a", "cannot hold .. as a name"), ("a/./b", "cannot hold ."),
    ("a**b", "has ** inside a name"), ("a\\b", "has \\; write /"), ("[ab", "has [ without ]"),
    ("[]", "has [ without ]"), ("[b-a]", "a range that ends before it begins: b-a"),
    ("a\0b", "has a NUL"), (String(repeating: "a", count: 1025), "is longer than 1024 signs"),
  ])
  func `Says what is wrong with a pattern`(_ pattern: String, _ message: String) throws {
    let error = try #require(throws: GlobError.self) { try GlobPattern(pattern) }
    #expect(error.description.contains(message))
  }

  @Test func `Agrees with fnmatch about single names`() {
    // fnmatch(3) with FNM_PERIOD is what the shell does for a name.
    let alphabet = Array("ab.-*?[]!".unicodeScalars)
    var generator = Numbers(seed: 7)
    func text(_ letters: [Unicode.Scalar], _ most: Int) -> String {
      var text = String.UnicodeScalarView()
      for _ in 0...generator.next(most) { text.append(letters[generator.next(letters.count)]) }
      return String(text)
    }
    var compared = 0
    for _ in 0..<40_000 {
      let pattern = text(alphabet, 7)
      let name = text(Array("ab.-[]!".unicodeScalars), 6)
      // "[." opens a collating symbol there; a name cannot be "." or "..".
      guard !pattern.contains("[."), name != ".", name != "..",
        let own = try? GlobPattern(pattern)
      else { continue }
      let theirs = unsafe fnmatch(pattern, name, FNM_PERIOD | FNM_PATHNAME) == 0
      #expect(own.matches(name) == theirs, "\(pattern) \(name)")
      compared += 1
    }
    #expect(compared > 10_000)
  }

  @Test func `No pattern is slow`() throws {
    let stars = try GlobPattern(String(repeating: "*a", count: 400) + "b")
    #expect(!stars.matches(String(repeating: "a", count: 4000)))
    let folders = try GlobPattern(String(repeating: "**/a/", count: 100) + "b")
    #expect(!folders.matches(String(repeating: "a/", count: 1000) + "c"))
  }

  @Test func `Knows whether it names hidden files`() throws {
    #expect(try GlobPattern("a/.git/**").namesHidden)
    #expect(try !GlobPattern("a/**/*.git").namesHidden)
  }
}

@Suite struct OutputTemplateTests {
  @Test(arguments: [
    ("{dir}/{name}.utf8{ext}", "a/b/c.csv", "a/b/c.utf8.csv"),
    ("{dir}/{name}.utf8{ext}", "c.csv", "c.utf8.csv"), ("{dir}/{name}{ext}", "a/b", "a/b"),
    ("all/{name}{ext}", "a/.hidden", "all/.hidden"), ("{name}.x", "a.b.c", "a.b.x"),
    ("{dir}/{name}{ext}", "a/..b", "a/..b"), ("{dir}-new/{name}", "a/b", "a-new/b"),
    ("{dir}/{name}{ext}", "a/x\ny\".csv", "a/x\ny\".csv"),
  ])
  func `Makes the output's path`(_ template: String, _ input: String, _ output: String) throws {
    #expect(try OutputTemplate(template).path(for: input) == output)
  }

  @Test(arguments: ["/{name}", "../{name}", "{dir}//{name}", "a/../{name}", "{nam}", "{name", ""])
  func `Refuses what cannot be a path below the folder`(_ template: String) {
    #expect(throws: GlobError.self) { try OutputTemplate(template) }
  }

  @Test func `A name cannot lead out of the folder`() throws {
    // Without its extension ".", "..." is "..".
    #expect(throws: GlobError.self) { try OutputTemplate("{name}/x").path(for: "...") }
    #expect(try OutputTemplate.same.path(for: "...") == "...")
  }
}

/// A small generator of numbers, the same on every run.
private struct Numbers {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next(_ limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(limit))
  }
}
