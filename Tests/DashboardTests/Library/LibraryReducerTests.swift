import Charts
import Optimization
import TestSupport
import Testing
import Text

@testable import Dashboard

@Suite struct LibraryReducerTests {
  private let first = SampleLibrary.folder + "/20261121-0000-abcd.jsonl"
  private let second = SampleLibrary.folder + "/20261121-0000-cdef.jsonl"
  private let third = SampleLibrary.folder + "/Lecture 3, first try.jsonl"

  // MARK: Selecting

  @Test func theFirstRowIsSelectedUntilSomebodyChooses() {
    var state = SampleLibrary.state([])
    #expect(state.selected == nil)
    #expect(state.press("down", "enter", "end", "space").isEmpty)
    _ = reduceLibrary(&state, .listed(Array(SampleLibrary.runs.dropFirst())))
    #expect(state.selected?.path == second)
    _ = reduceLibrary(&state, .listed(SampleLibrary.runs))
    #expect(state.selected?.path == first)
    state.press("j")
    _ = reduceLibrary(&state, .listed(SampleLibrary.runs + [SampleLibrary.run("x", .unread, hoursAgo: -1)]))
    #expect(state.selected?.path == second)
  }

  @Test func keysGoThroughTheRowsAndStayInside() {
    var state = SampleLibrary.state(rows: 12)
    state.press("k")
    #expect(state.selectedRow == 0)
    state.press("end")
    #expect(state.selectedRow == state.rows.count - 1)
    state.press("j", "pgdn")
    #expect(state.selectedRow == state.rows.count - 1)
    let page = state.layout.visibleRows - 1
    state.press("pgup")
    #expect(state.selectedRow == state.rows.count - 1 - page)
    state.press("home")
    #expect(state.selectedRow == 0)
    #expect(state.top == 0)
  }

  @Test func aRunThatGoesLeavesTheSelectionAtItsPlace() {
    var state = SampleLibrary.state()
    state.press("j", "space")
    #expect(state.marked == [second])
    _ = reduceLibrary(&state, .listed(SampleLibrary.runs.filter { $0.path != third && $0.path != second }))
    #expect(state.marked.isEmpty)
    #expect(state.selectedRow == 2)
  }

  @Test func whatWasKnownStandsUntilItIsReadAnew() {
    var state = SampleLibrary.state()
    var grown = SampleLibrary.runs[0]
    grown.contents = .unread
    grown.size = 99
    _ = reduceLibrary(&state, .listed([grown]))
    #expect(state.runs[0].size == 99)
    #expect(state.runs[0].figures?.step == 18)
    var figures = SampleLibrary.figures("abcd", hoursAgo: 0.05, steps: 19, losses: [1], ended: .steps)
    figures.step = 19
    grown.contents = .figures(figures)
    _ = reduceLibrary(&state, .read([grown, SampleLibrary.run("unknown", .unread)]))
    #expect(state.runs.count == 1)
    #expect(state.runs[0].figures?.step == 19)
    _ = reduceLibrary(&state, .absent(path: grown.path))
    #expect(state.runs.isEmpty && state.selected == nil)
  }

  // MARK: Asking for something

  @Test func aRunIsOpenedResumedAndForked() {
    var state = SampleLibrary.state()
    state.press("j")
    #expect(state.press("enter") == [.request(.replay(path: second))])
    #expect(state.press("r").isEmpty && state.message?.text.contains("solved") == true)
    state.press("j")
    // All its steps are done; up to which it goes on is asked.
    #expect(state.press("r").isEmpty && state.field?.text.string == "60")
    state.press("ctrl-u")
    for text in ["", "50", "x", "1000000000000"] {
      state.type(text)
      #expect(state.press("enter").isEmpty && state.field?.complaint != nil)
      state.press("ctrl-u")
    }
    state.type("51")
    #expect(state.press("enter") == [.request(.resume(path: third, steps: 51))])
    state.press("j")
    #expect(state.press("r") == [.request(.resume(path: state.selected?.path ?? ""))])
    state.press("k", "k")
    #expect(state.press("f") == [.request(.fork(path: second))])
    #expect(state.press("y") == [.copy(second, name: "the path")])
    #expect(state.press("f5") == [.reread])
    #expect(state.press("q") == [.leave])
  }

  @Test func aRunThatGoesOnElsewhereIsFollowedAndNotTouched() {
    var state = SampleLibrary.state()
    #expect(state.press("enter") == [.request(.replay(path: first))])
    for key in ["r", "R", "d"] {
      #expect(state.press(key).isEmpty)
      #expect(state.message?.isRefusal == true)
      #expect(state.field == nil && state.question == nil)
    }
  }

  @Test func whatCannotBeReadSaysWhy() {
    var state = SampleLibrary.state()
    state.press("end", "k")
    #expect(state.selected?.name == "later")
    for key in ["enter", "r", "f", "space"] {
      #expect(state.press(key).isEmpty)
      #expect(state.message?.text.contains("version 9") == true)
    }
    #expect(state.marked.isEmpty)
  }

