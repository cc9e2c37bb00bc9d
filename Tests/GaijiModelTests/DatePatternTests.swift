import Foundation
import GaijiModel
import Testing

@Suite struct DatePatternTests {
  static func fault(_ pattern: String, _ text: String) throws -> DatePattern.Fault? {
    try #require(DatePattern(pattern)).fault(in: Array(text.utf8))
  }

  @Test(arguments: [1583, 1700, 1900, 1999, 2000, 2023, 2024, 2100, 2400])
  func `A date exists where Foundation's Gregorian calendar has it`(_ year: Int) throws {
    let pattern = try #require(DatePattern("yyyyMMdd"))
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
    var found = 0
    for month in 0...13 {
      for day in 0...32 {
        let expected = DateComponents(
          calendar: calendar, year: year, month: month, day: day
        ).isValidDate
        let text = String(format: "%04d%02d%02d", year, month, day)
        #expect((pattern.fault(in: Array(text.utf8)) == nil) == expected, "\(text)")
        found += expected ? 1 : 0
      }
    }
    #expect(found == 365 || found == 366)
  }

  @Test(arguments: [
    ("yyyy-MM-dd", "2024-2-29", DatePattern.Fault.form), ("yyyy-MM-dd", "2024/02/29", .form),
    ("yyyy-MM-dd", "2024-02-2９", .form), ("yyyyMMdd", "", .form), ("yyyyMMdd", "00000101", .value),
    ("HH:mm:ss", "24:00:00", .value), ("HH:mm:ss", "23:59:60", .value),
    ("HH:mm", "12:60", .value), ("yyyyMM", "202413", .value),
  ])
  func `A wrong value is told from one that does not exist`(
    _ pattern: String, _ text: String, _ fault: DatePattern.Fault
  ) throws {
    #expect(try Self.fault(pattern, text) == fault)
  }

  @Test(arguments: [
    ("yyyy-MM-dd HH:mm:ss.SSS", "2024-02-29 23:59:59.999"), ("yyyy", "0001"), ("HHmm", "0000"),
    ("yyyy/MM", "9999/12"),
  ])
  func `A value of the pattern has no fault`(_ pattern: String, _ text: String) throws {
    #expect(try Self.fault(pattern, text) == nil)
  }

  @Test(arguments: [
    "", "-", "MMdd", "yyyydd", "yyyyMMddyyyy", "yyyy年", "yyMMdd", "mm:ss", "yyyyMM HH", "yyyyMMddT",
    "yyyy\nMM",
  ])
  func `A pattern that is none is refused`(_ text: String) {
    #expect(DatePattern(text) == nil)
  }
}
