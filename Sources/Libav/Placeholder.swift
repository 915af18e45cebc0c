public func libavPlaceholder() {}
