/// A word as a POSIX shell reads it back.
enum ShellWord {
  static func quoted(_ word: String) -> String {
    let isPlain = word.unicodeScalars.allSatisfy {
      $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || "/._-+=:@%,".unicodeScalars.contains($0))
    }
    if isPlain, !word.isEmpty { return word }
    // What a terminal would obey or not show is written by its bytes, which bash, zsh and POSIX 2024 read in $'…'.
    let isSafe = word.unicodeScalars.allSatisfy { scalar in
      if scalar.isASCII { return scalar.value >= 0x20 && scalar.value != 0x7F }
      return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }
    if isSafe {
      return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
    let digits = Array("0123456789abcdef")
    return word.utf8.reduce(into: "$'") { text, byte in
      switch byte {
      case UInt8(ascii: "'"), UInt8(ascii: "\\"): text += "\\" + String(Unicode.Scalar(byte))
      case 0x20..<0x7F: text.unicodeScalars.append(Unicode.Scalar(byte))
      default: text += "\\x\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
      }
    } + "'"
  }
}
