//! `linscape learning`, and learning coefficients wherever they stand.

use crate::answer::{linscape, linscape_in};
use crate::folder::Folder;
use serde_json::{Value, json};

fn document(line: &str) -> Value {
    linscape(line).json()
}

/// `λ`, `m`, components.
fn numbers(coefficient: &Value) -> (String, u64, u64) {
    let whole = |name: &str| coefficient[name].as_u64().unwrap();
    let lambda = coefficient["lambda"].as_str().unwrap().to_owned();
    (lambda, whole("multiplicity"), whole("components"))
}

#[test]
fn the_digits_have_the_published_coefficient_of_rank_nine() {
    let digits = "--inputs fixtures/digits-pixels.npy --labels fixtures/digits-labels.csv --center";
    let found = document(&format!("learning {digits} --hidden 32,32 --rank 9 --json"));
    assert_eq!(numbers(&found["ladder"][0]), ("581/2".to_owned(), 2, 2));
    assert_eq!(found["ladder"].as_array().unwrap().len(), 1);
    assert_eq!(found["half_parameters"], "1696");
    assert_eq!(found["half_effective_parameters"], "1648");
    assert_eq!(found["samples"], 1797);
    let excess = found["ladder"][0]["expected_excess"].as_f64().unwrap();
    assert!((excess - 290.5 / 1797.0).abs() < 1e-12);
}

#[test]
fn the_ladder_is_that_of_the_families_of_a_dump() {
    let problem = "--sigma 3,2,1 --widths 3,3,3,3";
    let ladder = document(&format!("learning {problem} --json"));
    let dump = document(&format!("dump {problem}"));
    let mut compared = 0;
    for family in dump["families"].as_array().unwrap() {
        let rank = usize::try_from(family["rank"].as_u64().unwrap()).unwrap();
        let rung = &ladder["ladder"][rank];
        assert_eq!(numbers(&family["learning_coefficient"]), numbers(rung));
        compared += 1;
    }
    assert_eq!(compared, 8);
    let text = linscape(&format!("report {problem} --learning")).text();
    assert!(text.lines().any(|line| line.split_whitespace().eq(["{1,2}", "0.5", "9/2", "3", "3"])));
}

#[test]
fn the_rank_that_samples_pay_for_grows_with_their_number() {
    let chosen = |samples: usize, noise: usize| {
        let line = format!(
            "learning --sigma 3,1 --widths 2,2,2 --samples {samples} --noise {noise} --json"
        );
        document(&line)["heuristic_rank"].clone()
    };
    assert_eq!([chosen(3, 80), chosen(10, 8), chosen(100, 8)], [json!(0), json!(1), json!(2)]);
}

#[test]
fn a_tie_at_the_cut_has_no_free_energy_and_a_coefficient_of_its_own() {
    let line = "learning --sigma 2,2,1 --widths 3,1,3 --samples 100 --noise 1 --json";
    let found = document(line);
    let rows = found["ladder"].as_array().unwrap();
    assert_eq!(numbers(&rows[1]), ("5/2".to_owned(), 1, 1));
    assert_eq!(numbers(&found["minimum"]), ("2".to_owned(), 1, 1));
    assert_eq!((&rows[1]["free_energy"], &rows[1]["squared_error"]), (&Value::Null, &Value::Null));
    assert!(rows[0]["free_energy"].is_f64() && rows[0]["squared_error"].is_null());
}

#[test]
fn options_that_mean_nothing_are_refused() {
    let refusal = |option: &str| {
        linscape(&format!("learning --sigma 3,1 --widths 2,2,2 {option}")).refusal(2)
    };
    assert!(refusal("--rank 3").contains("--rank 3: the narrowest layer has width 2"));
    assert!(refusal("--samples 2").contains("--samples 2"));
    assert!(refusal("--noise -1").contains("--noise -1: a variance"));
    assert!(refusal("--noise nan").contains("--noise NaN"));
}

