//! Numbers found by other means: computer algebra, real integrals, lists of components.

use linscape_strata::{LearningCoefficient, Stratum, global_learning_coefficient};
use serde_json::Value;

use super::shape;

/// `(2λ, m, top components)`.
type Numbers = (usize, usize, usize);

fn numbers(found: &LearningCoefficient) -> Numbers {
    let components = found.components.as_ref().expect("few layers");
    (found.lambda.twice(), found.multiplicity, usize::try_from(components).expect("few"))
}

/// Widths, σ, learned modes, stratum.
type Place<'a> = (&'a [usize], &'a [u32], &'a [usize], &'a str);

/// With the coindex of the loss.
const STRATA: [(Place, Numbers, usize); 23] = [
    ((&[1; 4], &[0], &[], "i0.o3.b1-1,2-2"), (1, 3, 3), 0),
    ((&[1; 4], &[0], &[], "i1.o3.b2-2"), (1, 2, 2), 0),
    ((&[2; 3], &[0], &[], "i0x2.o2x2.b1-1x2"), (3, 1, 1), 0),
    ((&[2; 3], &[0], &[], "i0x2.o1x2"), (4, 1, 1), 4),
    ((&[2; 4], &[0], &[], "i0x2.o3x2.b1-1x2,2-2x2"), (3, 3, 3), 0),
    ((&[2; 4], &[0], &[], "i0x2.o3x2.b1-1,1-2,2-2"), (3, 3, 3), 0),
    ((&[2; 4], &[0], &[], "i0x2.o1,3.b1-1,2-2"), (3, 2, 2), 2),
    ((&[2; 4], &[0], &[], "i0x2.o3x2.b1-2x2"), (3, 1, 1), 0),
    ((&[2; 4], &[2], &[1], "i0.o3.b1-1,2-2"), (4, 3, 3), 3),
    ((&[2; 4], &[2], &[1], "i0.o3.b1-2"), (4, 2, 2), 3),
    ((&[2; 4], &[2, 1], &[], "p0-3x2.b1-1x2,2-2x2"), (3, 3, 3), 0),
    ((&[2; 4], &[2, 1], &[], "p0-2,1-3.b1-2"), (3, 3, 3), 3),
    ((&[2; 4], &[2, 1], &[1], "p0-3.b1-2"), (4, 2, 2), 4),
    ((&[2; 4], &[2, 1], &[1, 2], "full"), (4, 1, 1), 4),
    ((&[2; 5], &[0], &[], "i0x2.o4x2.b1-1x2,2-2x2,3-3x2"), (3, 5, 6), 0),
    ((&[2; 5], &[0], &[], "i0x2.o4x2.b1-1,1-3,2-2,3-3"), (3, 4, 5), 0),
    ((&[2; 5], &[0], &[], "i0,1.o3,4.b1-3,2-2"), (3, 4, 5), 0),
    ((&[2; 5], &[0], &[], "i0,2.o2,4.b1-1,3-3"), (3, 3, 4), 1),
    ((&[3, 2, 3], &[3], &[1], "i0x2.o2x2.b1-1"), (7, 2, 2), 5),
    ((&[3, 3, 3], &[3], &[1], "i0x2.o1x2"), (9, 1, 1), 9),
    ((&[2, 3, 2, 3], &[0], &[], "i2x2.o3x3.b1-1"), (6, 1, 1), 6),
    ((&[3, 2, 2, 3], &[3, 2, 1], &[1, 2], "p0-3"), (8, 1, 1), 8),
    ((&[3, 1, 3], &[2, 2, 1], &[1], "p0-2x2"), (5, 1, 1), 4),
];

#[test]
fn strata_have_the_coefficients_found_by_computer_algebra_and_by_integration() {
    for ((widths, values, subset, key), expected, coindex) in STRATA {
        let shape = shape(widths, values, subset);
        let stratum: Stratum = key.parse().expect("a key");
        stratum.check(&shape).expect("a stratum of the family");
        assert_eq!(numbers(&stratum.learning_coefficient(&shape)), expected, "{widths:?} {key}");
        assert_eq!(stratum.inertia(&shape).positive, coindex, "{widths:?} {key}");
    }
}

#[test]
fn whole_fibers_have_the_known_coefficients() {
    let known: [(&[usize], usize, Numbers); 18] = [
        (&[5, 3, 4], 0, (11, 1, 1)),
        (&[5, 3, 4], 1, (14, 2, 2)),
        (&[5, 3, 4], 2, (16, 1, 1)),
        (&[5, 3, 4], 3, (18, 1, 1)),
        (&[4; 5], 0, (10, 1, 1)),
        (&[4; 5], 1, (13, 4, 4)),
        (&[4; 5], 2, (15, 5, 6)),
        (&[4; 5], 3, (16, 4, 4)),
        (&[4; 5], 4, (16, 1, 1)),
        (&[61, 32, 32, 10], 0, (295, 1, 1)),
        (&[61, 32, 32, 10], 9, (581, 2, 2)),
        (&[100; 4], 0, (6667, 3, 3)),
        (&[100; 4], 10, (7300, 1, 1)),
        (&[100; 4], 50, (9167, 3, 3)),
        (&[8, 8, 11, 11, 11, 13, 13, 13, 15], 0, (55, 4, 4)),
        (&[7, 7, 8, 9, 12, 13], 0, (39, 3, 3)),
        (&[6, 7], 0, (42, 1, 1)),
        (&[6, 7], 4, (42, 1, 1)),
    ];
    for (widths, rank, expected) in known {
        assert_eq!(
            numbers(&global_learning_coefficient(widths, rank)),
            expected,
            "{widths:?} {rank}"
        );
    }
}

#[test]
fn three_hundred_strata_have_the_coefficients_of_a_program_of_their_own() {
    let text = include_str!("../../../fixtures/learning-coefficients.json");
    let cases: Vec<Value> = serde_json::from_str(text).expect("JSON");
    assert_eq!(cases.len(), 300);
    for case in cases {
        let whole =
            |name: &str| usize::try_from(case[name].as_u64().expect("a number")).expect("fits");
        let list = |name: &str| -> Vec<usize> {
            let items = case[name].as_array().expect("a list").iter();
            items
                .map(|item| usize::try_from(item.as_u64().expect("whole")).expect("fits"))
                .collect()
        };
        let values: Vec<u32> =
            list("sigma").into_iter().map(|value| value.try_into().expect("small")).collect();
        let shape = shape(&list("widths"), &values, &list("subset"));
        let stratum: Stratum = case["id"].as_str().expect("text").parse().expect("a key");
        stratum.check(&shape).expect("a stratum of the family");
        let expected = (whole("twice_lambda"), whole("multiplicity"), whole("top_components"));
        assert_eq!(numbers(&stratum.learning_coefficient(&shape)), expected, "{case}");
        assert_eq!(stratum.inertia(&shape).positive, whole("coindex"), "{case}");
    }
}

/// At a tie the optimal functions form a Grassmannian, and `L − L_min` is less steep than `K_w`.
#[test]
fn a_minimum_out_of_reach_with_a_tie_has_a_smaller_coefficient_than_its_function() {
    let shape = shape(&[3, 1, 3], &[2, 2, 1], &[1]);
    let minimum = shape.minimum_learning_coefficient().expect("p < s");
    assert_eq!(numbers(&minimum), (4, 1, 1));
    assert_eq!(Stratum::balanced(&shape).inertia(&shape).positive, 4);
}
