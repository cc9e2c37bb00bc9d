internal import Glibc

/// The time of day for reports. Foundation's formatters read the zone's rules and start ICU for it,
/// which takes longer than a small conversion.
public enum UTCTime {
  /// Now, to the second: `2026-11-21T07:50:00Z` (RFC 3339).
  public static var now: String {
    text(secondsSince1970: time(nil))
  }

  /// A moment in the Gregorian calendar, years 1 to 9999.
  public static func text(secondsSince1970 seconds: Int) -> String {
    let day = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
    let second = seconds - day * 86_400
    // Years from 1 March, so that the day that comes and goes is a year's last; 400 years are 146,097
    // days. 0000-03-01 is 719,468 days before 1970-01-01.
    let sinceEra = day + 719_468
    let era = (sinceEra >= 0 ? sinceEra : sinceEra - 146_096) / 146_097
    let dayOfEra = sinceEra - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    let date = [
      padded(year, 4), padded(month, 2), padded(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1, 2),
    ]
    let time = [second / 3600, second / 60 % 60, second % 60].map { padded($0, 2) }
    return date.joined(separator: "-") + "T" + time.joined(separator: ":") + "Z"
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}
