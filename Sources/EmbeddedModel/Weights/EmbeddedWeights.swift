import CEmbeddedWeights

/// The nets of the weights that are compiled in, read at their first use and shared by all models.
struct EmbeddedWeights: Sendable {
  let plane: PlaneNet

  init(_ file: WeightsFile) throws(WeightsError) {
    guard let plane = file.nets["plane"] else { throw WeightsError("there is no net called plane") }
    self.plane = try PlaneNet(plane)
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
