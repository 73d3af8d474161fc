//! Networks with biases, from the statement to checkpoints.

use crate::answer::linscape;
use serde_json::Value;
use std::fmt::Write as _;
use std::path::Path;

const DATA: &str = "--inputs fixtures/linnerud-exercise.csv --targets fixtures/linnerud-physiological.csv \
                    --hidden 2,2";

fn counts(document: &Value) -> Vec<[i64; 3]> {
    let families = document["families"].as_array().unwrap();
    let count = |family: &Value, name: &str| family[name].as_i64().unwrap();
    let triple = |family| ["index", "nullity", "coindex"].map(|name| count(family, name));
    families.iter().map(triple).collect()
}

/// Weights of a random point of a family, with the biases of `--biases`.
fn point(folder: &Path, name: &str, biases: &str) -> String {
    let file = folder.join(name).display().to_string();
    let written = linscape(&format!(
        "represent {DATA} --biases {biases} --subset 1 --stratum random --seed 4 -o {file}"
    ));
    assert_eq!(written.code, Some(0), "{}", written.stderr);
    file
}

#[test]
fn counts_are_those_about_the_means_and_of_the_biases() {
    let centred = linscape(&format!("dump {DATA} --center")).json();
    let whole = linscape(&format!("dump {DATA} --biases all")).json();
    let sum = |[index, nullity, coindex]: &[i64; 3]| [*index, nullity + 4, coindex + 3];
    let expected: Vec<_> = counts(&centred).iter().map(sum).collect();
    assert_eq!(counts(&whole), expected);
    assert_eq!(whole["problem"]["parameters"], 16 + 7);
    assert_eq!(whole["problem"]["biases"], serde_json::json!([1, 2, 3]));
    // Fed back it is the same.
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("dump.json");
    std::fs::write(&file, whole.to_string()).unwrap();
    let again = linscape(&format!("dump --problem {}", file.display())).json();
    assert_eq!(again, whole);
}

#[test]
fn theorem_and_hessian_of_the_whole_network_agree_at_random_points() {
    for biases in ["all", "last", "1,3", "1"] {
        let found = linscape(&format!("verify {DATA} --biases {biases} --json")).json();
        let points = &found["totals"];
        assert_eq!(points["disagreed"], 0, "{biases}: {points}");
        assert!(points["agreed"].as_u64().unwrap() > 20, "{biases}: {points}");
    }
}

#[test]
fn weights_say_their_biases_themselves_in_every_format() {
    let folder = tempfile::tempdir().unwrap();
    for biases in ["all", "last", "2,3", "1"] {
        for name in ["W.npz", "W.safetensors"] {
            let file = point(folder.path(), name, biases);
            let found = linscape(&format!("classify {DATA} --weights {file} --json")).json();
            assert_eq!(found["critical"], true, "{biases}: {found}");
            assert_eq!(found["subset"], serde_json::json!([1]));
            assert_eq!(found["agree"], true, "{biases}: {found}");
            let stated =
                linscape(&format!("classify {DATA} --biases {biases} --weights {file} --json"));
            assert_eq!(stated.json(), found);
            if biases != "1" {
                assert!(found["bias"]["offset_norm"].as_f64().unwrap() < 1e-10, "{found}");
            }
        }
    }
}

