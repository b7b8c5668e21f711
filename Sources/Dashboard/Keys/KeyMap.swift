import Text

/// Which key does what: the declarations, with the changes of a person's settings.
public struct KeyMap: Hashable, Sendable {
  private var acts: [KeyBinding.ScreenMode: [KeyPress: Act]] = [:]
  private var keys: [Act: [KeyPress]] = [:]

  public static let standard = KeyMap()

  /// - Parameter changes: the keys of an act by its name, in the place of the declared ones; none leaves it without.
  ///   Names that are no act's are passed over. Where two acts of one mode want a key, the changed one has it.
  public init(changes: [String: [KeyPress]] = [:]) {
    let changed = Set(KeyBinding.all.filter { changes[$0.name] != nil }.map(\.act))
    for isChanged in [true, false] {
      for binding in KeyBinding.all where changed.contains(binding.act) == isChanged {
        let wanted = changes[binding.name] ?? binding.keys
        let free = wanted.filter { key in binding.modes.allSatisfy { acts[$0]?[key] == nil } }
        keys[binding.act] = free
        for mode in binding.modes {
          for key in free { acts[mode, default: [:]][key] = binding.act }
        }
      }
    }
  }

  /// The keys of an act, the one to name first.
  public func keys(of act: Act) -> [KeyPress] { keys[act] ?? [] }

  /// The keys as people read them: "j down"; empty where there is none.
  public func names(of act: Act) -> String { keys(of: act).map(\.name).joined(separator: " ") }

  /// The act of a key in a mode; where it has none there, that of the other mode, whose binding says why not.
  public func act(for key: KeyPress, in mode: KeyBinding.ScreenMode) -> Act? {
    acts[mode]?[key] ?? acts[mode == .live ? .replay : .live]?[key]
  }
}
