extension ViewCache {
  var plane: PlaneBase? {
    get { nil }
    set {}
  }
  var spread: SpreadBase? {
    get { nil }
    set {}
  }
}
