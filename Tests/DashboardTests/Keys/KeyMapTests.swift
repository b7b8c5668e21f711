import Charts
import Dashboard
import Testing
import Text

@Suite struct KeyMapTests {
  @Test func aChangedKeyIsTheActsAndItsOldOneIsFree() {
    let map = KeyMap(changes: ["step": [.character("G")], "pin": []])
    #expect(map.act(for: .character("G"), in: .live) == .step)
    #expect(map.act(for: .character("s"), in: .live) == nil)
    #expect(map.keys(of: .pin).isEmpty && map.act(for: .character("*"), in: .live) == nil)
    #expect(map.names(of: .down) == "j down")
  }

  @Test func whoWantsAKeyThatAnotherHasGetsIt() {
    let map = KeyMap(changes: ["step": [.character("q")], "quit": [.character("Q"), .character("q")]])
    // Both were changed: the first declared has it.
    #expect(map.act(for: .character("q"), in: .live) == .step)
    #expect(map.keys(of: .quit) == [.character("Q")])
    #expect(KeyMap(changes: ["step": [.character("i")]]).keys(of: .inject).isEmpty)
  }

  @Test func aKeyOfTheOtherModeSaysSo() {
    var run = SampleRun()
    run.press(.character("J"))
    #expect(run.state.message?.text == "That key moves a replay, and this is a live run.")
  }

  @Test func footerHelpAndSentencesFollowTheChange() {
    let size = Size(columns: 200, rows: 60)
    let map = KeyMap(changes: ["pause-or-resume": [KeyPress(.function(5))], "new-run": [.character("N")]])
    var state = SampleScreen.ended.state(size)
    state = DashboardState(size: size, problem: state.problem, keyMap: map)
    for event in SampleScreen.endedEvents { _ = reduce(&state, .events([(event, nil)])) }
    func text() -> String {
      var buffer = CellBuffer(size: size)
      var cache = ViewCache()
      draw(state, into: &buffer, cache: &cache)
      return buffer.text.joined(separator: "\n")
    }
    #expect(text().contains("N new run"))
    _ = reduce(&state, .input(.key(KeyPress(.function(5)))))
    #expect(state.message?.text == "The run has ended; N starts a new one.")
    _ = reduce(&state, .input(.key(.character("?"))))
    #expect(text().contains("f5  Pause or resume"))
  }

  @Test func namesAreUniqueAndCanBeTyped() {
    let names = KeyBinding.all.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(names.allSatisfy { !$0.isEmpty && $0.allSatisfy { $0.isLowercase || $0 == "-" } })
  }
}
