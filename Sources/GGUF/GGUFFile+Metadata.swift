extension GGUFFile {
    /// The keys of the metadata, in the file's order.
    public var keys: [String] { header.keys }

    /// The value of a key, whatever its type, or nil.
    public func value(_ key: String) -> GGUFValue? { header.values[key] }

    // Optional keys: nil if the file does not have the key, an error if its value is of another type.

    /// A value of any integer type; nil without the key. Throws `.wrongValueType` for other types and for values beyond `Int`.
    public func integer(_ key: String) throws(GGUFError) -> Int? { try read(key, as: "an integer", \.integer) }
    /// A value of any numeric type; nil without the key. Throws `.wrongValueType` for other types.
    public func number(_ key: String) throws(GGUFError) -> Double? { try read(key, as: "a number", \.number) }
    /// A text; nil without the key. Throws `.wrongValueType` for other types.
    public func string(_ key: String) throws(GGUFError) -> String? { try read(key, as: "a text", \.string) }
    /// A Boolean; nil without the key. Throws `.wrongValueType` for other types.
    public func bool(_ key: String) throws(GGUFError) -> Bool? { try read(key, as: "a bool", \.bool) }
    /// An array; nil without the key. Throws `.wrongValueType` for other types.
    public func array(_ key: String) throws(GGUFError) -> GGUFArray? { try read(key, as: "an array", \.array) }

    // Required keys: also an error if the file does not have the key.

    /// A value of any integer type. Throws `.missingKey`, `.wrongValueType`, or `.outOfRange` for a value outside `range`.
    public func requiredInteger(_ key: String, in range: ClosedRange<Int> = 1...Int(Int32.max)) throws(GGUFError) -> Int {
        let value = try required(key, integer(key))
        guard range.contains(value) else {
            throw error(.outOfRange(key: key, value: "\(value)", expected: "\(range.lowerBound) to \(range.upperBound)"))
        }
        return value
    }
    /// A value of any numeric type. Throws `.missingKey` or `.wrongValueType`.
    public func requiredNumber(_ key: String) throws(GGUFError) -> Double { try required(key, number(key)) }
    /// A text. Throws `.missingKey` or `.wrongValueType`.
    public func requiredString(_ key: String) throws(GGUFError) -> String { try required(key, string(key)) }
    /// An array. Throws `.missingKey` or `.wrongValueType`.
    public func requiredArray(_ key: String) throws(GGUFError) -> GGUFArray { try required(key, array(key)) }

    private func required<T>(_ key: String, _ value: T?) throws(GGUFError) -> T {
        guard let value else { throw error(.missingKey(key)) }
        return value
    }

    private func read<T>(_ key: String, as expected: String, _ get: (GGUFValue) -> T?) throws(GGUFError) -> T? {
        guard let value = header.values[key] else { return nil }
        guard let result = get(value) else { throw error(.wrongValueType(key: key, expected: expected, found: value.kind)) }
        return result
    }
}
