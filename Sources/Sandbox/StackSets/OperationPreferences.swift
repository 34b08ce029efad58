extension OperationRecord.Preferences {
  /// - Throws: `ValidationError` for what contradicts itself or is out of range.
  init(_ input: QueryInput) throws(ServiceFailure) {
    let wanted = input.structure("OperationPreferences") ?? QueryInput([:])
    regionConcurrency = try wanted.word("RegionConcurrencyType", of: ["PARALLEL", "SEQUENTIAL"])
    regionOrder = wanted.strings("RegionOrder") ?? []
    failureToleranceCount = try wanted.integer("FailureToleranceCount", in: 0...Int(Int32.max))
    failureTolerancePercentage = try wanted.integer("FailureTolerancePercentage", in: 0...100)
    maxConcurrentCount = try wanted.integer("MaxConcurrentCount", in: 1...Int(Int32.max))
    maxConcurrentPercentage = try wanted.integer("MaxConcurrentPercentage", in: 1...100)
    concurrencyMode = try wanted.word("ConcurrencyMode", of: ["SOFT_FAILURE_TOLERANCE", "STRICT_FAILURE_TOLERANCE"])
    if failureToleranceCount != nil, failureTolerancePercentage != nil {
      throw .validation("You must specify either FailureToleranceCount or FailureTolerancePercentage, but not both")
    }
    if maxConcurrentCount != nil, maxConcurrentPercentage != nil {
      throw .validation("You must specify either MaxConcurrentCount or MaxConcurrentPercentage, but not both")
    }
  }
}

extension QueryInput {
  /// - Throws: `ValidationError` when it is none of `words`.
  fileprivate func word(_ name: String, of words: [String]) throws(ServiceFailure) -> String? {
    guard let word = string(name) else { return nil }
    guard words.contains(word) else {
      let member = name.prefix(1).lowercased() + name.dropFirst()
      throw .validation(
        """
        1 validation error detected: Value '\(word)' at '\(member)' failed to satisfy constraint: \
        Member must satisfy enum value set: [\(words.joined(separator: ", "))]
        """
      )
    }
    return word
  }
}
