import Foundation
import GaijiFiles
import Testing

@Suite struct UTCTimeTests {
  @Test func `A moment is written as Foundation writes it`() {
    // About every 100 days to the year 9999, from 1583: before, Foundation's calendar is Julian.
    for seconds in stride(from: -12_212_553_600, to: 253_402_300_799, by: 1_234_567 * 7) {
      let date = Date(timeIntervalSince1970: TimeInterval(seconds))
      #expect(UTCTime.text(secondsSince1970: seconds) == Self.text(date))
    }
    #expect(UTCTime.text(secondsSince1970: 951_782_400) == "2000-02-29T00:00:00Z")
    #expect(UTCTime.text(secondsSince1970: -1) == "1969-12-31T23:59:59Z")
  }

  private static func text(_ date: Date) -> String {
    date.ISO8601Format()
  }
}
