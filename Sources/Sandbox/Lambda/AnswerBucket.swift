import FoundationEssentials
import Synchronization

/// CloudFormation's bucket of a region: custom resources are answered by a PUT to an address that nobody can guess.
///
/// A pre-signed address holds until its time is over; the first answer counts, as CloudFormation reads only once.
final class AnswerBucket: Sendable {
  private struct Place {
    let signature: String
    let expiresAt: Date
    let answer: Arrival<[UInt8]?>
  }

  private static let prefix = "/cloudformation-custom-resource-response-"
  /// More than any answer may have, so that CloudFormation can say what is wrong with it.
  private static let largest = 1_048_576

  private let clock: SandboxClock
  private let places = Mutex<[String: Place]>([:])

  init(_ clock: SandboxClock) { self.clock = clock }

  /// An address for one answer.
  struct Address: Sendable {
    let url: String
    fileprivate let path: String
    fileprivate let answer: Arrival<[UInt8]?>
  }

  /// Makes an address below `authority` that takes an answer within `lifetime`.
  func open(_ request: ResourceRequest, authority: String, lifetime: Duration) -> Address {
    let bucket = Self.prefix + request.region.replacing("-", with: "")
    let key = "\(request.stackID)|\(request.logicalID)|\(request.requestID)"
    let path = "\(bucket)/\(FormEncoding.encoded(key))"
    // Drawn by the system: what the sandbox's own generator draws can be told from the seed.
    var system = SystemRandomNumberGenerator()
    let signature = Hexadecimal.text((0..<32).map { _ in UInt8.random(in: 0...255, using: &system) })
    let date = SignatureVerifier.text(clock.now)
    let seconds = Int((lifetime / .seconds(1)).rounded(.up))
    let scope = FormEncoding.encoded("ASIASANDBOX/\(date.prefix(8))/\(request.region)/s3/aws4_request")
    let query =
      "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=\(date)&X-Amz-SignedHeaders=host&X-Amz-Expires=\(seconds)"
      + "&X-Amz-Credential=\(scope)&X-Amz-Signature=\(signature)"
    let answer = Arrival<[UInt8]?>(clock)
    let place = Place(signature: signature, expiresAt: clock.now.addingTimeInterval(Double(seconds)), answer: answer)
    places.withLock { $0[path] = place }
    return Address(url: "http://\(authority)\(path)?\(query)", path: path, answer: answer)
  }

  /// Waits, within a piece of work, for the answer; nil when none came in time or the task was cancelled.
  func answer(at address: Address, within limit: Duration) async -> [UInt8]? {
    let (clock, answer) = (clock, address.answer)
    let watch = Task {
      // Cancelled as soon as there is an answer.
      guard (try? await clock.alarm(in: limit)) != nil else { return }
      clock.begin()
      answer.bring(nil)
      clock.end()
    }
    defer { watch.cancel() }
    return await withTaskCancellationHandler {
      await answer.value()
    } onCancel: {
      answer.bring(nil)
    }
  }

  /// Forgets an address that nobody waits for any more once its time is over.
  private func sweep(at now: Date) {
    places.withLock { places in
      if places.count > 10_000 { places = places.filter { $0.value.expiresAt > now } }
    }
  }

  /// Answers a request for the bucket; nil for anything else.
  func reply(to request: LoopbackRequest) -> LoopbackReply? {
    guard request.path.hasPrefix(Self.prefix), let claimed = request.queryValue("X-Amz-Signature") else { return nil }
    sweep(at: clock.now)
    let place = places.withLock { $0[request.path] }
    guard let place, place.signature == claimed, request.method == "PUT" else { return Self.forbidden(.wrongSignature) }
    // The address is signed for an empty type, which a client that adds one of its own does not have.
    guard request.header("content-type") ?? "" == "" else { return Self.forbidden(.wrongSignature) }
    guard clock.now < place.expiresAt else { return Self.forbidden(.expired) }
    guard request.body.count <= Self.largest else { return LoopbackReply(status: 413) }
    place.answer.bring(request.body)
    return LoopbackReply(status: 200)
  }

  private enum Refusal {
    case wrongSignature
    case expired
  }

  private static func forbidden(_ refusal: Refusal) -> LoopbackReply {
    let failure =
      switch refusal {
      case .expired: ServiceFailure(code: "AccessDenied", message: "Request has expired", status: 403)
      case .wrongSignature:
        ServiceFailure.signature(
          .restXML,
          "The request signature we calculated does not match the signature you provided. Check your key and signing "
            + "method."
        )
      }
    return AWSReply.failure(failure, wire: .restXML, namespace: "")
  }
}
