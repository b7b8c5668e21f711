/// The themes of the folder themes/, whose bytes are compiled in: Package.swift embeds what `Files` beside this file
/// leads to. A new theme is a file there and a line here; a test holds the two together.
enum CompiledTheme {
  static let standardName = "default"
  static var standardBytes: [UInt8] { PackageResources.default_theme }

  /// In the order in which they are listed. The bytes of one are only touched when it is asked for.
  static let all: [(name: String, bytes: @Sendable () -> [UInt8])] = [
    (standardName, { standardBytes }),
    ("dark", { PackageResources.dark_theme }),
    ("light", { PackageResources.light_theme }),
    ("high-contrast-dark", { PackageResources.high_contrast_dark_theme }),
    ("high-contrast-light", { PackageResources.high_contrast_light_theme }),
    ("deuteranopia-dark", { PackageResources.deuteranopia_dark_theme }),
    ("deuteranopia-light", { PackageResources.deuteranopia_light_theme }),
    ("tritanopia-dark", { PackageResources.tritanopia_dark_theme }),
    ("tritanopia-light", { PackageResources.tritanopia_light_theme }),
    ("monochrome", { PackageResources.monochrome_theme }),
    ("gruvbox", { PackageResources.gruvbox_theme }),
    ("nord", { PackageResources.nord_theme }),
    ("dracula", { PackageResources.dracula_theme }),
    ("solarized-dark", { PackageResources.solarized_dark_theme }),
    ("solarized-light", { PackageResources.solarized_light_theme }),
    ("tokyo-night", { PackageResources.tokyo_night_theme }),
    ("catppuccin-mocha", { PackageResources.catppuccin_mocha_theme }),
    ("catppuccin-latte", { PackageResources.catppuccin_latte_theme }),
  ]
}
