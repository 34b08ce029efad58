import FoundationEssentials

/// The JSON body of a call.
struct JSONInput: Sendable {
  private let members: [String: Value]

  /// - Throws: `SerializationException` for a body that is no JSON object.
  init(_ body: [UInt8]) throws(ServiceFailure) {
    do {
      members = try JSONDecoder().decode([String: Value].self, from: Data(body))
    } catch {
      throw ServiceFailure(code: "SerializationException", message: "Could not parse the request body as JSON")
    }
  }

  func string(_ name: String) -> String? {
    guard case .string(let text)? = members[name] else { return nil }
    return text
  }

  func integer(_ name: String) -> Int? {
    guard case .number(let number)? = members[name] else { return nil }
    return Int(exactly: number)
  }

  func strings(_ name: String) -> [String]? {
    guard case .list(let values)? = members[name] else { return nil }
    return values.compactMap { value in
      guard case .string(let text) = value else { return nil }
      return text
    }
  }

  private enum Value: Decodable, Sendable {
    case string(String)
    case number(Double)
    case boolean(Bool)
    case list([Value])
    case object([String: Value])
    case null

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if container.decodeNil() {
        self = .null
      } else if let text = try? container.decode(String.self) {
        self = .string(text)
      } else if let flag = try? container.decode(Bool.self) {
        self = .boolean(flag)
      } else if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else if let list = try? container.decode([Value].self) {
        self = .list(list)
      } else {
        self = .object(try container.decode([String: Value].self))
      }
    }
  }
}
