internal import Foundation

/// Numbers of sheets as text.
enum SheetNumbers {
  /// Per cent with two decimals, rounded down: only certainty is 100 %. A probability too small to
  /// show is `< 0.01 %`.
  static func percent(_ probability: Double) -> String {
    guard probability.isFinite else { return "–" }
    let share = min(1, max(0, probability))
    let hundredths = Int((share * 10_000 + 1e-7).rounded(.down))
    if hundredths == 0, share > 0 { return "< 0.01 %" }
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest) %"
  }

  /// A ratio from its logarithm: `×12`, `×1.4`, `÷3.2`; beyond a million only so much.
  static func factor(_ logarithm: Double) -> String {
    guard logarithm.isFinite else { return logarithm > 0 ? "×∞" : logarithm < 0 ? "÷∞" : "–" }
    let size = exp(min(20, abs(logarithm)))
    let text =
      size >= 1e6
      ? "> 1,000,000" : size >= 10 ? grouped(Int(size)) : String(format: "%.1f", size)
    if text == "1.0" { return "×1.0" }
    return (logarithm > 0 ? "×" : "÷") + text
  }

  static func number(_ value: Double, _ digits: Int) -> String {
    value.isFinite ? String(format: "%.\(digits)f", value) : "–"
  }
}
