internal import GaijiModel
internal import GaijiTranscoding

extension ReportPageBuilder {
  /// The policy as an auditor asks for it: what happens to each kind of failure, what is accepted.
  var policies: [ReportPage.Fact] {
    let policy = report.policy
    let isJapanese = options.language == .japanese
    func pick(_ japanese: String, _ english: String) -> String { isJapanese ? japanese : english }
    let separator = pick("、", ", ")
    var facts: [ReportPage.Fact] = ConversionPolicy.Failure.allCases.map { failure in
      let action = policy.actions[failure]
      let substitute = String(
        String.UnicodeScalarView(
          policy.substitutes[failure].compactMap { Unicode.Scalar($0) }))
      let shown = action == .substitute && !substitute.isEmpty ? " \(substitute)" : ""
      return .init(label: terms.kind(kind(of: failure)), value: terms.action(action) + shown)
    }
    let statuses = IdentificationStatus.allCases.filter(policy.acceptedStatuses.contains)
    facts.append(
      .init(
        label: pick("使用する同定の状態", "Statuses used"),
        value: statuses.map(terms.status).joined(separator: separator)))
    let grades = IdentificationGrade.allCases.filter(policy.acceptedGrades.contains)
    facts.append(
      .init(
        label: pick("使用する同定区分", "Grades used"),
        value: grades.map(terms.grade).joined(separator: separator)))
    switch policy.target {
    case .utf8, .charset:
      facts.append(
        .init(
          label: pick("IVS の使用", "Use of IVS"),
          value: policy.ivs == .always
            ? pick("登録があれば常に付ける", "wherever one is registered")
            : pick("必要な場合だけ付ける", "only where the bare code point shows another figure")))
    case .jisx0213, .jisx0208:
      facts.append(
        .init(
          label: pick("縮退の根拠（適用順）", "Shrink grounds, in order"),
          value: policy.shrink.grounds.map(terms.ground).joined(separator: separator)))
      facts.append(
        .init(
          label: pick("候補が複数の場合", "Several candidates"),
          value: policy.shrink.takesFirstOfMany
            ? pick("最初の候補を使う", "the first is taken")
            : pick("変換せず報告する", "not converted, reported")))
    case .utf8PrivateUse, .tagged: break
    }
    facts += charsetFacts
    for limit in policy.limits {
      let unit = limit.unit == .bytes ? pick("バイト", "bytes") : pick("文字", "characters")
      facts.append(
        .init(
          label: pick("上限: \(limit.column)", "Limit of \(limit.column)"),
          value: "\(grouped(limit.maximum)) \(unit)"))
    }
    return facts
  }

  /// Only what is not at its default: most charsets have no such choice.
  private var charsetFacts: [ReportPage.Fact] {
    let policy = report.policy
    let isJapanese = options.language == .japanese
    func pick(_ japanese: String, _ english: String) -> String { isJapanese ? japanese : english }
    var facts: [ReportPage.Fact] = []
    if policy.preference == .position {
      facts.append(
        .init(
          label: pick("字形と領域の優先", "Figure or position"),
          value: pick("領域重視（JIS X 0208:1990 の区点）", "position (row and cell of JIS X 0208:1990)")))
    }
    if let base = policy.projection {
      facts.append(
        .init(
          label: pick("外字領域の先頭の符号位置", "Code point of the first gaiji"), value: scalarName(base)))
    }
    let space: String? =
      switch policy.doubleSpace {
      case .table: nil
      case .hostSpace: "4040"
      case .jisSpace: "A1A1"
      case .twoSpaces: pick("4040 は半角空白二つ", "4040 is two spaces of one byte")
      }
    if let space {
      facts.append(.init(label: pick("全角空白のコード", "Code of the ideographic space"), value: space))
    }
    return facts
  }

  private func kind(of failure: ConversionPolicy.Failure) -> FindingKind {
    switch failure {
    case .invalid: .invalid
    case .undefined: .undefined
    case .gaiji: .gaiji
    case .unencodable: .unencodable
    case .overflow: .overflow
    }
  }
}
