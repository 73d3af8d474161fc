//! Landscapes small enough to be worked out by hand.

use crate::answer::{is_close, linscape};
use serde_json::{Value, json};

/// Subset, loss, type, (index, nullity, coindex), escape order, rate.
type Row = (&'static [usize], f64, &'static str, [usize; 3], Option<usize>, Option<f64>);

const MINIMUM: &str = "global_minimum";
const STRICT: &str = "strict_saddle";
const NONSTRICT: &str = "nonstrict_saddle";

/// Widths 3,3,3,3 and σ = 3,2,1. The rate is the fastest swap, `σ_k^{1/3} (σ_l − σ_k)`.
const DEPTH_THREE: [Row; 8] = [
    (&[1, 2, 3], 0.0, MINIMUM, [0, 18, 9], None, None),
    (&[1, 2], 0.5, NONSTRICT, [0, 19, 8], Some(3), None),
    (&[1, 3], 2.0, STRICT, [1, 19, 7], Some(2), Some(1.0)),
    (&[1], 2.5, NONSTRICT, [0, 22, 5], Some(3), None),
    (&[2, 3], 4.5, STRICT, [2, 19, 6], Some(2), Some(2.0)),
    (&[2], 5.0, STRICT, [1, 22, 4], Some(2), Some(1.259_921_049_894_873_2)),
    (&[3], 6.5, STRICT, [2, 22, 3], Some(2), Some(2.0)),
    (&[], 7.0, NONSTRICT, [0, 27, 0], Some(3), None),
];

fn family<'a>(dump: &'a Value, subset: &[usize]) -> &'a Value {
    let families = dump["families"].as_array().unwrap();
    families.iter().find(|family| family["subset"] == json!(subset)).unwrap()
}

fn inertia(family: &Value) -> [u64; 3] {
    ["index", "nullity", "coindex"].map(|field| family[field].as_u64().unwrap())
}

#[test]
fn depth_three_has_three_nonstrict_and_four_strict_saddles() {
    let dump = linscape("dump --sigma 3,2,1 --widths 3,3,3,3").json();
    let families = dump["families"].as_array().unwrap();
    assert_eq!(families.len(), DEPTH_THREE.len());
    let fields = families.iter().zip(DEPTH_THREE).enumerate();
    for (id, (family, (subset, loss, point_type, signs, order, rate))) in fields {
        assert_eq!(family["id"], id);
        assert_eq!(family["fiber"], id);
        assert_eq!(family["subset"], json!(subset));
        assert_eq!(family["rank"], subset.len());
        assert!(is_close(&family["loss"], loss), "{family}");
        assert_eq!(family["type"], point_type, "{subset:?}");
        assert_eq!(inertia(family), signs.map(|count| count as u64), "{subset:?}");
        assert_eq!(family["escape_order"], json!(order), "{subset:?}");
        match rate {
            None => assert!(family["rate"].is_null(), "{subset:?}"),
            Some(rate) => assert!(is_close(&family["rate"], rate), "{subset:?}"),
        }
    }
    let counts = &dump["counts"];
    assert_eq!((&counts["families"], &counts["critical_values"]), (&json!("8"), &json!("8")));
    assert_eq!((&counts["strict"], &counts["nonstrict"]), (&json!("4"), &json!("3")));
    assert_eq!((&counts["listed"], &counts["truncated"]), (&json!(8), &json!(false)));
    assert_eq!(dump["greedy_path"], json!([7, 3, 1, 0]));
}

#[test]
fn depth_three_has_eighteen_connections_of_which_eight_are_covers() {
    let dump = linscape("dump --sigma 3,2,1 --widths 3,3,3,3").json();
    let connections = dump["connections"].as_array().unwrap();
    assert_eq!(connections.len(), 18);
    assert_eq!(connections.iter().filter(|edge| edge["cover"] == true).count(), 8);
    assert_eq!(dump["connections_scope"], "all");
    let loss = |id: &Value| {
        dump["families"][usize::try_from(id.as_u64().unwrap()).unwrap()]["loss"].clone()
    };
    for edge in connections {
        let drop = loss(&edge["from"]).as_f64().unwrap() - loss(&edge["to"]).as_f64().unwrap();
        assert!(is_close(&edge["loss_drop"], drop) && drop > 0.0, "{edge}");
        let is_swap = edge["kind"] == "swap";
        assert_eq!(edge["dropped"].is_null(), !is_swap, "{edge}");
        assert_eq!(edge["rate"].is_null(), !is_swap, "{edge}");
        assert_eq!(edge["escape_order"], if is_swap { 2 } else { 3 }, "{edge}");
    }
}

