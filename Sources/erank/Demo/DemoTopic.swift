import Relevance

/// A query with a dozen passages and their grades, which `erank demo` ranks without any file.
///
/// In the second topic the query words mislead: passages about other jaguars repeat them, and the relevant passages use other
/// words. The first-stage scores are BM25 (Tests/Fixtures/demo-bm25.py).
struct DemoTopic {
    var task: RerankingTask
    /// Grades for the task's query.
    var qrels: Qrels

    /// The id of the query: "goldfish" or "jaguar".
    var name: String { task.query.id }

    /// Both topics, read from files that are embedded in the binary.
    static func all() throws(FormatError) -> [DemoTopic] {
        let queries = try CandidateReader().tasks(
            from: LineReader(PackageResources.queries_jsonl, name: "demo queries"), as: .jsonLines
        ).value.flatMap(\.candidates)
        let qrels = try Qrels.read(LineReader(PackageResources.qrels_trec, name: "demo qrels")).value
        var topics: [DemoTopic] = []
        for (name, passages) in [("goldfish", PackageResources.goldfish_jsonl), ("jaguar", PackageResources.jaguar_jsonl)] {
            let text = queries.first { $0.document.id == name }?.document.text ?? name
            let reader = CandidateReader(query: Query(id: name, text: text, collection: "demo"))
            for task in try reader.tasks(from: LineReader(passages, name: "demo \(name)")).value {
                topics.append(DemoTopic(task: task, qrels: qrels))
            }
        }
        return topics
    }
}
