import Foundation
import Testing

/// The files in `Vectors`.
enum Vectors {
  struct Missing: Error {}

  static func folder(_ name: String) throws -> URL {
    guard let folder = Bundle.module.url(forResource: "Vectors", withExtension: nil) else { throw Missing() }
    return folder.appending(path: name)
  }

  static func text(_ name: String) throws -> String {
    try String(contentsOf: folder(name), encoding: .utf8)
  }
}
