import FoundationEssentials

/// The JSON body of a call, or an object inside it.
struct JSONInput: Sendable {
  let members: [String: JSONValue]

  init(_ members: [String: JSONValue] = [:]) { self.members = members }

  /// - Throws: `SerializationException` for a body that is no JSON object.
  init(_ body: [UInt8]) throws(ServiceFailure) {
    do {
      members = try JSONDecoder().decode([String: JSONValue].self, from: Data(body))
    } catch {
      throw ServiceFailure(code: "SerializationException", message: "Could not parse the request body as JSON")
    }
  }

  func string(_ name: String) -> String? { members[name]?.string }

  func integer(_ name: String) -> Int? { members[name]?.integer }

  func boolean(_ name: String) -> Bool? {
    guard case .boolean(let flag)? = members[name] else { return nil }
    return flag
  }

  func strings(_ name: String) -> [String]? { members[name]?.list?.compactMap(\.string) }

  func object(_ name: String) -> JSONInput? { members[name]?.object.map(JSONInput.init) }

  func objects(_ name: String) -> [JSONInput]? { members[name]?.list?.compactMap { $0.object.map(JSONInput.init) } }

  /// An object whose values are texts.
  func texts(_ name: String) -> [String: String]? { members[name]?.object?.compactMapValues(\.string) }
}
