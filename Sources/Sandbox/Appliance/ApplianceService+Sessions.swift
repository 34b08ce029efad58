import FoundationEssentials

extension ApplianceService {
  static let sessionRoutes = [
    ApplianceRoute("GET", "/sessions", .signedIn) { try $0.listSessions($1) },
    ApplianceRoute("GET", "/sessions/{sessionId}", .signedIn) { try $0.getSession($1) },
    ApplianceRoute("GET", "/sessions/{sessionId}/log", .signedIn) { try $0.getSessionLog($1) },
  ]

  private static let statuses = ["Running", "NeverExecuted", "Succeeded", "Warning", "Failed", "Canceled"]
  private static let sortFields = ["startTime", "stopTime", "duration", "type", "reason", "usn"]

  private func listSessions(_ call: ApplianceCall) throws -> LoopbackReply {
    let wantedStatuses = try call.words("Status", known: Self.statuses)
    let wantedTypes = Set(call.request.queryValues("Types"))
    let policy = try call.uuid("PolicyId")
    let parent = try call.uuid("ParentSessionId")
    let (from, to) = (try call.time("FromUtc"), try call.time("ToUtc"))
    let newerThan = try call.integer("Usn", in: Int.min...Int.max)
    let order = try call.words("Sort", known: Self.sortFields.flatMap { ["\($0)Asc", "\($0)Desc"] })
    let isAboutMachine = !(call.request.queryValue("VmId") ?? "").isEmpty
    var found = sessions.filter { session in
      (wantedStatuses.isEmpty || wantedStatuses.contains(session.status(at: call.now)))
        && (wantedTypes.isEmpty || wantedTypes.contains(session.type))
        && (policy.map { $0 == session.policyID } ?? true)
        && parent == nil && !isAboutMachine
        && (from.map { session.start >= $0 } ?? true)
        && (to.map { session.start <= $0 } ?? true)
        && (newerThan.map { session.usn > $0 } ?? true)
    }
    for word in order.reversed() {
      found.sort { word.hasSuffix("Asc") ? Self.precedes($0, $1, word) : Self.precedes($1, $0, word) }
    }
    return try page(of: found, call, path: "/sessions") { wire($0, call) }
  }

  private func getSession(_ call: ApplianceCall) throws -> LoopbackReply {
    .json(wire(try session(of: call), call))
  }

  private func getSessionLog(_ call: ApplianceCall) throws -> LoopbackReply {
    let session = try session(of: call)
    let isRunning = session.stop > call.now
    let line = ApplianceWire.SessionLog.Line(
      logTime: ApplianceTime.text(session.start, zoned: options.zonedTimes),
      status: isRunning ? "Running" : "Success",
      message: session.name,
      executionStartTime: ApplianceTime.text(session.start, zoned: options.zonedTimes),
      executionDuration: session.wireDuration(at: call.now)
    )
    return .json(ApplianceWire.SessionLog(sessionId: session.id, log: [line]))
  }

  private func session(of call: ApplianceCall) throws(ApplianceProblem) -> ApplianceSession {
    let id = try call.identifier("sessionId")
    guard let session = sessions.first(where: { $0.id == id }) else { throw .notFound("Session '\(id)'") }
    return session
  }

  private static func precedes(_ left: ApplianceSession, _ right: ApplianceSession, _ word: String) -> Bool {
    switch sortFields.first(where: { word.hasPrefix($0) }) {
    case "startTime": left.start < right.start
    case "stopTime": left.stop < right.stop
    case "duration": left.duration < right.duration
    case "type": left.type < right.type
    case "usn": left.usn < right.usn
    default: false
    }
  }

  private func wire(_ session: ApplianceSession, _ call: ApplianceCall) -> ApplianceWire.Session {
    let path = "/sessions/\(session.id)"
    let isOver = session.stop <= call.now
    return ApplianceWire.Session(
      id: session.id,
      type: session.type,
      name: session.name,
      extendedSessionType: session.extendedType,
      executionStartTime: ApplianceTime.text(session.start, zoned: options.zonedTimes),
      executionStopTime: isOver ? ApplianceTime.text(session.stop, zoned: options.zonedTimes) : nil,
      executionDuration: session.wireDuration(at: call.now),
      status: session.status(at: call.now),
      result: session.result(at: call.now),
      usn: session.usn,
      links: [call.link("self", path), call.link("SessionLogs", path + "/log")]
    )
  }
}
