import Optimization
import Testing

/// The values come from an independent program in another language; logs depend on every one of them.
@Suite struct SeededGeneratorTests {
  @Test(
    arguments: [
      (0 as UInt64, [0x99ec_5f36_cb75_f2b4, 0xbf6e_1f78_4956_452a, 0x1a5f_849d_4933_e6e0, 0x6aa5_94f1_262d_2d2c]),
      (1, [0xb3f2_af6d_0fc7_10c5, 0x853b_5596_4736_4cea, 0x92f8_9756_082a_4514, 0x642e_1c7b_c266_a3a7]),
      (.max, [0x8f55_20d5_2a7e_ad08, 0xc476_a018_caa1_802d, 0x81de_31c0_d260_469e, 0xbf65_8d7e_065f_3c2f]),
    ] as [(UInt64, [UInt64])])
  func drawsTheSequenceOfASeed(seed: UInt64, expected: [UInt64]) {
    var generator = SeededGenerator(seed: seed)
    #expect(expected.map { _ in generator.next() } == expected)
  }

  @Test(
    arguments: [
      (.initialSolutions, 0x21a0_97d4_756e_054a, 0x7e16_c1a5_160b_03a4),
      (.problemData, 0xd74d_4b9b_835c_f2cf, 0xf3a1_520d_27ed_3905),
      (.prompting, 0x5afa_2297_e0f6_41c1, 0x5291_df59_17fe_c0c3),
      (.replySeed, 0xf0ca_599b_9c85_028e, 0x3110_ef1a_012a_ffc8),
      (.randomProposal, 0x9a4a_905b_c1bb_89f3, 0xdbb5_ef04_35df_3871),
      (.evaluation, 0xea58_888b_506a_81dd, 0x4ba3_35cf_f946_9336),
      (.simulatedModel, 0xa251_f320_15eb_cd31, 0x078e_71da_0d2b_0f12),
    ] as [(SeededGenerator.Purpose, UInt64, UInt64)])
  func givesEveryPurposeItsOwnSequence(purpose: SeededGenerator.Purpose, placed: UInt64, plain: UInt64) {
    var first = SeededGenerator(runSeed: 7, purpose: purpose, step: 3, index: 2, attempt: 1)
    var second = SeededGenerator(runSeed: 7, purpose: purpose)
    #expect(first.next() == placed)
    #expect(second.next() == plain)
  }

  @Test func tellsStepIndexAndAttemptApart() {
    var seen: Set<UInt64> = []
    for step in 0..<8 {
      for index in 0..<8 {
        for attempt in 0..<8 {
          var generator = SeededGenerator(
            runSeed: 1, purpose: .replySeed, step: step, index: index, attempt: attempt)
          seen.insert(generator.next())
        }
      }
    }
    #expect(seen.count == 512)
  }

  @Test func drawsUniformNumbers() {
    var generator = SeededGenerator(seed: 42)
    #expect(
      [generator.uniform(), generator.uniform(), generator.uniform()]
        == [0.08386297105988216, 0.3789802506626686, 0.6800434110281394])
    var total = 0.0
    for _ in 0..<20_000 {
      let number = generator.uniform()
      #expect(number >= 0 && number < 1)
      total += number
    }
    #expect(abs(total / 20_000 - 0.5) < 0.01)
  }

  @Test func keepsUniformNumbersInTheirRange() {
    var generator = SeededGenerator(seed: 3)
    let widest = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
    for _ in 0..<1_000 {
      #expect((-5...5).contains(generator.uniform(in: -5...5)))
      #expect(widest.contains(generator.uniform(in: widest)))
      #expect(generator.uniform(in: 2.5...2.5) == 2.5)
    }
  }

  @Test func drawsNormalNumbers() {
    var generator = SeededGenerator(seed: 42)
    let first = (0..<4).map { _ in generator.normal() }
    let expected = [-0.7262191382447857, 0.2216227015035933, 0.46417731016247366, 1.476249461018415]
    // The logarithm's last bit is the system's.
    #expect(zip(first, expected).allSatisfy { abs($0 - $1) < 1e-14 })
    var sum = 0.0, squares = 0.0
    for _ in 0..<20_000 {
      let number = generator.normal()
      sum += number
      squares += number * number
    }
    #expect(abs(sum / 20_000) < 0.02)
    #expect(abs(squares / 20_000 - 1) < 0.03)
  }

  @Test func drawsWholeNumbersWithoutBias() {
    var generator = SeededGenerator(seed: 42)
    #expect((0..<12).map { _ in generator.integer(in: -3...10) } == [-2, 2, 6, 9, 10, 7, 7, 8, 7, 5, 6, 1])
    var counts = [Int](repeating: 0, count: 5)
    for _ in 0..<20_000 { counts[generator.integer(in: 0...4)] += 1 }
    #expect(counts.allSatisfy { abs($0 - 4_000) < 250 })
    #expect(generator.integer(in: 6...6) == 6)
    for _ in 0..<100 { _ = generator.integer(in: Int.min...Int.max) }
  }

  @Test func isEqualWhereItDrawsTheSame() {
    var first = SeededGenerator(seed: 5), second = SeededGenerator(seed: 5)
    #expect(first == second)
    _ = first.next()
    #expect(first != second)
    _ = second.next()
    #expect(first == second)
  }
}
