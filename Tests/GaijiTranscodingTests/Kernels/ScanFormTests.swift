import Glibc
import Testing

/// The bit masks as they are compiled for each kind of processor: this package is built for one only.
@Suite struct ScanFormTests {
  private static let hasCompiler = ["clang", "cc"].contains { name in
    unsafe system("command -v \(name) >/dev/null 2>&1") == 0
  }

  @Test(.enabled(if: hasCompiler, "needs clang or cc to compile the other forms"))
  func `Every form of the masks gives what the models give`() throws {
    let tests = "/Tests/GaijiTranscodingTests/Kernels/ScanFormTests.swift"
    let file = #filePath
    try #require(file.utf8.suffix(tests.utf8.count).elementsEqual(tests.utf8))
    let root = String(decoding: file.utf8.dropLast(tests.utf8.count), as: UTF8.self)
    guard let pipe = unsafe popen("'\(root)/Scripts/check-simd' forms 2>&1", "r") else {
      Issue.record("cannot start a shell")
      return
    }
    var text: [UInt8] = []
    while case let byte = unsafe getc(pipe), byte != EOF { text.append(UInt8(byte)) }
    let status = unsafe pclose(pipe)
    #expect(status == 0, "\(String(decoding: text, as: UTF8.self))")
    #expect(text.starts(with: Array("check-simd: ".utf8)))
  }
}
