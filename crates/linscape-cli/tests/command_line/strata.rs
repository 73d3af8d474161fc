//! `linscape strata`.

use crate::answer::linscape;
use serde_json::Value;

/// The document that a command line prints.
fn json(line: &str) -> Value {
    linscape(line).json()
}

/// Totals that `--count` states for ranks 0, 1, 2, … (Σ of full rank).
fn totals(widths: &str, sigma: &str, ranks: usize) -> Vec<String> {
    let total = |rank: usize| {
        let subset: Vec<String> = (1..=rank).map(|index| index.to_string()).collect();
        let subset = subset.join(",");
        let subset = if subset.is_empty() { "''" } else { &subset };
        let family = format!("--sigma {sigma} --widths {widths} --subset {subset}");
        json(&format!("strata {family} --count --json"))["total"].as_str().unwrap().to_owned()
    };
    (0..ranks).map(total).collect()
}

#[test]
fn the_numbers_of_strata_are_those_of_the_theory() {
    let cases = [
        ("2,2,2", "2,1", "1,1,1"),
        ("2,2,2,2", "2,1", "11,4,1"),
        ("3,3,3,3", "3,2,1", "23,11,4,1"),
        ("4,4,4,4", "4,3,2,1", "42,23,11,4,1"),
        ("4,4,4,4,4", "4,3,2,1", "1152,325,72,11,1"),
        ("4,8,8,7", "4,3,2,1", "770,461,245,106,30"),
        ("3,5,5,5,3", "3,2,1", "1510,417,85,10"),
        ("10,10,10,10", "10,9,8,7,6,5,4,3,2,1", "381,290,215,154,106,69,42,23,11,4,1"),
    ];
    for (widths, sigma, expected) in cases {
        let expected: Vec<&str> = expected.split(',').collect();
        assert_eq!(totals(widths, sigma, expected.len()), expected, "{widths}");
    }
}

#[test]
fn a_list_holds_as_many_strata_as_are_counted_by_type() {
    let family = "--sigma 3,2,1 --widths 3,5,5,5,3 --subset 1 --json";
    let list = json(&format!("strata {family}"));
    let counts = json(&format!("strata --count {family}"));
    let strata = list["strata"].as_array().expect("strata");
    assert_eq!(strata.len(), 417);
    assert_eq!(list["truncated"], false);
    for name in ["global_minimum", "strict_saddle", "nonstrict_saddle"] {
        let listed = strata.iter().filter(|stratum| stratum["type"] == name).count();
        assert_eq!(counts["by_type"][name], listed.to_string());
        let only = json(&format!("strata --type {name} {family}"));
        assert_eq!(only["listed"], listed);
    }
}

#[test]
fn components_of_two_two_two_two_have_the_dimensions_of_the_theory() {
    let kinds = |widths: &str, sigma: &str, subset: &str| {
        let family = format!("--sigma {sigma} --widths {widths} --subset {subset}");
        let document = json(&format!("strata {family} --components --json"));
        let strata = document["strata"].as_array().expect("strata");
        let number = |stratum: &Value, name: &str| stratum[name].as_u64().expect(name);
        let mut kinds: Vec<[u64; 4]> = strata
            .iter()
            .map(|s| ["dimension", "index", "coindex", "nullity"].map(|name| number(s, name)))
            .collect();
        kinds.sort_by(|a, b| b.cmp(a));
        kinds
    };
    let w = "2,2,2,2";
    assert_eq!(kinds(w, "2,1", "''"), [[6, 3, 3, 6], [4, 4, 4, 4], [4, 4, 4, 4], [4, 4, 4, 4]]);
    assert_eq!(kinds(w, "2,1", "2"), [[7, 2, 3, 7]; 3]);
    assert_eq!(kinds(w, "2,1", "1"), [[7, 1, 4, 7]; 3]);
    assert_eq!(kinds(w, "2,1", "1,2"), [[8, 0, 4, 8]]);
    assert_eq!(kinds("1,1,1,1", "2", "''"), [[1, 1, 1, 1]; 3]);
    assert_eq!(kinds("1,1,1,1", "2", "1"), [[2, 0, 1, 2]]);
    assert_eq!(kinds("2,1,1,2", "2,1", "''"), [[3, 1, 1, 3], [1, 2, 2, 1]]);
}

#[test]
fn an_interior_bar_lowers_the_escape_order_from_five_to_four() {
    let list = json("strata --sigma 3,1 --widths 2,3,2,3,3,2 --subset 1 --json");
    let order = |key: &str| {
        let strata = list["strata"].as_array().expect("strata");
        let stratum = strata.iter().find(|stratum| stratum["id"] == key).expect(key);
        stratum["escape_order"].as_u64()
    };
    assert_eq!(order("p0-5.b1-1x2,2-2,3-3x2,4-4x2"), Some(5));
    assert_eq!(order("p0-5.b1-1x2,2-2,3-3,3-4,4-4"), Some(4));
}

#[test]
fn one_and_two_threads_list_the_same_bytes() {
    let list = |threads: &str| {
        let family = "--sigma 4,3,2,1 --widths 4,4,4,4,4 --subset ''";
        linscape(&format!("strata {family} --threads {threads}")).text()
    };
    assert_eq!(list("1"), list("2"));
}

#[test]
fn a_limit_keeps_the_first_strata_and_says_so() {
    let all_strata = "strata --sigma 3,2,1 --widths 3,3,3,3 --subset '' --json";
    let all = json(all_strata);
    let some = json(&format!("{all_strata} --limit 5"));
    assert_eq!(some["truncated"], true);
    assert_eq!(some["total"], "23");
    let first = &all["strata"].as_array().expect("strata")[..5];
    assert_eq!(some["strata"].as_array().expect("strata"), first);
    let exact = json(&format!("{all_strata} --limit 23"));
    assert_eq!(exact["truncated"], false);
}

#[test]
fn too_many_strata_are_counted_and_refused() {
    let sigma = "10,9,8,7,6,5,4,3,2,1";
    let widths = "10,10,10,10,10,10,10";
    let line = format!("strata --sigma {sigma} --widths {widths} --subset ''");
    let line = linscape(&line).refusal(3);
    assert!(line.contains("20897175464") && line.contains("--limit"), "{line}");
}

#[test]
fn subsets_that_are_none_are_named() {
    let cases = [
        ("4", "4 is not an index"),
        ("0", "0 is not an index"),
        ("1,1", "twice"),
        ("1,2,3", "at most 2"),
        ("one", "'one' is not an index"),
        ("-1", "'-1' is not an index"),
    ];
    for (subset, expected) in cases {
        let line = format!("strata --sigma 3,2,1 --widths 3,2,3 --subset {subset}");
        let line = linscape(&line).refusal(2);
        assert!(line.contains(expected) && line.contains("--subset"), "{subset}: {line}");
    }
    assert_eq!(linscape("strata --sigma 1 --widths 1,1,1 --type saddle").code, Some(2));
}
