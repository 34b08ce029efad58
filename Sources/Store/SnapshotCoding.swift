import Fleet
import FoundationEssentials

/// The bytes of a saved part: a format number, then the part.
///
/// A format that is not ours is unread, never guessed at.
enum SnapshotCoding {
  private static let format = 2

  static func bytes(of part: SnapshotPart, identity: CallerIdentity?) -> [UInt8] {
    var writer = ByteWriter()
    writer.write(format)
    writer.write(identity) { writer, identity in
      writer.write(identity.account.rawValue)
      writer.write(identity.arn)
    }
    switch part {
    case .organization(let organization): writer.write(organization)
    case .stackSets(let reading): writer.write(reading)
    case .appliance(let reading): writer.write(reading)
    case .secret(let secret): writer.write(secret)
    }
    return writer.bytes
  }

  static func part(
    named name: String,
    from bytes: [UInt8]
  ) throws(ByteReader.Malformed) -> (part: SnapshotPart, identity: CallerIdentity?) {
    var reader = ByteReader(bytes)
    guard try reader.number() == format else { throw ByteReader.Malformed() }
    let identity = try reader.optional { reader throws(ByteReader.Malformed) in
      CallerIdentity(account: try reader.accountID(), arn: try reader.text())
    }
    let part: SnapshotPart
    switch name {
    case SourceName.organization.rawValue: part = .organization(try reader.organization())
    case SourceName.stackSets.rawValue: part = .stackSets(try reader.stackSets())
    case SourceName.appliance.rawValue: part = .appliance(try reader.appliance())
    case SnapshotPart.secretName: part = .secret(try reader.secret())
    default: throw ByteReader.Malformed()
    }
    guard reader.isAtEnd else { throw ByteReader.Malformed() }
    return (part, identity)
  }
}

extension ByteWriter {
  fileprivate mutating func write(_ secret: SecretSummary) {
    write(secret.name)
    write(secret.lastChanged)
    write(secret.rotationEnabled)
    write(secret.deletedAt)
    write(secret.stages.sorted { $0.key < $1.key }) { writer, version in
      writer.write(version.key)
      writer.write(version.value) { $0.write($1) }
    }
  }
}

extension ByteReader {
  fileprivate mutating func secret() throws(Malformed) -> SecretSummary {
    let name = try text()
    let lastChanged = try date()
    let rotationEnabled = try flag()
    let deletedAt = try date()
    var stages: [String: [String]] = [:]
    for _ in 0..<(try number()) {
      let version = try text()
      stages[version] = try array { reader throws(Malformed) in try reader.text() }
    }
    return SecretSummary(
      name: name,
      lastChanged: lastChanged,
      rotationEnabled: rotationEnabled,
      deletedAt: deletedAt,
      stages: stages
    )
  }
}
