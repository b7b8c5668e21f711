import CEmbeddedWeights

/// The nets of the weights that are compiled in, read at their first use and shared by all models.
struct EmbeddedWeights: Sendable {
  /// For one and two parameters.
  let plane: PlaneNet
  /// For three to ten.
  let space: SpaceNet

  init(_ file: WeightsFile) throws(WeightsError) {
    guard let plane = file.nets["plane"] else { throw WeightsError("there is no net called plane") }
    self.plane = try PlaneNet(plane)
    guard let space = file.nets["space"] else { throw WeightsError("there is no net called space") }
    self.space = try SpaceNet(space)
  }

  /// Takes some milliseconds the first time: never while the program starts.
  static let shared: Result<EmbeddedWeights, WeightsError> = {
    do throws(WeightsError) {
      let bytes = UnsafeBufferPointer(start: embedded_weights(), count: embedded_weights_count())
      return .success(try EmbeddedWeights(try WeightsFile(bytes)))
    } catch {
      return .failure(error)
    }
  }()
}
