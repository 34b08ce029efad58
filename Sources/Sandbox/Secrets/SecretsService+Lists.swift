import FoundationEssentials

/// AWS Secrets Manager: lists, passwords and policies.
extension SecretsService {
  func list(_ state: WorldState) throws(ServiceFailure) -> [UInt8] {
    let showsDeleted = input.boolean("IncludePlannedDeletion") ?? false
    let filters = input.objects("Filters") ?? []
    let found = state.secrets
      .filter { $0.account == caller.account && $0.region == region && (showsDeleted || $0.deletedAt == nil) }
      .filter { secret in filters.allSatisfy { Self.fits(secret, $0) } }
      .sorted { $0.name < $1.name }
    let size = input.integer("MaxResults") ?? 100
    guard (1...100).contains(size) else { throw Self.invalid("MaxResults must be between 1 and 100.") }
    guard let page = Page(count: found.count, size: size, token: input.string("NextToken"), list: "secrets") else {
      throw ServiceFailure(code: "InvalidNextTokenException", message: "The NextToken value is invalid.")
    }
    return JSONWriter.document { json in
      json.member("SecretList", found[page.range]) { json, secret in
        json.object {
          SecretView.write(secret, to: &$0)
          SecretView.writeStages(of: secret, as: "SecretVersionsToStages", to: &$0)
        }
      }
      json.member("NextToken", page.next)
    }
  }

  /// Values are prefixes, and `!` in front of one turns it around.
  private static func fits(_ secret: SecretRecord, _ filter: JSONInput) -> Bool {
    let values = filter.strings("Values") ?? []
    let own: [String]
    switch filter.string("Key") {
    case "name": own = [secret.name]
    case "description": own = [secret.description]
    case "tag-key": own = secret.tags.map(\.key)
    case "tag-value": own = secret.tags.map(\.value)
    default: own = [secret.name, secret.description] + secret.tags.flatMap { [$0.key, $0.value] }
    }
    return values.contains { value in
      value.hasPrefix("!")
        ? !own.contains { $0.hasPrefix(value.dropFirst()) } : own.contains { $0.hasPrefix(value) }
    }
  }

  func versions(_ state: WorldState) throws(ServiceFailure) -> [UInt8] {
    let secret = state.secrets[try index(state)]
    let showsAll = input.boolean("IncludeDeprecated") ?? false
    let found = secret.versions.filter { showsAll || !$0.stages.isEmpty }
    let size = min(max(input.integer("MaxResults") ?? 100, 1), 100)
    let list = "versions \(secret.arn)"
    guard let page = Page(count: found.count, size: size, token: input.string("NextToken"), list: list) else {
      throw ServiceFailure(code: "InvalidNextTokenException", message: "The NextToken value is invalid.")
    }
    return JSONWriter.document { json in
      json.member("ARN", secret.arn)
      json.member("Name", secret.name)
      json.member("Versions", found[page.range]) { json, version in
        json.object {
          $0.member("VersionId", version.id)
          if !version.stages.isEmpty { $0.member("VersionStages", version.stages) { $0.element($1) } }
          $0.member("CreatedDate", version.createdAt.timeIntervalSince1970)
        }
      }
      json.member("NextToken", page.next)
    }
  }

  func randomPassword(_ state: inout WorldState) throws(ServiceFailure) -> [UInt8] {
    let password = try PasswordGenerator(
      length: input.integer("PasswordLength") ?? 32,
      excludedCharacters: input.string("ExcludeCharacters") ?? "",
      excludesNumbers: input.boolean("ExcludeNumbers") ?? false,
      excludesPunctuation: input.boolean("ExcludePunctuation") ?? false,
      excludesUppercase: input.boolean("ExcludeUppercase") ?? false,
      excludesLowercase: input.boolean("ExcludeLowercase") ?? false,
      includesSpace: input.boolean("IncludeSpace") ?? false,
      requiresEachType: input.boolean("RequireEachIncludedType") ?? true
    ).password(&state.generator)
    return JSONWriter.document { $0.member("RandomPassword", password) }
  }

  func policy(_ state: WorldState) throws(ServiceFailure) -> [UInt8] {
    let secret = state.secrets[try index(state)]
    return JSONWriter.document { json in
      json.member("ARN", secret.arn)
      json.member("Name", secret.name)
      json.member("ResourcePolicy", secret.policy?.text)
    }
  }
}
