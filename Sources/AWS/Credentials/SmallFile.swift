import FoundationEssentials
import Glibc

/// Reads and replaces small files: configuration, token caches, token files.
package enum SmallFile {
  private static let largest = 4 << 20

  /// The file's text, or nil when there is no such file.
  ///
  /// - Throws: ``CredentialError/misconfigured(_:)`` when it is there and cannot be read as text.
  package static func text(at path: String) throws(CredentialError) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw .misconfigured("\(path) cannot be read")
    }
    defer { close(descriptor) }
    guard let bytes = read(descriptor) else { throw .misconfigured("\(path) cannot be read") }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .misconfigured("\(path) is not UTF-8 text")
    }
    return text.first == "\u{FEFF}" ? String(text.dropFirst()) : text
  }

  /// Puts a private file (mode 0600) in place of whatever is there: readers see the old text or the new one, never a part.
  ///
  /// The folder is made when it is missing.
  ///
  /// - Throws: ``CredentialError/misconfigured(_:)`` when the folder cannot be written to.
  static func replace(_ path: String, with content: Data) throws(CredentialError) {
    let folder = URL(filePath: path).deletingLastPathComponent().path
    do {
      try FileManager.default.createDirectory(
        atPath: folder,
        withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700]
      )
    } catch {
      throw .misconfigured("\(folder) cannot be made")
    }
    // mkstemp makes the file with mode 0600 and a name of its own, so that two writers do not meet.
    var template = Array("\(path).XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw .misconfigured("\(folder) cannot be written to") }
    let temporary = template.withUnsafeBufferPointer {
      String(decoding: $0.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
    let isWritten = write(content, to: descriptor) && fsync(descriptor) == 0
    guard close(descriptor) == 0, isWritten, rename(temporary, path) == 0 else {
      unlink(temporary)
      throw .misconfigured("\(path) cannot be written")
    }
  }

  /// All there is, also of files that are no regular ones, such as `/dev/null`; nil for a folder or too much.
  private static func read(_ descriptor: Int32) -> [UInt8]? {
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 14)
    while bytes.count <= largest {
      let count = Glibc.read(descriptor, &part, part.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { return bytes }
      bytes += part[..<count]
    }
    return nil
  }

  private static func write(_ content: Data, to descriptor: Int32) -> Bool {
    content.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return false }
        rest = rest.dropFirst(count)
      }
      return true
    }
  }
}
