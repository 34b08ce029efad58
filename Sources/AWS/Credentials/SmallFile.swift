import FoundationEssentials
import Glibc

/// Reads and replaces small files: configuration, token caches, token files.
package enum SmallFile {
  /// The file's text, or nil when there is no such file.
  ///
  /// - Throws: ``CredentialError/misconfigured(_:)`` when it is there and cannot be read as text.
  package static func text(at path: String) throws(CredentialError) -> String? {
    let data: Data
    do {
      data = try Data(contentsOf: URL(filePath: path))
    } catch let error as CocoaError where error.code == .fileReadNoSuchFile {
      return nil
    } catch {
      throw .misconfigured("\(path) cannot be read")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
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
