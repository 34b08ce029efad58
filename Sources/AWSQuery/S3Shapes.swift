import AWS
import Transport

// Source: the service model of S3 2006-03-01 (botocore 1.43.11).
extension S3 {
  package struct PutObjectOutput: Hashable, Sendable {
    /// Nil in a bucket without versions.
    package let versionID: String?
    package let eTag: String?
  }

  package struct HeadObjectOutput: Hashable, Sendable {
    package let contentLength: Int?
    package let versionID: String?
    /// In base 64; nil where the object was stored without.
    package let checksumSHA256: String?

    init(_ response: HTTPResponse) {
      contentLength = response["Content-Length"].flatMap { Int($0) }
      versionID = response["x-amz-version-id"]
      checksumSHA256 = response["x-amz-checksum-sha256"]
    }
  }

  package struct ObjectVersion: Hashable, Sendable {
    package let key: String
    package let versionID: String?
    /// Whether it only hides what is below.
    package let isDeleteMarker: Bool

    init(_ element: AnswerElement) throws {
      key = try element.require("Key")
      versionID = element.string("VersionId")
      isDeleteMarker = element.name == "DeleteMarker"
    }
  }

  package struct ListObjectVersionsResponse: Page {
    /// Two markers that go together, as one token.
    struct Marker {
      let key: String
      let version: String?

      init(key: String, version: String?) {
        self.key = key
        self.version = version
      }

      /// No version id has a space in it, so the last one parts them.
      init(token: String) {
        let parts = token.split(separator: " ", omittingEmptySubsequences: false)
        key = parts.dropLast().joined(separator: " ")
        version = parts.last.flatMap { $0.isEmpty ? nil : String($0) }
      }

      var token: String { "\(key) \(version ?? "")" }
    }

    package let versions: [ObjectVersion]
    package let nextToken: String?

    init(_ root: AnswerElement) throws {
      versions = try (root.all("Version") + root.all("DeleteMarker")).map(ObjectVersion.init)
      let goesOn = root.flag("IsTruncated") ?? false
      let key = root.string("NextKeyMarker")
      nextToken = goesOn ? key.map { Marker(key: $0, version: root.string("NextVersionIdMarker")).token } : nil
    }
  }
}

/// Reads what S3 answers when it refuses.
enum S3Refusal {
  /// A HEAD has no body, so that its status has to speak.
  static func read<Output>(_ response: HTTPResponse) -> Call<Output>.Refusal? {
    guard response.body.isEmpty else { return QueryAnswer.refusal(response) }
    switch response.status {
    case 301: return Call<Output>.Refusal(code: "PermanentRedirect", message: region(response))
    case 400: return Call<Output>.Refusal(code: "BadRequest", message: region(response))
    case 403: return Call<Output>.Refusal(code: "AccessDenied", message: "")
    case 404: return Call<Output>.Refusal(code: "NotFound", message: "")
    case 412: return Call<Output>.Refusal(code: "PreconditionFailed", message: "")
    default: return nil
    }
  }

  private static func region(_ response: HTTPResponse) -> String {
    response["x-amz-bucket-region"].map { "the bucket is in \($0)" } ?? ""
  }
}
