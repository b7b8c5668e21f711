import CCurl

/// Whether servers on other machines can be asked, for which libcurl is needed.
public enum CurlAvailability {
  /// Nil where they can; else a sentence that says what to install. It opens the library, which takes some milliseconds.
  public static var complaint: String? {
    let install = "install it (on Debian and Ubuntu: apt install libcurl4)."
    return switch Int(libcurl_open()) {
    case LIBCURL_OPEN: nil
    case LIBCURL_MISSING: "servers on other machines need libcurl, which is not here: \(install)"
    case LIBCURL_TOO_OLD: "this needs libcurl 7.68 or later, and here is an older one: \(install)"
    default: "the libcurl of this machine does not start: \(install)"
    }
  }
}
