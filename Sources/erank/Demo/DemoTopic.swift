import Relevance

/// A query with a dozen passages of our own and a person's grades of them: what `erank demo` ranks without any file.
///
/// In the second topic the words mislead: passages that repeat the query's words are of other jaguars, and what helps is said in other words. First-stage
/// scores are a real BM25's (Tests/Fixtures/demo-bm25.py).
struct DemoTopic {
    var task: RerankingTask
    /// Of the task's query.
    var qrels: Qrels

    /// Its query's id: "goldfish" or "jaguar".
    var name: String { task.query.id }

    /// Both topics, read from the files beside this one, which are part of the binary.
    static func all() throws(FormatError) -> [DemoTopic] {
        let queries = try CandidateReader().tasks(
            from: LineReader(PackageResources.queries_jsonl, name: "demo queries"), as: .jsonLines
        ).value.flatMap(\.candidates)
        let qrels = try Qrels.read(LineReader(PackageResources.qrels_trec, name: "demo qrels")).value
        var topics: [DemoTopic] = []
        for (name, passages) in [("goldfish", PackageResources.goldfish_jsonl), ("jaguar", PackageResources.jaguar_jsonl)] {
            let text = queries.first { $0.document.id == name }?.document.text ?? name
            let reader = CandidateReader(query: Query(id: name, text: text))
            for task in try reader.tasks(from: LineReader(passages, name: "demo \(name)")).value {
                topics.append(DemoTopic(task: task, qrels: qrels))
            }
        }
        return topics
    }
}
