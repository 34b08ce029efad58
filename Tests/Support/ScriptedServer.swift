import Foundation
import Glibc
import Synchronization

/// A loopback HTTP/1.1 server that keeps every request as it came and gives prepared answers, one after the other.
///
/// It is raw on purpose: what a test sees is what stood on the wire, in no library's spelling.
package final class ScriptedServer: Sendable {
  /// One answer; sent as it is, with its length and the end of the connection added.
  package struct Answer: Sendable {
    package var status: Int
    package var headers: [String]
    package var body: String
    /// Bytes of the body really sent before the connection ends; nil: all.
    package var cut: Int?

    package init(_ status: Int = 200, headers: [String] = [], body: String = "", cut: Int? = nil) {
      self.status = status
      self.headers = headers
      self.body = body
      self.cut = cut
    }
  }

  /// One request as it came.
  package struct Request: Sendable {
    package let head: String
    package let body: String

    /// `POST / HTTP/1.1`.
    package var line: String { String(head.prefix { $0 != "\r\n" }) }

    package subscript(name: String) -> String? {
      head.components(separatedBy: "\r\n").dropFirst().first { $0.lowercased().hasPrefix("\(name.lowercased()):") }
        .map { $0.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces) }
    }
  }

  package struct CannotListen: Error {}

  package let port: Int
  private let listener: Int32
  private let received = Mutex<[Request]>([])
  private let script: Mutex<[Answer]>

  package var requests: [Request] { received.withLock { $0 } }
  package var endpoint: String { "http://127.0.0.1:\(port)" }

  package init(_ answers: [Answer]) throws {
    script = Mutex(answers)
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        bind(listener, pointer, length) == 0 && listen(listener, 16) == 0
          && getsockname(listener, pointer, &length) == 0
      }
    }
    guard bound else { throw CannotListen() }
    port = Int(UInt16(bigEndian: address.sin_port))
    let thread = Thread { [self] in serve() }
    thread.start()
  }

  /// Ends the server; waiting clients see their connection end.
  package func stop() {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  private func serve() {
    while true {
      let connection = accept(listener, nil, nil)
      guard connection >= 0 else { return }
      if let request = Self.read(connection) {
        received.withLock { $0.append(request) }
        let answer = script.withLock { $0.isEmpty ? Answer(599, body: "the script has ended") : $0.removeFirst() }
        Self.write(answer, to: connection)
      }
      close(connection)
    }
  }

  private static func read(_ connection: Int32) -> Request? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let separator = Array("\r\n\r\n".utf8)
    while true {
      if let end = bytes.firstRange(of: separator) {
        let head = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
        let body = String(decoding: bytes[end.upperBound...], as: UTF8.self)
        let request = Request(head: head, body: body)
        let length = request["content-length"].flatMap { Int($0) } ?? 0
        if bytes.count - end.upperBound >= length { return request }
      }
      let count = recv(connection, &buffer, buffer.count, 0)
      guard count > 0 else { return nil }
      bytes += buffer[..<count]
    }
  }

  private static func write(_ answer: Answer, to connection: Int32) {
    let body = Array(answer.body.utf8)
    let lines =
      ["HTTP/1.1 \(answer.status) Scripted", "Content-Length: \(body.count)", "Connection: close"] + answer.headers
    let bytes = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body.prefix(answer.cut ?? body.count)
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      sent += count
    }
  }
}

/// Runs `body` against a server with these answers, and ends the server whatever happens.
package func withScriptedServer<Value>(
  _ answers: [ScriptedServer.Answer],
  _ body: (ScriptedServer) async throws -> Value
) async throws -> Value {
  let server = try ScriptedServer(answers)
  defer { server.stop() }
  return try await body(server)
}
