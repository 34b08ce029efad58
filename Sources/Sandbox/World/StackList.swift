/// All stacks of a world that are kept one by one, found by id, by name and by place.
struct StackList: Sendable {
  private var records: [StackRecord] = []
  private var indices: [String: Int] = [:]
  /// Indices by `account region`.
  private var places: [String: [Int]] = [:]

  subscript(id: String) -> StackRecord? { indices[id].map { records[$0] } }

  mutating func add(_ record: StackRecord) {
    indices[record.id] = records.count
    places[Self.place(record.account, record.region), default: []].append(records.count)
    records.append(record)
  }

  /// Changes the stack where it is, without a copy; nil when there is none with this id.
  @discardableResult
  mutating func change<Value>(_ id: String, _ body: (inout StackRecord) -> Value) -> Value? {
    indices[id].map { body(&records[$0]) }
  }

  /// The stacks of an account in a region, deleted ones too, oldest first.
  func all(account: String, region: String) -> [StackRecord] {
    (places[Self.place(account, region)] ?? []).map { records[$0] }
  }

  /// The stack named by id, or by name as long as it is not deleted.
  func find(_ nameOrID: String, account: String, region: String) -> StackRecord? {
    if let found = self[nameOrID] { return found.account == account && found.region == region ? found : nil }
    for index in places[Self.place(account, region)] ?? [] {
      if records[index].name == nameOrID, records[index].status != .deleteComplete { return records[index] }
    }
    return nil
  }

  private static func place(_ account: String, _ region: String) -> String { "\(account) \(region)" }
}

extension StackList: RandomAccessCollection, ExpressibleByArrayLiteral {
  init(arrayLiteral elements: StackRecord...) {
    for element in elements { add(element) }
  }

  var startIndex: Int { records.startIndex }

  var endIndex: Int { records.endIndex }

  subscript(position: Int) -> StackRecord { records[position] }
}
