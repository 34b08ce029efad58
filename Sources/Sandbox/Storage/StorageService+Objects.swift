import Crypto
import FoundationEssentials

/// Amazon S3: objects and their versions.
extension StorageService {
  func answerObjects(
    _ operation: String,
    _ bucket: BucketRecord,
    _ storage: inout StorageState
  ) throws(ServiceFailure) -> LoopbackReply {
    switch operation {
    case "PutObject": return try put(bucket, &storage)
    case "GetObject", "HeadObject": return try get(bucket, storage)
    case "DeleteObject": return try delete(bucket, &storage)
    case "DeleteObjects": return try deleteAll(bucket, &storage)
    case "ListObjectVersions": return try listVersions(bucket)
    default: return try listObjects(bucket)
    }
  }

  // MARK: One object

  private func put(_ bucket: BucketRecord, _ storage: inout StorageState) throws(ServiceFailure) -> LoopbackReply {
    let body = try payload()
    try checkDigests(of: body)
    if request.header("if-none-match") == "*", let known = bucket.version(nil, of: key), !known.isDeleteMarker {
      throw ServiceFailure(
        code: "PreconditionFailed",
        message: "At least one of the pre-conditions you specified did not hold",
        status: 412
      )
    }
    let prefix = "x-amz-meta-"
    let own = request.headers.filter { $0.name.lowercased().hasPrefix(prefix) }
    let version = try storage.putObject(
      body,
      key: key,
      in: bucketName,
      contentType: request.header("content-type") ?? "binary/octet-stream",
      checksumSHA256: request.header("x-amz-checksum-sha256"),
      metadata: Dictionary(
        own.map { (String($0.name.lowercased().dropFirst(prefix.count)), $0.value) },
        uniquingKeysWith: { first, _ in first }
      ),
      at: now
    )
    return reply(headers: headers(of: version, bucket))
  }

  private func get(_ bucket: BucketRecord, _ storage: StorageState) throws(ServiceFailure) -> LoopbackReply {
    let version = try storage.object(key, version: request.queryValue("versionId"), in: bucketName)
    var headers = headers(of: version, bucket)
    headers.append((name: "last-modified", value: HTTPDate.text(version.createdAt)))
    headers.append((name: "accept-ranges", value: "bytes"))
    headers += version.metadata.sorted { $0.key < $1.key }.map { (name: "x-amz-meta-\($0.key)", value: $0.value) }
    return LoopbackReply(status: 200, contentType: version.contentType, headers: headers, body: version.body)
  }

  private func delete(_ bucket: BucketRecord, _ storage: inout StorageState) throws(ServiceFailure) -> LoopbackReply {
    var headers: [(name: String, value: String)] = []
    if let id = request.queryValue("versionId") {
      let removed = try storage.deleteObject(key, version: id, in: bucketName)
      headers.append((name: "x-amz-version-id", value: id))
      if removed?.isDeleteMarker == true { headers.append((name: "x-amz-delete-marker", value: "true")) }
    } else if let marker = try storage.deleteObject(key, in: bucketName, at: now) {
      headers = [(name: "x-amz-version-id", value: marker.id), (name: "x-amz-delete-marker", value: "true")]
    }
    return reply(status: 204, headers: headers)
  }

  private func headers(of version: ObjectVersion, _ bucket: BucketRecord) -> [(name: String, value: String)] {
    var headers = [
      (name: "etag", value: "\"\(version.etag)\""),
      (name: "x-amz-server-side-encryption", value: bucket.encryption.algorithm),
    ]
    if bucket.versioning != nil { headers.append((name: "x-amz-version-id", value: version.id)) }
    if let checksum = version.checksumSHA256 { headers.append((name: "x-amz-checksum-sha256", value: checksum)) }
    return headers
  }

  // MARK: Bodies

  /// The object's bytes: SDKs may send them in pieces, each with its length in front.
  private func payload() throws(ServiceFailure) -> [UInt8] {
    let isChunked =
      request.header("content-encoding")?.contains("aws-chunked") == true
      || request.header("x-amz-content-sha256")?.hasPrefix("STREAMING-") == true
    guard isChunked else { return request.body }
    var bytes: [UInt8] = []
    var rest = request.body[...]
    let incomplete = ServiceFailure(
      code: "IncompleteBody",
      message: "You did not provide the number of bytes specified by the Content-Length HTTP header."
    )
    while true {
      guard let end = rest.firstIndex(of: UInt8(ascii: "\r")) else { throw incomplete }
      let head = String(decoding: rest[rest.startIndex..<end].prefix { $0 != UInt8(ascii: ";") }, as: UTF8.self)
      guard let length = Int(head, radix: 16), rest.count >= end - rest.startIndex + 2 + length else {
        throw incomplete
      }
      if length == 0 { return bytes }
      let begin = end + 2
      bytes += rest[begin..<begin + length]
      rest = rest[(begin + length)...].dropFirst(2)
    }
  }

