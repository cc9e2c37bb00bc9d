internal import Foundation
internal import GaijiFiles

/// The details of a proposal as they lie in the catalogue: JSON text, or zlib's form of it where that
/// is smaller.
///
/// Alone, two kilobytes of JSON become one; with a dictionary of the words that every proposal has, half
/// of one. Text begins with a brace, zlib's form with 78 (hexadecimal), so the first byte tells them
/// apart.
enum PackedText {
  /// Bytes of the details of one proposal, at most.
  static let limit = 1 << 24

  static func bytes(_ text: String) throws -> [UInt8] {
    let plain = Array(text.utf8)
    guard plain.count <= limit else {
      throw CatalogError.refused("details of \(plain.count) bytes; \(limit) are the most")
    }
    let packed = try Deflate.compressed(plain, dictionary: dictionary)
    return packed.count < plain.count || plain.first == zlibMark ? packed : plain
  }

  static func text(_ data: Data, of proposal: Int64) throws -> String {
    guard data.first == zlibMark else { return String(decoding: data, as: UTF8.self) }
    do {
      let content = try Deflate.content(
        of: [UInt8](data), dictionary: dictionary, atMost: limit)
      return String(decoding: content, as: UTF8.self)
    } catch {
      throw CatalogError.inconsistent("the details of proposal \(proposal): \(error)")
    }
  }

  private static let zlibMark: UInt8 = 0x78

  /// Frozen with schema step 9, for what was packed with it needs it again: zlib checks that it is the
  /// same. Words that are not in it only take more bytes. The likeliest stand last.
  static let dictionary = Array(
    (#"","vertical","small","half-width","marks":["一画違いの文字がある: "ja":"空の枠。口か囗か、字形のないことを示す記号"#
      + #""en":"an empty frame: 口, 囗 or a sign for a missing glyph"a stroke away from another character: "#
      + #""kind":"hints","kind":"order","kind":"neighbours","kind":"readings","kind":"approved","#
      + #""words":{"en":" approvals of the same figure name the candidate (","ja":"同一の字形の承認 "#
      + #" 件のうち 件が候補と一致(","place among the codes"}},{"kind":"readings","logLikelihoodRatio":-0."#
      + #""relation":"same-character"},{"codePoints":["U+2B"],"identity":"MJ05","name":"mj05","#
      + #""no candidate resembles it: all together "ja":"似た候補がない: 合わせて "#
      + #""en":"the same character with probability 99.9","ja":"同じ文字である確率 99.9"#
      + #" % (target precision 99.9 %)" %(目標精度 99.9 %)" %、どの字形かは、同じ文字の %は、目標精度 99.9 %に要る "#
      + #" %に満たない"," %, below the " % that the target precision 99.9 % needs"#
      + #"左上と上と右上と左と中央と右と左下と下と右下にある画がない","右下にMJ0にない画がある、左下にMJ0"#
      + #"","ja":"strokes in the upper left and at the top and in the upper right and on the left and in "#
      + #"the middle and on the right and in the lower left and at the bottom and in the lower right"#
      + #" that MJ0 lacks; without one stroke in the middle that MJ0 has","ja":"without strokes "#
      + #"{"en":"no stroke is missing or extra, but the form differs","ja":"画の過不足は見当たらないが、形が異なる"}"#
      + #""reason":{"en":"no stroke is missing or extra","ja":"画の過不足は見当たらない"},"score":-1"#
      + #"},{"codePoints":["U+2"],"distances":{"box":2,"m16":7,"mom":2},"evidence":[{"kind":"shape","#
      + #""logLikelihoodRatio":-1}],"reason":{"en":"strokes are compared for the first candidates only","#
      + #""ja":"画の比較は上位の候補のみ"},"score":-"#
      + #"}],"query":{"isOutline":true,"marks":[],"pixelsPerEm":96,"place":"U+E"},"reasons":[{"en":"the same character with "#
      + #"probability ","ja":"同じ文字である確率 "}],"siblings":[{"codePoints":["U+4E"],"identity":"MJ0","#
      + #""name":"mj0","relation":"neighbour"},{"codePoints":["U+5"],"identity":"MJ0","name":"mj0","#
      + #""relation":"neighbour"}]}{"candidates":[{"codePoints":["U+"],"distances":{"box":7,"m16":22,"mom":8}"#)
      .utf8)
}
