/// The promptings there are, as templates that a person can print and edit.
public enum PromptingCatalog {
  public static let names = ["classroom", "opro"]

  /// The text of a prompting's template.
  /// - Throws: `InputError` that lists the names there are.
  public static func templateText(of name: String) throws -> String {
    switch name {
    case "classroom": classroom
    case "opro": opro
    default:
      throw InputError("Unknown prompting \"\(name)\"; the promptings are: \(names.joined(separator: ", ")).")
    }
  }

  /// The prompting of this name for solutions with these parameters.
  /// - Throws: `InputError` for an unknown name.
  public static func prompting(named name: String, parameters: [String]) throws -> TemplatePrompting {
    try TemplatePrompting(name: name, templateText: templateText(of: name), parameters: parameters)
  }

  /// The structure of a classroom notebook: the points, every pair tried, the iteration from 0, three requests.
  private static let classroom = """
    [format]
    loss: 2 decimals

    [system]
    You are a patient helper who uncovers the linear relationship {formula} that a set of points follows.

    [user]
    These are the points, one a line, as (x,y):
    {data}

    These values of {parameters} were tried, {order}, each with its {loss-name} as the loss:
    {history}

    This is iteration {iteration} of {steps}.

    First, work out from the losses above which values of {parameters} would fit better.
    Second, settle on exactly one new proposal.
    Third, reply with nothing but a JSON object of the form {answer}, without any text around it.

    [row]
    ({solution}): loss={loss}

    [row-without-scores]
    ({solution})

    """

  /// The structure of "Large Language Models as Optimizers" (Yang et al., 2023) for linear regression: a black box,
  /// the best pairs in blocks, the answer in brackets.
  private static let opro = """
    [format]
    loss: whole

    [user]
    The task is to minimize a function of the input variables {parameters}. Below are inputs that were evaluated, \
    each with the function's value there. They are listed {order}; the lower the value, the better.

    The value is the {loss-name} of {formula} over these points (x,y):
    {data}

    {history}

    Propose new values of {parameters} that differ from every input above and whose function value is lower than \
    each of the values above. Do not write any code. End your answer with {answer}, putting numbers in the place of \
    the names.

    [row]
    input:
    {solution}
    value:
    {loss}

    [row-without-scores]
    input:
    {solution}

    """
}
