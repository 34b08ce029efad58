import FoundationEssentials
import Glibc

/// The folder for what RoleCall remembers between runs: `$XDG_STATE_HOME/rolecall`, for the user alone.
package struct StateDirectory: Hashable, Sendable {
  /// An absolute path.
  package let path: String

  package init(path: String) { self.path = path }

  /// The place that the XDG base directory specification gives: `XDG_STATE_HOME` if it is absolute, else
  /// `~/.local/state`; nil when there is no home either.
  package init?(environment: [String: String]) {
    if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") {
      path = state + "/rolecall"
    } else if let home = environment["HOME"], home.hasPrefix("/") {
      path = home + "/.local/state/rolecall"
    } else {
      return nil
    }
  }

  /// Makes the folder with mode 0700 if it is not there.
  ///
  /// Safe to repeat.
  ///
  /// - Throws: The file system's error.
  package func create() throws {
    try FileManager.default.createDirectory(
      atPath: path,
      withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700]
    )
  }

  /// Makes an empty file with mode 0600 unless it is there; SQLite then gives its companions the same mode.
  func createPrivateFile(named name: String) throws -> String {
    let file = path + "/" + name
    let descriptor = open(file, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw StoreError.unusable(path: file, reason: String(cString: strerror(errno))) }
    close(descriptor)
    return file
  }
}