#[test]
fn the_report_says_the_same_in_words() {
    let report = linscape("report --sigma 3,2,1 --widths 3,3,3,3").text();
    let rows: Vec<Vec<&str>> = report.lines().map(cells).collect();
    let expected = [
        ["0", "0", "{1,2,3}", "3", "global minimum", "0", "18", "9", "-", "-"],
        ["1", "0.5", "{1,2}", "2", "nonstrict saddle", "0", "19", "8", "3", "-"],
        ["2", "2", "{1,3}", "2", "strict saddle", "1", "19", "7", "2", "1"],
        ["3", "2.5", "{1}", "1", "nonstrict saddle", "0", "22", "5", "3", "-"],
        ["4", "4.5", "{2,3}", "2", "strict saddle", "2", "19", "6", "2", "2"],
        ["5", "5", "{2}", "1", "strict saddle", "1", "22", "4", "2", "1.25992"],
        ["6", "6.5", "{3}", "1", "strict saddle", "2", "22", "3", "2", "2"],
        ["7", "7", "∅", "0", "nonstrict saddle", "0", "27", "0", "3", "-"],
    ];
    for row in expected {
        assert!(rows.iter().any(|cells| cells[..] == row), "{row:?} is not in\n{report}");
    }
    assert!(report.contains("Connections  18 (covers: 8)"), "{report}");
}

/// The cells of a table's row: single blanks do not part them.
fn cells(line: &str) -> Vec<&str> {
    line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect()
}

#[test]
fn every_saddle_of_depth_two_is_strict() {
    let dump = linscape("dump --sigma 3,2,1 --widths 3,3,3").json();
    let cases: [(&[usize], [u64; 3]); 3] =
        [(&[], [9, 0, 9]), (&[1], [4, 5, 9]), (&[1, 2], [1, 8, 9])];
    for (subset, signs) in cases {
        assert_eq!(inertia(family(&dump, subset)), signs, "{subset:?}");
    }
    let saddles: Vec<&Value> =
        dump["families"].as_array().unwrap().iter().filter(|f| f["type"] != MINIMUM).collect();
    assert_eq!(saddles.len(), 7);
    assert!(saddles.iter().all(|saddle| saddle["type"] == STRICT));
    assert_eq!(
        (&dump["counts"]["strict"], &dump["counts"]["nonstrict"]),
        (&json!("7"), &json!("0"))
    );
}

#[test]
fn equal_singular_values_make_one_family() {
    let dump = linscape("dump --sigma 2,2,1 --widths 3,3,3,3").json();
    let families = dump["families"].as_array().unwrap();
    assert_eq!(families.len(), 6);
    assert!(families.iter().all(|family| family["subset"] != json!([2])));
    let first = family(&dump, &[1]);
    assert_eq!(first["counts"], json!([1, 0]));
    assert!(is_close(&first["loss"], 2.5));
    // `{2}` leads as `{1}` does: no negative curvature.
    assert_eq!((&first["type"], &first["index"]), (&json!(NONSTRICT), &json!(0)));
}

#[test]
fn zero_singular_values_are_never_learned() {
    let dump = linscape("dump --sigma 3,2,0 --widths 3,3,3,3").json();
    assert_eq!(dump["families"].as_array().unwrap().len(), 4);
    let learned = family(&dump, &[1, 2]);
    assert_eq!((&learned["type"], &learned["rank"]), (&json!(MINIMUM), &json!(2)));
    assert!(is_close(&learned["loss"], 0.0));
    let target = linscape("dump --target fixtures/target-320.csv --hidden 3,3").json();
    assert_eq!(family(&target, &[1, 2])["type"], MINIMUM);
}

#[test]
fn depth_one_and_a_vanishing_target_have_one_family() {
    for line in
        ["--sigma 3,2,1 --widths 3,3", "--sigma 0 --widths 2,2,2", "--sigma 0 --widths 1,1,1"]
    {
        let dump = linscape(&format!("dump {line}")).json();
        assert_eq!(dump["families"].as_array().unwrap().len(), 1, "{line}");
        assert_eq!(dump["families"][0]["type"], MINIMUM, "{line}");
        assert_eq!(dump["connections"], json!([]), "{line}");
    }
}
