#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A layer of the net for three to ten parameters: attention by numbers and by the vectors' products, half of the heads
/// with shares, half of them linear; then a perceptron that sees numbers and lengths and scales vectors.
struct SpaceLayer: Sendable {
  private let width: Int
  private let channels: Int
  /// Of each of the two kinds.
  private let heads: Int
  private let query: LinearMap
  private let key: LinearMap
  private let value: LinearMap
  /// Queries, keys and values of the vectors, beside one another.
  private let vectors: LinearMap
  private let output: LinearMap
  private let turn: LinearMap
  private let forwardIn: LinearMap
  private let forwardOut: LinearMap
  private let mix: LinearMap
  private let back: LinearMap

  init(
    _ name: String, width: Int, channels: Int, heads: Int, hidden: Int, of net: WeightsFile.Net
  ) throws(WeightsError) {
    self.width = width
    self.channels = channels
    self.heads = heads
    query = try LinearMap(name + ".query", width, 2 * width, of: net)
    key = try LinearMap(name + ".key", width, 2 * width, of: net)
    value = try LinearMap(name + ".value", width, 2 * width, of: net)
    vectors = try LinearMap(name + ".vectors", channels, 6 * channels, hasBias: false, of: net)
    output = try LinearMap(name + ".out", 2 * width, width, of: net)
    turn = try LinearMap(name + ".turn", 2 * channels, channels, hasBias: false, of: net)
    forwardIn = try LinearMap(name + ".forward.in", width + 2 * channels, hidden, of: net)
    forwardOut = try LinearMap(name + ".forward.out", hidden, width + 2 * channels, of: net)
    mix = try LinearMap(name + ".mix", channels, 2 * channels, hasBias: false, of: net)
    back = try LinearMap(name + ".back", channels, channels, hasBias: false, of: net)
  }

  /// The numbers of scratch that `apply` needs for so many tokens.
  func scratchCount(tokens: Int, dimensions: Int) -> Int {
    let attention = tokens * (9 * width + 9 * channels * dimensions) + tokens
    let forward = 2 * (width + 2 * channels) + forwardIn.outputs + 3 * channels * dimensions
    return max(attention, tokens * (width + channels * dimensions) + forward)
  }

  /// Changes the first `queries` tokens in their place; all of them are attended to.
  func apply(_ tokens: SpaceTokens, queries: Int, scratch: UnsafeMutablePointer<Float>) {
    attend(tokens, queries: queries, scratch: scratch)
    forward(tokens, rows: queries, scratch: scratch)
  }

  // MARK: - Attention

  /// Where a head's queries, keys and values lie: those of numbers and those of vectors.
  private struct Asked {
    var queries: UnsafeMutablePointer<Float>
    var keys: UnsafeMutablePointer<Float>
    var values: UnsafeMutablePointer<Float>
    var turned: UnsafeMutablePointer<Float>
  }

  private func attend(_ tokens: SpaceTokens, queries: Int, scratch: UnsafeMutablePointer<Float>) {
    let count = tokens.count, size = tokens.vectorCount
    let normal = scratch
    let asked = Asked(
      queries: normal + count * width, keys: normal + count * 3 * width, values: normal + count * 5 * width,
      turned: normal + count * 7 * width)
    let toned = asked.turned + count * 6 * size
    let taken = toned + count * size
    let takenVectors = taken + count * 2 * width
    let shares = takenVectors + count * 2 * size

    Rows.normalize(tokens.numbers, rows: count, width: width, into: normal)
    tokens.tone(rows: count, into: toned)
    query.apply(normal, rows: queries, into: asked.queries)
    key.apply(normal, rows: count, into: asked.keys)
    value.apply(normal, rows: count, into: asked.values)
    vectors.apply(toned, rows: count * tokens.dimensions, into: asked.turned)

    taken.update(repeating: 0, count: queries * 2 * width)
    takenVectors.update(repeating: 0, count: queries * 2 * size)
    var token = 0
    while token < queries {
      var head = 0
      while head < 2 * heads {
        weigh(asked, tokens, query: token, head: head, into: shares)
        take(
          asked, tokens, head: head, shares: shares, numbers: taken + token * 2 * width,
          vectors: takenVectors + token * 2 * size)
        head += 1
      }
      token += 1
    }
    output.apply(taken, rows: queries, into: normal)
    Self.add(normal, to: tokens.numbers, count: queries * width)
    turn.apply(takenVectors, rows: queries * tokens.dimensions, into: toned)
    Self.add(toned, to: tokens.vectors, count: queries * size)
  }

