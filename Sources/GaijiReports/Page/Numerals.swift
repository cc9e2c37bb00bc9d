/// `1,234,567`.
func grouped(_ number: Int) -> String {
  let digits = Array(String(number.magnitude))
  var text = number < 0 ? "-" : ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index) % 3 == 0 { text += "," }
    text.append(digit)
  }
  return text
}

/// Nanoseconds as seconds with two decimals, rounded down.
func seconds(_ nanoseconds: UInt64) -> String {
  let hundredths = nanoseconds / 10_000_000
  let fraction = hundredths % 100
  return grouped(Int(hundredths / 100)) + "." + (fraction < 10 ? "0" : "") + String(fraction)
}

/// A share in per cent with three decimals, rounded down, so that only everything is 100 %. A share
/// too small to show is `< 0.001 %`.
func share(_ part: Int, of whole: Int) -> String {
  guard whole > 0 else { return "–" }
  if part == whole { return "100 %" }
  if part == 0 { return "0 %" }
  let (product, overflow) = part.multipliedReportingOverflow(by: 100_000)
  let thousandths = overflow ? part / max(1, whole / 100_000) : product / whole
  if thousandths == 0 { return "< 0.001 %" }
  let fraction = String(thousandths % 1000)
  let zeros = String(repeating: "0", count: 3 - fraction.utf8.count)
  return "\(thousandths / 1000).\(zeros)\(fraction) %"
}
