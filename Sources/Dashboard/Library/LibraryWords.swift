import Text

/// Dates without a calendar of the system: days since 1970 and back, by the rules of the Gregorian calendar, in UTC.
public enum LibraryDate {
  /// Seconds since 1970 of "2026-11-21T21:26:35Z"; nil for text of another form.
  static func seconds(of text: String) -> Double? {
    let bytes = Array(text.utf8)
    guard bytes.count == 20, bytes[19] == UInt8(ascii: "Z") else { return nil }
    for (place, mark) in [(4, "-"), (7, "-"), (10, "T"), (13, ":"), (16, ":")] where bytes[place] != mark.utf8.first {
      return nil
    }
    func number(_ range: Range<Int>) -> Int? {
      bytes[range].reduce(0) { value, byte in
        guard let value, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
        return value * 10 + Int(byte - UInt8(ascii: "0"))
      }
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10), let hour = number(11..<13),
      let minute = number(14..<16), let second = number(17..<19), (1...12).contains(month), (1...31).contains(day),
      hour < 24, minute < 60, second < 61
    else { return nil }
    return Double(((days(year, month, day) * 24 + hour) * 60 + minute) * 60 + second)
  }

  /// "2026-11-21 21:26 UTC"
  public static func text(ofSeconds seconds: Double) -> String {
    guard seconds.isFinite, seconds.magnitude < 1e11 else { return "an unknown time" }
    let whole = Int(seconds.rounded(.down))
    let day = whole >= 0 ? whole / 86_400 : (whole - 86_399) / 86_400
    let minutes = (whole - day * 86_400) / 60
    let (year, month, date) = civil(day)
    return "\(year)-\(two(month))-\(two(date)) \(two(minutes / 60)):\(two(minutes % 60)) UTC"
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }

  /// Years are counted from March, so that a leap day is a year's last; 400 of them have 146,097 days.
  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    return year * 365 + floored(year, 4) - floored(year, 100) + floored(year, 400) + dayOfYear - 719_468
  }

  private static func civil(_ day: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = day + 719_468
    let era = floored(shifted, 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    )
  }

  private static func floored(_ number: Int, _ divisor: Int) -> Int {
    number >= 0 ? number / divisor : (number - divisor + 1) / divisor
  }
}

/// The words of the library, for its screen and for lines.
public enum LibraryWords {
  /// "2 h ago"; the day of what lies in the future, as clocks that disagree make it.
  public static func ago(_ moment: Double, now: Double) -> String {
    let age = age(moment, now: now)
    if age == "ahead" { return String(LibraryDate.text(ofSeconds: moment).prefix(10)) }
    return age.first?.isNumber == true ? age + " ago" : age
  }

  /// "2 h", for a column; "now" for less than a minute, "ahead" for the future.
  static func age(_ moment: Double, now: Double) -> String {
    let seconds = now - moment
    // A log that was edited by hand may have any date.
    guard seconds.magnitude < 1e11 else { return "unknown" }
    guard seconds > -60 else { return "ahead" }
    switch seconds {
    case ..<60: return "now"
    case ..<3600: return "\(Int(seconds / 60)) min"
    case ..<172_800: return "\(Int(seconds / 3600)) h"
    case ..<1_209_600: return "\(Int(seconds / 86_400)) d"
    case ..<5_184_000: return "\(Int(seconds / 604_800)) wk"
    case ..<63_072_000: return "\(Int(seconds / 2_629_800)) mo"
    default: return "\(Int(seconds / 31_557_600)) y"
    }
  }

  /// "28 kB"
  public static func size(_ bytes: Int) -> String {
    switch bytes {
    case ..<1000: "\(bytes) B"
    case ..<999_500: "\(NumberFormat.compact(Double(bytes) / 1000)) kB"
    case ..<999_500_000: "\(NumberFormat.compact(Double(bytes) / 1e6)) MB"
    default: "\(NumberFormat.compact(Double(bytes) / 1e9)) GB"
    }
  }

  /// How a run stands, for a column.
  public static func standing(_ run: LibraryRun) -> String {
    switch run.standing {
    case .running, .paused, .waiting, .solved, .stalled, .failed, .interrupted, .damaged: run.standing.rawValue
    case .target: "target met"
    case .steps: "all steps"
    case .budget: "budget used"
    case .person: "by you"
    case .unread: "reading"
    }
  }

  /// The same in a sentence or a few words, for the details.
  static func standingInFull(_ run: LibraryRun) -> String {
    guard let figures = run.figures else { return standing(run) }
    if let ended = figures.ended {
      let words = Words.joined("ended", ended.cause.map(Words.clean) ?? ended.reason.words)
      return run.isBeingWritten ? "\(words); still open in another Tiller" : words
    }
    return run.isBeingWritten
      ? "\(run.standing.rawValue): written by another Tiller" : "interrupted: it can be gone on with"
  }

  /// "18/50"
  public static func steps(_ figures: LibraryRun.Figures) -> String { "\(figures.step)/\(figures.steps)" }

  /// "7,412", or "12.4k $0.12" where a price is known.
  public static func spending(_ figures: LibraryRun.Figures) -> String {
    guard figures.tokens.total > 0 else { return "" }
    let tokens = Words.tokens(figures.tokens.total, isEstimated: figures.tokens.isEstimated)
    return [tokens, Words.cost(figures.tokens)].compactMap { $0 }.joined(separator: " ")
  }

  /// What cannot be read of a log, and what to do; nil where all can.
  public static func damage(_ run: LibraryRun) -> String? {
    switch run.contents {
    case .unread: nil
    case .unreadable(let sentence): Words.clean(sentence)
    case .figures(let figures):
      if let line = figures.damagedLine {
        "damaged in line \(NumberFormat.count(line)): tiller repair \(Words.clean(Words.shellQuoted(run.path)))"
      } else if run.isTorn {
        "torn: its last line is cut off, as by a power cut; resuming leaves that out"
      } else {
        nil
      }
    }
  }

  public static func loss(_ value: Double) -> String { Words.lossInColumn(value) }
}
