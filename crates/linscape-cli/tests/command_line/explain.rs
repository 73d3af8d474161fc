//! `linscape explain`.

use crate::answer::linscape;
use serde_json::{Value, json};

fn explained(line: &str) -> Value {
    linscape(&format!("explain {line} --json")).json()
}

fn links(document: &Value) -> Vec<(u64, Value, Value)> {
    let links = document["escape"]["links"].as_array().unwrap();
    let link =
        |link: &Value| (link["layer"].as_u64().unwrap(), link["from"].clone(), link["to"].clone());
    links.iter().map(link).collect()
}

#[test]
fn an_interior_bar_over_two_layers_shortens_the_escape_by_one_link() {
    let family = "--sigma 3,1 --widths 2,3,2,3,3,2 --subset 1";
    let balanced = explained(family);
    assert_eq!(balanced["schema"], "linscape.explanation/1");
    assert_eq!(balanced["stratum"]["id"], "p0-5.b1-1x2,2-2,3-3x2,4-4x2");
    assert_eq!(balanced["stratum"]["escape_order"], 5);
    assert_eq!(balanced["escape"]["order"], 5);
    let layers: Vec<u64> = links(&balanced).iter().map(|link| link.0).collect();
    assert_eq!(layers, [1, 2, 3, 4, 5]);

    let with_bar = explained(&format!("{family} --stratum p0-5.b1-1x2,2-2,3-3,3-4,4-4"));
    assert_eq!(with_bar["escape"]["order"], 4);
    let expected = [
        (1, json!([0, 0]), json!([1, 1])),
        (2, json!([1, 1]), json!([2, 2])),
        (3, json!([2, 2]), json!([3, 4])),
        (5, json!([3, 4]), json!([5, 5])),
    ];
    assert_eq!(links(&with_bar), expected);

    let text = linscape(&format!("explain {family} --stratum p0-5.b1-1x2,2-2,3-3,3-4,4-4")).text();
    for said in [
        "family       {1} learned: 1 of at most 2 modes",
        "leading: nothing left out is larger",
        "R = Σ − W has rank 1: σ2 = 1; loss 1/2",
        "Why a nonstrict saddle: 1 of 2 modes learned make no minimum",
        "Escape order 4: within distance ε the loss falls by about ε^4.",
        "link at layer 3 from bar [2,2] to bar [3,4]",
        "  bar [3,4]               ●─●\n",
    ] {
        assert!(text.contains(said), "{said}:\n{text}");
    }
}

#[test]
fn a_pair_of_layers_decides_where_a_bar_covers_the_gap_of_a_mode() {
    let document = explained("--sigma 2 --widths 1,1,1,1 --subset '' --stratum p0-3.b1-2");
    let pairs = document["pairs"].as_array().unwrap();
    let verdicts: Vec<_> =
        pairs.iter().map(|pair| (pair["i"].clone(), pair["j"].clone(), &pair["verdict"])).collect();
    let (nothing, strict) = (json!("nothing_to_learn"), json!("strict"));
    let expected = [
        (json!(2), json!(1), &nothing),
        (json!(3), json!(1), &strict),
        (json!(3), json!(2), &nothing),
    ];
    assert_eq!(verdicts, expected);
    let expected = json!({
        "i": 3, "j": 1, "residual_rank": 1, "product_rank": 1, "verdict": "strict",
        "measured_residual_rank": 1, "measured_product_rank": 1
    });
    assert_eq!(pairs[1], expected);
    let index = json!({"swaps": 0, "interior": 1, "modes": 0, "input_null": 0, "output_null": 0});
    assert_eq!(document["index"], index);
    assert_eq!(links(&document).len(), 2);
}

#[test]
fn a_family_that_is_not_leading_is_explained_by_the_pair_out_of_order() {
    let line = "--sigma 3,2,1 --widths 3,3,3,3 --subset 3";
    let document = explained(line);
    assert_eq!(document["family"]["leading"], false);
    assert_eq!(document["family"]["misplaced"], json!({"left_out": 1, "learned": 3}));
    assert_eq!(document["index"]["swaps"], 2);
    assert_eq!(document["escape"], Value::Null);
    let text = linscape(&format!("explain {line}")).text();
    assert!(text.contains("not leading: σ1 = 3 is left out while σ3 = 1 is learned"), "{text}");
    assert!(text.contains("It falls fastest by a swap: mode 3 turns into mode 1."), "{text}");
    // Values decide, not indices: {2} of 2, 2, 1 leads.
    let tied = explained("--sigma 2,2,1 --widths 3,3,3,3 --subset 2");
    assert_eq!((&tied["family"]["leading"], &tied["subset"]), (&json!(true), &json!([1])));
}

