import Optimization
import Testing

@Suite struct TemperatureScheduleTests {
  @Test func theFirstAndTheLastStepHaveTheEndsAndTheOthersLieBetween() {
    let schedule = TemperatureSchedule(from: 1.5, to: 0.5)
    #expect((1...5).map { schedule.temperature(ofStep: $0, of: 5) } == [1.5, 1.25, 1, 0.75, 0.5])
    #expect(schedule.temperature(ofStep: 2, of: 4) == 1.1667)
    #expect(schedule.temperature(ofStep: 9, of: 5) == 0.5 && schedule.temperature(ofStep: 1, of: 1) == 1.5)
  }
}