  @Test func twoToSixMarkedRunsAreCompared() {
    var state = SampleLibrary.state()
    #expect(state.press("C").isEmpty)
    state.press("j", "space", "home", "space")
    #expect(state.press("C") == [.request(.compare(paths: [second, first]))])
    #expect(state.mark(of: second) == 1 && state.mark(of: first) == 2)
    state.press("home", "space")
    #expect(state.marked == [second])
    for _ in 0..<8 { state.press("space") }
    #expect(state.marked.count <= LibraryState.mostCompared)
    #expect(state.press("C") == [.request(.compare(paths: state.marked))])
  }

  // MARK: Changing files

  @Test func aRunIsRenamedByItsNewNameAndTheSelectionFollows() {
    var state = SampleLibrary.state()
    state.press("j", "space", "k", "R")
    #expect(state.field?.text.string == "20261121-0000-cdef")
    state.press("ctrl-u")
    state.type("good q")
    #expect(state.press("enter") == [.rename(path: second, to: "good q")])
    #expect(state.field == nil)
    // Until that is done nothing else is changed.
    #expect(state.press("d").isEmpty && state.question == nil)
    let target = SampleLibrary.folder + "/good q.jsonl"
    let change = LibraryChange.renamed(from: second, to: target)
    _ = reduceLibrary(&state, .changed(change))
    #expect(state.selected?.path == target && state.selected?.name == "good q")
    #expect(state.marked == [target])
    #expect(state.press("u") == [.undo(change)])
    _ = reduceLibrary(&state, .undone(change))
    #expect(state.selected?.path == second)
    #expect(state.undoable.isEmpty)
    #expect(state.press("u").isEmpty)
  }

  @Test func aNameThatIsNoneIsNotSent() {
    var state = SampleLibrary.state()
    state.press("j", "R", "ctrl-u")
    #expect(state.press("enter").isEmpty)
    #expect(state.field?.complaint != nil)
    #expect(state.press("esc").isEmpty && state.field == nil)
    state.press("R")
    #expect(state.press("enter").isEmpty)
    #expect(!state.isChanging)
  }

  @Test func deletingAsksFirst() {
    var state = SampleLibrary.state()
    state.press("j")
    for answer in ["n", "esc", "enter", "Y", "d", "space"] {
      state.press("d")
      #expect(state.question == second)
      #expect(state.press(answer).isEmpty)
      #expect(state.question == nil)
    }
    state.press("d")
    #expect(state.click(column: 5, row: 5).isEmpty && state.question == second)
    #expect(state.press("y") == [.delete(path: second)])
    let change = LibraryChange.deleted(path: second, name: "x")
    _ = reduceLibrary(&state, .changed(change))
    #expect(!state.names.contains("20261121-0000-cdef"))
    #expect(state.selected?.path == third)
    #expect(state.press("u") == [.undo(change)])
    _ = reduceLibrary(&state, .undone(change))
    _ = reduceLibrary(&state, .listed(SampleLibrary.runs))
    #expect(state.selected?.path == second)
  }

  @Test func aRefusalOfTheDiskIsSaid() {
    var state = SampleLibrary.state()
    state.press("j", "d", "y")
    _ = reduceLibrary(&state, .failed("There is\u{1B}[2J no room."))
    #expect(state.message?.text.contains("\u{1B}") == false)
    #expect(!state.isChanging && state.undoable.isEmpty)
    #expect(state.selected?.path == second)
  }

  @Test func anOlderRenamingIsTakenBackUnderTheNameOfToday() {
    var state = SampleLibrary.state()
    let paths = ["a", "b"].map { "\(SampleLibrary.folder)/\($0).jsonl" }
    _ = reduceLibrary(&state, .changed(.renamed(from: second, to: paths[0])))
    _ = reduceLibrary(&state, .changed(.renamed(from: paths[0], to: paths[1])))
    _ = reduceLibrary(&state, .undone(.renamed(from: paths[0], to: paths[1])))
    #expect(state.undoable == [.renamed(from: second, to: paths[0])])
  }

  // MARK: Filter and order

  @Test func aFilterWorksAsItIsTyped() {
    var state = SampleLibrary.state()
    state.press("/")
    state.type("opro")
    #expect(state.names == ["20261121-0000-kmnp"])
    state.type(" best<")
    // Half a comparison changes nothing yet, and is refused when it is sent.
    #expect(state.names == ["20261121-0000-kmnp"])
    state.press("enter")
    #expect(state.field?.complaint != nil)
    state.type("1")
    #expect(state.names.isEmpty)
    state.press("esc")
    #expect(state.filter == nil && state.names.count == SampleLibrary.runs.count)
    state.press("/")
    state.type("solved")
    state.press("enter")
    #expect(state.names == ["20261121-0000-cdef"])
    // Esc drops the filter first, and leaves then.
    #expect(state.press("esc").isEmpty && state.filter == nil)
    #expect(state.press("esc") == [.leave])
    state.press("/")
    _ = reduceLibrary(&state, .input(.paste("damaged\n"), at: 0))
    #expect(state.names == ["20261121-0000-mnpq", "20261121-0000-rstu", "later"])
  }

