import FoundationEssentials

/// The manual page, made from the command tree so that it never says anything else than `--help`.
struct ManualPage {
  private let root: Command

  /// Reads what argument-parser's `--experimental-dump-help` prints.
  init(dump: String) throws {
    root = try JSONDecoder().decode(Tool.self, from: Data(dump.utf8)).command
  }

  private struct Tool: Decodable {
    let command: Command
  }

  private struct Command: Decodable {
    let commandName: String
    let abstract: String?
    let discussion: String?
    let shouldDisplay: Bool?
    let subcommands: [Command]?
    let arguments: [Argument]?

    var shown: [Command] { (subcommands ?? []).filter { $0.shouldDisplay != false && $0.commandName != "help" } }
    var options: [Argument] { (arguments ?? []).filter { $0.shouldDisplay != false } }
  }

  private struct Argument: Decodable {
    struct Name: Decodable {
      let kind: String
      let name: String

      var text: String { kind == "long" ? "--\(name)" : "-\(name)" }
    }

    let kind: String
    let shouldDisplay: Bool?
    let isOptional: Bool?
    let names: [Name]?
    let preferredName: Name?
    let valueName: String?
    let abstract: String?
    let defaultValue: String?

    var id: String { preferredName?.text ?? valueName ?? "" }
  }

  /// The page as troff, in the `man` macros.
  var text: String {
    var page = ".TH \(root.commandName.uppercased()) 1\n"
    page += ".SH NAME\n\(Self.escaped(root.commandName)) \\- \(Self.escaped(root.abstract ?? ""))\n"
    page += ".SH SYNOPSIS\n.B \(root.commandName)\n[\\fIoptions\\fR] [\\fIcommand\\fR]\n"
    page += ".SH DESCRIPTION\n\(Self.paragraphs(root.discussion))"
    page += ".SH OPTIONS\nEvery command takes these, before or behind its name.\n"
    page += root.options.map(Self.entry).joined()
    page += ".SH COMMANDS\n"
    let common = Set(root.options.map(\.id))
    for command in root.shown { page += section(command, path: [], common: common) }
    page += ".SH FILES\n.TP\n\\fI$XDG_CONFIG_HOME/rolecall/config.yaml\\fR\nThe configuration.\n"
    page += ".TP\n\\fI$XDG_STATE_HOME/rolecall/\\fR\nThe last snapshot of each context.\n"
    return page
  }

  private func section(_ command: Command, path: [String], common: Set<String>) -> String {
    let path = path + [command.commandName]
    let own = command.options.filter { !common.contains($0.id) }
    let values = own.filter { $0.kind == "positional" }.map { " \\fI\($0.valueName ?? "value")\\fR" }.joined()
    var text = ".SS \(Self.escaped(path.joined(separator: " ")))\(values)\n"
    text += Self.paragraphs(command.abstract) + Self.paragraphs(command.discussion, isContinued: true)
    text += own.map(Self.entry).joined()
    for child in command.shown { text += section(child, path: path, common: common) }
    return text
  }

  private static func entry(_ argument: Argument) -> String {
    let value = argument.kind == "flag" ? "" : " \\fI\(escaped(argument.valueName ?? "value"))\\fR"
    let names = (argument.names ?? []).sorted { $0.text.count < $1.text.count }
    let title =
      names.isEmpty
      ? "\\fI\(escaped(argument.valueName ?? "value"))\\fR"
      : names.map { "\\fB\(escaped($0.text))\\fR" }.joined(separator: ", ") + value
    let initial = argument.defaultValue.map { " (default: \($0))" } ?? ""
    return ".TP\n\(title)\n\(escaped((argument.abstract ?? "") + initial))\n"
  }

  private static func paragraphs(_ text: String?, isContinued: Bool = false) -> String {
    guard let text, !text.isEmpty else { return "" }
    let parts = text.split(separator: "\n", omittingEmptySubsequences: true).map { escaped(String($0)) }
    return (isContinued ? ".PP\n" : "") + parts.joined(separator: "\n.PP\n") + "\n"
  }

  /// Text that troff takes as it is: no escapes, no requests at the beginning, hyphens that can be copied.
  private static func escaped(_ text: String) -> String {
    let plain = text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
    return plain.hasPrefix(".") || plain.hasPrefix("'") ? "\\&" + plain : plain
  }
}
