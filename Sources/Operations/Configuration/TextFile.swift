import Glibc

/// A text file read whole, and written whole.
package struct TextFile {
  package let path: String

  package init(path: String) { self.path = path }

  /// Why the system did not let us.
  package struct Failure: Error, Hashable {
    let code: Int32
    let action: String

    package var isMissing: Bool { code == ENOENT || code == ENOTDIR }
    package var alreadyExists: Bool { code == EEXIST }
    package var sentence: String { "cannot \(action): \(String(cString: strerror(code)))" }
  }

  func read() throws(Failure) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Failure(code: errno, action: "read") }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count == 0 { return String(decoding: bytes, as: UTF8.self) }
      if count < 0 {
        if errno == EINTR { continue }
        throw Failure(code: errno, action: "read")
      }
      bytes += chunk[..<count]
    }
  }

  /// Puts `text` in the file's place at one moment, mode kept; whoever reads meanwhile sees the old or the new text.
  ///
  /// A symbolic link stays one: the file it names is replaced.
  package func replace(with text: String) throws(Failure) {
    guard let resolved = realpath(path, nil) else { throw Failure(code: errno, action: "write") }
    defer { free(resolved) }
    let target = String(cString: resolved)
    var status = stat()
    guard stat(target, &status) == 0 else { throw Failure(code: errno, action: "write") }

    let draft = "\(target).\(getpid()).draft"
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Failure(code: errno, action: "write \(draft)") }
    do throws(Failure) {
      try write(Array(text.utf8), to: descriptor)
      guard fchmod(descriptor, status.st_mode & 0o7777) == 0, fsync(descriptor) == 0 else {
        throw Failure(code: errno, action: "write")
      }
      guard rename(draft, target) == 0 else { throw Failure(code: errno, action: "write") }
      close(descriptor)
    } catch {
      close(descriptor)
      unlink(draft)
      throw error
    }
  }

  /// Writes a file that is not there yet, for the user alone.
  package func create(_ text: String) throws(Failure) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Failure(code: errno, action: "write") }
    defer { close(descriptor) }
    do throws(Failure) { try write(Array(text.utf8), to: descriptor) } catch {
      unlink(path)
      throw error
    }
  }

  private func write(_ bytes: [UInt8], to descriptor: Int32) throws(Failure) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        throw Failure(code: errno, action: "write")
      }
      rest = rest.dropFirst(count)
    }
  }
}
