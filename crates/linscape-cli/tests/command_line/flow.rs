//! `linscape flow`: trajectories, what they conserve, and what is refused.

use crate::answer::{Answer, linscape};
use crate::folder::Folder;
use serde_json::Value;

const CUBE: &str = "--sigma 3,2,1 --widths 3,3,3,3";

fn document(answer: &Answer) -> Value {
    serde_json::from_str(&answer.stdout).unwrap()
}

fn subsets(document: &Value) -> String {
    let visits = document["visits"].as_array().unwrap().iter();
    visits.map(|visit| visit["subset"].to_string()).collect::<Vec<_>>().join(" ")
}

fn numbers(list: &Value) -> Vec<f64> {
    list.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

#[test]
fn from_small_balanced_weights_modes_are_learned_one_after_the_other() {
    let answer = linscape(&format!("flow {CUBE} --init balanced:1e-3 --rtol 1e-10"));
    assert_eq!(answer.code, Some(0), "{}", answer.stderr);
    let document = document(&answer);
    assert_eq!(document["schema"], "linscape.trajectory/1");
    assert_eq!(document["status"], "finished");
    assert_eq!(subsets(&document), "[] [1] [1,2] [1,2,3]");
    assert_eq!(document["follows_greedy_path"], true);
    assert!(document["conservation_drift"].as_f64().unwrap() < 1e-9);
    assert!(document["largest_increase"].as_f64().unwrap() < 1e-14);
    let (time, loss) = (numbers(&document["time"]), numbers(&document["loss"]));
    assert!(time.windows(2).all(|pair| pair[0] < pair[1]));
    assert!(loss.windows(2).all(|pair| pair[1] <= pair[0] + 1e-13));
    let modes = document["modes"].as_array().unwrap();
    assert!(modes.len() == time.len() && modes.iter().all(|row| numbers(row).len() == 3));
    for field in ["problem", "initial", "seed", "method", "steps", "evaluations"] {
        assert!(!document[field].is_null(), "{field}");
    }
    for visit in document["visits"].as_array().unwrap() {
        assert!(visit["gradient_norm"].is_f64() && visit["distance"].is_f64());
        assert!(visit["enter"].as_f64().unwrap() <= visit["leave"].as_f64().unwrap_or(1e9));
    }
    assert!(document["visits"][3]["leave"].is_null());
    assert!(document["final"]["gradient_norm"].as_f64().unwrap() < 1e-3);
    assert!(answer.stderr.contains("proved for its first step, conjectured beyond"));
}

#[test]
fn a_drift_beyond_the_tolerance_is_an_error_and_the_trajectory_is_written() {
    let line = format!("flow {CUBE} --init balanced:0.1 --drift-tolerance 1e-15");
    let answer = linscape(&line);
    assert_eq!(answer.code, Some(1));
    assert!(answer.stderr.contains("conserved quantities drifted by"), "{}", answer.stderr);
    assert!(document(&answer)["conservation_drift"].as_f64().unwrap() > 1e-15);
}

#[test]
fn the_same_seed_gives_the_same_bytes_for_any_number_of_threads() {
    let run = |more: &str| linscape(&format!("flow {CUBE} --init gaussian:0.1 {more}")).stdout;
    let one = run("--seed 7 --threads 1");
    assert!(one.len() > 1000);
    assert!(one == run("--seed 7 --threads 2"));
    assert!(one != run("--seed 8"));
}

#[test]
fn a_step_beyond_the_limit_is_warned_of_and_divergence_is_found() {
    let line = "flow --sigma 4,1 --widths 2,2,2 --init gaussian:1 --method gd --json";
    let wild = linscape(&format!("{line} --step 2 --until 1000"));
    assert_eq!(wild.code, Some(0), "{}", wild.stderr);
    assert!(wild.stderr.contains("--step 2 is beyond the stability limit 0.25"));
    let document = document(&wild);
    assert_eq!(document["status"], "diverged");
    assert!(document["diverged_at"].as_f64().unwrap() <= 100.0);
    assert!(!numbers(&document["loss"]).is_empty());
    let tame = linscape(&format!("{line} --step 0.1 --until 1000"));
    assert_eq!((tame.code, tame.stderr.as_str()), (Some(0), ""));
    assert_eq!(self::document(&tame)["status"], "finished");
}

#[test]
fn steps_that_are_used_up_leave_an_incomplete_trajectory() {
    for (steps, code) in [("0", 3), ("3", 3)] {
        let answer =
            linscape(&format!("flow {CUBE} --init balanced:0.1 --json --max-steps {steps}"));
        assert_eq!(answer.code, Some(code));
        assert!(answer.stderr.contains("--max-steps"), "{}", answer.stderr);
        let document = document(&answer);
        assert_eq!(document["status"], "incomplete");
        assert_eq!(document["steps"].to_string(), steps);
    }
}

/// Nothing is wrong with what was asked: it is more than an integrator follows.
#[test]
fn an_integration_that_finds_no_first_step_is_a_limit() {
    for (start, method) in [("1e-200", "bdf"), ("1e50", "bdf"), ("1e50", "dop853 --until 1")] {
        let answer = linscape(&format!("flow {CUBE} --init gaussian:{start} --method {method}"));
        assert_eq!((answer.code, answer.stdout.as_str()), (Some(3), ""), "{}", answer.stderr);
        assert!(answer.stderr.contains("at time 0"), "{}", answer.stderr);
    }
}

/// Of y = w x alone, (1, 2, 4) and (1, 2, 1): w = 9/21, and ½ Σ(y − w x)² = ½ (6 − 81/21) = 15/14.
#[test]
fn a_flow_beside_long_inputs_leaves_the_biases() {
    let folder = Folder::with(&[("x.csv", "1e12\n2e12\n4e12\n"), ("y.csv", "1\n2\n1\n")]);
    let problem = "--inputs x.csv --targets y.csv --hidden 2 --biases all";
    let answer = folder.run(&format!("flow {problem} --init gaussian:1e-10"));
    let said = "at rest: the matrices fit all they reach, biases are left to move";
    assert!(answer.stderr.contains(said), "{}", answer.stderr);
    let document = document(&answer);
    assert_eq!(document["ending"], "at rest");
    assert!((document["final"]["loss"].as_f64().unwrap() - 15.0 / 14.0).abs() < 1e-6, "{document}");
}

#[test]
fn a_flow_that_comes_to_rest_at_a_saddle_says_so() {
    let line = "flow --sigma 2,2,1 --widths 3,3,3,3 --init near:1 --along learn:2";
    let answer = linscape(line);
    assert_eq!(answer.code, Some(0), "{}", answer.stderr);
    assert!(answer.stderr.contains("at rest at a critical point"), "{}", answer.stderr);
    assert_eq!(document(&answer)["ending"], "at rest");
    assert_eq!(subsets(&document(&answer)), "[1] [1,2]");
}

#[test]
fn every_mode_is_waited_for_whatever_its_size() {
    let answer = linscape("flow --sigma 1e4,1 --widths 2,2,2 --init balanced:1e-3 --json");
    assert_eq!(subsets(&document(&answer)), "[] [1] [1,2]");
    let small = linscape("flow --sigma 1e-6,1e-7 --widths 2,2,2 --init balanced:1e-5 --json");
    assert_eq!(subsets(&document(&small)), "[] [1] [1,2]");
}

#[test]
fn nothing_to_learn_leaves_finite_numbers() {
    let line = "flow --sigma 0 --widths 2,2,2 --init balanced:1 --method gd --until 1 --step 0.01";
    let answer = linscape(line);
    assert_eq!(answer.code, Some(0), "{}", answer.stderr);
    let increase = document(&answer)["largest_increase"].as_f64().unwrap();
    assert!((0.0..1.0).contains(&increase), "{increase}");
}

#[test]
fn moments_at_multiples_of_a_time_are_all_kept() {
    let line = format!("flow {CUBE} --init balanced:0.1 --every 0.01 --until 15");
    let time = numbers(&document(&linscape(&line))["time"]);
    assert_eq!(time.len(), 1501);
    assert!((time[1234] - 12.34).abs() < 1e-9);
}

#[test]
fn last_weights_are_classified_and_the_trajectory_is_drawn() {
    let folder = Folder::with(&[]);
    let line =
        format!("flow {CUBE} --init balanced:0.1 --rtol 1e-12 --until 200 --json --csv t.csv");
    folder.run(&format!("{line} --save W.npz -o t.json")).text();
    let classified = folder.run(&format!("classify {CUBE} --weights W.npz --json")).json();
    assert_eq!(classified["type"], "global_minimum");
    let table = std::fs::read_to_string(folder.path().join("t.csv")).unwrap();
    assert!(table.starts_with("time,loss,mode_1,mode_2,mode_3\n"));
    folder.run(&format!("view {CUBE} --trajectory t.json -o t.html")).text();
    folder.run(&format!("plot trajectory {CUBE} --trajectory t.json -o t.svg")).text();
    let again = folder.run(&format!("flow {CUBE} --init file:W.npz --until 1 --json")).json();
    assert_eq!(subsets(&again), "[1,2,3]");
}

#[test]
fn options_of_a_flow_that_say_nothing_are_refused() {
    let folder = Folder::with(&[]);
    let start = format!("flow {CUBE} --init balanced:0.1");
    let cases: [(&str, &str); 27] = [
        ("--until -1", "the end time is -1"),
        ("--until nan", "the end time is NaN"),
        ("--until-loss -1", "loss of -1"),
        ("--until-loss 0", "loss of 0"),
        ("--until-loss 1e-300", "rounding"),
        ("--until-loss inf", "loss of inf"),
        ("--rtol 0", "relative tolerance"),
        ("--rtol -1", "relative tolerance"),
        ("--atol 0", "absolute tolerance"),
        ("--every 0", "positive time apart"),
        ("--every 1e-9 --until 10", "are more than 1000000"),
        ("--radius 0.5", "radius"),
        ("--radius nan", "radius"),
        ("--drift-tolerance inf", "--drift-tolerance is positive and finite"),
        ("--method gd --drift-tolerance 1", "--drift-tolerance goes with"),
        ("--step 1", "--step goes with"),
        ("--batch 1", "--batch goes with"),
        ("--distance 1", "--distance goes with"),
        ("--along random", "--along goes with"),
        ("--method gd --step -1", "a step size is positive"),
        ("--method gd --rtol 1e-3", "--rtol and --atol go with"),
        ("--layers a,b,c", "--layers goes with --init file:"),
        ("--transpose", "--transpose goes with --init file:"),
        ("--method sgd", "state the problem by --inputs"),
        ("--csv kept.json", "two outputs cannot go to one place"),
        ("--csv nowhere/t.csv", "does not exist"),
        ("--save W.txt", ".npz or .safetensors"),
    ];
    let lines = cases.map(|(options, said)| (format!("{start} {options}"), [said]));
    let cases: Vec<(&str, &[&str])> = lines.iter().map(|(l, s)| (l.as_str(), &s[..])).collect();
    folder.refuses(2, &cases);
}

#[test]
fn starts_that_do_not_exist_are_refused() {
    let folder = Folder::with(&[("bad.npz", "no archive")]);
    let cases: [(&str, &str); 14] = [
        ("gaussian:nan", "a scale is positive and finite"),
        ("balanced:0", "a scale is positive and finite"),
        ("gaussian:1e200", "initial weights are so large"),
        ("gaussian:x", "'x' is not a number"),
        ("gaussian", "is not an initialisation"),
        ("delta-balanced:1", "is not an initialisation"),
        ("delta-balanced:1,-1", "a delta is positive"),
        ("near:9", "--init near:9: 9 is not an index"),
        ("near:1 --distance 0", "a distance is positive"),
        ("near:1 --along learn:1", "the mode is learned already"),
        ("near:1 --along swap:1-2", "singular value is not larger"),
        ("near:1 --along up", "is not a direction"),
        ("file:", "names no file"),
        ("file:bad.npz", "bad.npz"),
    ];
    let lines = cases.map(|(init, said)| (format!("flow {CUBE} --init {init}"), [said]));
    let cases: Vec<(&str, &[&str])> = lines.iter().map(|(l, s)| (l.as_str(), &s[..])).collect();
    folder.refuses(2, &cases);
}

/// Stretched inputs and layers that are not balanced: no frame aligns with them on the way.
#[test]
fn a_long_flow_in_the_coordinates_of_the_data_loses_nothing() {
    let folder = Folder::with(&[]);
    let weights = folder.path().join("W.npz");
    let problem = "--inputs fixtures/linnerud-exercise.csv \
                   --targets fixtures/linnerud-physiological.csv --center --hidden 3,3";
    let answer = linscape(&format!("represent {problem} --subset 1 -o {}", weights.display()));
    assert_eq!(answer.code, Some(0), "{}", answer.stderr);
    // Transposed weights are far from any saddle, and their layers are not balanced.
    let file = weights.display();
    let line = format!("flow {problem} --init file:{file} --transpose --until 0.1 --json");
    let found = document(&linscape(&line));
    assert!(found["work"]["factorisations"].as_u64().unwrap() > 50, "{}", found["work"]);
    assert!(found["conservation_drift"].as_f64().unwrap() < 1e-7);
    assert!(found["largest_increase"].as_f64().unwrap() < 1e-14);
    // By dop853.
    let loss = found["final"]["loss"].as_f64().unwrap();
    assert!((loss - 4741.83).abs() < 0.01, "{loss}");
}

/// Equal modes are learned together, and other beginnings than ∅ promise nothing.
#[test]
fn the_greedy_path_is_expected_from_small_weights_only() {
    for (options, follows) in [
        ("--sigma 2,2,1 --widths 3,3,3 --init balanced:1e-3", Value::from(true)),
        ("--sigma 3,2,1 --widths 3,3,3 --init near:1,2", Value::Null),
        ("--sigma 3,2,1 --widths 3,3,3 --init near: --along learn:2", Value::from(false)),
        ("--sigma 0 --widths 2,2,2 --init balanced:1e-3", Value::from(true)),
    ] {
        let answer = linscape(&format!("flow {options} --until 1000 --json"));
        assert_eq!(document(&answer)["follows_greedy_path"], follows, "{options}");
    }
}

#[test]
fn a_prediction_names_the_saddles_and_their_stays_in_steps() {
    let line = format!("flow {CUBE} --init balanced:1e-3 --learning-rate 0.01");
    let (flow, told) = (linscape(&line), linscape(&format!("{line} --predict")));
    assert_eq!((flow.code, told.code), (Some(0), Some(0)), "{}", told.stderr);
    let (seen, told_of) = (document(&flow), document(&told));
    assert_eq!(subsets(&seen), subsets(&told_of));
    assert_eq!((&seen["predicted"], &told_of["predicted"]), (&false.into(), &true.into()));
    assert!(told.stderr.contains("steps") && told.stderr.contains("nonstrict saddle"));
    for (seen, told) in
        seen["visits"].as_array().unwrap().iter().zip(told_of["visits"].as_array().unwrap())
    {
        let Some(stay) = seen["stay"].as_f64() else { continue };
        for says in [told["stay"].as_f64(), seen["expected_stay"].as_f64()] {
            assert!((says.unwrap() / stay - 1.0).abs() < 0.05, "{says:?} for {stay}");
        }
        let steps = told["stay_steps"].as_f64().unwrap();
        assert!((steps * 0.01 / told["stay"].as_f64().unwrap() - 1.0).abs() < 1e-12);
    }
}

#[test]
fn what_is_not_predicted_is_refused() {
    for (more, why) in [
        ("--predict --method gd", "--predict goes with --method bdf"),
        ("--predict --decay 0.1", "--predict does not go with decay"),
        ("--learning-rate 0", "--learning-rate 0"),
        ("--learning-rate 0.1 --method gd", "--learning-rate goes with"),
    ] {
        let answer = linscape(&format!("flow {CUBE} --init balanced:1e-3 {more}"));
        assert_eq!(answer.code, Some(2), "{more}");
        assert!(answer.stderr.contains(why), "{more}: {}", answer.stderr);
    }
}

/// The second mode is 10⁻³³ when the first has been learned.
#[test]
fn a_saddle_left_by_rounding_is_said_in_words_and_in_json() {
    let line = "flow --sigma 3,2 --widths 2,2,2 --init balanced:1e-100 -o -";
    let answer = linscape(line);
    assert!(answer.stderr.contains("{1} was left by rounding"), "{}", answer.stderr);
    let document: Value = serde_json::from_str(&answer.stdout).unwrap();
    let said = |at: usize| document["visits"][at]["left_by_rounding"].as_bool().unwrap_or(false);
    assert_eq!([0, 1, 2].map(said), [false, true, false]);
}

/// Numbers that are refused are those that were given, whatever the units of the computation.
#[test]
fn refusals_name_the_numbers_that_were_given() {
    let cases = [
        ("--sigma 3,1 --widths 2,1,2 --until-loss 0", ["loss of 0:", "near to 0.5 "]),
        ("--sigma 3,2 --widths 2,2,2 --until-loss -1", ["loss of -1:", "near to 0 "]),
        ("--sigma 3,2 --widths 2,2,2 --method gd --step -0.25 --until 1", ["--step", "got -0.25"]),
        ("--sigma 3,2 --widths 2,2,2 --until 3 --every -0.3", ["--every", "got -0.3"]),
        ("--sigma 3,2 --widths 2,2,2 --until -7", ["--until", "is -7,"]),
        ("--sigma 30,2 --widths 2,2,2 --until 3 --atol -1", ["--atol", "got -1"]),
    ];
    for (line, fragments) in cases {
        let answer = linscape(&format!("flow --init balanced:0.1 {line}"));
        assert_eq!(answer.code, Some(2), "{line}");
        assert!(fragments.iter().all(|part| answer.stderr.contains(part)), "{}", answer.stderr);
    }
}
