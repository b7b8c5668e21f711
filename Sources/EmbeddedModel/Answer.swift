import LanguageModels
import Text

/// Writes a proposal as the prompt asks for it, and nothing around it: the model has no words.
struct Answer {
  let numbers: PromptNumbers

  func text(of values: [Double]) -> String {
    let written = zip(values, numbers.decimals).map { value, decimals in
      abs(value) < 1e15 ? NumberFormat.fixed(value + 0, decimals: decimals) : "\(value)"
    }
    switch numbers.form {
    case .object:
      return "{" + zip(numbers.names, written).map { "\"\($0)\": \($1)" }.joined(separator: ", ") + "}"
    case .brackets: return "[" + written.joined(separator: ", ") + "]"
    case .words: return zip(numbers.names, written).map { "\($0)=\($1)" }.joined(separator: ", ")
    }
  }
}
