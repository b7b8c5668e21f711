/// One line of text being edited.
public struct TextField: Hashable, Sendable {
  public private(set) var text: [Character]
  /// Between two characters, 0 to the count of them.
  public private(set) var cursor: Int

  /// The most characters a field takes; a slip of a paste must not fill the memory.
  public static let mostCharacters = 4096

  public init(_ text: String = "") {
    self.text = Array(text.prefix(Self.mostCharacters))
    cursor = self.text.count
  }

  public var string: String { String(text) }

  public mutating func insert(_ character: Character) {
    guard text.count < Self.mostCharacters else { return }
    text.insert(character, at: cursor)
    cursor += 1
  }

  /// Inserts pasted text: ends of lines and tabs become blanks, other control characters are dropped.
  public mutating func paste(_ pasted: String) {
    var cleaned: [Character] = []
    for character in pasted {
      if character.isNewline || character == "\t" {
        cleaned.append(" ")
      } else if !character.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
        cleaned.append(character)
      }
    }
    while cleaned.last == " " { cleaned.removeLast() }
    let room = Self.mostCharacters - text.count
    text.insert(contentsOf: cleaned.prefix(room), at: cursor)
    cursor += min(room, cleaned.count)
  }

  public mutating func deleteBackward() {
    guard cursor > 0 else { return }
    cursor -= 1
    text.remove(at: cursor)
  }

  public mutating func deleteForward() {
    if cursor < text.count { text.remove(at: cursor) }
  }

  public mutating func deleteToStart() {
    text.removeFirst(cursor)
    cursor = 0
  }

  /// Deletes the word before the cursor and the blanks after it.
  public mutating func deleteWordBackward() {
    while cursor > 0, text[cursor - 1] == " " { deleteBackward() }
    while cursor > 0, text[cursor - 1] != " " { deleteBackward() }
  }

  public mutating func moveLeft() { cursor = max(0, cursor - 1) }
  public mutating func moveRight() { cursor = min(text.count, cursor + 1) }
  public mutating func moveToStart() { cursor = 0 }
  public mutating func moveToEnd() { cursor = text.count }
}

/// The text field that is open at the foot of the screen, and what it is for.
public struct OpenField: Hashable, Sendable {
  /// The act that takes the text.
  public var act: Act
  public var field: TextField
  /// Why the text was not taken, until it is changed.
  public var complaint: String?

  public init(_ act: Act, text: String = "") {
    self.act = act
    field = TextField(text)
  }

  public var label: String {
    switch act {
    case .setSteps: "end at step"
    case .jump: "jump to"
    case .rows: "rows in the prompt"
    case .predict: "your prediction"
    default: KeyBinding.of(act).name
    }
  }
}
