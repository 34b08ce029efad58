/// One page of a list.
package protocol Page: Sendable {
  /// What asks for the next one; nil or empty at the end.
  var nextToken: String? { get }
}

/// A list, page by page, fetched as the loop asks for them.
///
/// An empty page with a token is not the end; a missing or empty token is. A token that was given before ends it with an
/// error, since following it would never end.
package struct Pages<Element: Page>: AsyncSequence, Sendable {
  package typealias Failure = AWSError

  private let service: Service
  private let operation: String
  private let fetch: @Sendable (_ token: String?) async throws(AWSError) -> Element

  package init(
    _ service: Service,
    _ operation: String,
    fetch: @escaping @Sendable (_ token: String?) async throws(AWSError) -> Element
  ) {
    self.service = service
    self.operation = operation
    self.fetch = fetch
  }

  package func makeAsyncIterator() -> Iterator { Iterator(pages: self) }

  package struct Iterator: AsyncIteratorProtocol {
    private let pages: Pages
    private var token: String?
    private var seen: Set<String> = []
    private var hasEnded = false

    fileprivate init(pages: Pages) { self.pages = pages }

    package mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws(AWSError) -> Element? {
      guard !hasEnded else { return nil }
      hasEnded = true
      let page = try await pages.fetch(token)
      guard let next = page.nextToken, !next.isEmpty else { return page }
      guard seen.insert(next).inserted else {
        throw .repeatedPage(service: pages.service, operation: pages.operation)
      }
      token = next
      hasEnded = false
      return page
    }

    package mutating func next() async throws(AWSError) -> Element? { try await next(isolation: #isolation) }
  }
}