  private func checkDigests(of body: [UInt8]) throws(ServiceFailure) {
    let claims = [
      (request.header("content-md5"), Data(Insecure.MD5.hash(data: body)).base64EncodedString(), "Content-MD5"),
      (
        request.header("x-amz-checksum-sha256"), Data(SHA256.hash(data: body)).base64EncodedString(),
        "x-amz-checksum-sha256"
      ),
    ]
    for (claimed, actual, name) in claims where claimed != nil && claimed != actual {
      throw ServiceFailure(code: "BadDigest", message: "The \(name) you specified did not match what we received.")
    }
  }

  // MARK: Many objects

  private func deleteAll(_ bucket: BucketRecord, _ storage: inout StorageState) throws(ServiceFailure) -> LoopbackReply
  {
    let input = try XMLInput(request.body)
    let isQuiet = input.boolean("Quiet")
    var deleted: [(key: String, id: String?, marker: ObjectVersion?)] = []
    for object in input.all("Object") {
      let key = object.text("Key") ?? ""
      if let id = object.text("VersionId") {
        let removed = try storage.deleteObject(key, version: id, in: bucketName)
        deleted.append((key, id, removed?.isDeleteMarker == true ? removed : nil))
      } else {
        deleted.append((key, nil, try storage.deleteObject(key, in: bucketName, at: now)))
      }
    }
    return document("DeleteResult") { xml in
      for item in deleted where !isQuiet {
        xml.element("Deleted") {
          $0.element("Key", item.key)
          $0.element("VersionId", item.id)
          if let marker = item.marker {
            $0.element("DeleteMarker", true)
            $0.element("DeleteMarkerVersionId", marker.id)
          }
        }
      }
    }
  }

  private func listVersions(_ bucket: BucketRecord) throws(ServiceFailure) -> LoopbackReply {
    let prefix = request.queryValue("prefix") ?? ""
    let all = bucket.versions.filter { $0.key.hasPrefix(prefix) }
    let (keyMarker, idMarker) = (request.queryValue("key-marker"), request.queryValue("version-id-marker"))
    var start = 0
    if let keyMarker {
      let last = all.lastIndex { $0.key == keyMarker && (idMarker == nil || $0.version.id == idMarker) }
      start = last.map { $0 + 1 } ?? all.firstIndex { $0.key > keyMarker } ?? all.count
    }
    let count = min(request.queryValue("max-keys").flatMap(Int.init) ?? 1_000, 1_000)
    let page = all[start...].prefix(count)
    let isTruncated = start + page.count < all.count
    return document("ListVersionsResult") { xml in
      xml.element("Name", bucketName)
      xml.element("Prefix", prefix)
      xml.element("KeyMarker", keyMarker ?? "")
      xml.element("VersionIdMarker", idMarker ?? "")
      xml.element("MaxKeys", count)
      xml.element("IsTruncated", isTruncated)
      if isTruncated, let last = page.last {
        xml.element("NextKeyMarker", last.key)
        xml.element("NextVersionIdMarker", last.version.id)
      }
      for (key, version) in page {
        xml.element(version.isDeleteMarker ? "DeleteMarker" : "Version") {
          $0.element("Key", key)
          $0.element("VersionId", version.id)
          $0.element("IsLatest", bucket.version(nil, of: key)?.id == version.id)
          Self.write(version, to: &$0)
        }
      }
    }
  }

  private func listObjects(_ bucket: BucketRecord) throws(ServiceFailure) -> LoopbackReply {
    let prefix = request.queryValue("prefix") ?? ""
    let after = request.queryValue("continuation-token") ?? request.queryValue("start-after") ?? ""
    let all = bucket.objects.keys.sorted().compactMap { key -> (key: String, version: ObjectVersion)? in
      guard key.hasPrefix(prefix), key > after, let version = bucket.version(nil, of: key), !version.isDeleteMarker
      else { return nil }
      return (key, version)
    }
    let count = min(request.queryValue("max-keys").flatMap(Int.init) ?? 1_000, 1_000)
    let page = all.prefix(count)
    return document("ListBucketResult") { xml in
      xml.element("Name", bucketName)
      xml.element("Prefix", prefix)
      xml.element("MaxKeys", count)
      xml.element("KeyCount", page.count)
      xml.element("IsTruncated", page.count < all.count)
      if page.count < all.count { xml.element("NextContinuationToken", page.last?.key) }
      for (key, version) in page {
        xml.element("Contents") {
          $0.element("Key", key)
          Self.write(version, to: &$0)
        }
      }
    }
  }

  private static func write(_ version: ObjectVersion, to xml: inout XMLWriter) {
    xml.element("LastModified", version.createdAt)
    guard !version.isDeleteMarker else { return }
    xml.element("ETag", "\"\(version.etag)\"")
    xml.element("Size", version.body.count)
    xml.element("StorageClass", "STANDARD")
  }
}
