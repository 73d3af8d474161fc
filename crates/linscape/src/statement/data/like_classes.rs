//! Targets that may be labels.

use nalgebra::DMatrix;
use num_traits::ToPrimitive;

/// Fewer are often a yes or no, or a sign, which people fit as they are.
const FEWEST_CLASSES: usize = 3;

/// More are rather a count.
const MOST_CLASSES: usize = 100;

/// How many numbers stand in one column of whole numbers from 0 or 1 on, without a gap, where each is there five times on
/// average: labels are written so, and measurements rarely.
pub(super) fn like_classes(targets: &DMatrix<f64>) -> Option<usize> {
    if targets.ncols() != 1 {
        return None;
    }
    let mut found = [false; MOST_CLASSES + 1];
    for value in targets {
        let whole = value.to_usize().filter(|_| value.fract() == 0.0)?;
        *found.get_mut(whole)? = true;
    }
    let first = usize::from(!found[0]);
    let classes = found[first..].iter().take_while(|there| **there).count();
    let has_gap = found[first + classes..].contains(&true);
    let is_many =
        (FEWEST_CLASSES..=MOST_CLASSES).contains(&classes) && targets.nrows() >= 5 * classes;
    (is_many && !has_gap).then_some(classes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_without_a_gap_look_like_classes() {
        let column = |entries: &[f64]| DMatrix::from_column_slice(entries.len(), 1, entries);
        let repeated = |entries: &[f64]| column(&entries.repeat(5));
        assert_eq!(like_classes(&repeated(&[0.0, 2.0, 1.0])), Some(3));
        assert_eq!(like_classes(&repeated(&[3.0, 2.0, 1.0, 4.0])), Some(4));
        // Signs, a yes or no, halves, a gap, a count, two columns, too few of each.
        for other in
            [&[-1.0, 1.0][..], &[0.0, 1.0], &[0.5, 1.0, 2.0], &[0.0, 1.0, 3.0], &[5.0, 6.0, 7.0]]
        {
            assert_eq!(like_classes(&repeated(other)), None, "{other:?}");
        }
        assert_eq!(like_classes(&DMatrix::from_element(20, 2, 1.0)), None);
        assert_eq!(like_classes(&column(&[0.0, 1.0, 2.0])), None);
    }
}
