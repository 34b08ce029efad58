import Foundation
import Testing

@testable import Sandbox

struct HTTPDateTests {
  @Test(arguments: [
    (0.0, "Thu, 01 Jan 1970 00:00:00 GMT"), (1_795_500_544, "Tue, 24 Nov 2026 06:09:04 GMT"),
    (1_709_210_096, "Thu, 29 Feb 2024 12:34:56 GMT"),
  ])
  func `a time is written as HTTP wants it`(seconds: TimeInterval, text: String) {
    #expect(HTTPDate.text(Date(timeIntervalSince1970: seconds)) == text)
  }
}
