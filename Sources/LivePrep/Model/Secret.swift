/// A value that must not be seen: a key, a token, a name, an identity number. It has no way out
/// through description, reflection or encoding; whoever needs it says so by `reveal`.
public struct Secret: Sendable, Equatable, ExpressibleByStringLiteral {
  private let value: String

  public init(_ value: String) { self.value = value }
  public init(stringLiteral value: String) { self.value = value }

  /// Hands the value to `body` and nowhere else.
  public func reveal<T>(_ body: (String) throws -> T) rethrows -> T { try body(value) }

  public var isEmpty: Bool { value.isEmpty }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "<secret>" }
  public var debugDescription: String { "<secret>" }
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
