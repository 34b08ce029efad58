/// Gives equal texts one storage: unit ids, operation ids and reasons repeat by the thousand in an organization.
struct Interner {
  private var texts: Set<String> = []

  mutating func callAsFunction(_ text: String) -> String {
    // Up to 15 bytes live inside the string value itself.
    if text.utf8.count <= 15 { return text }
    let (_, known) = texts.insert(text)
    return known
  }
}
