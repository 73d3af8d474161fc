//! The order of values, and what it does not depend on.

use crate::answer::linscape;
use serde_json::Value;

fn values(line: &str) -> Vec<Value> {
    linscape(&format!("values --json {line}")).json()["values"].as_array().unwrap().clone()
}

#[test]
fn all_values_are_the_lowest_and_the_highest_of_them() {
    let sources = [
        "--sigma 5,4,3 --widths 3,3,3,3",
        "--sigma 12,9,7,5,4,3,3,2,1 --widths 9,5,9",
        "--sigma 1/3,2/7,0.1 --widths 3,3,3",
        "--inputs fixtures/digits-pixels.npy --labels fixtures/digits-labels.csv --hidden 7",
        "--target fixtures/target-543.csv --hidden 3 --tolerance 0.2",
    ];
    for source in sources {
        let all = values(&format!("--all {source}"));
        let number = all.len();
        assert!(number > 1, "{source}");
        assert_eq!(values(&format!("--lowest {number} {source}")), all, "{source}");
        assert_eq!(values(&format!("--lowest 1000000 {source}")), all, "{source}");
        assert_eq!(values(&format!("--lowest 2 {source}")), all[..2], "{source}");
        let losses = |rows: &[Value]| -> Vec<f64> {
            rows.iter().map(|row| row["loss"].as_f64().unwrap()).collect()
        };
        assert!(losses(&all).windows(2).all(|pair| pair[0] < pair[1]), "{source}");
        let mut highest = values(&format!("--highest {number} {source}"));
        highest.reverse();
        assert_eq!(highest, all, "{source}");
        let families =
            linscape(&format!("dump {source}")).json()["families"].as_array().unwrap().len();
        let shared: u64 = all.iter().map(|row| row["multiplicity"].as_u64().unwrap()).sum();
        assert_eq!(shared, families as u64, "{source}");
    }
}

#[test]
fn singular_values_may_come_in_any_order_and_spelling() {
    let without_source = |line: &str| {
        let mut dump = linscape(line).json();
        dump["problem"]["source"] = Value::Null;
        dump
    };
    let expected = without_source("dump --sigma 5/2,2,1 --widths 4,4,4,4");
    assert_eq!(expected["problem"]["singular_values"], serde_json::json!([2.5, 2.0, 1.0, 0.0]));
    for sigma in ["1,2,5/2", "2.5,4/2,1.0", "0,1,2,2.50", "+1,25e-1,0.2e1", "10/4,1/1,6/3,0/5"] {
        let dump = without_source(&format!("dump --sigma {sigma} --widths 4,4,4,4"));
        assert_eq!(dump, expected, "{sigma}");
    }
}
