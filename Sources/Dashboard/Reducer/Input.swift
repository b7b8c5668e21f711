import Charts
import Optimization
import Text

extension DashboardState {
  mutating func take(_ event: InputEvent) -> [Effect] {
    if layout.isTooSmall { return takeUnseen(event) }
    switch event {
    case .key(let key): return press(key)
    case .paste(let text):
      paste(text)
      return []
    case .mouse(let mouse): return take(mouse)
    case .focus: return []
    }
  }

  /// Where nothing has room to be shown, nothing is steered by mistake; the ways out are open.
  private mutating func takeUnseen(_ event: InputEvent) -> [Effect] {
    guard case .key(let key) = event else { return [] }
    if key.key == .escape { return press(key) }
    guard let act = keyMap.act(for: key, in: screenMode), [.quit, .interrupt, .suspend, .redraw].contains(act) else {
      return []
    }
    return perform(act)
  }

  /// Pasted lines never trigger keys and never send anything off: they go into what is open, or nowhere.
  private mutating func paste(_ text: String) {
    if field != nil {
      field?.field.paste(text)
      field?.complaint = nil
    } else if case .palette(var palette) = overlay {
      palette.field.paste(text)
      palette.chosen = 0
      palette.complaint = nil
      overlay = .palette(palette)
    } else if case .export(var panel) = overlay {
      panel.field.paste(text)
      panel.complaint = nil
      overlay = .export(panel)
    } else {
      say("Nothing to paste into; \(keyMap.names(of: .inject)) opens the field for solutions.", .refused)
    }
  }

  private mutating func press(_ key: KeyPress) -> [Effect] {
    message = nil
    let act = keyMap.act(for: key, in: screenMode)
    if arrangement.isPresentation, field == nil, let act {
      keyEcho.add(key: key.name, label: KeyBinding.of(act).label(self))
    }
    // From everywhere, whatever is open.
    if let act, [.interrupt, .suspend, .redraw].contains(act) { return perform(act) }
    if gesture != nil, key.key == .escape {
      gesture = nil
      return []
    }
    if field != nil { return edit(key) }
    switch overlay {
    case .palette(let palette): return edit(palette, key)
    case .themes(let menu): return choose(menu, key, act)
    case .export(let panel): return edit(panel, key)
    case .help(let top): if scrollHelp(from: top, act) { return [] }
    case nil: break
    }
    return act.map { attempt($0) } ?? []
  }

  /// Does what is asked if it is possible; else says why not.
  mutating func attempt(_ act: Act, argument: String? = nil) -> [Effect] {
    switch KeyBinding.of(act).availability(in: self, isNamed: argument != nil) {
    case .available: return perform(act, argument: argument)
    case .unavailable(let reason):
      say(reason, .refused)
      return []
    }
  }

  // MARK: The help

  /// Whether the key was for the help.
  mutating func scrollHelp(from top: Int, _ act: Act?) -> Bool {
    let page = max(1, size.rows - 6)
    var top = top
    switch act {
    case .help, .leave, .quit:
      overlay = nil
      return true
    case .down: top += 1
    case .up: top -= 1
    case .pageDown: top += page
    case .pageUp: top -= page
    case .first, .toStart: top = 0
    case .last, .toEnd: top = .max
    default: return false
    }
    overlay = .help(top: max(0, min(top, HelpContent(self).lastTop)))
    return true
  }

  // MARK: Themes

  mutating func open(_ themes: [NamedTheme]) {
    guard !themes.isEmpty else { return say("There is no theme.", .refused) }
    let chosen = themes.firstIndex { $0.theme == theme } ?? 0
    overlay = .themes(ThemeMenu(themes: themes, chosen: chosen, before: theme))
  }

  private mutating func choose(_ menu: ThemeMenu, _ key: KeyPress, _ act: Act?) -> [Effect] {
    let last = menu.themes.count - 1
    switch (key.key, act) {
    case (.enter, _):
      overlay = nil
      let name = menu.themes[menu.chosen].name
      say("Theme \(name); theme = \"\(name)\" in config.toml keeps it.", .done)
      return []
    case (.escape, _), (_, .quit), (_, .theme):
      theme = menu.before
      overlay = nil
      return []
    case (_, .down): preview(menu.chosen + 1, in: menu)
    case (_, .up): preview(menu.chosen - 1, in: menu)
    case (_, .pageDown), (_, .last), (_, .toEnd): preview(last, in: menu)
    case (_, .pageUp), (_, .first), (_, .toStart): preview(0, in: menu)
    default: break
    }
    return []
  }

  /// Shows the whole screen in a theme of the list, the nearest where there is none at that place.
  mutating func preview(_ place: Int, in menu: ThemeMenu) {
    var menu = menu
    menu.chosen = max(0, min(place, menu.themes.count - 1))
    theme = menu.themes[menu.chosen].theme
    overlay = .themes(menu)
  }
}
