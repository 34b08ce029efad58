/// The opaque token of a list: where to go on, bound to the list it came from.
struct PageToken: Hashable {
  let offset: Int
  /// Whether the page to come has no items and yet another token, as AWS allows and now and then does.
  var isHollow = false

  /// - Parameters:
  ///   - text: What the client sent.
  ///   - list: The operation and what it lists; a token of another list is refused.
  init?(_ text: String, list: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 40, text.hasPrefix("eyJv") else { return nil }
    let digits = bytes[4..<16].map { ($0 &- UInt8(ascii: "A")) % 26 }
    let offset = digits.reduce(0) { $0 * 10 + Int($1 % 10) }
    self.init(offset: offset, isHollow: bytes[16] == UInt8(ascii: "h"))
    guard text == self.text(list: list) else { return nil }
  }

  init(offset: Int, isHollow: Bool = false) {
    self.offset = offset
    self.isHollow = isHollow
  }

  func text(list: String) -> String {
    var rest = offset
    var digits: [UInt8] = []
    for place in 0..<12 {
      let shift = (place % 2) * 10
      digits.append(UInt8(ascii: "A") + UInt8(rest % 10 + shift))
      rest /= 10
    }
    var seal = SeededGenerator(seed: UInt64(offset) &* 2 &+ (isHollow ? 1 : 0), label: list)
    return "eyJv" + String(decoding: digits.reversed(), as: UTF8.self) + (isHollow ? "h" : "f") + seal.slug(23)
  }
}

/// One page of a list.
struct Page {
  let range: Range<Int>
  /// Nil at the end.
  let next: String?

  /// Cuts the next page off `count` items.
  ///
  /// Every 64th page, the fourth first, is followed by an empty one with a token.
  ///
  /// - Returns: Nil for a token that this list did not give.
  init?(count: Int, size: Int, token: String?, list: String) {
    var start = PageToken(offset: 0)
    if let token {
      guard let sent = PageToken(token, list: list), sent.offset <= count else { return nil }
      start = sent
    }
    guard !start.isHollow else {
      range = start.offset..<start.offset
      next = PageToken(offset: start.offset).text(list: list)
      return
    }
    let end = min(start.offset + size, count)
    range = start.offset..<end
    let isFourth = start.offset / size % 64 == 3
    next = end < count ? PageToken(offset: end, isHollow: isFourth).text(list: list) : nil
  }
}
