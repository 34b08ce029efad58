import Crypto
import FoundationEssentials

/// Amazon SQS over one world at one moment.
struct QueueService {
  static let operations: Set<String> = [
    "GetQueueUrl", "GetQueueAttributes", "ListQueues", "CreateQueue", "DeleteQueue", "SendMessage", "ReceiveMessage",
    "DeleteMessage",
  ]

  let input: JSONInput
  let caller: Identity
  let region: String
  let now: Date

  func answer(_ operation: String, _ state: inout WorldState) throws(ServiceFailure) -> [UInt8] {
    switch operation {
    case "GetQueueUrl": return try address(state.queues)
    case "GetQueueAttributes": return try attributes(state.queues)
    case "ListQueues": return list(state.queues)
    default: break
    }
    guard caller.access == .write else { throw .denied(.json, caller.arn, "sqs:\(operation)") }
    switch operation {
    case "CreateQueue": return try create(&state.queues)
    case "DeleteQueue": state.queues.remove(try queue(state.queues).arn)
    case "SendMessage": return try send(&state.queues)
    case "ReceiveMessage": return try receive(&state.queues)
    case "DeleteMessage": try deleteMessage(&state.queues)
    default: throw .unknownOperation(.json, operation)
    }
    return JSONWriter.document { _ in }
  }

  // MARK: Queues

  private func address(_ queues: QueueState) throws(ServiceFailure) -> [UInt8] {
    let name = input.string("QueueName") ?? ""
    let account = input.string("QueueOwnerAWSAccountId") ?? caller.account
    guard let queue = queues.queues(account: account, region: region).first(where: { $0.name == name }) else {
      throw Self.missing
    }
    return JSONWriter.document { $0.member("QueueUrl", queue.url) }
  }

  private func list(_ queues: QueueState) -> [UInt8] {
    let prefix = input.string("QueueNamePrefix") ?? ""
    let found = queues.queues(account: caller.account, region: region).filter { $0.name.hasPrefix(prefix) }
    return JSONWriter.document { json in json.member("QueueUrls", found) { $0.element($1.url) } }
  }

  private func create(_ queues: inout QueueState) throws(ServiceFailure) -> [UInt8] {
    let queue = try queues.create(
      input.string("QueueName") ?? "",
      attributes: input.texts("Attributes") ?? [:],
      account: caller.account,
      region: region,
      at: now
    )
    return JSONWriter.document { $0.member("QueueUrl", queue.url) }
  }

  private func attributes(_ queues: QueueState) throws(ServiceFailure) -> [UInt8] {
    let queue = try queue(queues)
    let visible = queue.messages.count { queue.isVisible($0, at: now) }
    let all = queue.attributes.merging([
      "QueueArn": queue.arn,
      "ApproximateNumberOfMessages": "\(visible)",
      "ApproximateNumberOfMessagesNotVisible": "\(queue.messages.count - visible)",
      "ApproximateNumberOfMessagesDelayed": "0",
      "CreatedTimestamp": "\(Int(queue.createdAt.timeIntervalSince1970))",
      "LastModifiedTimestamp": "\(Int(queue.createdAt.timeIntervalSince1970))",
    ]) { $1 }
    let wanted = input.strings("AttributeNames") ?? []
    let names = all.keys.filter { wanted.contains($0) || wanted.contains("All") }.sorted()
    return JSONWriter.document { json in
      json.member("Attributes") { json in
        for name in names { json.member(name, all[name]) }
      }
    }
  }

  // MARK: Messages

  private func send(_ queues: inout QueueState) throws(ServiceFailure) -> [UInt8] {
    let queue = try queue(queues)
    let body = input.string("MessageBody") ?? ""
    guard !body.isEmpty else {
      throw ServiceFailure(code: "MissingParameter", message: "The request must contain the parameter MessageBody.")
    }
    let id = queues.send(body, to: queue.arn, at: now)
    return JSONWriter.document { json in
      json.member("MessageId", id)
      json.member("MD5OfMessageBody", Self.digest(body))
    }
  }

  private func receive(_ queues: inout QueueState) throws(ServiceFailure) -> [UInt8] {
    let queue = try queue(queues)
    let count = input.integer("MaxNumberOfMessages") ?? 1
    guard (1...10).contains(count) else {
      throw ServiceFailure(
        code: "InvalidParameterValue",
        message: "Value \(count) for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10."
      )
    }
    let timeout = input.integer("VisibilityTimeout")
    let messages = queues.receive(count, from: queue.arn, hiddenFor: timeout, at: now)
    return JSONWriter.document { json in
      guard !messages.isEmpty else { return }
      json.member("Messages", messages) { json, message in
        json.object {
          $0.member("MessageId", message.id)
          $0.member("ReceiptHandle", message.receiptHandle)
          $0.member("MD5OfBody", Self.digest(message.body))
          $0.member("Body", message.body)
        }
      }
    }
  }

  private func deleteMessage(_ queues: inout QueueState) throws(ServiceFailure) {
    let queue = try queue(queues)
    let handle = input.string("ReceiptHandle") ?? ""
    guard queue.messages.contains(where: { $0.receiptHandle == handle }) else {
      throw ServiceFailure(
        code: "com.amazonaws.sqs#ReceiptHandleIsInvalid",
        message: "The input receipt handle \"\(handle)\" is not a valid receipt handle."
      )
    }
    queues.change(queue.arn) { $0.messages.removeAll { $0.receiptHandle == handle } }
  }

  // MARK: Pieces

  private static let missing = ServiceFailure(
    code: "com.amazonaws.sqs#QueueDoesNotExist",
    message: "The specified queue does not exist."
  )

  private func queue(_ queues: QueueState) throws(ServiceFailure) -> QueueRecord {
    guard let queue = queues.queue(input.string("QueueUrl") ?? ""), queue.account == caller.account,
      queue.region == region
    else { throw Self.missing }
    return queue
  }

  private static func digest(_ text: String) -> String { Hexadecimal.text(Insecure.MD5.hash(data: Array(text.utf8))) }
}
