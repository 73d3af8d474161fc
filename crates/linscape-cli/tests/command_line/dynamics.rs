//! Stable, centre and unstable directions in the dump and in the report.

use crate::answer::linscape;
use serde_json::{Value, json};

#[test]
fn dump_holds_the_directions_at_every_saddle() {
    // Widths 3,2,3,3 and σ = 3,2: at {2} mode 1 can take the place of mode 2, or the free units, one
    // and two of them: 1·1 + 1·2 + 2·1 entries. Of 21 − 1 − 4 null directions the stratum has
    // 2² + 3² and 5 for the null directions outside, less a stabilizer of 1² + 2² + 1 + 2 + 2.
    let dump = linscape("dump --sigma 3,2 --widths 3,2,3,3").json();
    let families = dump["families"].as_array().unwrap();
    let second = families.iter().find(|family| family["subset"] == json!([2])).unwrap();
    let expected = json!({
        "unstable": 1, "stable": 4, "centre": {"along": 8, "across": 8},
        "silent": {"escape_order": 3, "coordinates": 5, "paths": "2"},
        "decoupled": {
            "stable": 1, "unstable": 1, "learnable": 1,
            "layers": {"stable": 1, "unstable": 1, "neutral": 4},
        },
    });
    assert_eq!(second["dynamics"], expected);
}

#[test]
fn directions_add_up_to_the_inertia_and_the_silent_order_is_that_of_nonstrict_saddles() {
    let mut nonstrict = 0;
    for problem in [
        "--sigma 5,4,3 --widths 3,3,3,3",
        "--sigma 2,2,1,0 --widths 4,3,5,4",
        "--sigma 2,1 --widths 2,2,2",
        "--sigma 3,2 --widths 3,2",
        "--inputs fixtures/deficient-inputs.csv --targets fixtures/deficient-targets.csv --hidden 3,3",
    ] {
        let dump = linscape(&format!("dump {problem}")).json();
        for family in dump["families"].as_array().unwrap() {
            let dynamics = &family["dynamics"];
            let number = |field: &Value| field.as_u64().unwrap();
            let centre = &dynamics["centre"];
            assert_eq!(dynamics["unstable"], family["index"]);
            assert_eq!(dynamics["stable"], family["coindex"]);
            assert_eq!(
                number(&centre["along"]) + number(&centre["across"]),
                number(&family["nullity"])
            );
            let silent = &dynamics["silent"];
            match family["type"].as_str().unwrap() {
                "global_minimum" => assert_eq!(silent, &Value::Null),
                "nonstrict_saddle" => {
                    assert_eq!(silent["escape_order"], family["escape_order"]);
                    nonstrict += 1;
                }
                _ => {}
            }
            if dump["problem"]["depth"] == 2 {
                assert_eq!(silent, &Value::Null, "the Hessian of depth 2 is never silent");
            }
        }
    }
    assert!(nonstrict > 8, "{nonstrict}");
}

#[test]
fn report_adds_a_row_for_each_family_when_asked() {
    let plain = linscape("report --sigma 5,4,3 --widths 3,3,3,3").text();
    let full = linscape("report --sigma 5,4,3 --widths 3,3,3,3 --dynamics").text();
    let added = full.strip_prefix(&plain).unwrap();
    let row = |start: &str| {
        let line = added.lines().find(|line| line.trim_start().starts_with(start)).unwrap();
        line.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(row("3   {2,3}"), "3 {2,3} 2 6 19 16 3 3 3 2 1");
    assert_eq!(row("\"   {1}"), "\" {1} 0 5 22 10 12 3 12 1 2");
    assert_eq!(row("0   {1,2,3}"), "0 {1,2,3} 0 9 18 18 0 - - 3 0");
    let json = linscape("report --sigma 5,4,3 --widths 3,3,3,3 --dynamics --json").text();
    assert_eq!(json, linscape("dump --sigma 5,4,3 --widths 3,3,3,3").text());
}
