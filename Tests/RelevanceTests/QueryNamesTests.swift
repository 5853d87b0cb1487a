import Relevance
import TestSupport
import Testing

/// The ids under which a session keeps its queries apart, and the ids that files for other programs have.
@Suite struct QueryNamesTests {
    private func query(_ id: String, _ text: String, _ collection: String? = "cranfield") -> Query {
        Query(id: id, text: text, collection: collection)
    }

    @Test func aTypedQueryHasAnIDMadeOfItsText() {
        let first = Query.typed("do goldfish grow?")
        #expect(first.id.hasPrefix("q-") && first.id.utf8.count == 18 && first.collection == nil)
        #expect(first == Query.typed("do goldfish grow?"))
        #expect(Query.typed("").id != first.id && Query.typed("do goldfish grow").id != first.id)
        // Made up texts that differ in one letter share no id.
        #expect(Set((0..<2_000).map { Query.typed("query \($0)").id }).count == 2_000)
    }

    @Test func aFirstCollectionKeepsItsIDs() {
        let own = [query("1", "one"), query("2", "two")]
        #expect(QueryNames([.typed("mine")]).adopted(own) == own)
        #expect(QueryNames([Query(id: "1", text: "")]).adopted(own) == own, "a query without a text is none yet")
    }

    @Test func aSecondCollectionWithTheSameIDsIsKeptApart() {
        let known = [query("1", "one"), query("2", "two")]
        let adopted = QueryNames(known).adopted([query("1", "uno", "cisi"), query("3", "tres", "cisi")])
        #expect(adopted.map(\.id) == ["cisi:1", "3"])
        #expect(adopted.map(\.exportedID) == ["1", "3"])
        #expect(adopted.allSatisfy { $0.collection == "cisi" })
        // Opened again, it has the same ids.
        let again = QueryNames(known + adopted).adopted([query("1", "uno", "cisi"), query("2", "dos", "cisi")])
        #expect(again.map(\.id) == ["cisi:1", "cisi:2"] && again[0] == adopted[0])
    }

    @Test func anotherCollectionOfTheSameNameIsKeptApart() {
        let known = [query("1", "one")]
        let adopted = QueryNames(known).adopted([query("1", "uno"), query("2", "dos")])
        #expect(adopted.map(\.collection) == ["cranfield-2", "cranfield-2"])
        #expect(adopted.map(\.id) == ["cranfield-2:1", "2"] && adopted.map(\.exportedID) == ["1", "2"])
    }

    @Test func whatASessionOfAnEarlierVersionHasIsFoundByIDAndText() {
        let known = [query("1", "one", nil), query("2", "another", nil)]
        let adopted = QueryNames(known).adopted([query("1", "one"), query("2", "two")])
        #expect(adopted.map(\.id) == ["1", "cranfield:2"])
    }

    /// Whatever is opened in whatever order: ids are unique, each query keeps its text, and each export id its own.
    @Test(arguments: 1...30 as ClosedRange<UInt64>) func idsNeverCollide(seed: UInt64) {
        var random = Mutator(seed: seed, words: [])
        var known: [Query] = []
        for _ in 0..<12 {
            let name = ["a", "b", "a:1", nil].randomElement(using: &random) ?? nil
            let ids = Set((0..<4).map { _ in ["1", "2", "a:1", "b:1", "a-2:1"].randomElement(using: &random) ?? "1" })
            let given = ids.sorted().map { Query(id: $0, text: "t\(Int.random(in: 0..<3, using: &random))", collection: name) }
            let adopted = QueryNames(known).adopted(given)
            #expect(adopted.map(\.text) == given.map(\.text))
            if name != nil { #expect(adopted.map(\.exportedID) == given.map(\.id)) }
            for query in adopted {
                guard let place = known.firstIndex(where: { $0.id == query.id }) else {
                    known.append(query)
                    continue
                }
                // The same text without a collection is of a session of an earlier version: it is the collection's query.
                let other = known[place]
                #expect(other.text == query.text)
                #expect(other.collection == nil || other.collection == query.collection)
                known[place] = query
            }
        }
        for (collection, queries) in Dictionary(grouping: known, by: \.collection) where collection != nil {
            #expect(Set(queries.map(\.exportedID)).count == queries.count, "\(queries)")
        }
    }

    @Test func everyIDCanBeEscapedAndReadAgain() throws {
        let ids = [
            "", "a b", "%", "%20", "100%", "\"x\"", "tab\tline\n", "caf\u{E9} \u{3000}", "\u{85}", "plain-1", "\u{0}", "%zz",
            "\u{FEFF}a",
        ]
        for id in ids {
            let written = IDForm.escape.written(id)
            #expect(!written.isEmpty && !written.unicodeScalars.contains { $0.properties.isWhitespace || $0.value < 0x20 })
            #expect(IDForm.escape.read(written) == id, "\(id) \(written)")
            // Also where it is the first of a file, in every format.
            var qrels = Qrels()
            qrels.set(1, query: id, document: id)
            let query = Query(id: id, text: "a text")
            for text in try [
                qrels.trecLines(ids: .escape), qrels.beirLines(ids: .escape), qrels.quepidLines(queries: [query], ids: .escape),
            ] {
                let file = try JudgmentFile.read(LineReader(Array(text.utf8), name: "f")).value
                let entry = try #require(file.unescaped(.escape).entries.first)
                #expect(entry.documentID == id && entry.query == (file.format == .quepid ? query.text : id), "\(text)")
            }
        }
        #expect(Set(ids.map(IDForm.escape.written)).count == ids.count)
        #expect(IDForm.escape.written("a b") == "a%20b" && IDForm.escape.written("") == "%")
        #expect(IDForm.escape.written("caf\u{E9}") == "caf\u{E9}", "letters stay")
        #expect(IDForm.plain.written("a b") == "a b" && IDForm.plain.read("a%20b") == "a%20b")
        #expect(IDForm.escape.read("50%") == "50%", "what was not escaped is taken as it is")
    }
}
