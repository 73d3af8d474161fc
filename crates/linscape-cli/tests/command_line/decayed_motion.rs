//! Gradient flow, descent and training runs with weight decay.

use crate::answer::linscape;
use crate::folder::Folder;
use serde_json::{Value, json};

const DEEP: &str = "--sigma 3,2 --widths 2,2,2,2 --decay 1/2";

fn keys(document: &Value) -> Vec<String> {
    let visits = document["visits"].as_array().unwrap();
    visits.iter().map(|visit| visit["key"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn small_starts_learn_nothing_and_are_told_what_they_have_to_pass() {
    let answer = linscape(&format!("flow {DEEP} --init balanced:1e-2"));
    assert_eq!(answer.code, Some(0), "{}", answer.stderr);
    assert!(answer.stderr.contains("of x₋ = 0.166925"), "{}", answer.stderr);
    assert!(answer.stderr.contains("small starts learn nothing"), "{}", answer.stderr);
    let document = linscape(&format!("flow {DEEP} --init balanced:1e-2 --json")).json();
    assert_eq!(keys(&document), ["∅"]);
    assert_eq!(document["ending"], "at rest");
    assert_eq!(document["visits"][0]["type"], "local_minimum");
    assert!((document["final"]["loss"].as_f64().unwrap() - 6.5).abs() < 1e-9);
    let start = &document["starts"][0];
    assert!((start["pass"].as_f64().unwrap() - 0.166_925_4).abs() < 1e-6, "{start}");
    assert!(start["amplitude"].as_f64().unwrap() < 0.05, "{start}");
    assert_eq!(document["problem"]["decay"]["mean"], 0.5);
}

#[test]
fn an_aligned_start_learns_exactly_the_modes_above_their_passes() {
    // x₋ is 0.16693 for σ = 3 and 0.25202 for σ = 2.
    for (scale, expected) in [("0.16", "∅"), ("0.2", "{1}"), ("0.25", "{1}"), ("0.26", "{1,2}")] {
        for (method, ending) in
            [("bdf", "at rest"), ("dop853 --until 60", "reached"), ("gd", "at rest")]
        {
            let line = format!("flow {DEEP} --init aligned:{scale} --method {method} --json");
            let document = linscape(&line).json();
            assert_eq!(keys(&document).last().unwrap(), expected, "{scale} by {method}");
            // dop853 rests where its steps are small enough for it, and goes on to the end otherwise.
            let rests = method.starts_with("dop853") && document["ending"] == "at rest";
            assert!(rests || document["ending"] == ending, "{scale} by {method}");
        }
    }
    let refused = linscape(&format!("flow {DEEP} --init aligned:0.2 --method dop853"));
    assert_eq!(refused.code, Some(2));
    assert!(refused.stderr.contains("does not come to rest"), "{}", refused.stderr);
}

#[test]
fn a_pass_is_left_downwards_to_either_side() {
    let mut ends = Vec::new();
    for seed in 0..6 {
        let line = format!("flow {DEEP} --init near:1|2 --distance 1e-2 --seed {seed} --json");
        let document = linscape(&line).json();
        let visits = keys(&document);
        assert_eq!(visits[0], "{1|2}", "{visits:?}");
        assert_eq!(document["descends"], true);
        ends.push(visits.last().unwrap().clone());
    }
    ends.sort();
    ends.dedup();
    // The barrier joins exactly these two minima.
    assert_eq!(ends, ["{1,2}", "{1}"]);
}

#[test]
fn shallow_networks_are_learned_from_small_starts() {
    let line = "flow --sigma 3,2,1 --widths 3,3,3 --decay 1.5 --init balanced:1e-3 --json";
    let document = linscape(line).json();
    // Depth 2: no pass, and σ = 1 is below λ.
    assert_eq!(keys(&document), ["∅", "{1}", "{1,2}"]);
    assert!(document["starts"][0]["pass"].is_null());
    // ½(σ² − (σ−λ)²) summed for 3, 2, and ½ for the third.
    let loss = document["final"]["loss"].as_f64().unwrap();
    assert!((loss - (3.375 + 1.875 + 0.5)).abs() < 1e-9, "{loss}");
}

#[test]
fn the_datas_own_weights_decay_to_the_number_of_the_list() {
    let data = "--inputs fixtures/linnerud-exercise.csv --autoencode --center";
    let problem = format!("{data} --hidden 2 --decay 5000");
    let line = format!("flow {problem} --init gaussian:0.3 --max-steps 200000 --json");
    let document = linscape(&line).json();
    let loss = document["final"]["loss"].as_f64().unwrap();
    assert!((loss - 9_379.401_653_088).abs() < 1e-5, "{loss}");
    assert_eq!(keys(&document).last().unwrap(), "{1,2}");
    let refused = linscape(&format!("flow {problem} --init balanced:1 --coordinates whitened"));
    assert_eq!(refused.code, Some(2));
    assert!(refused.stderr.contains("the data's own weights"), "{}", refused.stderr);
}

#[test]
fn activations_decay_in_either_coordinates_to_one_loss() {
    let data = "--inputs fixtures/linnerud-exercise.csv --targets fixtures/linnerud-physiological.csv \
                --center --hidden 3 --decay 100 --decay-on activations";
    let least = linscape(&format!("values {data} --lowest 1 --json")).json();
    let least = least["values"][0]["loss"].as_f64().unwrap();
    for coordinates in ["data", "whitened"] {
        let line = format!("flow {data} --init gaussian:0.5 --coordinates {coordinates} --json");
        let document = linscape(&line).json();
        let loss = document["final"]["loss"].as_f64().unwrap();
        assert!((loss - least).abs() < 1e-6 * least, "{coordinates}: {loss}, {least}");
    }
}

#[test]
fn checkpoints_are_named_by_learned_modes_and_passes() {
    let folder = Folder::with(&[]);
    for (at, key) in ["1|2", "1,2"].iter().enumerate() {
        let made = folder.run(&format!("represent {DEEP} --subset {key} -o step{}.npz", 10 * at));
        assert_eq!(made.code, Some(0), "{}", made.stderr);
    }
    let answer =
        folder.run(&format!("trace {DEEP} step0.npz step10.npz --learning-rate 0.5 --json"));
    let document = answer.json();
    assert_eq!(keys(&document), ["{1|2}", "{1,2}"]);
    assert_eq!(document["descends"], true);
    let near = &document["checkpoints"][0]["near"];
    assert_eq!((&near["learned"], &near["passes"]), (&json!([1]), &json!([2])));
    assert_eq!((&near["type"], &near["index"]), (&json!("strict_saddle"), &json!(1)));
    assert_eq!(document["visits"][1]["enter"], 5.0);
    let first = document["checkpoints"][0]["loss"].as_f64().unwrap();
    assert!((first - 3.513_166_863_078).abs() < 1e-9, "{first}");
    let back = folder.run(&format!("trace {DEEP} step10.npz step0.npz --times 0,1"));
    assert!(back.stderr.contains("the loss rose"), "{}", back.stderr);
    assert!(back.stdout.contains("\"descends\": false"), "{}", back.stdout);
    let refused = folder.run(&format!("trace {DEEP} step0.npz --learning"));
    assert_eq!(refused.code, Some(2));
    assert!(refused.stderr.contains("--learning does not go with decay"), "{}", refused.stderr);
}

#[test]
fn a_start_near_no_family_blames_the_start() {
    for (key, said) in [("3", "--init near:3: "), ("x", "--init near:x: 'x' is not an index")] {
        let line =
            format!("flow --sigma 3 --widths 2,2,2,2 --decay .1 --init near:{key} --until 1");
        let refused = linscape(&line).refusal(2);
        assert!(refused.contains(said) && !refused.contains("--subset"), "{refused}");
    }
}
