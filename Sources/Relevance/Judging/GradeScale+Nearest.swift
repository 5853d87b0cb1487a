extension GradeScale {
    /// The grade nearest to a share (0...1) of the highest grade; the higher one of two that are equally near. It converts a
    /// score on another scale, such as a model's expected score from 0 to 10. Negative grades are never returned if the scale
    /// has a 0.
    public func grade(nearestToShare share: Double) -> Int {
        let nearest = grades.min { left, right in
            let (near, far) = (abs(self.share(of: left.value) - share), abs(self.share(of: right.value) - share))
            return near != far ? near < far : left.value > right.value
        }
        return nearest?.value ?? 0
    }
}
