//! Weight decay on the data's own weights where no closed form names the points by words.

use crate::answer::root;
use crate::folder::Folder;
use serde_json::{Value, json};

/// The exercise data, and their first target alone.
fn folder() -> (Folder, String) {
    let fixtures = root().join("fixtures");
    let targets = std::fs::read_to_string(fixtures.join("linnerud-physiological.csv")).unwrap();
    let weight: Vec<&str> = targets.lines().map(|line| line.split(',').next().unwrap()).collect();
    let folder = Folder::with(&[("weight.csv", &(weight.join("\n") + "\n"))]);
    (folder, fixtures.join("linnerud-exercise.csv").display().to_string())
}

fn near(found: &Value, expected: f64) {
    let found = found.as_f64().unwrap();
    assert!((found / expected - 1.0).abs() < 1e-11, "{found} ≠ {expected}");
}

fn point<'a>(document: &'a Value, key: &str) -> &'a Value {
    document["points"].as_array().unwrap().iter().find(|point| point["key"] == key).unwrap()
}

#[test]
fn one_output_is_listed_whole() {
    let (folder, inputs) = folder();
    let expected: [(&str, &[(&str, f64)]); 3] = [
        ("2", &[("{1}", 4_339.744_086_727_807), ("∅", 5_791.4)]),
        ("2,2", &[("{2}", 4_444.456_296_348_019), ("{1}", 5_791.456_247_238_666)]),
        ("2,2,2", &[("{2}", 4_565.332_834_389_227), ("{1}", 5_797.216_153_425_623)]),
    ];
    for (hidden, points) in expected {
        let data = format!(
            "--inputs {inputs} --targets weight.csv --center --hidden {hidden} --decay 300"
        );
        let document = folder.run(&format!("dump {data}")).json();
        assert_eq!(document["schema"], "linscape.points/1");
        assert_eq!(document["completeness"], "proved");
        for (key, loss) in points {
            near(&point(&document, key)["loss"], *loss);
        }
        assert_eq!(document["points"][0]["type"], "global_minimum");
        let verified = folder.run(&format!("verify {data} --samples 12 --json")).json();
        assert_eq!((&verified["agreed"], &verified["disagreed"]), (&json!(12), &json!(0)));
    }
}

#[test]
fn continuation_says_what_it_found_and_weights_are_looked_up() {
    let (folder, inputs) = folder();
    let targets = root().join("fixtures/linnerud-physiological.csv").display().to_string();
    let data = format!("--inputs {inputs} --targets {targets} --center --hidden 2,2 --decay 40");
    let document = folder.run(&format!("dump {data} --continue")).json();
    assert_eq!(document["completeness"], "open");
    for sum in document["rank_sums"].as_array().unwrap() {
        assert_eq!(sum["sum"], 0, "{document}");
    }
    for point in document["points"].as_array().unwrap() {
        assert!(!point["certificate"].is_null(), "{point}");
    }
    let key = document["points"][0]["key"].as_str().unwrap().to_owned();
    let plain = key.trim_start_matches('{').trim_end_matches('}');
    let line = format!("represent {data} --continue --subset {plain} --seed 3 -o W.npz");
    assert_eq!(folder.run(&line).code, Some(0));
    let found = folder.run(&format!("classify {data} --continue --weights W.npz --json")).json();
    assert_eq!((&found["critical"], &found["agree"]), (&json!(true), &json!(true)), "{found}");
    assert_eq!(found["key"], key.as_str());
    let text = folder.run(&format!("report {data} --continue")).text();
    assert!(text.contains("not complete: others can exist"), "{text}");
    assert!(text.contains("no sign of missing points"), "{text}");
    let refused = folder.run(&format!("values {data} --continue --all")).refusal(2);
    assert!(refused.contains("--decay-on activations"), "{refused}");
    let refused = folder.run(&format!("report {data}")).refusal(2);
    assert!(refused.contains("--continue"), "{refused}");
}

#[test]
fn depth_one_is_ridge_regression_and_depth_two_has_its_minimum() {
    let (folder, inputs) = folder();
    let targets = root().join("fixtures/linnerud-physiological.csv").display().to_string();
    let data = format!("--inputs {inputs} --targets {targets} --center --decay 40");
    let ridge = folder.run(&format!("dump {data} --hidden ''")).json();
    assert_eq!(ridge["problem"]["decay"]["case"], "ridge");
    assert_eq!(ridge["points"].as_array().unwrap().len(), 1);
    let convex = folder.run(&format!("dump {data} --hidden 3")).json();
    assert_eq!(convex["completeness"], "global_minimum");
    assert_eq!(convex["points"][0]["index"], 0);
    // The same minimum among the points that are followed.
    let followed = folder.run(&format!("dump {data} --hidden 3 --continue")).json();
    near(&followed["points"][0]["loss"], convex["points"][0]["loss"].as_f64().unwrap());
    assert_eq!(followed["points"][0]["type"], "global_minimum");
}

fn last_key(document: &Value) -> &str {
    let visits = document["visits"].as_array().unwrap();
    visits.last().unwrap()["key"].as_str().unwrap()
}

