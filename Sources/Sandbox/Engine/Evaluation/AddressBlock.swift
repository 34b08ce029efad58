/// An IPv4 address block, for `Fn::Cidr`.
struct AddressBlock: Hashable {
  let base: UInt32
  let prefix: Int

  init?(_ text: String) {
    let sides = text.split(separator: "/", omittingEmptySubsequences: false)
    let octets = (sides.first ?? "").split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
    guard sides.count == 2, let prefix = Int(sides[1]), (0...32).contains(prefix), octets.count == 4 else { return nil }
    var base: UInt32 = 0
    for octet in octets {
      guard let octet else { return nil }
      base = base << 8 | UInt32(octet)
    }
    self.init(base: base, prefix: prefix)
  }

  private init(base: UInt32, prefix: Int) {
    self.base = base
    self.prefix = prefix
  }

  var text: String {
    let octets = [24, 16, 8, 0].map { "\(base >> UInt32($0) & 255)" }
    return "\(octets.joined(separator: "."))/\(prefix)"
  }

  /// `Fn::Cidr`: the first `count` blocks of `bits` host bits in a block.
  static func blocks(_ argument: TemplateValue) throws(ServiceFailure) -> TemplateValue {
    let parts = argument.list?.compactMap(\.text) ?? []
    guard (2...3).contains(parts.count), let block = parts.first.flatMap(AddressBlock.init),
      let count = Int(parts[1]), (1...256).contains(count), let bits = Int(parts.count == 3 ? parts[2] : "8"),
      (0...32).contains(bits)
    else {
      throw .validation(
        "Template error: every Fn::Cidr object requires an IP block, a count from 1 to 256 and host bits."
      )
    }
    guard bits <= 32 - block.prefix, UInt64(count) << UInt64(bits) <= UInt64(1) << UInt64(32 - block.prefix) else {
      throw .validation("Template error: Fn::Cidr cannot fit \(count) blocks of \(bits) bits into \(block.text)")
    }
    return .list(
      (0..<count).map { number in
        .string(AddressBlock(base: block.base + UInt32(UInt64(number) << UInt64(bits)), prefix: 32 - bits).text)
      }
    )
  }
}
