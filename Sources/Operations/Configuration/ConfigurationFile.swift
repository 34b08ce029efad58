package import Transport

/// Where the configuration is, and the few changes that RoleCall makes to it.
package struct ConfigurationFile: Hashable, Sendable {
  package let path: String
  /// Whether a person named the file; one that is only looked for in its usual place may be missing.
  package let isNamed: Bool
  private let home: String?

  /// The file that `--config` names, else `ROLECALL_CONFIG`, else the one in the XDG folder.
  ///
  /// Returns nil where nothing says what the home folder is.
  package init?(option: String?, environment: [String: String]) {
    let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 }
    self.home = home
    if let named = option ?? environment["ROLECALL_CONFIG"], !named.isEmpty {
      path = named
      isNamed = true
    } else if let folder = environment["XDG_CONFIG_HOME"], folder.hasPrefix("/") {
      // The XDG Base Directory Specification has relative paths ignored.
      path = "\(folder)/rolecall/config.yaml"
      isNamed = false
    } else if let home {
      path = "\(home)/.config/rolecall/config.yaml"
      isNamed = false
    } else {
      return nil
    }
  }

  /// Reads the configuration; nil if no file was named and there is none in the usual place.
  package func read() throws(ConfigurationError) -> Configuration? {
    let text: String
    do throws(TextFile.Failure) { text = try TextFile(path: path).read() } catch {
      if error.isMissing, !isNamed { return nil }
      throw ConfigurationError(file: path, problem: error.sentence)
    }
    return try read(text)
  }

  /// Makes the context of that name the current one; nothing else of the file changes.
  package func use(_ name: String) throws(ConfigurationError) {
    try edit { text, configuration throws(ConfigurationError) in
      _ = try configuration.context(named: name)
      var wanted = configuration
      wanted.current = name
      return (try ConfigurationEdit(text: text, reader: reader).settingCurrent(name), wanted)
    }
  }

  /// Adds a fingerprint to what a context trusts its appliance by; nothing else of the file changes.
  ///
  /// Returns false if it stood there already.
  @discardableResult
  package func trust(_ fingerprint: CertificateFingerprint, in name: String) throws(ConfigurationError) -> Bool {
    var isNew = true
    try edit { text, configuration throws(ConfigurationError) in
      var wanted = configuration
      guard let index = wanted.contexts.firstIndex(where: { $0.name == name }),
        let appliance = wanted.contexts[index].appliance
      else {
        throw ConfigurationError(file: path, path: ["contexts", name], problem: "no appliance is configured here")
      }
      switch appliance.trust {
      case .pinned(let known) where known.contains(fingerprint):
        isNew = false
        return nil
      case .pinned(let known): wanted.contexts[index].appliance?.trust = .pinned(known + [fingerprint])
      case .system: wanted.contexts[index].appliance?.trust = .pinned([fingerprint])
      case .certificateAuthorities:
        throw ConfigurationError(
          file: path,
          path: ["contexts", name, "appliance", "trust"],
          problem: "trusts a CA file; a fingerprint beside it has no meaning",
          nextStep: "replace it by hand with trust: { sha256: [\"\(fingerprint)\"] }"
        )
      }
      return (try ConfigurationEdit(text: text, reader: reader).trusting(fingerprint, in: name), wanted)
    }
    return isNew
  }

  private var reader: ConfigurationReader {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    return ConfigurationReader(file: path, folder: folder.isEmpty ? "/" : folder, home: home)
  }

  private func read(_ text: String) throws(ConfigurationError) -> Configuration { try reader.read(text) }

  /// Changes the text, reads the result and writes it only if it means exactly what was wanted.
  private func edit(
    _ change: (String, Configuration) throws(ConfigurationError) -> (text: String, meaning: Configuration)?
  ) throws(ConfigurationError) {
    let file = TextFile(path: path)
    let text: String
    do throws(TextFile.Failure) { text = try file.read() } catch {
      throw ConfigurationError(file: path, problem: error.sentence)
    }
    guard let changed = try change(text, try read(text)) else { return }
    let understood = try? read(changed.text)
    guard let understood, understood.means(the: changed.meaning) else {
      throw ConfigurationError(
        file: path,
        problem: "written in a form that cannot be changed safely; change it by hand"
      )
    }
    do throws(TextFile.Failure) { try file.replace(with: changed.text) } catch {
      throw ConfigurationError(file: path, problem: error.sentence)
    }
  }
}

extension Configuration {
  /// Whether both say the same, wherever it stands in the file and in whatever order fingerprints are listed.
  fileprivate func means(the other: Configuration) -> Bool {
    func normalized(_ contexts: [Context]) -> [Context] {
      contexts.map { context in
        var context = context
        if case .pinned(let pins)? = context.appliance?.trust {
          context.appliance?.trust = .pinned(pins.sorted { $0.description < $1.description })
        }
        return context
      }
    }
    return current == other.current && normalized(contexts) == normalized(other.contexts)
  }
}