#[test]
fn a_bias_that_is_not_at_its_best_is_told_how_far_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("W.safetensors");
    // The matrices of the origin, and biases of zero: the offset is the mean of the targets.
    let mut header = String::from("{");
    let shapes: [(&str, &[usize]); 6] = [
        ("0.weight", &[2, 3]),
        ("0.bias", &[2]),
        ("1.weight", &[2, 2]),
        ("1.bias", &[2]),
        ("2.weight", &[3, 2]),
        ("2.bias", &[3]),
    ];
    let mut at = 0;
    for (name, shape) in shapes {
        let end = at + 8 * shape.iter().product::<usize>();
        let comma = if at > 0 { "," } else { "" };
        write!(header, "{comma}\"{name}\":{{\"dtype\":\"F64\",\"shape\":{shape:?},\"data_offsets\":[{at},{end}]}}").unwrap();
        at = end;
    }
    header.push('}');
    let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
    bytes.extend_from_slice(header.as_bytes());
    bytes.resize(bytes.len() + at, 0);
    std::fs::write(&file, bytes).unwrap();
    let line = format!("classify {DATA} --weights {} --json", file.display());
    let found = linscape(&line).json();
    assert_eq!(
        (&found["critical"], &found["type"]),
        (&Value::from(false), &Value::from("not_critical"))
    );
    // Means 178.6, 35.4, 56.1 of weight, waist and pulse.
    let norm = 190.521_206_168_762_2_f64;
    assert!((found["bias"]["offset_norm"].as_f64().unwrap() - norm).abs() < 1e-9, "{found}");
    // At b_3 alone: 20 samples times the offset.
    let gradient = found["bias"]["gradient_norm"].as_f64().unwrap();
    assert!((gradient - 20.0 * norm).abs() < 0.1, "{found}");
    let refined = linscape(&format!("{line} --refine")).json();
    assert_eq!(refined["subset"], serde_json::json!([]));
    assert_eq!(refined["type"], "nonstrict_saddle");
    assert_eq!(refined["agree"], true, "{refined}");
}

#[test]
fn spectra_and_motion_are_those_of_weights_and_biases() {
    let folder = tempfile::tempdir().unwrap();
    let file = point(folder.path(), "W.npz", "all");
    let spectrum = linscape(&format!("spectrum {DATA} --weights {file} --json")).json();
    let rows = spectrum["rows"].as_array().unwrap();
    let number: i64 = rows.iter().map(|row| row["multiplicity"].as_i64().unwrap()).sum();
    assert_eq!(number, 23);
    let flow = format!(
        "flow {DATA} --biases last --loss half-mean --init balanced:1e-3 --until 0.3 --json"
    );
    let run = linscape(&flow).json();
    assert_eq!((&run["method"], &run["coordinates"]), (&Value::from("bdf"), &Value::from("data")));
    let losses = run["loss"].as_array().unwrap();
    let loss = |at: usize| losses[at].as_f64().unwrap();
    assert!(loss(losses.len() - 1) < 0.5 * loss(0), "{}", run["loss"]);
    assert!(run["conservation_drift"].as_f64().unwrap() < 1e-5);
    let trace = linscape(&format!("trace {DATA} {file} --json")).json();
    assert_eq!(trace["visits"][0]["subset"], serde_json::json!([1]));
}

#[test]
fn contradictions_and_what_is_not_known_are_refused_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let file = point(folder.path(), "W.npz", "all");
    let refused = [
        (format!("report {DATA} --biases 2"), "the last bias is in layer 2 of 3"),
        (format!("report {DATA} --biases some"), "'some' is none of none, last, all"),
        (format!("report {DATA} --biases 4"), "no layer 4"),
        ("report --sigma 1 --widths 1,1,1 --biases 1".to_owned(), "needs --inputs"),
        (format!("classify {DATA} --biases none --weights {file}"), "--biases none was stated"),
        (format!("classify {DATA} --biases last --weights {file}"), "layers 1, 2, 3 have a bias"),
        (format!("report {DATA} --biases 1 --decay 1"), "has to decay as the others"),
        (
            format!(
                "flow {DATA} --biases all --decay 1 --decay-on activations --init balanced:1 --until 1"
            ),
            "beside decay of activations is not known",
        ),
        (
            format!("flow {DATA} --biases all --init balanced:1 --coordinates whitened"),
            "does not know biases",
        ),
    ];
    for (line, expected) in refused {
        let message = linscape(&line).refusal(2);
        assert!(message.contains(expected), "{line}: {message}");
    }
}

