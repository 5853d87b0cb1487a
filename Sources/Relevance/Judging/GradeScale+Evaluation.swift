extension GradeScale {
    /// How rankings are measured by grades on this scale.
    ///
    /// - Parameter highest: of all grades, of every query: imported grades may lie above the scale; nil without a grade.
    public func evaluation(highest: Int?) -> EvaluationOptions {
        EvaluationOptions(level: lowestRelevant, highestGrade: max(range.upperBound, highest ?? 0))
    }
}
