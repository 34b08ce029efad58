extension ApplianceWire {
  struct ProductVersion: Encodable, Sendable {
    let about: String
    let version: String
  }

  struct ProductId: Encodable, Sendable {
    let awsid: String
    let supportid: String
  }

  struct SystemTime: Encodable, Sendable {
    let utcDateTime: String
  }

  struct SummaryStatistics: Encodable, Sendable {
    let alarmsCount: Int
    let alarmsCountChangesTrend: String
    let instancesCount: Int
    let instancesCountChangesTrend: String
    let protectedInstancesCount: Int
    let protectedInstancesCountChangesTrend: String
    let policiesCount: Int
    let policiesCountChangesTrend: String
    let repositoriesCount: Int
    let repositoriesCountChangesTrend: String
  }

  struct LicenseInfo: Encodable, Sendable {
    let licenseType: String
    let instancesUses: Double
    let instances: Int
    let licensedTo: String
    let licenseExpires: String
    let licenseId: String
    let supportId: String
    let links: [Link]

    enum CodingKeys: String, CodingKey {
      case licenseType, instancesUses, instances, licensedTo, licenseExpires, licenseId, supportId
      case links = "_links"
    }
  }

  struct UserStatus: Encodable, Sendable {
    let connectionsCount: Int
    let repositoryCount: Int
    let policiesCount: Int
    let workerLocationsCount: Int
  }

  struct CertificateList: Encodable, Sendable {
    let data: [Certificate]
  }

  /// The certificate in use; its end is `validBy`, and the key size is text.
  struct Certificate: Encodable, Sendable {
    let thumbprint: String
    let serialNumber: String
    let keyAlgorithm: String
    let keySize: String
    let subject: String
    let issuedTo: String
    let issuedBy: String
    let validFrom: String
    let validBy: String
    let automaticallyGenerated: Bool
  }
}
