//! Answers with weight decay that were wrong once, on problems small enough to be checked by hand.

use crate::folder::Folder;
use linscape_formats::{WeightsFormat, write_weights};
use linscape_network::Weights;
use nalgebra::DMatrix;
use serde_json::{Value, json};

/// One output, two outputs, moments, and one input.
const FILES: [(&str, &str); 8] = [
    ("oi.csv", "1,0\n0,2\n1,1\n"),
    ("oy.csv", "2\n4\n4\n"),
    ("ty.csv", "2,1\n4,0\n4,3\n"),
    ("mx.csv", "4,1\n1,3\n"),
    ("my.csv", "2,1\n1,5\n"),
    ("x.csv", "2\n0\n"),
    ("y.csv", "1\n1\n"),
    ("thin.csv", "1,0\n0,0.01\n"),
];

const ONE_OUTPUT: &str = "--inputs oi.csv --targets oy.csv --header no --hidden 2";
const MOMENTS: &str = "--input-moment mx.csv --cross-moment my.csv --hidden 2";

fn near(found: &Value, expected: f64, precision: f64) {
    let found = found.as_f64().unwrap();
    assert!((found - expected).abs() <= precision * expected.abs(), "{found} ≠ {expected}");
}

/// Layers of one weight each.
fn scalars(folder: &Folder, name: &str, layers: &[f64]) {
    let matrices = layers.iter().map(|&entry| DMatrix::from_element(1, 1, entry)).collect();
    let file = std::fs::File::create(folder.path().join(name)).unwrap();
    write_weights(file, &Weights::new(matrices).unwrap(), WeightsFormat::Npz).unwrap();
}

#[test]
fn a_saved_problem_keeps_the_decay_of_the_datas_own_weights() {
    let folder = Folder::with(&FILES);
    let cases = [
        format!("{ONE_OUTPUT} --decay 0.3"),
        format!("{ONE_OUTPUT} --decay 1,4 --loss mean"),
        "--inputs oi.csv --targets ty.csv --header no --hidden '' --decay 0.3".to_owned(),
        "--inputs oi.csv --targets ty.csv --header no --hidden 2 --decay 0.3".to_owned(),
        "--inputs oi.csv --targets ty.csv --header no --hidden 2 --decay 0.3 --continue".to_owned(),
        format!("{MOMENTS} --moment-samples 10 --decay 0.3 --decay-on data --continue"),
    ];
    for case in cases {
        assert_eq!(folder.run(&format!("problem {case} -o P.npz")).code, Some(0), "{case}");
        for command in ["report", "dump", "verify --samples 3 --json"] {
            let stated = folder.run(&format!("{command} {case}")).text();
            assert_eq!(folder.run(&format!("{command} --problem P.npz")).text(), stated, "{case}");
        }
    }
    folder.run(&format!("problem {ONE_OUTPUT} --decay 0.3 -o P.npz"));
    let dump = folder.run("dump --problem P.npz").json();
    near(&dump["points"][0]["loss"], 0.836_157_7, 1e-6);
    assert_eq!(folder.run("represent --problem P.npz --subset 1 -o W.npz").code, Some(0));
    let found = folder.run("classify --problem P.npz --weights W.npz --json").json();
    assert_eq!((&found["critical"], &found["type"]), (&json!(true), &json!("global_minimum")));
    let text = folder.run("report --problem P.npz").text();
    assert!(text.contains("never below 0.836158, the global minimum {1}"), "{text}");
    // Another decay, and none, in another loss.
    let other = folder.run("dump --problem P.npz --decay 0.1 --loss half-mean").json();
    near(&other["points"][0]["loss"], 0.836_157_7 / 3.0, 1e-6);
    assert_eq!(
        folder.run("dump --problem P.npz --decay 0").json()["schema"],
        "linscape.landscape/1"
    );
}

#[test]
fn points_alone_are_no_problem_without_their_data() {
    let folder = Folder::with(&FILES);
    folder.run(&format!("dump {ONE_OUTPUT} --decay 0.3 -o D.json"));
    folder.refuses(
        2,
        &[("dump --problem D.json", &["holds no data", "--inputs", "linscape problem"])],
    );
    assert_eq!(folder.run("report --problem D.json --decay 0").code, Some(0));
}

