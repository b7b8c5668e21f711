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
    if let model { formerModels[model.identity] = model }
    model = new
    offersChoices = true
    hasChoices = false
    preparedModel = nil
  }

  /// After an undo: the model that is in force again.
  func followModel() {
    let identity = state.head.model
    guard identity != model?.identity else { return }
    use(identity.flatMap { formerModels[$0] ?? (try? configuration.models?($0.name)) ?? nil })
  }
}
