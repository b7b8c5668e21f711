import LanguageModels
import Text

/// The form of an answer that is one object with a number for each parameter.
///
/// The grammar bounds the numbers: what is only held to a schema may write digits without end.
enum NumericAnswerForm {
  /// Nil for a space that is not of numbers.
  static func form(for space: Space, name: String) -> AnswerForm? {
    guard case .numbers(let parameters) = space, !parameters.isEmpty else { return nil }
    let names = parameters.map(\.name)
    let properties = parameters.map { ($0.name, ["type": $0.isInteger ? "integer" : "number"] as JSONValue) }
    let schema: JSONValue = .object([
      "type": "object", "properties": .object(Dictionary(properties) { $1 }),
      "required": .array(names.map(JSONValue.string)), "additionalProperties": false,
    ])
    return AnswerForm(name: name, schema: schema, grammar: grammar(parameters))
  }

  /// In GBNF, the notation of llama.cpp; nil where a name cannot stand in it as it is.
  private static func grammar(_ parameters: [NumberParameter]) -> String? {
    let isPlain = parameters.allSatisfy { parameter in
      parameter.name.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x7A).contains($0) && $0 != 0x5C }
    }
    guard isPlain else { return nil }
    let members = parameters.map { parameter in
      "\"\\\"\(parameter.name)\\\": \" " + (parameter.isInteger ? "whole" : "number")
    }
    return """
      root ::= "{" \(members.joined(separator: " \", \" ")) "}"
      number ::= "-"? digits ("." [0-9] [0-9]? [0-9]? [0-9]? [0-9]? [0-9]?)?
      whole ::= "-"? digits
      digits ::= "0" | [1-9] [0-9]? [0-9]? [0-9]? [0-9]? [0-9]? [0-9]? [0-9]?
      """
  }
}
