import FoundationEssentials

/// The appliance's roles, some of which appear only when a running deployment gets to them.
struct RegistrationList: Sendable {
  private var entries: [Registration] = []
  /// Moment from which the entry with this id is there; entries not named here are there always.
  private var arrivals: [String: Date] = [:]

  func present(at now: Date) -> [Registration] {
    arrivals.isEmpty ? entries : entries.filter { entry in arrivals[entry.id].map { $0 <= now } ?? true }
  }

  mutating func add(_ registration: Registration, from arrival: Date? = nil) {
    entries.append(registration)
    arrivals[registration.id] = arrival
  }

  mutating func replace(_ registration: Registration) -> Bool {
    guard let index = entries.firstIndex(where: { $0.id == registration.id }) else { return false }
    entries[index] = registration
    return true
  }

  mutating func remove(id: String) -> Bool {
    guard let index = entries.firstIndex(where: { $0.id == id }) else { return false }
    entries.remove(at: index)
    arrivals[id] = nil
    return true
  }
}
