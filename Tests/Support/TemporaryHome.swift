import Foundation

/// A home folder of a test's own.
package struct TemporaryHome: Sendable {
  package let path: String

  /// Writes a file below the home, with the folders on the way to it, and returns its path.
  @discardableResult
  package func write(_ text: String, to relativePath: String) throws -> String {
    let file = URL(filePath: path).appending(path: relativePath)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    return file.path
  }

  /// The text of a file below the home, or nil when there is none.
  package func text(of relativePath: String) -> String? {
    FileManager.default.contents(atPath: "\(path)/\(relativePath)").map { String(decoding: $0, as: UTF8.self) }
  }

  /// The permission bits of a file below the home.
  package func permissions(of relativePath: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: "\(path)/\(relativePath)")[.posixPermissions] as? Int
  }

  /// What lies in a folder below the home, sorted.
  package func names(in relativePath: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(path)/\(relativePath)").sorted()
  }
}

/// Runs `body` with a new home folder and removes it, however `body` ends.
package func withTemporaryHome<Value>(_ body: (TemporaryHome) async throws -> Value) async throws -> Value {
  let folder = FileManager.default.temporaryDirectory.appending(path: "home-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try await body(TemporaryHome(path: folder.path))
}
