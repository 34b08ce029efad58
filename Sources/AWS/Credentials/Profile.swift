/// One profile, with what both files say about it.
package struct Profile: Hashable, Sendable {
  package let name: String
  /// From the config file.
  let config: [String: ProfileFile.Value]
  /// From the credentials file.
  let credentials: [String: ProfileFile.Value]

  /// A setting; the credentials file wins where both have it.
  ///
  /// One that is set to nothing counts as not set.
  package subscript(key: String) -> String? { Self.text(key, in: credentials) ?? Self.text(key, in: config) }

  /// The static keys of one of the files, if it has any.
  func text(_ key: String, in file: File) -> String? {
    switch file {
    case .credentials: Self.text(key, in: credentials)
    case .config: Self.text(key, in: config)
    }
  }

  /// Whether either file holds at least one half of a key pair.
  package var hasStaticKeys: Bool { self["aws_access_key_id"] != nil || self["aws_secret_access_key"] != nil }

  /// The two files a profile may stand in.
  package enum File: String, Hashable, Sendable {
    case credentials = "credentials file"
    case config = "config file"
  }

  private static func text(_ key: String, in settings: [String: ProfileFile.Value]) -> String? {
    guard case .text(let text) = settings[key], !text.isEmpty else { return nil }
    return text
  }
}

extension Profile: CustomStringConvertible, CustomReflectable {
  /// The name only: the rest may hold keys.
  package var description: String { "Profile(\(name))" }
  package var customMirror: Mirror { Mirror(self, children: ["name": name]) }
}