/// A network with biases trained on linnerud and saved in single precision.
#[test]
fn a_trained_network_with_biases_is_at_the_global_minimum() {
    let line = "classify --inputs fixtures/linnerud-exercise.csv --targets fixtures/linnerud-physiological.csv \
                --hidden 2,2 --loss mean --weights fixtures/linnerud-biases.safetensors --refine --json";
    let found = linscape(line).json();
    assert_eq!(found["subset"], serde_json::json!([1, 2]), "{found}");
    assert_eq!(found["type"], "global_minimum", "{found}");
    assert_eq!(found["nullity"], 12, "{found}");
    assert_ne!(found["agree"], false, "{found}");
    // κ about the means, as `--biases all` states it: 2/60 of 4741.598535633605.
    assert!((found["loss"].as_f64().unwrap() - 158.053_284_521_120_16).abs() < 1e-3, "{found}");
}

/// A batch of all samples, in whatever order, is the descent on all of them, whatever their weights.
#[test]
fn batches_move_biases_as_the_whole_loss_does() {
    let folder = tempfile::tempdir().unwrap();
    let weights = folder.path().join("weights.csv");
    let column: String =
        (0..20).map(|sample| (0.5 + f64::from(sample % 4)).to_string() + "\n").collect();
    std::fs::write(&weights, column).unwrap();
    let weighted = format!(" --sample-weights {}", weights.display());
    let mut ends_of_all = Vec::new();
    let all = [("none", ""), ("all", ""), ("1", "")];
    let with_weights = [("none", &*weighted), ("all", &weighted), ("1", &weighted)];
    for (biases, weights) in all.into_iter().chain(with_weights) {
        let line = format!(
            "flow {DATA} --biases {biases}{weights} --init gaussian:0.1 --step 1e-9 --until 1e-6 --json"
        );
        let ends = |method: &str| {
            let found = linscape(&format!("{line} --method {method}")).json();
            (found["steps"].clone(), found["final"]["loss"].as_f64().unwrap())
        };
        let (whole, batch) = (ends("gd"), ends("sgd --batch 20"));
        assert_eq!((&whole.0, &batch.0), (&1000.into(), &1000.into()));
        assert!((whole.1 / batch.1 - 1.0).abs() < 1e-12, "{biases}: {whole:?} {batch:?}");
        let (other, start) =
            (ends("sgd --batch 5").1, linscape(&format!("{line} --method gd")).json());
        let start = start["loss"][0].as_f64().unwrap();
        assert!(other < start && whole.1 < start, "{biases}: {other}, {whole:?} from {start}");
        ends_of_all.push(whole.1);
    }
    // Neither biases nor weights are left out.
    ends_of_all.sort_by(f64::total_cmp);
    assert!(ends_of_all.windows(2).all(|pair| pair[1] > 1.000_001 * pair[0]), "{ends_of_all:?}");
}

/// Data about their means have means that are rounding alone.
#[test]
fn centred_data_leave_biases_at_their_best() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    std::fs::write(path("x.csv"), "5\n3\n8\n1\n8\n0\n").unwrap();
    std::fs::write(path("y.csv"), "5\n5\n8\n2\n8\n6\n").unwrap();
    for (decay, point) in [("", "--stratum p0-2.b1-1 --seed"), (" --decay 0.1", "")] {
        let problem = format!(
            "--inputs {} --targets {} --center --biases last --hidden 1 --header no{decay}",
            path("x.csv"),
            path("y.csv")
        );
        for seed in 0..10 {
            let seed = if point.is_empty() { String::new() } else { seed.to_string() };
            let file = path("w.npz");
            let made =
                linscape(&format!("represent {problem} --subset '' {point} {seed} -o {file}"));
            assert_eq!(made.code, Some(0), "{}", made.stderr);
            let found = linscape(&format!("classify {problem} --weights {file} --json")).json();
            assert_eq!(found["critical"], true, "{found}");
        }
    }
}

