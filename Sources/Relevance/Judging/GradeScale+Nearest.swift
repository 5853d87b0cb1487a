extension GradeScale {
    /// The grade whose share of the highest lies nearest to a share in 0...1, the higher of two that are as near: what a score on another scale,
    /// such as a model's expected 0 to 10, comes to on this one. Grades below 0 are never given, as long as there is a 0.
    public func grade(nearestToShare share: Double) -> Int {
        let nearest = grades.min { left, right in
            let (near, far) = (abs(self.share(of: left.value) - share), abs(self.share(of: right.value) - share))
            return near != far ? near < far : left.value > right.value
        }
        return nearest?.value ?? 0
    }
}
