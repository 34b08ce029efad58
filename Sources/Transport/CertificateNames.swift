/// Subject and issuer of an X.509 certificate, which the TLS library does not tell.
///
/// Source: RFC 5280, section 4.1 (the fields' order) and appendix A.1 (attribute types).
struct CertificateNames {
  let subject: String
  let issuer: String

  init?(der: [UInt8]) {
    // Certificate { TBSCertificate { [0] version?, serial, algorithm, issuer, validity, subject, … }, … }
    var outer = DERReader(der[...])
    guard let certificate = outer.next(.sequence) else { return nil }
    var inner = DERReader(certificate)
    guard let signed = inner.next(.sequence) else { return nil }
    var fields = DERReader(signed)
    _ = fields.next(.version)
    guard fields.next(.integer) != nil, fields.next(.sequence) != nil, let issuer = fields.next(.sequence),
      fields.next(.sequence) != nil, let subject = fields.next(.sequence)
    else { return nil }
    self.issuer = Self.text(of: issuer)
    self.subject = Self.text(of: subject)
  }

  /// A name as people write it, in the certificate's order: `CN=appliance, O=Example`.
  private static func text(of name: ArraySlice<UInt8>) -> String {
    var parts: [String] = []
    var sets = DERReader(name)
    while let set = sets.next(.set) {
      var attributes = DERReader(set)
      while let attribute = attributes.next(.sequence) {
        var reader = DERReader(attribute)
        guard let type = reader.next(.objectIdentifier), let value = reader.next() else { continue }
        parts.append("\(label(Array(type)))=\(String(decoding: value, as: UTF8.self))")
      }
    }
    return parts.joined(separator: ", ")
  }

  private static func label(_ type: [UInt8]) -> String {
    switch type {
    case [0x55, 4, 3]: "CN"
    case [0x55, 4, 6]: "C"
    case [0x55, 4, 7]: "L"
    case [0x55, 4, 8]: "ST"
    case [0x55, 4, 10]: "O"
    case [0x55, 4, 11]: "OU"
    default: "OID." + type.map { String($0) }.joined(separator: ".")
    }
  }
}

/// Walks over the elements of one DER value (ITU-T X.690), as far as a certificate's names need it.
struct DERReader {
  enum Tag: UInt8 {
    case integer = 0x02
    case objectIdentifier = 0x06
    case sequence = 0x30
    case set = 0x31
    case version = 0xA0
  }

  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  /// The content of the next element if it has that tag; else nothing is consumed.
  mutating func next(_ tag: Tag) -> ArraySlice<UInt8>? {
    guard rest.first == tag.rawValue else { return nil }
    return next()
  }

  /// The content of the next element, whatever it is; nil at the end, and where the bytes are not DER.
  mutating func next() -> ArraySlice<UInt8>? {
    var reader = rest.dropFirst()
    guard let first = reader.popFirst() else { return nil }
    var length = Int(first)
    if first & 0x80 != 0 {
      let count = Int(first & 0x7F)
      guard (1...4).contains(count), reader.count >= count else { return nil }
      length = reader.prefix(count).reduce(0) { $0 << 8 | Int($1) }
      reader = reader.dropFirst(count)
    }
    guard reader.count >= length else { return nil }
    rest = reader.dropFirst(length)
    return reader.prefix(length)
  }
}