/// `½‖·‖²/m + ½ λ‖W‖²` is `1/m` of the loss at decay `mλ`.
#[test]
fn points_are_in_the_loss_asked_for() {
    let folder = Folder::with(&FILES);
    let (sum, mean) =
        (format!("{ONE_OUTPUT} --decay 0.3"), format!("{ONE_OUTPUT} --loss half-mean --decay 0.1"));
    let [whole, third] = [&sum, &mean].map(|data| folder.run(&format!("dump {data}")).json());
    for at in 0..2 {
        let expected = whole["points"][at]["loss"].as_f64().unwrap() / 3.0;
        near(&third["points"][at]["loss"], expected, 1e-12);
    }
    near(&third["points"][1]["loss"], 6.0, 1e-12);
    near(&third["problem"]["decay"]["mean"], 0.1, 1e-12);
    let text = folder.run(&format!("report {mean}")).text();
    assert!(text.contains("λ = 0.1 in every layer"), "{text}");
    assert!(text.contains("never below 0.278719, the global minimum {1}"), "{text}");
    folder.run(&format!("represent {mean} --subset 1 -o W.npz"));
    let [whole, third] = [&sum, &mean]
        .map(|data| folder.run(&format!("classify {data} --weights W.npz --json")).json());
    near(&third["loss"], whole["loss"].as_f64().unwrap() / 3.0, 1e-12);
    near(&third["hessian"]["largest"], whole["hessian"]["largest"].as_f64().unwrap() / 3.0, 1e-12);
    let limit = |found: &Value| found["hessian"]["step_limit"].clone();
    near(&limit(&third), limit(&whole).as_f64().unwrap() * 3.0, 1e-12);
    assert_eq!(third["agree"], true);
}

#[test]
fn near_is_the_family_with_the_nearest_product() {
    let folder = Folder::with(&FILES);
    // Products are 0, 0.016… and 1.76…: −0.2 is nearest to 0.
    scalars(&folder, "m.npz", &[1.0, 1.0, -0.2]);
    let problem = "--sigma 2 --widths 1,1,1,1 --decay 1/2";
    let found = folder.run(&format!("classify {problem} --weights m.npz --json")).json();
    let expected = json!([[], []]);
    assert_eq!(json!([found["near"]["subset"], found["near"]["passes"]]), expected, "{found}");
    near(&found["near"]["distance"], 0.2, 1e-15);
    near(&found["near"]["relative_distance"], 0.1, 1e-15);
    near(&found["nearest"]["distance_to_product"], 0.2, 1e-15);
    assert_eq!(folder.run(&format!("trace {problem} m.npz -o T.json")).code, Some(0));
    let traced = std::fs::read(folder.path().join("T.json")).unwrap();
    let traced: Value = serde_json::from_slice(&traced).unwrap();
    let checkpoint = &traced["checkpoints"][0]["near"];
    assert_eq!(json!([checkpoint["learned"], checkpoint["passes"]]), expected);
    near(&checkpoint["distance"], 0.2, 1e-15);
    for field in ["stratum", "subset", "margins", "coordinates", "nearest"] {
        assert!(found.get(field).is_some(), "{field}");
    }
    assert!(found["hessian"].get("residual").is_some());
}

/// x = 2, 0 and y = 1, 1 at W_1 = W_2 = 1: the residual of the first sample is −1, so both layers have the
/// gradient 2·1 of the loss; the penalties add ½·4 and ½.
#[test]
fn gradients_are_in_the_coordinates_of_the_weights() {
    let folder = Folder::with(&FILES);
    scalars(&folder, "one.npz", &[1.0, 1.0]);
    let data = "--inputs x.csv --targets y.csv --header no --hidden 1 --decay 0.5 --decay-on";
    for on in ["activations", "whitened"] {
        let line = format!("classify {data} {on} --weights one.npz --json");
        let found = folder.run(&line).json();
        near(&found["gradient_norm"], 4.0_f64.hypot(2.5), 1e-14);
    }
}

#[test]
fn the_number_of_samples_does_not_choose_what_decays_in_moments() {
    let folder = Folder::with(&FILES);
    for on in ["auto", "whitened", "activations", "data --continue"] {
        let line = format!("report {MOMENTS} --decay 0.3 --decay-on {on}");
        let (alone, counted) =
            (folder.run(&line).text(), folder.run(&format!("{line} --moment-samples 10")).text());
        let table = |text: &str| {
            let at = text.find("decay  ").unwrap_or_else(|| panic!("{text}"));
            text[at..].to_owned()
        };
        assert_eq!(table(&alone), table(&counted), "{on}");
    }
    let text = folder.run(&format!("report {MOMENTS} --decay 0.3 --moment-samples 10")).text();
    assert!(text.contains("never below 1.07084"), "{text}");
}

