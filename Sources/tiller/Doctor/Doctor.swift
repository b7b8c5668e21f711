import Charts
import Dashboard
import Optimization
import Settings
import Terminal

/// What may keep the program from running, or from looking as it should. Each takes facts and touches nothing.
enum Doctor {
  // MARK: The terminal

  /// - Parameter isTerminal: whether standard output is one.
  static func terminal(_ result: Result<TerminalDiagnosis, TerminalError>, isTerminal: Bool) -> [Finding] {
    switch result {
    case .failure(let error):
      let advice = "set TERM to what your terminal is, as xterm-256color, or use --plain"
      // Lines need no screen.
      return [Finding(isTerminal ? .wrong : .warning, "terminal", error.description, advice: advice)]
    case .success(let diagnosis):
      let kind = Finding(
        .ok, "terminal", isTerminal ? diagnosis.name : "\(diagnosis.name); standard output is no terminal now")
      return [kind, colors(diagnosis)]
    }
  }

  private static func colors(_ diagnosis: TerminalDiagnosis) -> Finding {
    switch diagnosis.depth {
    case .direct: Finding(.ok, "colours", "all of them")
    case .indexed:
      Finding(.ok, "colours", "256; COLORTERM=truecolor gives all of them where the terminal has them")
    case .sixteen, .eight:
      Finding(
        .warning, "colours", diagnosis.depth == .eight ? "8" : "16",
        advice: "TERM=xterm-256color gives more where the terminal has them")
    case .none:
      Finding(
        .warning, "colours", "none",
        advice: "unset NO_COLOR, or set TERM=xterm-256color, if colours are wanted; all is readable without")
    }
  }

  static func size(_ size: Size?) -> Finding {
    guard let size else { return Finding(.ok, "size", "unknown here, where there is no terminal") }
    let words = "\(size.columns) columns, \(size.rows) rows"
    let least = Layout.smallest
    if size.columns < least.columns || size.rows < least.rows {
      return Finding(
        .warning, "size", words,
        advice: "too small for the screen: make it \(least.columns) by \(least.rows) or larger, or use --plain")
    }
    if size.columns < 80 || size.rows < 24 {
      return Finding(.warning, "size", words, advice: "some panes have no room; from 80 by 24 on all of them have")
    }
    return Finding(.ok, "size", words)
  }

  /// - Parameter markers: what plots are drawn with here, by the locale or by the settings.
  static func locale(_ environment: [String: String], markers: Marker) -> [Finding] {
    let named = ["LC_ALL", "LC_CTYPE", "LANG"].first { environment[$0]?.isEmpty == false }
    let words = named.map { "\($0)=\(environment[$0] ?? "")" } ?? "none is named, and UTF-8 is assumed"
    guard Marker(locale: named.flatMap { environment[$0] }) == .braille else {
      return [
        Finding(
          .warning, "locale", "\(words), which is no UTF-8",
          advice: "plots are drawn with plain characters; LC_ALL=C.UTF-8 gives finer ones"),
        plots(markers),
      ]
    }
    return [Finding(.ok, "locale", words), plots(markers)]
  }

  private static func plots(_ markers: Marker) -> Finding {
    switch markers {
    case .braille:
      Finding(
        .ok, "plots", "braille, as \u{28C0}\u{28E4}\u{28F6}\u{28FF}; where the font shows boxes, --markers blocks")
    case .blocks: Finding(.ok, "plots", "blocks, as \u{2596}\u{259E}\u{2588}; finer with --markers braille")
    case .ascii: Finding(.ok, "plots", "plain characters")
    }
  }

  // MARK: Files

  /// - Parameter folder: see `FolderState`.
  static func logs(_ folder: String, _ state: FolderState) -> Finding {
    switch state {
    case .writable: Finding(.ok, "logs", folder)
    case .absent: Finding(.ok, "logs", "\(folder), made with the first run")
    case .closed(let place):
      Finding(
        .wrong, "logs", "\(folder) cannot be written, because of \(place)",
        advice: "let it be written, set XDG_STATE_HOME to another folder, or name each log with --log FILE")
    }
  }

  static func settings(_ preferences: Result<Preferences, InputError>, hasFile: Bool) -> [Finding] {
    switch preferences {
    case .failure(let error):
      return [
        Finding(.wrong, "settings", error.description, advice: "name a file that is there, or unset TILLER_CONFIG")
      ]
    case .success(let preferences):
      if let path = preferences.unreadable {
        return [
          Finding(
            .warning, "settings", "\(path) cannot be read", advice: "let it be read; until then nothing in it counts")
        ]
      }
      let problems = preferences.settings.problems.map {
        Finding(.warning, "settings", $0.description, advice: "mend this line; it does not count until then")
      }
      if !problems.isEmpty { return problems }
      guard let file = preferences.places.file else { return [Finding(.ok, "settings", "no file")] }
      return [
        Finding(.ok, "settings", hasFile ? file : "\(file), which is not there: tiller config --sample starts one")
      ]
    }
  }

  // MARK: Models

  /// - Parameter complaint: why the model that a run asks cannot be had; nil where it can.
  static func models(_ survey: ModelSurvey, complaint: String?) -> [Finding] {
    var findings: [Finding] = []
    if let complaint {
      findings.append(
        Finding(.wrong, "model", "\(survey.chosen) cannot be asked", advice: complaint))
    } else if let entry = survey.serviceWithoutKey, let variable = entry.service.keyVariable {
      findings.append(
        Finding(.warning, "model", survey.chosen, advice: "\(entry.service.label) wants a key; set \(variable)"))
    } else {
      findings.append(Finding(.ok, "model", "\(survey.chosen), because \(survey.reason)"))
    }
    let keys = survey.services.filter { $0.hasKey == true }.compactMap(\.service.keyVariable)
    findings.append(
      Finding(.ok, "keys", keys.isEmpty ? "none found; only services elsewhere need one" : keys.joined(separator: ", "))
    )
    let servers = survey.localServers.compactMap(\.server).map { "\($0.label) with \($0.model)" }
    findings.append(
      Finding(.ok, "servers", servers.isEmpty ? "none answers on this machine" : servers.joined(separator: "; ")))
    findings += survey.complaints.filter { $0 != complaint }.map {
      Finding(.warning, "models", $0, advice: "mend or unset it")
    }
    return findings
  }

  static func libcurl(complaint: String?) -> Finding {
    complaint.map { Finding(.warning, "libcurl", $0) } ?? Finding(.ok, "libcurl", "found, for services elsewhere")
  }

  static func llamaServer(_ path: String?) -> Finding {
    path.map { Finding(.ok, "llama-server", $0) }
      ?? Finding(
        .ok, "llama-server", "not on the PATH; only llama:FILE.gguf needs it, from llama.cpp or with --llama-server")
  }
}

/// Whether logs can be written into a folder.
enum FolderState: Hashable, Sendable {
  case writable
  /// It is not there, and can be made.
  case absent
  /// This file or folder is in the way.
  case closed(String)
}
