import LanguageModels
import Optimization
import Settings

/// Makes the models of a race before anything of it starts, so that one that cannot be made is told at once.
enum RaceModels {
  /// - Throws: `SettingError`, `InputError`, `LogError`.
  static func make(
    _ names: [String], _ options: ModelOptions, _ llama: LlamaOptions, _ prices: ModelPrices, isWatched: Bool
  ) throws -> [ChosenModel] {
    try names.map { name in
      var options = options
      options.model = name
      return ModelAssembly.priced(try ModelAssembly.chooser(options, llama, isWatched: isWatched)(), prices)
    }
  }
}
