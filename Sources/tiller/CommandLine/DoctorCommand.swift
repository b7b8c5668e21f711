import ArgumentParser
import Charts
import LanguageModels
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

struct DoctorCommand: TillerCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Look at terminal, locale, colours, folders, settings and models, and say what to do about each.",
    discussion: "The exit status is 0, unless something keeps a run from starting: then it is 1.")

  @Flag(help: "As one JSON object.")
  var json = false

  func execute() async throws -> Int32 {
    var findings = await Self.ofTerminal()
    let environment = Environment.variables
    let preferences = Self.preferences(environment)
    findings += Doctor.locale(environment, markers: Self.markers(preferences))
    findings.append(Self.ofLogs(environment))
    let file = ConfigurationPlaces(environment: environment).file
    findings += Doctor.settings(preferences, hasFile: file.map { access($0, F_OK) == 0 } ?? false)
    let settings = (try? preferences.get())?.settings ?? ResolvedSettings(environment: environment)
    let withKeys = Environment.withKeys(environment)
    let survey = ModelSurvey(settings, withKeys)
    findings += Doctor.models(survey, complaint: Self.complaint(settings, withKeys))
    findings.append(Doctor.libcurl(complaint: CurlAvailability.complaint))
    findings.append(Doctor.llamaServer(survey.llamaServer))
    let worst = Finding.worst(of: findings)
    if json {
      let document: JSONValue = ["checks": .array(findings.map(\.json)), "status": .string(worst.rawValue)]
      print(try document.canonicalText())
    } else {
      for finding in findings { print(finding.line) }
      switch worst {
      case .wrong: print("\nA run cannot start like this: see what is wrong above.")
      case .warning: print("\nA run can start; see the warnings above.")
      case .ok: print("\nAll is well.")
      }
    }
    return worst == .wrong ? ExitStatus.failure : ExitStatus.success
  }

  private static func ofTerminal() async -> [Finding] {
    let result: Result<TerminalDiagnosis, TerminalError>
    do throws(TerminalError) {
      result = .success(try await TerminalDiagnosis(TerminalOptions()))
    } catch {
      result = .failure(error)
    }
    let isTerminal = isatty(STDOUT_FILENO) == 1
    return Doctor.terminal(result, isTerminal: isTerminal)
      + [Doctor.size(isTerminal ? TerminalDiagnosis.size(of: STDOUT_FILENO) : nil)]
  }

  private static func preferences(_ environment: [String: String]) -> Result<Preferences, InputError> {
    do {
      return .success(try Preferences(environment: environment))
    } catch {
      return .failure((error as? InputError) ?? InputError("\(error)"))
    }
  }

  private static func markers(_ preferences: Result<Preferences, InputError>) -> Marker {
    let named = (try? preferences.get())?.settings.string("markers")
    return named.flatMap(Marker.init(rawValue:)) ?? .forLocale
  }

  private static func ofLogs(_ environment: [String: String]) -> Finding {
    let folder = StateFolder.path(environment)
    return Doctor.logs(folder, StateFolder.state(of: folder))
  }

  /// Why the model of a run without options cannot be had; nil where it can. It is asked for nothing but what it offers.
  private static func complaint(_ settings: ResolvedSettings, _ environment: [String: String]) -> String? {
    do {
      var options = try ModelOptions.parse([])
      options.fill(from: settings)
      _ = try ModelAssembly.chooser(
        options, LlamaOptions(program: options.llamaServer), isWatched: true, environment: environment)
      return nil
    } catch {
      return "\(error)"
    }
  }
}
