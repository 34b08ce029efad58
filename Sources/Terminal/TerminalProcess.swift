internal import CTerminal

/// What the whole process has to do for its terminal, before anything else.
package enum TerminalProcess {
  /// Prepares the process for the console.
  ///
  /// Call it first thing in `main`, before any thread or task exists: it blocks the signals of the terminal (window
  /// size, stop, continue) so that every later thread inherits that and the event loop alone reads them. The first time
  /// it also starts the program over with Swift's backtracer told not to wait for a key, which it does on a terminal.
  /// Commands that show no console do without.
  package static func prepare() {
    quietBacktraces()
    ct_prepare()
  }

  /// Makes the C library give freed memory back instead of keeping it for threads to come; best before there are any.
  package static func keepMemorySmall() { ct_keep_memory_small() }

  /// Starts the program over, once and only on a terminal, with Swift's backtracer told not to wait for a key.
  ///
  /// ``prepare()`` does it too; a program that wants its first frame soon calls this before anything that takes time.
  package static func quietBacktraces() { ct_quiet_backtraces(CommandLine.unsafeArgv) }

  /// Gives memory that was freed back to the system, for after a large reading was replaced.
  ///
  /// Any thread may call it.
  package static func returnMemory() { ct_return_memory() }
}
