import Text

/// What can be asked for and by which keys: the one declaration that the reducer, the footer, the help, the palette, the
/// plain mode and the settings are made from.
public struct KeyBinding: Sendable {
  public let act: Act
  /// As the palette, the plain mode and the settings write it: "cancel-step".
  public let name: String
  /// The declared keys; a person's settings may name others.
  public let keys: [KeyPress]
  public let group: Group
  /// The modes that it means something in.
  public let modes: Set<ScreenMode>
  /// Its place in the footer, lowest first, those of one place together; nil where only the help names it.
  public let footerRank: Int?
  /// What may follow the name in a line of the palette or the plain mode: "TEMPERATURE"; nil where nothing may.
  public let argument: String?
  /// A sentence for the help.
  public let help: String
  /// A word or two for the footer, which may follow the state.
  public let label: @Sendable (DashboardState) -> String

  init(
    _ act: Act, _ name: String, _ keys: [KeyPress], _ group: Group, in modes: Set<ScreenMode> = [.live, .replay],
    footer: Int? = nil, argument: String? = nil, _ label: String, help: String
  ) {
    self.init(act, name, keys, group, in: modes, footer: footer, argument: argument, label: { _ in label }, help: help)
  }

  init(
    _ act: Act, _ name: String, _ keys: [KeyPress], _ group: Group, in modes: Set<ScreenMode> = [.live, .replay],
    footer: Int? = nil, argument: String? = nil, label: @escaping @Sendable (DashboardState) -> String, help: String
  ) {
    self.act = act
    self.name = name
    self.keys = keys
    self.group = group
    self.modes = modes
    self.footerRank = footer
    self.argument = argument
    self.label = label
    self.help = help
  }

  /// How to leave and where to find the rest are shown whatever else there is room for.
  var isAlwaysInFooter: Bool { act == .quit || act == .help }

  /// Whether settings may give it another key: control-c must always lead out, and esc leave.
  public var isRebindable: Bool { act != .interrupt && act != .leave }

  public enum ScreenMode: String, Hashable, Sendable, CaseIterable { case live, replay }

  /// The headings of the help, in its order.
  public enum Group: String, CaseIterable, Sendable {
    case run = "The run"
    case context = "What the model sees"
    case replay = "The replay"
    case look = "Looking"
    case panes = "Panes"
    case program = "The program"
  }

  /// The declaration of an act.
  public static func of(_ act: Act) -> KeyBinding { byAct[act] ?? all[0] }

  /// Those that the footer may name, by their rank, those of one rank in the order of their declarations.
  static let ofFooter = [false, true].flatMap { isAlways in
    let named = all.filter { $0.footerRank != nil && $0.isAlwaysInFooter == isAlways }
    if isAlways { return named }
    return named.enumerated().sorted {
      ($0.element.footerRank ?? 0, $0.offset) < ($1.element.footerRank ?? 0, $1.offset)
    }.map(\.element)
  }

  private static let byAct = Dictionary(uniqueKeysWithValues: all.map { ($0.act, $0) })
}

extension DashboardState {
  public var screenMode: KeyBinding.ScreenMode { replay == nil ? .live : .replay }
}
