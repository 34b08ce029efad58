import FoundationEssentials

/// One request on its way through the appliance, past routing, version and sign-in.
struct ApplianceCall: Sendable {
  let request: LoopbackRequest

  /// The decoded values of the path's `{…}`.
  let parameters: [String: String]
  let revision: ApplianceRevision

  /// Whose token came with it; nil where none is needed.
  let user: PortalUser?
  let now: Date

  /// The value of the path's `{name}`.
  func parameter(_ name: String) -> String { parameters[name] ?? "" }

  /// The value of the path's `{name}` as a UUID in lower case; anything else is no resource.
  func identifier(_ name: String) throws(ApplianceProblem) -> String {
    guard let id = UUID(uuidString: parameter(name)) else { throw .notFound("'\(parameter(name))'") }
    return id.uuidString.lowercased()
  }

  /// The JSON body.
  ///
  /// - Throws: A validation problem that names the first field that is missing or of the wrong kind.
  func body<Body: Decodable>(_ type: Body.Type) throws(ApplianceProblem) -> Body {
    let mediaType = request.header("content-type")?.split(separator: ";").first?.lowercased() ?? ""
    guard mediaType == "application/json" || mediaType.hasSuffix("+json") else {
      throw .invalid("The body must be application/json.")
    }
    do {
      return try JSONDecoder().decode(type, from: Data(request.body))
    } catch let error as DecodingError {
      throw .invalid(Self.sentence(error))
    } catch {
      throw .invalid("The body is not valid JSON.")
    }
  }

  /// The body of a form.
  func form() throws(ApplianceProblem) -> [String: String] {
    let mediaType = request.header("content-type")?.split(separator: ";").first?.lowercased() ?? ""
    guard mediaType == "application/x-www-form-urlencoded" else {
      throw .invalid("The body must be application/x-www-form-urlencoded.")
    }
    let items = FormEncoding.items(in: String(decoding: request.body, as: UTF8.self))
    return Dictionary(items.map { ($0.name, $0.value) }) { first, _ in first }
  }

  // MARK: Query

  func integer(_ name: String, in range: ClosedRange<Int>) throws(ApplianceProblem) -> Int? {
    guard let text = request.queryValue(name) else { return nil }
    guard let value = Int(text), range.contains(value) else { throw .invalid("\(name) is not valid.") }
    return value
  }

  func uuid(_ name: String) throws(ApplianceProblem) -> String? {
    guard let text = request.queryValue(name) else { return nil }
    guard let value = UUID(uuidString: text) else { throw .invalid("\(name) is not valid.") }
    return value.uuidString.lowercased()
  }

  func boolean(_ name: String) throws(ApplianceProblem) -> Bool? {
    guard let text = request.queryValue(name) else { return nil }
    guard let value = Bool(text.lowercased()) else { throw .invalid("\(name) is not valid.") }
    return value
  }

  func time(_ name: String) throws(ApplianceProblem) -> Date? {
    guard let text = request.queryValue(name) else { return nil }
    guard let value = ApplianceTime.date(text) else { throw .invalid("\(name) is not valid.") }
    return value
  }

  /// The values of a list that is repeated, comma separated, or both, each one of `known`.
  func words(_ name: String, known: [String]) throws(ApplianceProblem) -> [String] {
    let words = request.queryValues(name).flatMap { $0.split(separator: ",", omittingEmptySubsequences: false) }
    for word in words where !known.contains(String(word)) {
      throw .invalid("\(name) has no value '\(word)'.")
    }
    return words.map(String.init)
  }

  // MARK: Links

  /// The absolute address of `path`, from the host this request used.
  func address(_ path: String) -> String { "https://\(request.authority)/api/v1\(path)" }

  func link(_ rel: String, _ path: String, method: String = "GET") -> ApplianceWire.Link {
    ApplianceWire.Link(rel: rel, href: address(path), method: method)
  }

  private static func sentence(_ error: DecodingError) -> String {
    func place(_ path: [any CodingKey]) -> String { path.map(\.stringValue).joined(separator: ".") }
    switch error {
    case .keyNotFound(let key, let context): return "\(place(context.codingPath + [key])) is required."
    case .valueNotFound(_, let context): return "\(place(context.codingPath)) is required."
    case .typeMismatch(_, let context): return "\(place(context.codingPath)) is of the wrong kind."
    case .dataCorrupted: return "The body is not valid JSON."
    @unknown default: return "The body is not valid."
    }
  }
}
