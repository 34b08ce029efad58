/// A physical id of ours, `x1.<key version>.<code>`: constant for its resource, and only we can make one.
package struct PhysicalID: Hashable, Sendable {
  /// What kind of resource it stands for, and in which form.
  package enum Scheme: String, Sendable, CaseIterable {
    case externalID = "x1"
    case registration = "v1"
  }

  package let scheme: Scheme
  /// The version of the signing secret whose key made the code.
  package let keyVersion: String
  /// Sixty-four hexadecimal digits.
  package let code: String

  init(scheme: Scheme, keyVersion: String, code: String) {
    self.scheme = scheme
    self.keyVersion = keyVersion
    self.code = code
  }

  /// Reads an id; nil for one that is not of our form, a foreign one.
  package init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let scheme = Scheme(rawValue: String(parts[0])),
      // Secrets Manager's version ids.
      (32...64).contains(parts[1].utf8.count), parts[1].utf8.allSatisfy({ $0.isLetterOrDigit || $0 == 0x2D }),
      parts[2].utf8.count == 64, parts[2].utf8.allSatisfy(\.isLetterOrDigit)
    else { return nil }
    self.init(scheme: scheme, keyVersion: String(parts[1]), code: String(parts[2]))
  }

  package var text: String { "\(scheme.rawValue).\(keyVersion).\(code)" }
}

extension UInt8 {
  fileprivate var isLetterOrDigit: Bool {
    (48...57).contains(self) || (65...90).contains(self) || (97...122).contains(self)
  }
}

extension PhysicalID: CustomStringConvertible, CustomReflectable {
  /// The scheme only: logs do not hold the rest.
  package var description: String { "PhysicalID(\(scheme.rawValue))" }
  package var customMirror: Mirror { Mirror(self, children: ["scheme": scheme.rawValue]) }
}
