import Testing

@testable import Sandbox

struct PageTests {
  private func walk(count: Int, size: Int) throws -> (pages: [Range<Int>], tokens: [String]) {
    var pages: [Range<Int>] = []
    var tokens: [String] = []
    var token: String?
    repeat {
      let page = try #require(Page(count: count, size: size, token: token, list: "accounts"))
      pages.append(page.range)
      token = page.next
      if let token { tokens.append(token) }
    } while token != nil
    return (pages, tokens)
  }

  @Test(arguments: [(0, 20), (1, 20), (20, 20), (21, 20), (199, 20), (50_000, 20), (7, 1)])
  func `pages cover a list once and in order`(count: Int, size: Int) throws {
    let walked = try walk(count: count, size: size)
    #expect(walked.pages.flatMap(Array.init) == Array(0..<count))
    #expect(walked.pages.allSatisfy { $0.count <= size })
    #expect(Set(walked.tokens).count == walked.tokens.count)
  }

  @Test func `the fourth page is followed by an empty one with a token`() throws {
    let walked = try walk(count: 200, size: 20)
    #expect(walked.pages.map(\.count) == [20, 20, 20, 20, 0, 20, 20, 20, 20, 20, 20])
  }

  @Test(arguments: ["", "x", "eyJvAAAAAAAAAAAAfaaaaaaaaaaaaaaaaaaaaaaa", "ey日本語"])
  func `a token that nobody gave is refused`(token: String) {
    #expect(Page(count: 100, size: 20, token: token, list: "accounts") == nil)
  }

  @Test func `a token of another list is refused`() throws {
    let token = try #require(Page(count: 100, size: 20, token: nil, list: "accounts")?.next)
    #expect(Page(count: 100, size: 20, token: token, list: "accounts")?.range == 20..<40)
    #expect(Page(count: 100, size: 20, token: token, list: "units r-abcd") == nil)
  }
}
