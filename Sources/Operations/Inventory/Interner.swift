/// Gives equal texts one storage: unit ids, operation ids and reasons repeat by the thousand in an organization.
struct Interner {
  private var texts: Set<String> = []
  private var lists: Set<[String]> = []

  mutating func callAsFunction(_ text: String) -> String {
    // Up to 15 bytes live inside the string value itself.
    if text.utf8.count <= 15 { return text }
    let (_, known) = texts.insert(text)
    return known
  }

  /// Lists too: every role of one purpose has the same permissions.
  mutating func callAsFunction(_ list: [String]) -> [String] {
    if list.isEmpty { return list }
    let (_, known) = lists.insert(list)
    return known
  }
}
