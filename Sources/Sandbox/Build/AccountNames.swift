/// Names of businesses, accounts and mailboxes.
struct AccountNames {
  /// Whether some names try to break whatever shows them.
  let hasNastyNames: Bool
  private var used: [String: Int] = [:]

  init(hasNastyNames: Bool) { self.hasNastyNames = hasNastyNames }

  static func business(_ number: Int) -> String {
    let words = [
      "Payments", "Retail", "Data", "Mobile", "Logistics", "Claims", "Identity", "Search", "Billing", "Fraud",
      "Pricing", "Loyalty", "Catalog", "Checkout", "Trading", "Risk", "Reporting", "Media", "Pharmacy", "Fleet",
      "Treasury", "Lending", "Travel", "Energy", "Health", "Grocery", "Fulfilment", "Ads", "Maps", "Support",
    ]
    let word = words[number % words.count]
    return number < words.count ? word : "\(word) \(number / words.count + 1)"
  }

  mutating func workload(_ business: String, _ stage: String, _ number: Int) -> String {
    if hasNastyNames, number % 3 == 0 { return Self.nasty[number / 3 % Self.nasty.count] }
    let parts = ["", "api", "web", "batch", "events", "ledger", "gateway", "lake", "core", "portal"]
    let part = parts[number % parts.count]
    let stem = business.lowercased().replacing(" ", with: "-")
    return unique([stem, part, stage].filter { !$0.isEmpty }.joined(separator: "-"))
  }

  mutating func sandbox(_ number: Int) -> String {
    let people = ["alice", "bruno", "chen", "dora", "emeka", "fatima", "goran", "hana"]
    return unique("sandbox-\(people[number / 50 % people.count])")
  }

  mutating func retired(_ number: Int) -> String {
    let reasons = ["legacy-crm", "acquired-web", "old-datalake", "poc-iot"]
    return unique("\(reasons[number / 50 % reasons.count])-retired")
  }

  /// The mailbox of an account: unique, 6 to 64 characters.
  func email(for name: String, _ id: String) -> String {
    let plain = name.utf8.allSatisfy { $0 == 45 || (48...57).contains($0) || (97...122).contains($0) }
    return plain && name.utf8.count < 40 ? "aws+\(name)@acme.example" : "aws+\(id)@acme.example"
  }

  private mutating func unique(_ name: String) -> String {
    let count = used[name, default: 0] + 1
    used[name] = count
    return count == 1 ? name : "\(name)-\(count)"
  }

  /// Names as an attacker or an unlucky keyboard would write them, at most 128 characters each where AWS counts so.
  static let nasty = [
    "\u{1B}[31mred\u{1B}[0m and \u{1B}]0;owned\u{07}",
    "two\nlines",
    "tab\tand\rreturn",
    "\u{202E}reversed\u{202C} name",
    String(repeating: "界", count: 200),
    "family 👨‍👩‍👧‍👦 and flag 🇪🇺",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(1+1)",
    "\"quoted\", comma; semicolon",
    "<b>&amp;</b>",
    "zero\u{200B}width\u{FEFF}",
    "e\u{301}\u{301}\u{301} combining",
    "\u{9B}31m C1 control",
    "null\u{0}byte",
    "slash/in/name",
    " leading and trailing ",
  ]
}
