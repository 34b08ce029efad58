import Crypto
import FoundationEssentials

/// The archive that a function was made from.
struct FunctionCode: Hashable, Sendable {
  /// Of the archive, in base64.
  let sha256: String
  let size: Int

  init(archive: [UInt8]) {
    sha256 = Data(SHA256.hash(data: archive)).base64EncodedString()
    size = archive.count
  }
}
