import AWS
import AWSQuery
import Fleet
import FoundationEssentials
import Templates

/// Brings templates and code to a bucket: private, versioned, and never named without its owner's account.
struct ArtifactsStage: Stage {
  let name = "artifacts"
  let title = "Artifacts in S3"
  let site: SetupSite
  let bucket: ArtifactBucket
  /// Nil: only templates.
  let functions: FunctionsArchive?

  func examine() async throws -> StageReport {
    let place = try await bucket.find()
    var missing: [String] = []
    for object in objects where try await !bucket.holds(object, in: place) { missing.append(object.title) }
    guard let place else {
      return StageReport(
        .due,
        details: ["a bucket \(bucket.namePattern), private, versioned, encrypted"] + missing.map { "upload \($0)" },
        calls: ["CreateBucket", "PutPublicAccessBlock", "PutBucketVersioning", "PutBucketPolicy"]
          + missing.map { _ in "PutObject" },
        undo: "empty and delete the bucket"
      )
    }
    guard !missing.isEmpty else { return .done("bucket \(place.name)") }
    return StageReport(
      .due,
      details: ["bucket \(place.name)"] + missing.map { "upload \($0)" },
      calls: missing.map { _ in "PutObject" },
      undo: "delete the objects"
    )
  }

  func perform(_ tell: @escaping StagedVerb.Tell) async throws {
    let place: ArtifactBucket.Place
    if let found = try await bucket.find(isWriting: true) {
      place = found
    } else {
      place = try await bucket.create()
      tell(.note("created bucket \(place.name)"))
    }
    for object in objects where try await !bucket.holds(object, in: place) {
      try await bucket.put(object, in: place)
      tell(.note("uploaded \(object.title)"))
    }
  }

  private var objects: [ArtifactBucket.Object] {
    ShippedTemplate.allCases.map(ArtifactBucket.Object.init) + (functions.map { [.init($0)] } ?? [])
  }
}