  /// How much a query takes of each token. The products of numbers and of vectors are brought to the same measure.
  private func weigh(
    _ asked: Asked, _ tokens: SpaceTokens, query: Int, head: Int, into shares: UnsafeMutablePointer<Float>
  ) {
    let size = width / heads, each = channels / heads
    let numberScale = 1 / Float(size).squareRoot(), vectorScale = 1 / Float(tokens.dimensions).squareRoot()
    let numbers = asked.queries + query * 2 * width + head * size
    let vectors = asked.turned + query * 6 * tokens.vectorCount + head * each
    var token = 0
    while token < tokens.count {
      let key = asked.keys + token * 2 * width + head * size
      var sum: Float = 0
      var place = 0
      while place < size {
        sum += numbers[place] * key[place]
        place += 1
      }
      let vectorKey = asked.turned + token * 6 * tokens.vectorCount + 2 * channels + head * each
      var vectorSum: Float = 0
      var row = 0
      while row < tokens.dimensions * 6 * channels {
        place = 0
        while place < each {
          vectorSum += vectors[row + place] * vectorKey[row + place]
          place += 1
        }
        row += 6 * channels
      }
      shares[token] = sum * numberScale + vectorSum * vectorScale
      token += 1
    }
    if head < heads {
      Rows.share(shares, count: tokens.count)
    } else {
      token = 0
      while token < tokens.count {
        shares[token] /= Float(tokens.count)
        token += 1
      }
    }
  }

  private func take(
    _ asked: Asked, _ tokens: SpaceTokens, head: Int, shares: UnsafePointer<Float>,
    numbers: UnsafeMutablePointer<Float>, vectors: UnsafeMutablePointer<Float>
  ) {
    let size = width / heads, each = channels / heads
    var token = 0
    while token < tokens.count {
      let share = shares[token]
      let value = asked.values + token * 2 * width
      var place = head * size
      while place < (head + 1) * size {
        numbers[place] += share * value[place]
        place += 1
      }
      let vectorValue = asked.turned + token * 6 * tokens.vectorCount + 4 * channels
      var coordinate = 0
      while coordinate < tokens.dimensions {
        let from = vectorValue + coordinate * 6 * channels, to = vectors + coordinate * 2 * channels
        place = head * each
        while place < (head + 1) * each {
          to[place] += share * from[place]
          place += 1
        }
        coordinate += 1
      }
      token += 1
    }
  }

  // MARK: - Forward

  private func forward(_ tokens: SpaceTokens, rows: Int, scratch: UnsafeMutablePointer<Float>) {
    let size = tokens.vectorCount
    let normal = scratch
    let toned = normal + rows * width
    let seen = toned + rows * size
    let inner = seen + width + 2 * channels
    let mixed = inner + forwardIn.outputs
    let out = mixed + 2 * size
    let turned = out + width + 2 * channels
    Rows.normalize(tokens.numbers, rows: rows, width: width, into: normal)
    tokens.tone(rows: rows, into: toned)
    var row = 0
    while row < rows {
      let y = toned + row * size
      seen.update(from: normal + row * width, count: width)
      mix.apply(y, rows: tokens.dimensions, into: mixed)
      tokens.dot(mixed, mixed + channels, stride: 2 * channels, into: seen + width)
      tokens.dot(y, y, stride: channels, into: seen + width + channels)
      forwardIn.apply(seen, rows: 1, into: inner)
      Rows.bend(inner, count: forwardIn.outputs)
      forwardOut.apply(inner, rows: 1, into: out)
      Self.add(out, to: tokens.numbers + row * width, count: width)

      let vectors = tokens.vectors + row * size
      var place = 0
      while place < size {
        y[place] *= out[width + place % channels]
        place += 1
      }
      back.apply(y, rows: tokens.dimensions, into: turned)
      place = 0
      while place < size {
        let stretch = 1 + 0.3 * tanhf(out[width + channels + place % channels])
        vectors[place] = (vectors[place] + turned[place]) * stretch
        place += 1
      }
      row += 1
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
