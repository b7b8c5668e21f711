/// A layer of the transformer: attention among the tokens, then a perceptron for each, both beside a straight way through.
struct Layer: Sendable {
  private let width: Int
  private let heads: Int
  private let projection: LinearMap
  private let output: LinearMap
  private let forwardIn: LinearMap
  private let forwardOut: LinearMap

  init(
    _ name: String, width: Int, heads: Int, hidden: Int, of net: WeightsFile.Net
  ) throws(WeightsError) {
    self.width = width
    self.heads = heads
    projection = try LinearMap(name + ".attention.in", width, 3 * width, of: net)
    output = try LinearMap(name + ".attention.out", width, width, of: net)
    forwardIn = try LinearMap(name + ".forward.in", width, hidden, of: net)
    forwardOut = try LinearMap(name + ".forward.out", hidden, width, of: net)
  }

  /// The numbers of scratch that `apply` needs for so many tokens.
  func scratchCount(tokens: Int) -> Int { tokens * (5 * width + forwardIn.outputs) + tokens }

  /// Changes the first `queries` tokens in their place; all of them are attended to.
  func apply(
    _ x: UnsafeMutablePointer<Float>, tokens: Int, queries: Int, scratch: UnsafeMutablePointer<Float>
  ) {
    let normal = scratch
    let projected = normal + tokens * width
    let taken = projected + tokens * 3 * width
    let inner = taken + tokens * width
    let shares = inner + tokens * forwardIn.outputs

    Rows.normalize(x, rows: tokens, width: width, into: normal)
    projection.apply(normal, rows: tokens, into: projected)
    attend(projected, tokens: tokens, queries: queries, shares: shares, into: taken)
    output.apply(taken, rows: queries, into: normal)
    Self.add(normal, to: x, count: queries * width)

    Rows.normalize(x, rows: queries, width: width, into: normal)
    forwardIn.apply(normal, rows: queries, into: inner)
    Rows.bend(inner, count: queries * forwardIn.outputs)
    forwardOut.apply(inner, rows: queries, into: normal)
    Self.add(normal, to: x, count: queries * width)
  }

  /// Each row of `projected` holds a token's query, key and value, each with its heads one behind the other.
  private func attend(
    _ projected: UnsafePointer<Float>, tokens: Int, queries: Int, shares: UnsafeMutablePointer<Float>,
    into taken: UnsafeMutablePointer<Float>
  ) {
    let size = width / heads
    let scale = 1 / Float(size).squareRoot()
    taken.update(repeating: 0, count: queries * width)
    var query = 0
    while query < queries {
      var head = 0
      while head < heads {
        let asked = projected + query * 3 * width + head * size
        var token = 0
        while token < tokens {
          let key = projected + token * 3 * width + width + head * size
          var sum: Float = 0
          var place = 0
          while place < size {
            sum += asked[place] * key[place]
            place += 1
          }
          shares[token] = sum * scale
          token += 1
        }
        Rows.share(shares, count: tokens)
        let result = taken + query * width + head * size
        token = 0
        while token < tokens {
          let value = projected + token * 3 * width + 2 * width + head * size
          let share = shares[token]
          var place = 0
          while place < size {
            result[place] += share * value[place]
            place += 1
          }
          token += 1
        }
        head += 1
      }
      query += 1
    }
  }

  private static func add(_ part: UnsafePointer<Float>, to x: UnsafeMutablePointer<Float>, count: Int) {
    var place = 0
    while place < count {
      x[place] += part[place]
      place += 1
    }
  }
}
