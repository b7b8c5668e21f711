import Settings
import Text

/// Acts as a dashboard may declare them: two modes, a fixed one, one that needs a key.
enum SampleActs {
  static let all: [KeyDefault] = [
    act("pause", "space", in: ["live"], meaning: "Pause or resume."),
    act("play", "space", in: ["replay"], meaning: "Play or pause."),
    act("step", "s", in: ["live"], meaning: "Do one step."),
    act("mask", "x", in: ["live"]),
    act("pin", "*", in: ["live"]),
    act("step-back", "left", in: ["replay"]),
    act("earlier", "left", in: ["live"]),
    act("down", "j", "down"),
    act("up", "k", "up"),
    act("help", "?", "f1"),
    act("quit", "q", meaning: "Quit; nothing is lost."),
    KeyDefault(
      name: "interrupt", keys: [KeyPress(.character("c"), .control)], modes: ["live", "replay"], isRebindable: false),
  ]

  static func act(
    _ name: String, _ keys: String..., in modes: Set<String> = ["live", "replay"], meaning: String = ""
  ) -> KeyDefault {
    KeyDefault(name: name, keys: keys.compactMap { KeyPress(name: $0) }, modes: modes, meaning: meaning)
  }
}

extension Configuration {
  /// As read of a file called config.toml, with the sample's acts.
  init(_ text: String) { self.init(parsing: text, path: "config.toml", acts: SampleActs.all) }
}
