//! Three ways to list families and values, against brute force and each other.

use linscape_critical::{
    AllValue, Architecture, BestFirst, CountedValue, CriticalValue, CriticalValues, Direction,
    Problem, SingularSubset, Spectrum, Tolerance, ValueCounts, families_by_rank,
};
use linscape_critical::{all_values, family_count};
use num_bigint::BigUint;
use num_rational::BigRational;
use proptest::prelude::*;

fn exact(hidden: usize, values: &[u32]) -> Problem {
    let n = values.len().max(1);
    let network = Architecture::new(vec![n, hidden, n]).expect("widths");
    Problem::from_spectrum(network, Spectrum::exact_integers(values)).expect("fits")
}

fn floating(hidden: usize, values: &[f64], tolerance: f64) -> Problem {
    let n = values.len();
    let network = Architecture::new(vec![n, hidden, n]).expect("widths");
    let mut tolerance = Tolerance::given(tolerance);
    let spectrum = Spectrum::from_floats(values, &mut tolerance).expect("finite");
    Problem::from_spectrum(network, spectrum).expect("fits").with_tolerance(Some(tolerance))
}

/// Every count vector, by counting in a mixed radix.
fn brute_force(problem: &Problem) -> Vec<SingularSubset> {
    let mut all = vec![vec![]];
    for &multiplicity in problem.spectrum().multiplicities() {
        all = all
            .into_iter()
            .flat_map(|counts: Vec<usize>| {
                (0..=multiplicity).map(move |count| [counts.clone(), vec![count]].concat())
            })
            .collect();
    }
    let ranks = problem.ranks();
    let families = all.into_iter().map(SingularSubset::from_counts);
    families.filter(|subset| ranks.contains(&subset.rank())).collect()
}

/// Critical values by sorting all families and cutting the list, lowest first.
fn sorted_values(problem: &Problem) -> Vec<CriticalValue> {
    let mut families = brute_force(problem);
    let by_loss = |a: &SingularSubset, b: &SingularSubset| match (
        problem.exact_loss(a),
        problem.exact_loss(b),
    ) {
        (Some(a), Some(b)) => a.cmp(&b),
        _ => problem.loss(a).total_cmp(&problem.loss(b)),
    };
    families.sort_by(|a, b| by_loss(a, b).then(a.cmp(b)));
    let gap = problem.tolerance().map_or(0.0, |t| t.coincident.value) * problem.signal_energy();
    let mut groups: Vec<Vec<SingularSubset>> = Vec::new();
    for subset in families {
        let same = |group: &Vec<SingularSubset>| match (
            problem.exact_loss(&group[0]),
            problem.exact_loss(&subset),
        ) {
            (Some(first), Some(this)) => first == this,
            _ => problem.loss(&subset) - problem.loss(&group[0]) <= gap,
        };
        match groups.last_mut() {
            Some(group) if same(group) => group.push(subset),
            _ => groups.push(vec![subset]),
        }
    }
    for group in &mut groups {
        group.sort();
    }
    groups.into_iter().map(|families| CriticalValue::of(problem, families)).collect()
}

/// The families of a value that is no crowd.
fn list(value: &CriticalValue) -> &[SingularSubset] {
    value.families.as_list().expect("few families")
}

fn values(problem: &Problem, direction: Direction) -> Vec<CriticalValue> {
    CriticalValues::new(problem, direction, &()).collect::<Result<_, _>>().expect("few")
}

/// The listing of all values with their multiplicities, and its beginnings.
fn check_counts(problem: &Problem, direction: Direction, expected: &[CriticalValue]) {
    let expected: Vec<CountedValue> = expected.iter().map(CountedValue::from).collect();
    for most in [1, 3, expected.len(), expected.len() + 1] {
        let found = ValueCounts::new(problem, direction, most, &()).expect("few");
        let shown = most.min(expected.len());
        assert_eq!(found.values, expected[..shown]);
        assert_eq!(found.exhausted, shown == expected.len());
        assert!(!found.interrupted);
    }
}