#[test]
fn white_moments_and_activations_are_one_penalty() {
    let folder = Folder::with(&FILES);
    let data = format!("{MOMENTS} --decay 0.3 --decay-on");
    folder.run(&format!("represent {data} whitened --subset 1 -o W.npz"));
    let [one, other] = ["whitened", "activations"].map(|on| {
        let found = folder.run(&format!("classify {data} {on} --weights W.npz --json")).json();
        assert_eq!((&found["critical"], &found["agree"]), (&json!(true), &json!(true)), "{found}");
        found
    });
    for field in ["/loss", "/hessian/smallest", "/hessian/largest"] {
        near(one.pointer(field).unwrap(), other.pointer(field).unwrap().as_f64().unwrap(), 1e-12);
    }
}

#[test]
fn directions_that_a_tolerance_drops_are_no_disagreement() {
    let folder = Folder::with(&FILES);
    for depth in ["1", "1,1"] {
        let line = format!(
            "verify --inputs thin.csv --autoencode --header no --hidden {depth} --tolerance 0.05 --decay 0.1 \
             --samples 4 --json"
        );
        let found = folder.run(&line).json();
        assert_eq!((&found["agreed"], &found["disagreed"]), (&json!(4), &json!(0)), "{found}");
    }
}

#[test]
fn what_is_undecided_is_undecided_everywhere() {
    let folder = Folder::with(&[("two.csv", "2\n")]);
    let data = "--target two.csv --header no --hidden 1,1 --decay 1";
    let dump = folder.run(&format!("dump {data}")).json();
    assert_eq!(dump["thresholds"][0]["phase"], "undecided_coexistence");
    assert_eq!(dump["counts"]["critical_values"], Value::Null);
    assert_eq!(
        (&dump["fibers"][0]["families"], &dump["fibers"][0]["undecided"]),
        (&json!([0, 1]), &json!(true))
    );
    for data in [data, "--sigma 3,2 --widths 2,2,2,2 --decay 1e-60"] {
        let dump = folder.run(&format!("dump {data}")).json();
        assert_eq!(dump["counts"]["critical_values"], Value::Null, "{data}");
        let values = folder.run(&format!("values {data} --all --json")).json();
        assert_eq!(values["critical_values"], Value::Null, "{data}");
        let undecided = |list: &Value| {
            let rows = list.as_array().unwrap().clone();
            rows.iter().filter(|row| row["undecided"] == true).count()
        };
        assert_eq!(undecided(&values["values"]), undecided(&dump["fibers"]), "{values}");
        assert!(undecided(&dump["fibers"]) > 0);
        let text = folder.run(&format!("report {data}")).text();
        assert!(text.contains("at least: those marked ≈"), "{text}");
    }
    // Rational input decides.
    let dump = folder.run("dump --sigma 2 --widths 1,1,1,1 --decay 1").json();
    assert_eq!(
        (&dump["counts"]["critical_values"], &dump["fibers"][0]["undecided"]),
        (&json!("2"), &json!(false))
    );
    assert_eq!(
        (&dump["counts"]["nonstrict"], &dump["counts"]["local_minima"]),
        (&json!("0"), &json!("2"))
    );
}

#[test]
fn sweeps_know_listed_points() {
    let spec = r#"{"problems": [{"inputs": "oi.csv", "targets": "oy.csv", "header": "no", "hidden": [2],
            "decay": 0.3}],
        "tasks": ["landscape", {"task": "verify", "samples": 5}, {"task": "classify", "weights": "W.npz"}]}"#;
    let folder = Folder::with(&FILES);
    std::fs::write(folder.path().join("sweep.json"), spec).unwrap();
    folder.run(&format!("represent {ONE_OUTPUT} --decay 0.3 --subset 1 -o W.npz"));
    let answer = folder.run("sweep sweep.json -o rows");
    assert_eq!(answer.code, Some(0), "{}", answer.stderr);
    let text = std::fs::read_to_string(folder.path().join("rows/rows-1-of-1.jsonl")).unwrap();
    let rows: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(
        (&rows[0]["points"], &rows[0]["completeness"]),
        (&json!(2), &json!("proved")),
        "{text}"
    );
    near(&rows[0]["lowest_loss"], 0.836_157_7, 1e-6);
    assert_eq!((&rows[1]["agreed"], &rows[1]["disagreed"]), (&json!(5), &json!(0)), "{text}");
    assert_eq!(
        (&rows[2]["type"], &rows[2]["key"]),
        (&json!("global_minimum"), &json!("{1}")),
        "{text}"
    );
}

#[test]
fn another_balance_with_decay_is_refused() {
    let folder = Folder::with(&FILES);
    let data =
        "spectrum --inputs oi.csv --autoencode --header no --hidden 2 --decay 0.3 --subset 1";
    folder.refuses(
        2,
        &[(
            &format!("{data} --balanced-in data"),
            &["--balanced-in data", "does not go with --decay"],
        )],
    );
}
