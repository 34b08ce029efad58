import Crypto
import FoundationEssentials
import Transport

extension Call {
  /// Adds the checksum that S3 asks for with bucket settings, and keeps with an object.
  ///
  /// Source: S3 API Reference, "Checking object integrity" (read 2026-11).
  package mutating func addSHA256Checksum() {
    let digest = Data(SHA256.hash(data: body)).base64EncodedString()
    headers += [HTTPHeader("x-amz-sdk-checksum-algorithm", "SHA256"), HTTPHeader("x-amz-checksum-sha256", digest)]
  }
}
