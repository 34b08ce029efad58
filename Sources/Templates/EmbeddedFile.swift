import CTemplates

extension rolecall_file {
  /// The file as text.
  var text: String { String(decoding: UnsafeBufferPointer(start: bytes, count: size), as: UTF8.self) }
}
