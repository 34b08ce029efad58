/// A list, page after page; each page is asked for when it is wanted.
package struct Pages<Element: Decodable & Hashable & Sendable>: AsyncSequence, Sendable {
  private let size: Int
  private let fetch: @Sendable (_ offset: Int, _ limit: Int) async throws -> Page<Element>

  /// Asks `fetch` for `size` elements at a time.
  package init(
    size: Int,
    fetch: @escaping @Sendable (_ offset: Int, _ limit: Int) async throws -> Page<Element>
  ) {
    self.size = size
    self.fetch = fetch
  }

  package func makeAsyncIterator() -> Iterator { Iterator(size: size, fetch: fetch) }

  /// One page by itself, for whoever asks on another's behalf.
  package func page(offset: Int, limit: Int) async throws -> Page<Element> { try await fetch(offset, limit) }

  /// The whole list.
  ///
  /// Also the way to look for one element: with Swift 6.3.1 a `return` out of a `for try await` over a generic sequence
  /// ends the process ("freed pointer was not the last allocation").
  package func all() async throws -> [Element] {
    var elements: [Element] = []
    for try await page in self { elements += page.elements }
    return elements
  }

  package struct Iterator: AsyncIteratorProtocol {
    fileprivate let size: Int
    fileprivate let fetch: @Sendable (_ offset: Int, _ limit: Int) async throws -> Page<Element>
    private var offset = 0
    private var first: Element?
    private var isAtEnd = false

    fileprivate init(
      size: Int,
      fetch: @escaping @Sendable (_ offset: Int, _ limit: Int) async throws -> Page<Element>
    ) {
      self.size = size
      self.fetch = fetch
    }

    package mutating func next() async throws -> Page<Element>? {
      guard !isAtEnd else { return nil }
      let page = try await fetch(offset, size)
      // A server that ignores the offset begins the list again.
      guard let start = page.elements.first, start != first else {
        isAtEnd = true
        return offset == 0 ? page : nil
      }
      first = start
      offset += page.elements.count
      // No maximum of a page is documented: with a total, a short page is not the last.
      isAtEnd = page.totalCount.map { offset >= $0 } ?? (page.elements.count < size)
      return page
    }
  }
}
