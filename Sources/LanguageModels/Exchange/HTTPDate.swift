/// The dates of HTTP, in the three forms of RFC 9110, section 5.6.7.
enum HTTPDate {
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  /// Seconds since the beginning of 1970 in universal time; nil for what is no date.
  ///
  /// A year of two digits is one from 1970 to 2069. The day of the week is not looked at.
  static func seconds(_ text: String) -> Int? {
    let words = text.split { " \t,-".contains($0) }.map(String.init)
    guard words.count >= 5 else { return nil }
    // Tue, 14 Nov 2023 22:13:50 GMT; Tuesday, 14-Nov-23 22:13:50 GMT; Tue Nov 14 22:13:50 2023
    let isOldest = months.contains(words[1])
    let (day, month, year, clock) = (
      words[isOldest ? 2 : 1], words[isOldest ? 1 : 2], words[isOldest ? 4 : 3], words[isOldest ? 3 : 4]
    )
    guard isOldest || (words.count == 6 && words[5] == "GMT"),
      let dayNumber = number(day, 1...31), let monthNumber = months.firstIndex(of: month),
      var yearNumber = number(year, 0...9999)
    else { return nil }
    if year.count == 2 { yearNumber += yearNumber < 70 ? 2000 : 1900 }
    let parts = clock.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3, let hour = number(parts[0], 0...23), let minute = number(parts[1], 0...59),
      let second = number(parts[2], 0...60)
    else { return nil }
    let days = days(year: yearNumber, month: monthNumber + 1, day: dayNumber)
    return ((days * 24 + hour) * 60 + minute) * 60 + second
  }

  private static func number(_ text: String, _ range: ClosedRange<Int>) -> Int? {
    guard text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }), let value = Int(text) else {
      return nil
    }
    return range.contains(value) ? value : nil
  }

  /// Days since 1970 in the Gregorian calendar. With the year beginning in March, the leap day is its last, and the
  /// months before a given one have a whole part of (153 m + 2) / 5 days.
  private static func days(year: Int, month: Int, day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let sinceMarch = (month + 9) % 12
    let leapDays = shifted / 4 - shifted / 100 + shifted / 400
    // 719,468 days lie between the first of March of the year 0 and 1970.
    return shifted * 365 + leapDays + (153 * sinceMarch + 2) / 5 + day - 1 - 719_468
  }
}
