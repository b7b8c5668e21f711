/// A prompt as text with named places, checked when it is read.
///
/// A template has sections; a line `[name]` begins one. Before the first section only empty lines and lines that
/// begin with `#` may stand; they are comments.
///
///     [format]
///     loss: 2 decimals
///     [system]
///     You help to find {formula}.
///     [user]
///     Examples:
///     {data}
///
///     Tried so far:
///     {history}
///
///     Answer with {answer} only.
///     [row]
///     (w={w}, b={b}): loss={loss}
///     [row-without-scores]
///     (w={w}, b={b})
///
/// - `[user]` is needed and holds `{history}` once; `[system]` may be left out. Their places: `{history}` the rows
///   shown, `{data}` the points, `{formula}`, `{parameters}` ("w, b"), `{loss-name}`, `{answer}` the asked form,
///   `{iteration}` the step from 0, `{step}` the step from 1, `{steps}` how many there are, `{order}` the order of the
///   rows in words, `{guidance}` what a person wrote to the model. `{data}` and `{guidance}` may stand once in all.
///   Without the place, guidance is a paragraph of its own behind the one with the history.
/// - `[row]` is one candidate: `{solution}` or each number by its name, `{loss}`, `{id}`, `{step}` that proposed it.
///   Rows stand one below the other, with an empty line between where `[row]` has several lines.
/// - `[row-without-scores]` takes its place where the scores are hidden; without it that is `{solution}` alone.
/// - `[point]` is one point of the data, `{point}` as the problem writes it and `{number}` from 1; `{point}` alone
///   where it is left out.
/// - `[format]` has one line, `loss: 2 decimals` (0 to 17, rounded), `loss: whole` (decimals cut off) or `loss: full`.
///   Without it there are two decimals. How the numbers of a solution are written is a setting of the run.
///
/// A paragraph, which is what stands between empty lines, is left out whole where it holds `{data}` and the data are
/// hidden or none, `{history}` and no row is shown, or `{formula}` or `{guidance}` and there is none.
///
/// Braces around a word are a place; anything else in braces, as in {"w": number}, is text. Doubled braces, `{{word}}`,
/// are text with single ones.
struct PromptTemplate: Hashable, Sendable {
  /// How a loss is written.
  enum LossFormat: Hashable, Sendable {
    case decimals(Int)
    /// Cut off, not rounded: as Python's `int`.
    case whole
    case full
  }

  enum Place: Hashable, Sendable {
    case data, history, iteration, step, steps, parameters, answer, formula, lossName, order, guidance
    case solution, number(Int), loss, id
    case point, pointNumber
  }

  enum Piece: Hashable, Sendable {
    case text(String)
    case place(Place)
  }

  /// What stands between empty lines, and the line breaks before it.
  struct Paragraph: Hashable, Sendable {
    var gap: String
    var pieces: [Piece]

    func holds(_ place: Place) -> Bool { pieces.contains(.place(place)) }
  }

  var system: [Paragraph]
  var user: [Paragraph]
  var row: [Piece]
  var rowWithoutScores: [Piece]
  var rowGap: String
  var rowGapWithoutScores: String
  var point: [Piece]
  var lossFormat: LossFormat

  var placesGuidance: Bool { (system + user).contains { $0.holds(.guidance) } }
}

extension PromptTemplate {
  /// With neighbouring texts made one.
  static func joined(_ pieces: [Piece]) -> [Piece] {
    var joined: [Piece] = []
    for piece in pieces {
      if case .text(let text) = piece, case .text(let before) = joined.last {
        joined[joined.count - 1] = .text(before + text)
      } else {
        joined.append(piece)
      }
    }
    return joined
  }
}