  @Test func theOrderGoesThroughTheColumns() {
    var state = SampleLibrary.state()
    #expect(state.names.first == "20261121-0000-abcd")
    state.press("O")
    #expect(state.names.first == "new")
    for column in LibrarySort.Column.allCases.dropFirst() {
      state.press("o")
      #expect(state.sort == LibrarySort(column))
    }
    state.press("o")
    #expect(state.sort == .newestFirst)
  }

  // MARK: The mouse

  @Test func theMouseSelectsOpensSortsAndScrolls() {
    var state = SampleLibrary.state(rows: 12)
    let area = state.layout.table
    #expect(state.click(column: area.column + 4, row: area.row + 2, at: 10).isEmpty)
    #expect(state.selected?.path == second)
    #expect(state.click(column: area.column + 4, row: area.row + 2, at: 11).isEmpty)
    #expect(
      state.click(column: area.column + 4, row: area.row + 2, at: 11.3) == [.request(.replay(path: second))])
    // A third press begins anew, and another row is another run.
    #expect(state.click(column: area.column + 4, row: area.row + 2, at: 11.5).isEmpty)
    #expect(state.click(column: area.column + 4, row: area.row + 3, at: 11.6).isEmpty)
    _ = state.click(column: area.column + 3, row: area.row)
    #expect(state.sort == LibrarySort(.problem))
    _ = state.click(column: area.column + 3, row: area.row)
    #expect(state.sort == LibrarySort(.problem, descending: true))
    _ = reduceLibrary(&state, .input(.mouse(MouseEvent(.wheelDown, column: 3, row: 4)), at: 12))
    #expect(state.top > 0)
    for column in [-5, 0, 9999] { for row in [-5, 0, 9999] { #expect(state.click(column: column, row: row).isEmpty) } }
  }

  @Test func theHelpScrollsAndCloses() {
    var state = SampleLibrary.state(columns: 60, rows: 12)
    state.press("?", "end")
    #expect(state.help.map { $0 > 0 } == true)
    state.press("j", "home", "k")
    #expect(state.help == 0)
    #expect(state.press("d").isEmpty && state.question == nil)
    state.press("q")
    #expect(state.help == nil)
  }

  @Test func whereNothingCanBeSeenNothingIsChanged() {
    var state = SampleLibrary.state(columns: 20, rows: 3)
    state.press("j", "d", "y", "R", "space")
    #expect(state.question == nil && state.field == nil && state.marked.isEmpty)
    #expect(state.press("q") == [.leave])
  }

  @Test func everyKeyHasOneMeaning() {
    let keys = LibraryAct.bindings.flatMap(\.keys)
    #expect(Set(keys).count == keys.count)
    #expect(Set(LibraryAct.bindings.map(\.act)) == Set(LibraryAct.allCases))
  }

  @Test func anyInputLeavesAStateThatCanBeDrawn() {
    var random = SplitMix(state: 7)
    var state = SampleLibrary.state()
    let keys =
      LibraryAct.bindings.flatMap(\.keys) + ["a", "y", "<", "left", "backspace"].compactMap { KeyPress(name: $0) }
    for step in 0..<3000 {
      switch random.next() % 12 {
      case 0:
        let size = Size(columns: Int(random.next() % 140), rows: Int(random.next() % 40))
        _ = reduceLibrary(&state, .resized(size))
      case 1:
        let kinds: [MouseEvent.Kind] = [.press(button: 1), .wheelUp, .wheelDown, .release(button: 1)]
        let mouse = MouseEvent(
          kinds[Int(random.next() % 4)], column: Int(random.next() % 150) - 5, row: Int(random.next() % 50) - 5)
        _ = reduceLibrary(&state, .input(.mouse(mouse), at: Double(step) / 10))
      case 2: _ = reduceLibrary(&state, .listed(SampleLibrary.runs.filter { _ in random.next() % 3 > 0 }))
      case 3: _ = reduceLibrary(&state, .failed("No."))
      default:
        let key = keys[Int(random.next() % UInt64(keys.count))]
        for effect in reduceLibrary(&state, .input(.key(key), at: Double(step) / 10)) {
          switch effect {
          case .rename(let path, let stem):
            let folder = SampleLibrary.folder
            _ = reduceLibrary(&state, .changed(.renamed(from: path, to: "\(folder)/\(stem).jsonl")))
          case .delete(let path): _ = reduceLibrary(&state, .changed(.deleted(path: path, name: "x")))
          case .undo(let change): _ = reduceLibrary(&state, .undone(change))
          default: break
          }
        }
      }
      #expect(state.marked.count <= LibraryState.mostCompared)
      #expect(state.rows.allSatisfy { state.runs.indices.contains($0) })
      #expect(state.top >= 0 && state.top <= max(0, state.rows.count - 1))
      if step % 10 == 0 { #expect(state.frame.count == state.size.rows) }
    }
  }
}
