/// Where a call has its template: in its body, behind an address of S3, or in the stack.
struct TemplateSource {
  let input: QueryInput

  /// Whether the call names one at all.
  var isGiven: Bool { input.string("TemplateBody") != nil || input.string("TemplateURL") != nil }

  /// - Throws: `ValidationError` for a call without exactly one, for one that is too long, and for what is no template.
  func template(_ state: WorldState, previous: Template? = nil) throws(ServiceFailure) -> Template {
    let url = input.string("TemplateURL")
    guard let body = input.string("TemplateBody") else {
      if let url { return try Template(try Self.text(behind: url, state)) }
      guard input.boolean("UsePreviousTemplate") == true, let previous else {
        throw .validation("Either Template URL or Template Body must be specified.")
      }
      return previous
    }
    guard url == nil else { throw .validation("Template URL and Template Body can not both be specified.") }
    guard body.utf8.count <= Template.inlineLimit else {
      throw .validation(
        """
        1 validation error detected: Value '\(body.prefix(64))…' at 'templateBody' failed to satisfy constraint: \
        Member must have length less than or equal to \(Template.inlineLimit)
        """
      )
    }
    return try Template(body)
  }

  private static func text(behind url: String, _ state: WorldState) throws(ServiceFailure) -> String {
    guard let address = ObjectAddress(url) else {
      throw .validation("TemplateURL must be a supported URL.")
    }
    let bytes: [UInt8]
    do throws(ServiceFailure) {
      bytes = try state.storage.object(address.key, version: address.version, in: address.bucket).body
    } catch {
      throw .validation(
        """
        S3 error: \(error.message)
        For more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
        """
      )
    }
    guard bytes.count <= Template.objectLimit else {
      throw .validation("Template may not exceed \(Template.objectLimit) bytes in size.")
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// An object of S3, told from its address.
struct ObjectAddress: Hashable {
  let bucket: String
  let key: String
  let version: String?

  /// Reads both forms of address, with the bucket in the host or first in the path, at AWS or at a sandbox.
  init?(_ url: String) {
    let parts = url.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let words = parts[0].split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
    guard words.count == 4, words[0] == "https:" || words[0] == "http:", words[1].isEmpty, !words[3].isEmpty else {
      return nil
    }
    let host = words[2]
    if let end = host.firstRange(of: ".s3.") ?? host.firstRange(of: ".s3-") {
      bucket = String(host[..<end.lowerBound])
      key = FormEncoding.decoded(words[3])
    } else {
      let path = words[3].split(separator: "/", maxSplits: 1).map(String.init)
      guard path.count == 2 else { return nil }
      bucket = path[0]
      key = FormEncoding.decoded(path[1])
    }
    let query = parts.count > 1 ? FormEncoding.items(in: String(parts[1])) : []
    version = query.first { $0.name == "versionId" }?.value
  }
}
