import Crypto
import FoundationEssentials

/// The zip file with the functions' program, as `Resources/package-functions` makes it.
package struct FunctionsArchive: Hashable, Sendable {
  /// The processor it was built for, in Lambda's words.
  package enum Architecture: String, Hashable, Sendable, CaseIterable {
    case x86 = "x86_64"
    case arm64

    /// That of the machine this runs on, where the archive is made too.
    package static var own: Architecture {
      #if arch(arm64)
      .arm64
      #else
      .x86
      #endif
    }
  }

  package let path: String
  package let architecture: Architecture
  let bytes: [UInt8]

  /// Lambda takes 50 MB at once; ours is far below.
  private static let largest = 50 << 20

  /// - Throws: ``OperatorError`` for a file that cannot be read or is no zip file.
  package init(path: String, architecture: Architecture = .own) throws(OperatorError) {
    let data: Data
    do {
      data = try Data(contentsOf: URL(filePath: path))
    } catch {
      throw OperatorError(
        sentence: "\(path) cannot be read",
        nextStep: "make it with Resources/package-functions, or name it with --functions",
        exitStatus: 2
      )
    }
    guard data.starts(with: [0x50, 0x4B]), data.count <= Self.largest else {
      throw OperatorError(sentence: "\(path) is no zip file of at most 50 MB", exitStatus: 2)
    }
    self.path = path
    self.architecture = architecture
    bytes = Array(data)
  }

  private var digest: SHA256.Digest { SHA256.hash(data: bytes) }

  /// As Lambda tells it of its code (`CodeSha256`).
  package var base64SHA256: String { Data(digest).base64EncodedString() }

  /// For names of objects.
  var sha256: String { HexText.of(digest) }

  /// Where it lies in the bucket: by its content, so that another build never takes its place.
  var key: String { "functions/\(sha256).zip" }
}
