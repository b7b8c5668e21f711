/// A key of the keyboard without its modifiers.
///
/// The names of keys are shared by the terminal that reads them, the key map that the settings may change, and the
/// help and footer that show them; that is why they live in the leaf.
public enum Key: Hashable, Sendable {
  case character(Character)
  case up, down, left, right
  case pageUp, pageDown, home, end
  case enter, tab, escape, backspace, delete, insert
  /// F1 is `function(1)`.
  case function(Int)
}

/// The modifiers held while a key was pressed or the mouse moved.
public struct KeyModifiers: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }
  /// Shift, where it is not already part of the character ("A" has none, a shifted arrow has).
  public static let shift = KeyModifiers(rawValue: 1)
  public static let alt = KeyModifiers(rawValue: 2)
  public static let control = KeyModifiers(rawValue: 4)
}

/// One press of a key. Control-c is `.character("c")` with `.control`.
public struct KeyPress: Hashable, Sendable {
  public var key: Key
  public var modifiers: KeyModifiers
  public init(_ key: Key, _ modifiers: KeyModifiers = []) {
    self.key = key
    self.modifiers = modifiers
  }
}

/// One report of the mouse, in cells from 0 at the top left.
public struct MouseEvent: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    case press(button: Int)
    case release(button: Int)
    /// Moved with a button held.
    case drag(button: Int)
    case wheelUp, wheelDown
  }
  public var kind: Kind
  public var column: Int
  public var row: Int
  public var modifiers: KeyModifiers
  public init(_ kind: Kind, column: Int, row: Int, modifiers: KeyModifiers = []) {
    self.kind = kind
    self.column = column
    self.row = row
    self.modifiers = modifiers
  }
}

/// What a person did at the terminal.
public enum InputEvent: Hashable, Sendable {
  case key(KeyPress)
  case mouse(MouseEvent)
  /// Bracketed paste, as it came; not yet cleaned.
  case paste(String)
  case focus(Bool)
}
