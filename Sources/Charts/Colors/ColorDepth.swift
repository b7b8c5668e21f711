/// How many colours a terminal shows.
public enum ColorDepth: Hashable, Sendable {
  /// None: attributes only.
  case none
  /// The eight colours of ECMA-48.
  case eight
  /// The eight and their bright forms.
  case sixteen
  /// 16 of the user, a cube of 216 and 24 greys, as xterm arranges them.
  case indexed
  /// Any, by red, green and blue.
  case direct
}
