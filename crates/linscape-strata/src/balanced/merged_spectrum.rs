//! Equal eigenvalues as one, with a multiplicity.

use crate::Eigenvalue;

/// Relative to the largest eigenvalue: closer values of a closed form differ by rounding only.
const ROUNDING: f64 = 1e-13;

/// Merges eigenvalues that differ by no more than rounding from the first of their group; the result
/// is increasing, and the multiplicities add up as before.
///
/// # Examples
/// ```
/// use linscape_strata::Eigenvalue;
/// use linscape_strata::merged_spectrum;
/// let eigenvalue = |value, multiplicity| Eigenvalue { value, multiplicity };
/// let merged = merged_spectrum(&[eigenvalue(2.0, 1), eigenvalue(1.0, 3), eigenvalue(2.0, 2)]);
/// assert_eq!(merged, [eigenvalue(1.0, 3), eigenvalue(2.0, 3)]);
/// ```
#[must_use]
pub fn merged_spectrum(eigenvalues: &[Eigenvalue]) -> Vec<Eigenvalue> {
    let mut sorted = eigenvalues.to_vec();
    sorted.sort_by(|a, b| a.value.total_cmp(&b.value));
    let scale = sorted.iter().fold(0.0_f64, |most, eigenvalue| most.max(eigenvalue.value.abs()));
    let mut merged: Vec<Eigenvalue> = Vec::new();
    for next in sorted {
        match merged.last_mut() {
            Some(last) if next.value - last.value <= ROUNDING * scale => {
                last.multiplicity += next.multiplicity;
                // Zero is exact wherever it stands.
                if next.value == 0.0 {
                    last.value = 0.0;
                }
            }
            _ => merged.push(next),
        }
    }
    merged
}
