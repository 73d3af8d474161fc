//! Directions of descent follow the theorem's paths of escape.

use linscape_critical::{Architecture, PointType, Problem, RandomStream, Spectrum};
use linscape_network::Target;
use linscape_points::{DescentDirection, random_point};
use linscape_strata::{FamilyShape, Strata};

/// Checks every nonstrict stratum of the leading families of a network and gives how many there
/// were, and how many of them escape across null bars only.
fn escapes(widths: &[usize], values: &[u32]) -> (usize, usize) {
    let network = Architecture::new(widths.to_vec()).expect("widths");
    let problem = Problem::from_spectrum(network, Spectrum::exact_integers(values)).expect("fits");
    let target = Target::standard(&problem);
    let (mut checked, mut across) = (0, 0);
    for learned in 0..problem.maximal_rank() {
        let family = problem.leading(learned);
        for listed in Strata::of(&FamilyShape::new(&problem, &family)) {
            if listed.profile.point_type != PointType::NonstrictSaddle {
                continue;
            }
            let mut stream = RandomStream::new(6, &listed.stratum.to_string());
            let weights =
                random_point(&target, &family, &listed.stratum, &mut stream).expect("exists");
            let at = (&family, &listed);
            let found = DescentDirection::all(&target, &weights, at, 100, &()).expect("finite");
            let order = listed.profile.escape_order.expect("a saddle").degree() as f64;
            let context = format!("{widths:?} {values:?} {family:?} {}", listed.stratum);
            let kinds = listed.stratum.escape_paths(&FamilyShape::new(&problem, &family), 64);
            assert!(!found.is_empty() && found.len() <= kinds.len(), "{context}");
            for way in &found {
                let exponent = way.exponent().unwrap_or(f64::NAN);
                assert!(way.descends(), "{context}: {way:#?}");
                assert!(
                    (exponent - order).abs() < 0.3,
                    "{context}: {exponent} for {order}: {way:#?}"
                );
            }
            across += usize::from(found.iter().all(|way| way.bend.is_some()));
            checked += 1;
        }
    }
    (checked, across)
}

#[test]
fn all_directions_at_nonstrict_strata_of_small_networks_descend_at_the_stated_order() {
    let (mut checked, mut across) = (0, 0);
    for (widths, values) in [
        (&[2, 2, 2, 2][..], &[2, 1][..]),
        (&[2, 2, 2, 2, 2], &[2, 1]),
        (&[3, 3, 3, 3], &[3, 2, 1]),
        (&[2, 3, 2, 3, 2], &[3, 1]),
        (&[3, 2, 3, 2], &[2, 2]),
        (&[3, 2, 2, 3], &[2, 0, 0]),
        (&[3, 3, 3, 3, 3], &[2, 0, 0]),
        (&[2, 2, 2, 2, 2, 2], &[2, 0]),
        (&[1, 1, 1, 1, 1, 1], &[1]),
        // Along equal amplitudes of `p0-4.i0,1.o3x2.b1-1,2-2x2` the loss rises like 9/2 ε⁴.
        (&[3, 2, 2, 2, 3], &[2]),
        (&[3, 2, 2, 3], &[3, 1]),
    ] {
        let (strata, null) = escapes(widths, values);
        checked += strata;
        across += null;
    }
    assert!(checked > 100 && across > 0, "{checked}, {across}");
}
