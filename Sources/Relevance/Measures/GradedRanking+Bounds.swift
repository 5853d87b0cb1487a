extension GradedRanking {
    func bounds(_ measure: Measure, scale: ClosedRange<Int>) -> ClosedRange<Double> {
        let value = value(measure)
        return value...value
    }
}
