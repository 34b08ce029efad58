extension FunctionLog.Step {
  static let signIn = Self(rawValue: "sign-in")
  static let signOut = Self(rawValue: "sign-out")
  static let lookUp = Self(rawValue: "look-up")
  static let register = Self(rawValue: "register")
  static let checkUse = Self(rawValue: "check-use")
  static let remove = Self(rawValue: "remove")
  static let release = Self(rawValue: "release")
  static let ping = Self(rawValue: "ping")
  static let errand = Self(rawValue: "errand")
}