fn check(problem: &Problem) {
    let expected = sorted_values(problem);
    let families: usize = expected.iter().map(|value| list(value).len()).sum();
    assert_eq!(family_count(problem), BigUint::from(families));

    let mut found: Vec<_> = BestFirst::new(problem, Direction::Lowest).collect();
    assert_eq!(found.len(), families, "each family once");
    found.sort();
    found.dedup();
    assert_eq!(found.len(), families, "no family twice");

    let upwards = values(problem, Direction::Lowest);
    assert_eq!(upwards, expected);
    let mut downwards = values(problem, Direction::Highest);
    check_counts(problem, Direction::Lowest, &expected);
    check_counts(problem, Direction::Highest, &downwards);
    downwards.reverse();
    assert_eq!(downwards, expected);

    let all = all_values(problem, &()).expect("few");
    assert_eq!(all.len(), expected.len());
    let every: Vec<usize> = (0..expected.len()).collect();
    let row = |value: AllValue| (value.loss(), value.multiplicity);
    let picked: Vec<(f64, u64)> = all.pick(&every).into_iter().map(row).collect();
    assert_eq!(picked, all.iter().map(row).collect::<Vec<_>>());
    for (found, value) in all.iter().zip(&expected) {
        assert_eq!(found.multiplicity, list(value).len() as u64);
        assert!((found.loss() - value.loss).abs() <= 1e-14 * problem.signal_energy());
        assert_eq!(found.exact_loss(), value.exact_loss);
        if problem.tolerance().is_none() {
            assert!(found.loss().total_cmp(&value.loss).is_eq(), "the same double on both roads");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 400,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn best_first_and_the_ladder_list_what_sorting_lists(
        values in prop::collection::vec(0_u32..9, 1..8),
        hidden in 1_usize..9,
    ) {
        check(&exact(hidden, &values));
    }

    #[test]
    fn wide_and_big_numbers_list_what_sorting_lists(
        small in prop::collection::vec(1_u32..6, 1..6),
        hidden in 1_usize..6,
        digits in prop::sample::select(vec![15_usize, 40]),
    ) {
        // σ + 10^-digits: squares need twice the digits.
        let values = small.iter().map(|value| {
            let text = format!("{value}.{}1", "0".repeat(digits - 1));
            linscape_critical::parse_exact(&text).expect("decimal")
        });
        let n = small.len();
        let network = Architecture::new(vec![n, hidden, n]).expect("widths");
        let spectrum = Spectrum::from_exact(values.collect()).expect("nonnegative");
        check(&Problem::from_spectrum(network, spectrum).expect("fits"));
    }

    #[test]
    fn floating_values_group_the_same_from_both_ends(
        values in prop::collection::vec(0_u32..40, 1..8),
        hidden in 1_usize..9,
        noise in prop::collection::vec(-1.0_f64..1.0, 8),
    ) {
        let values: Vec<f64> = values
            .iter()
            .zip(&noise)
            .map(|(&value, noise)| (f64::from(value) * (1.0 + noise * 1e-13)).max(0.0))
            .collect();
        check(&floating(hidden, &values, 1e-10));
    }
}

#[test]
fn five_four_three_has_eight_families_and_seven_critical_values() {
    let problem = exact(3, &[5, 4, 3]);
    assert_eq!(family_count(&problem), BigUint::from(8_u32));
    let values = values(&problem, Direction::Lowest);
    assert_eq!(values.len(), 7);
    let shared = values.iter().find(|value| list(value).len() == 2).expect("a tie");
    let half = |n: i32| BigRational::new(n.into(), 2.into());
    assert_eq!(shared.exact_loss, Some(half(25)));
}

#[test]
fn coincidences_are_found_exactly_where_doubles_cannot_see_them() {
    // 5, 4, 3 scaled by 1 + 10^-30, and a fourth value that misses the tie by 10^-40.
    let text = ["5.00000000000000000000000000000500", "4.000000000000000000000000000004"];
    let third = "3.000000000000000000000000000003";
    let near = "3.0000000000000000000000000000030000000001";
    let count = |texts: &[&str]| {
        let numbers = texts.iter().map(|text| linscape_critical::parse_exact(text).expect("n"));
        let network = Architecture::new(vec![3, 3, 3]).expect("widths");
        let spectrum = Spectrum::from_exact(numbers.collect()).expect("nonnegative");
        let problem = Problem::from_spectrum(network, spectrum).expect("fits");
        values(&problem, Direction::Lowest).len()
    };
    // 5(1 + 10^-30) is written with trailing zeros, the others without.
    assert_eq!(count(&["5.000000000000000000000000000005", text[1], third]), 7);
    assert_eq!(count(&[text[0], text[1], near]), 8);
}

#[test]
fn counts_are_exact_for_hundreds_of_modes() {
    let distinct: Vec<u32> = (1..=300).collect();
    let counts = families_by_rank(&exact(300, &distinct));
    assert_eq!(counts.iter().sum::<BigUint>(), BigUint::from(1_u32) << 300);
    assert_eq!(counts[2], BigUint::from(300_u32 * 299 / 2));
    // All equal: one family a rank.
    assert_eq!(family_count(&exact(7, &[4; 200])), BigUint::from(8_u32));
}

#[test]
fn the_lowest_values_of_hundreds_of_modes_come_at_once() {
    let values: Vec<u32> = (1..=784).map(|k| 1000 + 3 * k + k * k % 7).collect();
    let problem = exact(300, &values);
    let lowest = ValueCounts::new(&problem, Direction::Lowest, 1000, &()).expect("fits");
    let lowest: Vec<f64> = lowest.values.iter().map(|value| value.loss).collect();
    assert_eq!(lowest.len(), 1000);
    assert!(lowest.is_sorted());
    assert!(lowest[0].total_cmp(&problem.loss(&problem.leading(300))).is_eq());
}

#[test]
fn depth_one_and_a_zero_target_have_one_family() {
    let network = Architecture::new(vec![3, 2]).expect("widths");
    let linear = Problem::from_spectrum(network, Spectrum::exact_integers(&[3, 1])).expect("fits");
    let zero = exact(2, &[0, 0]);
    for problem in [linear, zero] {
        check(&problem);
        assert_eq!(family_count(&problem), BigUint::from(1_u32));
    }
}