/// Directions fall on the whole network, the last bias with them; what falls is said.
#[test]
fn directions_of_descent_take_the_last_bias_along() {
    let folder = tempfile::tempdir().unwrap();
    let file = point(folder.path(), "W.npz", "all");
    let ways = folder.path().join("D.npz").display().to_string();
    let line = format!("classify {DATA} --weights {file} --directions {ways} --json");
    let found = linscape(&line).json();
    let directions = found["directions"].as_array().unwrap();
    assert!(!directions.is_empty(), "{found}");
    assert!(directions.iter().all(|way| way["descends"] == true), "{directions:?}");
    let archive = zip_names(&ways);
    for name in ["direction1_W1", "direction1_b3", "bend1_b3"] {
        assert!(archive.contains(name), "{name}");
    }
}

/// A bias in the first layer alone is a column of the wide matrix that is searched, and an array of its own in what is
/// written.
#[test]
fn directions_of_a_first_bias_have_the_shapes_of_the_weights() {
    let folder = tempfile::tempdir().unwrap();
    let data =
        "--inputs fixtures/linnerud-exercise.csv --targets fixtures/linnerud-physiological.csv";
    let problem = format!("{data} --hidden 2 --biases 1");
    let [file, ways] =
        ["W.npz", "D.npz"].map(|name| folder.path().join(name).display().to_string());
    let made = linscape(&format!("represent {problem} --subset 2 -o {file}"));
    assert_eq!(made.code, Some(0), "{}", made.stderr);
    for refine in ["", "--refine"] {
        let line = format!("classify {problem} --weights {file} --directions {ways} {refine}");
        let found = linscape(&format!("{line} --json")).json();
        assert!(!found["directions"].as_array().unwrap().is_empty(), "{found}");
        let bytes = std::fs::read(&ways).unwrap();
        for (layer, shape) in [(1, (2, 3)), (2, (3, 2))] {
            let name = format!("direction1_W{layer}");
            let matrix = linscape_formats::parse_npz(&bytes, Some(&name)).expect("a matrix");
            assert_eq!(matrix.shape(), shape, "{name}");
        }
        let names = zip_names(&ways);
        assert!(names.contains("direction1_b1") && !names.contains("_b2"), "{names}");
    }
}

/// The names in an archive, as they stand in it.
fn zip_names(path: &str) -> String {
    String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned()
}

/// The small network of what is not learned says when the whole one leaves, its offset settled.
#[test]
fn stays_of_networks_with_biases_are_predicted() {
    let data = "--inputs fixtures/hierarchy-inputs.csv --targets fixtures/hierarchy-targets.csv --loss half-mean";
    for (options, families) in [
        ("--hidden 8,8 --biases last --init balanced:1e-2", 4),
        ("--hidden 8,8 --biases all --init gaussian:5e-2 --seed 1", 2),
        ("--hidden 8 --biases all --init balanced:1e-3", 3),
    ] {
        let visits = |more: &str| {
            let run = linscape(&format!("flow {data} {options} {more} --json")).json();
            run["visits"].as_array().unwrap().clone()
        };
        let (seen, told) = (visits(""), visits("--predict"));
        assert!(seen.len() >= families && seen.len() == told.len(), "{options}: {seen:?} {told:?}");
        let stay = |visit: &Value, name: &str| visit[name].as_f64();
        let mut expected = 0;
        for (seen, told) in seen.iter().zip(&told) {
            assert_eq!(seen["subset"], told["subset"], "{options}");
            let (Some(stays), Some(predicted)) = (stay(seen, "stay"), stay(told, "stay")) else {
                continue;
            };
            assert!((predicted / stays - 1.0).abs() < 1e-3, "{options}: {predicted} of {stays}");
            if let Some(rest) = stay(seen, "expected_stay") {
                // What is short is judged within what passed before it: where σ repeat, the way depends on the bases.
                let within = 0.05 * stay(seen, "leave").unwrap();
                assert!((rest - stays).abs() < within, "{options}: {rest} of {stays}");
                expected += 1;
            }
        }
        assert!(expected > 0, "{options}");
    }
}

