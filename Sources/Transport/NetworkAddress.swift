import Glibc

/// An IPv4 or IPv6 address in network order: four bytes or sixteen.
struct NetworkAddress: Hashable, Sendable {
  let bytes: [UInt8]

  init?(_ text: String) {
    var v4 = in_addr()
    var v6 = in6_addr()
    if inet_pton(AF_INET, text, &v4) == 1 {
      bytes = withUnsafeBytes(of: v4) { Array($0) }
    } else if inet_pton(AF_INET6, text, &v6) == 1 {
      bytes = withUnsafeBytes(of: v6) { Array($0) }
    } else {
      return nil
    }
  }
}

/// The addresses that share their first bits, as in `10.0.0.0/8`.
struct NetworkRange: Hashable, Sendable {
  private let base: [UInt8]
  private let bits: Int

  /// An address alone is a range of one.
  init?(_ text: String) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, let address = NetworkAddress(String(first)) else { return nil }
    base = address.bytes
    guard parts.count == 2 else {
      bits = base.count * 8
      return
    }
    guard let bits = Int(parts[1]), (0...base.count * 8).contains(bits) else { return nil }
    self.bits = bits
  }

  func contains(_ address: NetworkAddress) -> Bool {
    guard address.bytes.count == base.count else { return false }
    return zip(base, address.bytes).enumerated().allSatisfy { index, pair in
      let kept = min(8, max(0, bits - index * 8))
      let mask = kept == 0 ? 0 : UInt8.max << (8 - kept)
      return pair.0 & mask == pair.1 & mask
    }
  }
}
