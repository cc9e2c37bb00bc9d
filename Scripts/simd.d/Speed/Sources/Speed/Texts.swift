import GaijiCharsets
import GaijiModel
import GaijiRelease

/// What is converted: a register of ten columns.
enum Texts {
  static let release: MappingRelease = {
    do {
      var contents = ReleaseContents(dataEdition: "speed")
      for name in ["utf8", "cp932", "eucjp-ms", "ibm1399"] {
        contents.charsets.append(try CharsetBuilder.build(name, jisx0213: nil))
      }
      return try MappingRelease(bytes: ReleaseWriter.bytes(of: contents))
    } catch {
      fatalError("\(error)")
    }
  }()

  /// Two thirds of the bytes are Japanese, as in the benchmark's register.
  static let register = rows("葛飾山田太郎", "東京都千代田区霞が関", "ヤマダ タロウ")
  static let ascii = rows("KATSUSHIKA TARO", "1-1-1 KASUMIGASEKI CHIYODA", "YAMADA")
  /// A gaiji without an identification in each row, which the general engine has to resolve too.
  static let gaiji = rows("葛飾\u{E757}田太郎", "東京都千代田区霞が関", "ヤマダ タロウ")

  private static func rows(_ name: String, _ address: String, _ kana: String) -> String {
    var text = "no,name,kana,address,birth,sex,since,code,note,end\n"
    for row in 0..<50_000 {
      text += "\(10_000 + row),\(name),\(kana),\(address)\(row % 97)-\(row % 13),19530401,1,"
      text += "20240401,\(row &* 7919 % 100_000),\(row % 5 == 0 ? name : ""),0\n"
    }
    return text
  }

  static func encoded(_ text: String, _ charset: String) -> [UInt8] {
    do {
      guard let table = try release.charset(charset) else { fatalError("no \(charset)") }
      var encoder = ScalarEncoder(table)
      var bytes: [UInt8] = []
      for scalar in text.unicodeScalars where !encoder.encode(scalar.value, into: &bytes) {
        fatalError("\(scalar.value) in \(charset)")
      }
      encoder.finish(into: &bytes)
      return bytes
    } catch {
      fatalError("\(error)")
    }
  }

  /// Records with the columns of the register: numbers, one-byte text, two-byte text, mixed text.
  static let recordLayout: RecordLayout = {
    let widths: [(FieldKind, Int)] = [
      (.single, 8), (.double, 40), (.single, 20), (.mixed, 60), (.single, 8), (.single, 1),
      (.single, 8), (.single, 24), (.double, 40), (.mixed, 31),
    ]
    var layout = RecordLayout(name: "R", fields: [], maximumByteCount: 0)
    for (index, width) in widths.enumerated() {
      layout.fields.append(
        LayoutField(
          name: "F\(index)", kind: width.0, offset: layout.maximumByteCount, byteCount: width.1))
      layout.maximumByteCount += width.1
    }
    return layout
  }()

  static let records: [UInt8] = {
    let double = Array(encoded("山田太郎葛飾区霞関", "ibm1399").dropFirst().dropLast())
    let mixed = encoded("1-2 東京都千代田区 3", "ibm1399")
    let single = encoded("YAMADA 12", "ibm1399")
    var bytes: [UInt8] = []
    for _ in 0..<24_000 {
      for field in recordLayout.fields {
        let text = field.kind == .double ? double : field.kind == .mixed ? mixed : single
        let part = text.prefix(field.byteCount)
        bytes += part
        bytes += [UInt8](repeating: 0x40, count: field.byteCount - part.count)
      }
    }
    return bytes
  }()
}