#[test]
fn a_step_between_null_bars_is_not_counted_and_the_others_count_twice() {
    // Nothing in the hidden layers but one null bar from either side.
    let line = "--sigma 1,0 --widths 2,1,1,1,1,2 --subset '' --stratum p0-5.i2.o3";
    let document = explained(line);
    assert_eq!(document["stratum"]["escape_order"], 4);
    assert_eq!(document["escape"]["order"], 4);
    let across: Vec<&Value> = document["escape"]["links"]
        .as_array()
        .unwrap()
        .iter()
        .map(|link| &link["across_null"])
        .collect();
    assert_eq!(across, [&json!(false), &json!(true), &json!(false)]);
    let text = linscape(&format!("explain {line}")).text();
    let step = "null step at layer 3 from input bar [0,2] to output bar [3,5]: not counted";
    assert!(text.contains(step) && text.contains("2 links, counted twice"), "{text}");
}

#[test]
fn every_stratum_of_some_families_is_measured_as_stated_and_escapes_in_its_order() {
    let mut explained_strata = 0;
    for family in [
        "--sigma 2,1 --widths 2,2,2,2 --subset ''",
        "--sigma 2,1 --widths 2,2,2,2 --subset 2",
        "--sigma 2,0 --widths 2,2,3,2 --subset ''",
        "--target fixtures/target-543.csv --hidden 3,3 --subset 1",
    ] {
        let listing = linscape(&format!("strata {family} --json")).json();
        for stratum in listing["strata"].as_array().unwrap() {
            let key = stratum["id"].as_str().unwrap();
            let document = explained(&format!("{family} --stratum {key} --seed 2"));
            assert_eq!(&document["stratum"], stratum);
            assert_eq!(document["measured"]["agree"], true, "{key}");
            assert_eq!(document["measured"]["stratum"], key);
            let index: u64 =
                document["index"].as_object().unwrap().values().filter_map(Value::as_u64).sum();
            assert_eq!(index, stratum["index"].as_u64().unwrap(), "{key}");
            if !document["escape"].is_null() {
                assert_eq!(document["escape"]["order"], stratum["escape_order"], "{key}");
            }
            explained_strata += 1;
        }
    }
    assert!(explained_strata > 30, "{explained_strata}");
}

#[test]
fn global_minima_depth_one_and_a_zero_target_are_explained() {
    for (line, said) in [
        (
            "--sigma 2,1 --widths 2,2 --subset 1,2",
            "Why a global minimum: nothing is left to learn.",
        ),
        ("--sigma 0 --widths 2,2,2 --subset ''", "Why a global minimum: nothing is left to learn."),
        (
            "--sigma 2,1 --widths 2,1,2 --subset 1",
            "as many as the narrowest layer lets through (1)",
        ),
        ("--sigma 2,1 --widths 2,2 --subset 1,2", "A network of one layer has no pairs of layers"),
    ] {
        let text = linscape(&format!("explain {line}")).text();
        assert!(text.contains(said) && text.contains("No escape"), "{text}");
    }
}

#[test]
fn the_bytes_do_not_depend_on_the_number_of_threads() {
    let run = |threads: u32| {
        let line = "explain --target fixtures/target-543.csv --hidden 3,3 --subset 2 --json";
        linscape(&format!("{line} --threads {threads}")).text()
    };
    assert_eq!(run(1), run(2));
}

#[test]
fn bad_input_is_refused_in_one_line_that_names_it() {
    let problem = "--sigma 3,2,1 --widths 3,3,2,3";
    for (options, named) in [
        ("--subset 0", "0 is not an index"),
        ("--subset 1,2,3", "at most 2 can be learned"),
        ("--subset 1 --stratum full", "0 pairs for 2 unlearned modes"),
        ("--subset 1 --stratum ,", "--stratum ,"),
        ("--subset 1 --stratum p0-3x2.b1-1x2,2-2x2", "layer 2 carries 2 bars"),
        ("--subset 1 -o none/why.txt", "the directory none does not exist"),
    ] {
        let message = linscape(&format!("explain {problem} {options}")).refusal(2);
        assert!(message.contains(named), "{options}: {message}");
    }
    let missing = linscape(&format!("explain {problem}"));
    assert_eq!((missing.code, missing.stdout.as_str()), (Some(2), ""));
}
