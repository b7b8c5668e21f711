import Charts
import Dashboard
import Optimization
import Settings
import Terminal
import Text

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How a run is watched: the options of the command line above the settings.
struct WatchPreferences: Sendable {
  /// Lines in words in the place of the screen.
  var isPlain: Bool
  var terminal = TerminalOptions()
  var marker: Marker
  var bell: Bell
  var themes: ThemeShelf
  var theme: Theme
  var keyMap: KeyMap
  var arrangement = Arrangement()
  /// Who can tell the screen where it would propose.
  var foreseer: Foreseer? = .embedded
  /// What is wrong with settings or theme, for the person to read.
  var notices: [String]

  enum Bell: String, CaseIterable, Sendable { case off, bell, notify }

  /// - Throws: `InputError` for a theme that was named on the command line and is not there.
  init(_ watch: WatchOptions, _ preferences: Preferences) throws {
    let settings = preferences.settings
    // A terminal without a screen gets lines, unless the command line says otherwise.
    isPlain = watch.plain ?? (settings.flag("plain") == true || Environment.variables["TERM"] == "dumb")
    terminal.isMouseEnabled = watch.mouse ?? settings.flag("mouse") ?? true
    marker = watch.markers ?? settings.string("markers").flatMap(Marker.init(rawValue:)) ?? .forLocale
    bell = settings.string("bell").flatMap(Bell.init(rawValue:)) ?? .off
    themes = ThemeShelf(folder: preferences.places.themes)
    notices = [preferences.notice].compactMap { $0 }
    if let name = watch.theme {
      theme = try themes.theme(named: name).get().theme
    } else {
      let (theme, problems) = themes.chosen(settings.string("theme"))
      self.theme = theme
      if let first = problems.first {
        notices.append(problems.count == 1 ? first : "\(first) (\(problems.count - 1) more: tiller themes)")
      }
    }
    keyMap = settings.configuration.keys.keys.isEmpty ? .standard : KeyMap(changes: settings.configuration.keys.keys)
    arrangement.kind = settings.string("layout").flatMap(Arrangement.Kind.init(rawValue:)) ?? .picture
    arrangement.split = settings.integer("split")
  }

  /// A screen's state before its first event.
  func state(
    problem: AnyProblem?, mode: DashboardState.Mode = .live, logPath: String?, modelNotice: String? = nil
  ) -> DashboardState {
    DashboardState(
      size: .init(columns: 0, rows: 0), problem: problem, mode: mode, logPath: logPath, modelNotice: modelNotice,
      foresightBy: isPlain ? nil : foreseer?.name, keyMap: keyMap, theme: theme, arrangement: arrangement)
  }
}

extension Marker {
  /// Braille where the locale says UTF-8, or says nothing; else plain characters, as LC_ALL, LC_CTYPE and LANG go before
  /// each other in POSIX.
  static var forLocale: Marker {
    let named = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { (name: String) -> String? in
      getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }.first
    return Marker(locale: named)
  }

  /// What a locale of this name can show; nil for none.
  init(locale: String?) {
    guard let locale = locale?.lowercased(), locale != "c", locale != "posix" else {
      self = .braille
      return
    }
    self = locale.contains("utf-8") || locale.contains("utf8") || !locale.contains(".") ? .braille : .ascii
  }
}

extension WatchPreferences.Bell {
  @TerminalActor
  func ring(_ text: String, on screen: TerminalScreen) {
    switch self {
    case .off: break
    case .bell: screen.notify(.bell)
    case .notify: screen.notify(.message(text))
    }
  }

  /// In plain mode the words are told anyway.
  func ring(to output: Output) {
    if self != .off { output.ring() }
  }
}