/// One output at depth 3: the origin and `{2}` are minima, `{1}` is the pass between them.
#[test]
fn trajectories_end_at_listed_points() {
    let (folder, inputs) = folder();
    let data = format!("--inputs {inputs} --targets weight.csv --center --hidden 2,2 --decay 300");
    let small = folder.run(&format!("flow {data} --init balanced:1e-2 --json")).json();
    assert_eq!((last_key(&small), &small["ending"]), ("∅", &json!("at rest")), "{small}");
    assert_eq!(small["problem"]["decay"]["case"], "one_output");
    let mut ends = Vec::new();
    for seed in 0..6 {
        let line = format!("flow {data} --init near:1 --distance 1e-4 --seed {seed} --json");
        let document = folder.run(&line).json();
        let first = &document["visits"][0];
        assert_eq!((&first["key"], &first["index"]), (&json!("{1}"), &json!(1)), "{document}");
        assert_eq!(
            (&document["descends"], &document["rests_unlisted"]),
            (&json!(true), &json!(false))
        );
        let loss = document["final"]["loss"].as_f64().unwrap();
        let stated = document["visits"].as_array().unwrap().last().unwrap()["loss"].as_f64();
        assert!((loss / stated.unwrap() - 1.0).abs() < 1e-12, "{document}");
        ends.push(last_key(&document).to_owned());
    }
    ends.sort();
    ends.dedup();
    assert_eq!(ends, ["{2}", "∅"]);
    // Its picture: the points passed at their losses.
    folder.run(&format!("flow {data} --init near:1 --distance 1e-4 --seed 0 -o flow.json"));
    let drawn = folder.run(&format!("plot trajectory {data} --trajectory flow.json -o T.svg"));
    assert_eq!(drawn.code, Some(0), "{}", drawn.stderr);
    let svg = std::fs::read_to_string(folder.path().join("T.svg")).unwrap();
    assert!(svg.contains("{1}  ") && svg.contains("one_output"), "{svg}");
    let other = data.replace("--decay 300", "--decay 301");
    let refused = folder.run(&format!("plot trajectory {other} --trajectory flow.json -o U.svg"));
    assert!(refused.refusal(2).contains("its decay is [300.0,300.0,300.0] on data"));
    // The step limit is that of the dense Hessian at the minimum.
    folder.run(&format!("represent {data} --subset 2 -o M.npz"));
    let found = folder.run(&format!("classify {data} --weights M.npz --json")).json();
    near(&small["step_limit"], found["hessian"]["step_limit"].as_f64().unwrap());
    // Descent by steps, and its checkpoint among the points.
    let line =
        format!("flow {data} --init near:1 --distance 1e-4 --method gd --save W1.npz --json");
    let descent = folder.run(&line).json();
    assert_eq!(descent["ending"], "at rest", "{descent}");
    let made = folder.run(&format!("represent {data} --subset 1 -o W0.npz"));
    assert_eq!(made.code, Some(0), "{}", made.stderr);
    let run = folder.run(&format!("trace {data} W0.npz W1.npz --json")).json();
    assert_eq!((&run["visits"][0]["key"], last_key(&run)), (&json!("{1}"), last_key(&descent)));
    let near = &run["checkpoints"][0]["near"];
    assert_eq!((&near["key"], &near["index"]), (&json!("{1}"), &json!(1)));
    near_to(&near["loss"], &run["checkpoints"][0]["loss"]);
    let refused = folder.run(&format!("flow {data} --init balanced:1 --coordinates whitened"));
    assert!(refused.refusal(2).contains("the data's own weights"));
}

fn near_to(one: &Value, other: &Value) {
    near(one, other.as_f64().unwrap());
}

/// Several outputs: the points are those that continuation found.
#[test]
fn continued_points_are_where_the_flow_rests() {
    let (folder, inputs) = folder();
    let targets = root().join("fixtures/linnerud-physiological.csv").display().to_string();
    let data = format!(
        "--inputs {inputs} --targets {targets} --center --hidden 2,2 --decay 40 --continue"
    );
    for seed in 0..4 {
        let line = format!("flow {data} --init gaussian:1 --seed {seed} --json");
        let document = folder.run(&line).json();
        let last = document["visits"].as_array().unwrap().last().unwrap();
        assert!(last["type"].as_str().unwrap().ends_with("minimum"), "{document}");
        near_to(&document["final"]["loss"], &last["loss"]);
    }
}

/// Ridge regression: `γ_i + λ` for every output, `γ = 1, 4` and `λ = 3`.
#[test]
fn the_spectrum_of_weights_is_that_of_the_loss_with_its_decay() {
    let files = [("x.csv", "1,0\n0,2\n"), ("y.csv", "1,2\n3,4\n")];
    let folder = Folder::with(&files);
    let problem = "--inputs x.csv --targets y.csv --hidden '' --decay 3";
    folder.run(&format!("represent {problem} --subset minimum -o W.npz"));
    let found = folder.run(&format!("spectrum {problem} --weights W.npz --json")).json();
    let rows: Vec<_> = found["rows"].as_array().unwrap().iter().collect();
    let read = |at: usize| (rows[at]["value"].as_f64().unwrap(), &rows[at]["multiplicity"]);
    assert!((read(0).0 - 4.0).abs() < 1e-12 && (read(1).0 - 7.0).abs() < 1e-12, "{found}");
    assert_eq!((read(0).1, read(1).1, rows.len()), (&2.into(), &2.into(), 2));
    assert_eq!(
        (&found["problem"]["decay"]["case"], &found["sharpness"]),
        (&"ridge".into(), &rows[1]["value"])
    );
    folder.run(&format!("spectrum {problem} --weights W.npz --vectors V.npz -o S.json"));
    assert!(folder.path().join("V.npz").exists());
    let refused = folder.run(&format!("spectrum {problem} --weights W.npz --ends 2")).refusal(2);
    assert!(refused.contains("--ends does not go with --decay"), "{refused}");
}
