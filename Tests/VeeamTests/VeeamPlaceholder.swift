import Testing

@testable import Veeam
