import Dashboard
import Optimization
import Settings

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The themes there are: those compiled in and those of the person's folder, which is looked into when it is needed.
struct ThemeShelf: Sendable {
  let folder: String?

  var catalog: ThemeCatalog {
    guard let folder, let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      return ThemeCatalog()
    }
    let files = names.filter { $0.hasSuffix(".theme") }.sorted().compactMap { name -> ThemeCatalog.File? in
      let path = folder + "/" + name
      guard let bytes = try? Descriptors.contents(of: path) else { return nil }
      return ThemeCatalog.File(name: String(name.dropLast(6)), path: path, bytes: bytes)
    }
    return ThemeCatalog(files: files)
  }

  func all() -> [NamedTheme] {
    let catalog = catalog
    return catalog.entries.compactMap { entry in
      (try? catalog.theme(named: entry.name)).map {
        NamedTheme(name: entry.name, source: entry.sourceWords, theme: Theme($0))
      }
    }
  }

  func theme(named name: String) -> Result<NamedTheme, InputError> {
    let catalog = catalog
    do {
      let file = try catalog.theme(named: name)
      let source = catalog.entries.first { $0.name == file.name }?.sourceWords ?? ""
      return .success(NamedTheme(name: file.name, source: source, theme: Theme(file)))
    } catch {
      return .failure(InputError(error.description))
    }
  }

  /// The theme that the settings name, with what is wrong with it; the default where there is none of that name.
  func chosen(_ name: String?) -> (theme: Theme, problems: [String]) {
    guard let name, name != "default" else { return own(named: "default") ?? (.standard, []) }
    do {
      let file = try catalog.theme(named: name)
      return (Theme(file), file.problems.map(\.description))
    } catch {
      return (.standard, [error.description])
    }
  }

  /// A person's own file in the place of one that is compiled in, without listing the folder.
  private func own(named name: String) -> (theme: Theme, problems: [String])? {
    guard let folder else { return nil }
    let path = "\(folder)/\(name).theme"
    guard let bytes = try? Descriptors.contents(of: path) else { return nil }
    let file = ThemeFile(name: name, path: path, bytes: bytes)
    return (Theme(file), file.problems.map(\.description))
  }
}
