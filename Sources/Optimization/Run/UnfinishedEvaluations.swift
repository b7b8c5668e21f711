import Text

/// What had been taken in to be judged when a log ended: it is judged now, under the number that it has.
struct UnfinishedEvaluations: Hashable, Sendable {
  /// An evaluation that had started and not ended.
  struct Open: Hashable, Sendable {
    var proposal: AnyProblem.Proposal
    var id: Int
  }

  /// What happened to proposals of no reply, in the order of the log.
  private enum Admission: Hashable, Sendable {
    /// What a person typed; its solutions are taken in at once, one behind the other.
    case typed(String)
    /// With whether the candidate came of it.
    case started(Int, isDone: Bool)
    case refused
  }

  private var admissions: [Admission] = []
  /// By the index of the reply that they are of.
  private(set) var started: [Int: [Int]] = [:]
  /// Above all that were given.
  private(set) var nextID = 0

  /// - Parameter events: from the first start of the last step on; all, where no step has begun.
  init(_ events: [RunEvent]) {
    var places: [Int: Int] = [:]
    for event in events {
      switch event {
      case .steered(let steered): if case .inject(let text) = steered.command { admissions.append(.typed(text)) }
      case .evaluationStarted(let event):
        nextID = max(nextID, event.id + 1)
        if let index = event.index {
          if started[index]?.contains(event.id) != true { started[index, default: []].append(event.id) }
        } else if places[event.id] == nil {
          places[event.id] = admissions.count
          admissions.append(.started(event.id, isDone: false))
        }
      case .candidate(let candidate):
        nextID = max(nextID, candidate.id + 1)
        if let index = candidate.index {
          started[index]?.removeAll { $0 == candidate.id }
        } else if let place = places[candidate.id] {
          admissions[place] = .started(candidate.id, isDone: true)
        } else {
          // Its start was lost and the log repaired.
          admissions.append(.started(candidate.id, isDone: true))
        }
      case .rejected(let rejected): if rejected.index == nil { admissions.append(.refused) }
      default: break
      }
    }
  }

  /// What is still to be judged of the initial solutions and of what persons typed.
  struct Rest {
    /// How many of the initial solutions the log says something of.
    var initial = 0
    /// The number of the initial solution that was being judged.
    var openInitial: Int?
    var open: [Open] = []
    /// Typed and not taken in.
    var typed: [AnyProblem.Proposal] = []
  }

  /// - Parameter problem: reads what was typed.
  func rest(_ problem: AnyProblem) -> Rest {
    var rest = Rest()
    for admission in admissions {
      switch admission {
      case .typed(let text): rest.typed += (try? problem.proposals(typed: text)) ?? []
      case .refused:
        if rest.typed.isEmpty { rest.initial += 1 } else { rest.typed.removeFirst() }
      case .started(let id, let isDone):
        guard !rest.typed.isEmpty else {
          rest.initial += 1
          rest.openInitial = isDone ? nil : id
          continue
        }
        let proposal = rest.typed.removeFirst()
        if !isDone { rest.open.append(Open(proposal: proposal, id: id)) }
      }
    }
    return rest
  }
}