/// Gradient, Hessian and loss of the whole network in rational arithmetic.
#[test]
fn what_is_said_of_biases_is_proved_at_rational_points() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("proofs.jsonl").display().to_string();
    let line = format!(
        "verify --exact --sigma 2,1 --widths 2,2,2,2 --biases 1,3 --certificates {file} --json"
    );
    let found = linscape(&line).json();
    assert_eq!(
        (&found["totals"]["agreed"], &found["totals"]["disagreed"]),
        (&20.into(), &0.into())
    );
    let first = std::fs::read_to_string(&file).unwrap();
    let first: Value = serde_json::from_str(first.lines().next().unwrap()).unwrap();
    let biases = first["biases"].as_array().unwrap();
    assert!(biases[0].is_array() && biases[1].is_null() && biases[2].is_array(), "{first}");
    // 12 weights and 4 biases, the first two free, the last two bending up.
    let claims = &first["claims"];
    let order = ["index", "nullity", "coindex"].map(|name| claims[name].as_u64().unwrap());
    assert_eq!(order.iter().sum::<u64>(), 16, "{claims}");
}

/// A certificate is a file of weights and biases; a last bias beside its place is felt, to the fraction.
#[test]
fn rational_weights_are_classified_with_their_biases() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let problem = "--sigma 2,1 --widths 2,2,2";
    let line = format!(
        "verify --exact {problem} --biases all --subset 1 --samples 1 --certificates {} --json",
        path("proof.jsonl")
    );
    assert_eq!(linscape(&line).json()["totals"]["agreed"], 1);
    let text = std::fs::read_to_string(path("proof.jsonl")).unwrap();
    let mut point: Value = serde_json::from_str(text.trim()).unwrap();
    let claims = point["claims"].clone();
    let classify = format!("classify --exact {problem} --weights {} --json", path("W.json"));
    let write = |point: &Value| std::fs::write(path("W.json"), point.to_string()).unwrap();
    write(&point);
    let found = linscape(&classify).json();
    assert_eq!((&found["critical"], &found["agree"]), (&true.into(), &true.into()), "{found}");
    for name in ["index", "nullity", "coindex", "dimension"] {
        assert_eq!(found[name], claims[name], "{name}: {found}");
    }
    assert_eq!(found["exact_loss"], "1/2");
    // One third beside its place: ½ · 1/9 more.
    let place = &mut point["biases"][1][0];
    let (over, under) = match place.as_str().unwrap().split_once('/') {
        Some((over, under)) => (over.parse::<i64>().unwrap(), under.parse::<i64>().unwrap()),
        None => (place.as_str().unwrap().parse().unwrap(), 1),
    };
    *place = format!("{}/{}", 3 * over + under, 3 * under).into();
    write(&point);
    let off = linscape(&classify).json();
    assert_eq!((&off["critical"], &off["exact_loss"]), (&false.into(), &"5/9".into()), "{off}");
    for (change, said) in [
        (serde_json::json!([["0"], ["0", "0"]]), "the bias of layer 1 has 1 numbers"),
        (serde_json::json!(["0", null]), "b1 is no list of numbers"),
        (serde_json::json!([null, ["0", "0"], ["0"]]), "b3 is the bias of no layer"),
        (serde_json::json!([["0", "0"], null]), "a bias in the first layer alone needs"),
    ] {
        point["biases"] = change;
        write(&point);
        let message = linscape(&classify).refusal(2);
        assert!(message.contains(said), "{said}: {message}");
    }
    point["biases"] = Value::Null;
    write(&point);
    assert_eq!(linscape(&classify).json()["agree"], true);
    let message = linscape(&format!("{classify} --biases all")).refusal(2);
    assert!(message.contains("no layer has a bias"), "{message}");
}
