import LanguageModels
import Text

// Who is asked, and how that changes while the run goes on.
extension OptimizationRun {
  /// Lets a model that is asked for the first time make itself ready, while the screen shows what it waits for.
  func prepare(_ model: any LanguageModel) async {
    guard preparedModel != model.identity else { return }
    let monitor = monitor
    let task = Task {
      try await model.prepare { sentence in monitor.update { $0.preparing = sentence } }
    }
    preparation = task
    // What fails here fails again when it is asked, with a sentence and tries.
    _ = try? await task.value
    preparation = nil
    preparedModel = model.identity
    monitor.update { $0.preparing = nil }
  }

  /// Who is asked next; nil where proposals are random.
  public var modelInForce: (any LanguageModel)? { model }

  /// Logs where a run goes on with another model than its log names.
  func noteOtherModel() {
    let (before, now) = (state.head.model, model?.identity)
    guard before?.name != now?.name || before?.address != now?.address else { return }
    emit(.steered(Steered(step: state.head.step, command: .setModel(now?.name ?? "none", now), source: .program)))
  }

  /// The answer form that requests are sent with.
  var answerForm: AnswerForm? {
    settings.request.isStructured && configuration.prompting.asksForAnswerForm ? problem.answerForm : nil
  }

  /// Makes the model that a command names; what is accepted carries its identity.
  /// - Throws: a sentence.
  func chosen(_ text: String) throws -> (command: Command, model: (any LanguageModel)?) {
    guard let make = configuration.models else { throw InputError("The model of this run cannot be changed.") }
    let model = try make(text)
    return (.setModel(text, model?.identity), model)
  }

  func use(_ new: (any LanguageModel)?) {
    let former = model
    if let former { formerModels[former.identity] = former }
    model = new
    // Else the step under way goes on with it, and lets go of it at its end.
    if work == nil, preparation == nil, let former { release(former) }
    offersChoices = true
    hasChoices = false
    preparedModel = nil
  }

  /// Lets a model go of its server, unless it is the one that is asked next.
  func release(_ former: any LanguageModel) {
    guard former.identity != model?.identity else { return }
    Task { await former.release() }
  }

  /// After an undo: the model that is in force again.
  func followModel() {
    let identity = state.head.model
    guard identity != model?.identity else { return }
    use(identity.flatMap { formerModels[$0] ?? (try? configuration.models?($0.name)) ?? nil })
  }
}
