/// The page on which a person lets a device in.
struct DevicePage: Sendable {
  enum Outcome: Sendable {
    case asking
    case unknown
    case approved
  }

  let outcome: Outcome

  var html: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head><meta charset="utf-8"><title>Sandbox sign-in</title></head>
    <body>
    <h1>\(title)</h1>
    \(content)
    </body>
    </html>

    """
  }

  private var title: String {
    switch outcome {
    case .asking: "Which code does the terminal show?"
    case .unknown: "No device waits with this code"
    case .approved: "You are signed in"
    }
  }

  private var content: String {
    switch outcome {
    case .asking, .unknown:
      "<form><label>Code <input name=\"user_code\" autofocus></label> <button>Allow</button></form>"
    case .approved: "<p>Close this page and go back to the terminal.</p>"
    }
  }
}