#[test]
fn strata_and_weights_say_the_same_of_the_same_point() {
    let folder = Folder::with(&[]);
    let family = "--sigma 2,1 --widths 2,2,2,2 --subset 1";
    for stratum in ["p0-3.b1-1,2-2", "p0-3.b1-2"] {
        let listing = document(&format!("strata {family} --json"));
        let rows = listing["strata"].as_array().unwrap();
        let row = rows.iter().find(|row| row["id"] == stratum).unwrap();
        let expected = numbers(&row["learning_coefficient"]);
        let point = format!("represent {family} --stratum {stratum} -o W.npz");
        assert_eq!(linscape_in(folder.path(), &point).code, Some(0));
        let line = "classify --sigma 2,1 --widths 2,2,2,2 --weights W.npz --json";
        let found = linscape_in(folder.path(), line).json();
        assert_eq!(numbers(&found["learning_coefficient"]), expected);
        assert_eq!(numbers(&found["stratum"]["learning_coefficient"]), expected);
        let nearest = numbers(&found["nearest"]["learning_coefficient"]);
        assert_eq!(nearest, ("2".to_owned(), 3, 3));
    }
}

#[test]
fn every_point_of_a_small_network_has_its_coefficient_confirmed() {
    let found = document("verify --sigma 2 --widths 2,3,2,3 --json");
    let totals = &found["totals"];
    assert_eq!(totals["disagreed"], 0);
    assert_eq!(totals["learning_agreed"], totals["points"]);
}

/// A weight of 2 is the sample twice.
#[test]
fn weighted_samples_count_by_their_weights() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let rows = [[1, 0, 2], [0, 2, 1], [1, 1, 5], [3, 1, 0]];
    let weights = [2, 1, 3, 1];
    let table = |repeated: bool, columns: std::ops::Range<usize>| -> String {
        let times = |at: usize| if repeated { weights[at] } else { 1 };
        let line = |row: &[i32; 3]| {
            let cells: Vec<String> = row[columns.clone()].iter().map(i32::to_string).collect();
            cells.join(",") + "\n"
        };
        (0..rows.len()).flat_map(|at| std::iter::repeat_n(line(&rows[at]), times(at))).collect()
    };
    let column: String = weights.iter().map(|weight| weight.to_string() + "\n").collect();
    for (name, text) in [
        ("x.csv", table(false, 0..2)),
        ("y.csv", table(false, 2..3)),
        ("xx.csv", table(true, 0..2)),
        ("yy.csv", table(true, 2..3)),
        ("w.csv", column),
    ] {
        std::fs::write(path(name), text).unwrap();
    }
    for loss in ["half-sum", "mean"] {
        let ladder = |x: &str, y: &str, more: &str| {
            let (x, y) = (path(x), path(y));
            let line = format!(
                "learning --inputs {x} --targets {y} --header no --hidden 2 --loss {loss} --noise 0.5{more} --json"
            );
            let document = linscape(&line).json();
            (document["samples"].clone(), document["ladder"].clone())
        };
        let weighted = ladder("x.csv", "y.csv", &format!(" --sample-weights {}", path("w.csv")));
        let repeated = ladder("xx.csv", "yy.csv", "");
        assert_eq!((&weighted.0, &repeated.0), (&7.into(), &7.into()));
        let number = |rows: &Value, name: &str| {
            rows.as_array().unwrap().iter().map(|row| row[name].as_f64()).collect::<Vec<_>>()
        };
        for name in ["expected_excess", "squared_error", "free_energy"] {
            for (one, other) in number(&weighted.1, name).iter().zip(number(&repeated.1, name)) {
                let apart = one.zip(other).map(|(one, other)| (one / other - 1.0).abs());
                assert!(
                    apart.is_none_or(|apart| apart < 1e-12),
                    "{loss} {name}: {one:?} {other:?}"
                );
                assert_eq!(one.is_some(), other.is_some(), "{name}");
            }
        }
    }
}
