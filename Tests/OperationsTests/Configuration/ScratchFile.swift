import Foundation

/// A file in a folder of its own, gone after the test.
struct ScratchFile {
  let path: String
  private let folder: URL

  init(_ text: String, mode: Int = 0o640) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "rolecall-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    path = folder.appending(path: "config.yaml").path
    try Data(text.utf8).write(to: URL(filePath: path))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
  }

  var text: String { get throws { try String(contentsOf: URL(filePath: path), encoding: .utf8) } }

  var mode: Int? {
    get throws { try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int }
  }

  var neighbours: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path) } }

  /// A symbolic link to the file, beside it.
  func link(named name: String) throws -> String {
    let link = folder.appending(path: name).path
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    return link
  }

  func remove() throws { try FileManager.default.removeItem(at: folder) }
}
