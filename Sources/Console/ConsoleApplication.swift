/// The terminal application.
package enum ConsoleApplication {
  /// Runs the console until the user leaves it.
  package static func run(services: Services, options: ConsoleOptions) async throws {
    _ = (services, options)
  }
}
