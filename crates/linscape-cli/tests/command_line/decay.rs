//! Weight decay, as users meet it.

use crate::answer::{linscape, root};
use crate::folder::Folder;
use serde_json::{Value, json};

const DEEP: &str = "--sigma 3,2 --widths 2,2,2,2 --decay 1/2";

fn family<'a>(dump: &'a Value, learned: &[usize], passes: &[usize]) -> &'a Value {
    let families = dump["families"].as_array().unwrap();
    let is_wanted =
        |family: &&Value| family["learned"] == json!(learned) && family["passes"] == json!(passes);
    families.iter().find(is_wanted).unwrap()
}

fn loss(dump: &Value, learned: &[usize], passes: &[usize]) -> f64 {
    family(dump, learned, passes)["loss"].as_f64().unwrap()
}

fn is_close(found: f64, expected: f64, relative: f64) -> bool {
    (found - expected).abs() <= relative * expected.abs().max(1.0)
}

fn near(found: f64, expected: f64) {
    assert!(is_close(found, expected, 1e-11), "{found} ≠ {expected}");
}

#[test]
fn a_dump_names_learned_modes_and_passes_minima_and_barriers() {
    let dump = linscape(&format!("dump {DEEP}")).json();
    assert_eq!(dump["problem"]["decay"]["on"], "whitened");
    assert_eq!(dump["problem"]["decay"]["exact_layers"], json!(["1/2", "1/2", "1/2"]));
    assert_eq!(dump["counts"]["local_minima"], "3");
    near(loss(&dump, &[1, 2], &[]), 2.602_987_141_954);
    near(loss(&dump, &[1], &[2]), 3.513_166_863_078);
    assert_eq!(family(&dump, &[1], &[2])["type"], "strict_saddle");
    assert_eq!(family(&dump, &[], &[])["type"], "local_minimum");
    assert_eq!(family(&dump, &[], &[])["metastable"], true);
    let barrier = &dump["barriers"][1];
    assert_eq!(barrier["at"], json!({"learned": [1], "passes": [2]}));
    near(barrier["up"].as_f64().unwrap(), 0.015_750_032_342);
    let kinds: Vec<&str> = dump["connections"]
        .as_array()
        .unwrap()
        .iter()
        .map(|edge| edge["kind"].as_str().unwrap())
        .collect();
    for kind in ["fall", "grow", "swap", "exchange"] {
        assert!(kinds.contains(&kind), "{kind}");
    }
}

#[test]
fn a_dump_fed_back_is_the_same_dump() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("decayed.json");
    let name = file.display();
    let data =
        "--inputs fixtures/linnerud-exercise.csv --autoencode --center --hidden 3,2 --loss mean";
    for problem in [DEEP.to_owned(), format!("{data} --decay 100,200,300")] {
        let first = linscape(&format!("dump {problem}")).text();
        std::fs::write(&file, &first).unwrap();
        assert_eq!(linscape(&format!("dump --problem {name}")).text(), first);
    }
    // Without its decay it is another problem, and whoever knows none refuses.
    let plain = linscape(&format!("dump --problem {name} --decay 0")).json();
    assert!(plain["problem"].get("decay").is_none());
    let refused = linscape(&format!("strata --problem {name} --subset 1"));
    assert_eq!(refused.code, Some(2));
    assert!(refused.stderr.contains("--decay is not known here"), "{}", refused.stderr);
}

#[test]
fn isotropic_inputs_decay_in_their_own_coordinates() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    // XXᵀ = 4·I; YXᵀ = diag(12, 4).
    let inputs = file("x.csv", "a,b\n1,1\n1,-1\n1,1\n1,-1\n");
    let targets = file("y.csv", "u,v\n3,1\n3,-1\n3,1\n3,-1\n");
    let problem = format!("--inputs {inputs} --targets {targets} --hidden 3,2");
    let dump = linscape(&format!("dump {problem} --decay 1,2,1/2")).json();
    assert_eq!(dump["problem"]["decay"]["case"], "isotropic");
    let verified =
        linscape(&format!("verify {problem} --decay 1,2,1/2 --samples 60 --json")).json();
    assert_eq!((&verified["agreed"], &verified["disagreed"]), (&json!(60), &json!(0)));
}

#[test]
fn verify_holds_every_family_against_the_dense_hessian() {
    for problem in [
        DEEP,
        "--sigma 3,2,2,0 --widths 4,5,4,4 --decay 1/2,1,2",
        "--sigma 4,4 --widths 2,2,2,2 --decay 3",
        "--sigma 3,1 --widths 2,3,2 --decay 1,4",
        "--inputs fixtures/linnerud-exercise.csv --autoencode --center --hidden 3,2 --decay 3000,1000,9000",
        "--inputs fixtures/linnerud-exercise.csv --targets fixtures/linnerud-physiological.csv --center --hidden 3,3 --decay 2 --decay-on activations",
    ] {
        let report = linscape(&format!("verify {problem} --samples 40 --json")).json();
        assert_eq!(report["agreed"], 40, "{problem}: {report}");
    }
}

#[test]
fn values_have_both_ends_and_exact_losses() {
    let lowest = linscape("values --sigma 6,5,4 --widths 3,3,3 --decay 1 --lowest 4 --json").json();
    let rows = lowest["values"].as_array().unwrap();
    assert_eq!(rows[0]["exact_loss"], "27/2");
    assert_eq!((&rows[3]["exact_loss"], &rows[3]["multiplicity"]), (&json!("26"), &json!(2)));
    let highest = linscape(&format!("values {DEEP} --highest 1 --json")).json();
    near(highest["values"][0]["loss"].as_f64().unwrap(), 6.522_705_243_471);
}

#[test]
fn spectra_and_weights_of_families_by_their_keys() {
    let spectrum = linscape(&format!("spectrum {DEEP} --subset 1|2 --json")).json();
    assert!(is_close(spectrum["smallest"].as_f64().unwrap(), -0.487_898_476_3, 1e-9));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("W.npz");
    let name = file.display();
    let answer = linscape(&format!("represent {DEEP} --subset {{1|2}} --seed 3 -o {name}"));
    assert_eq!((answer.code, answer.stderr.as_str()), (Some(0), ""));
    let first = linscape_formats::parse_npz(&std::fs::read(&file).unwrap(), Some("W1")).unwrap();
    // ‖W_1‖² = x₊(3)² + x₋(2)².
    let norm = 1.381_764_f64.powi(2) + 0.252_017_f64.powi(2);
    assert!((first.norm_squared() - norm).abs() < 1e-4);
}

#[test]
fn weights_of_every_family_are_classified_as_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("W.npz");
    let name = file.display();
    let data = "--inputs fixtures/linnerud-exercise.csv --autoencode --center --hidden 3,2 --decay 3000,1000,9000";
    let labelled = "--inputs fixtures/linnerud-exercise.csv --targets fixtures/linnerud-physiological.csv --center --hidden 3,3 --decay 2 --decay-on activations";
    for problem in [DEEP, "--sigma 3,2,2 --widths 3,4,3,3 --decay 1/2,1,1/4", data, labelled] {
        let dump = linscape(&format!("dump {problem}")).json();
        for family in dump["families"].as_array().unwrap().iter().take(12) {
            let key = family["key"].as_str().unwrap().replace('∅', "{}");
            let made = linscape(&format!("represent {problem} --subset {key} -o {name}"));
            assert_eq!(made.code, Some(0), "{}", made.stderr);
            let found = linscape(&format!("classify {problem} --weights {name} --json")).json();
            assert_eq!(found["critical"], true, "{key} of {problem}: {found}");
            for field in ["learned", "passes", "type", "index", "nullity", "coindex"] {
                assert_eq!(found[field], family[field], "{field} of {key}: {found}");
            }
            assert_eq!(found["agree"], true, "{key} of {problem}: {found}");
            let (a, b) = (found["loss"].as_f64().unwrap(), family["loss"].as_f64().unwrap());
            assert!(is_close(a, b, 1e-10), "{a} {b}");
        }
    }
}

#[test]
fn weights_off_every_critical_point_are_called_so() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("W.npz");
    let name = file.display();
    // A critical point of another decay.
    let _ = linscape(&format!("represent {DEEP} --subset 1,2 -o {name}"));
    let other = "--sigma 3,2 --widths 2,2,2,2 --decay 1/3";
    let found = linscape(&format!("classify {other} --weights {name} --json")).json();
    assert_eq!((&found["critical"], &found["type"]), (&json!(false), &json!("not_critical")));
    assert_eq!(found["near"]["learned"], json!([1, 2]));
}

#[test]
fn graph_files_and_pictures() {
    for format in ["dot", "graphml", "gexf", "cytoscape"] {
        for nodes in ["fibers", "families"] {
            let text = linscape(&format!("graph {DEEP} --format {format} --nodes {nodes}")).text();
            assert!(text.contains("exchange") && text.contains("local_minimum"), "{format}");
        }
    }
    let curve = linscape(&format!("plot bifurcation {DEEP}")).text();
    assert!(curve.contains("fold") && curve.contains("coexistence"));
    let path = linscape(&format!("plot barriers {DEEP}")).text();
    assert!(path.contains("{1|2}  3.51317"));
}

#[test]
fn a_sweep_over_decays_is_the_phase_diagram() {
    let spec = r#"{"grid": {"sigma": [[3, 2]], "widths": [[2, 2, 2, 2]], "decay": ["1/2", 1.5, 3]},
        "tasks": ["landscape", {"task": "verify", "samples": 20}, "flow"]}"#;
    let folder = Folder::with(&[("sweep.json", spec)]);
    let answer = folder.run("sweep sweep.json -o rows");
    assert_eq!(answer.code, Some(0), "{}", answer.stderr);
    let text = std::fs::read_to_string(folder.path().join("rows/rows-1-of-1.jsonl")).unwrap();
    let rows: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of = |task: &str, field: &str| {
        let wanted = rows.iter().filter(|row| row["task"] == task);
        wanted.map(|row| row[field].clone()).collect::<Vec<_>>()
    };
    // λ*(3) = 2.04, λ_g(3) = 1.72, λ*(2) = 1.19: two modes, one, none.
    assert_eq!(of("landscape", "global_rank"), [json!(2), json!(1), json!(0)]);
    assert_eq!(of("landscape", "local_minima"), [json!(3), json!(2), json!(1)]);
    assert_eq!(of("landscape", "families"), [json!("9"), json!("3"), json!("1")]);
    assert_eq!(of("verify", "agreed"), [json!(20), json!(20), json!(20)]);
    // From 1e-3 nothing is learned under any decay.
    assert_eq!(of("flow", "visits"), [json!([[]]), json!([[]]), json!([[]])]);
    assert_eq!(of("flow", "ending"), [json!("finished"), json!("finished"), json!("finished")]);
}

#[test]
fn sweeps_verify_and_classify_families_with_decay() {
    let spec = r#"{"problems": [{"sigma": [3, 2], "widths": [2, 2, 2, 2], "decay": "1/2"}],
        "tasks": [{"task": "verify", "subset": "1|2", "samples": 7, "document": true},
                  {"task": "verify", "subset": [1], "samples": 3},
                  {"task": "verify", "limit": 3},
                  {"task": "classify", "weights": "W.npz"},
                  {"task": "classify", "weights": "W.npz", "refine": true}]}"#;
    let folder = Folder::with(&[("sweep.json", spec)]);
    let made = folder.run(&format!("represent {DEEP} --subset 1|2 --seed 4 -o W.npz"));
    assert_eq!(made.code, Some(0), "{}", made.stderr);
    assert_eq!(folder.run("sweep sweep.json -o rows").code, Some(0));
    let text = std::fs::read_to_string(folder.path().join("rows/rows-1-of-1.jsonl")).unwrap();
    let rows: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&rows[0]["agreed"], &rows[1]["agreed"]), (&json!(7), &json!(3)));
    let document: Value = serde_json::from_str(rows[0]["document"].as_str().unwrap()).unwrap();
    assert_eq!(document["points"], 7);
    assert!(rows[2]["error"].as_str().unwrap().contains("a family has no strata"));
    let found = &rows[3];
    assert_eq!((&found["subset"], &found["passes"]), (&json!([1]), &json!([2])));
    assert_eq!((&found["type"], &found["index"]), (&json!("strict_saddle"), &json!(1)));
    assert!((found["loss"].as_f64().unwrap() - 3.513_166_863_078).abs() < 1e-9);
    // What is refined is moved anyway.
    assert_eq!(rows[4]["type"], rows[3]["type"]);
}

#[test]
fn spectra_of_weights_are_those_of_their_families() {
    let folder = Folder::with(&[]);
    let data =
        "--inputs fixtures/linnerud-exercise.csv --autoencode --center --hidden 2 --decay 5000";
    for (problem, key) in [(DEEP, "1|2"), (DEEP, "2"), (data, "1"), (data, "1,2")] {
        let problem = problem.replace("fixtures", &root().join("fixtures").display().to_string());
        assert_eq!(
            folder.run(&format!("represent {problem} --subset {key} -o W.npz")).code,
            Some(0)
        );
        let values = |line: String| {
            let document = folder.run(&line).json();
            let rows = document["rows"].as_array().unwrap().clone();
            let copies = |row: &Value| {
                let times = usize::try_from(row["multiplicity"].as_u64().unwrap()).unwrap();
                std::iter::repeat_n(row["value"].as_f64().unwrap(), times).collect::<Vec<_>>()
            };
            rows.iter().flat_map(copies).collect::<Vec<f64>>()
        };
        let closed = values(format!("spectrum {problem} --subset {key} --json"));
        let dense = values(format!("spectrum {problem} --weights W.npz --json"));
        let largest = closed.last().unwrap();
        assert_eq!(closed.len(), dense.len());
        for (a, b) in closed.iter().zip(&dense) {
            assert!((a - b).abs() < 1e-8 * largest, "{key}: {a}, {b}");
        }
    }
    // A penalty on activations: the Hessian is that of the data's own weights.
    let activations = "--inputs fixtures/linnerud-exercise.csv --targets fixtures/linnerud-physiological.csv \
        --center --hidden 3 --decay 10 --decay-on activations";
    let problem = activations.replace("fixtures", &root().join("fixtures").display().to_string());
    assert_eq!(folder.run(&format!("represent {problem} --subset 1 -o W.npz")).code, Some(0));
    let there = folder.run(&format!("spectrum {problem} --weights W.npz --json")).json();
    let family = folder.run(&format!("spectrum {problem} --subset 1 --json")).json();
    assert!(there["gradient_norm"].as_f64().unwrap() < 1e-6);
    let negative = |document: &Value| {
        let rows = document["rows"].as_array().unwrap().clone();
        let below = rows.iter().filter(|row| row["value"].as_f64().unwrap() < -1e-3);
        below.map(|row| row["multiplicity"].as_u64().unwrap()).sum::<u64>()
    };
    // Inertia does not depend on coordinates, eigenvalues do.
    assert_eq!(negative(&there), negative(&family));
}

#[test]
fn what_cannot_be_is_refused_with_the_reason() {
    let cases = [
        ("report --sigma 3,2 --widths 2,2,2,2 --decay .5,0,.5", "no minimum"),
        ("report --sigma 3,2 --widths 2,2,2,2 --decay 1,2", "2 weight decays do not fit 3 layers"),
        ("report --sigma 3,2 --widths 2,2,2,2 --decay -1", "negative"),
        ("report --sigma 3,2 --widths 2,2,2,2 --decay x", "--decay: 'x' is not a number"),
        ("report --sigma 3,2 --widths 2,2,2,2 --decay-on data", "--decay-on goes with --decay"),
        ("report --sigma 3,2 --widths 2,2,2,2 --decay 1 --decay-on data", "goes with --inputs"),
        ("report --sigma 3,2 --widths 2,2,2,2 --decay 1 --decay-on w", "'w' is not known"),
        ("report --sigma 3,2 --widths 2,2,2,2 --decay 1 --check", "--check does not go with"),
        (
            "report --inputs fixtures/linnerud-exercise.csv --targets \
             fixtures/linnerud-physiological.csv --hidden 3,3 --decay 1",
            "--decay-on activations",
        ),
        ("spectrum --sigma 3,1 --widths 2,2,2,2 --decay 1 --subset 2", "below the fold"),
        ("report --sigma 3,2 --widths 2,2,2 --decay 1 --continue", "with --inputs)"),
        ("report --sigma 3,2 --widths 2,2,2 --continue", "--continue goes with --decay"),
        (
            "verify --sigma 3,2 --widths 2,2,2 --decay 1 --descent-up-to 5",
            "--descent-up-to does not",
        ),
        (
            "flow --sigma 3,2 --widths 2,2,2 --decay 1 --init near:1 --drift-tolerance 1",
            "conserved",
        ),
        ("plot bifurcation --sigma 3,2 --widths 2,2,2", "give --decay"),
        ("plot barriers --sigma 3,2 --widths 2,2,2 --decay 1", "no barriers"),
    ];
    for (line, expected) in cases {
        let answer = linscape(line);
        assert_eq!(answer.code, Some(2), "{line}: {}", answer.stdout);
        assert!(answer.stderr.contains(expected), "{line}: {}", answer.stderr);
        assert_eq!(answer.stderr.lines().count(), 1, "{line}: {}", answer.stderr);
    }
}

#[test]
fn the_header_names_the_global_minimum_of_the_loss_with_its_penalty() {
    // σ = 4 folds at 3 and coexists below it: nothing learned, ½(16 + 16).
    for command in ["report", "values --all", "verify --samples 2", "spectrum --subset 1"] {
        let text = linscape(&format!("{command} --sigma 4,4 --widths 2,2,2,2 --decay 2.9")).text();
        let line = text.lines().find(|line| line.starts_with("loss ")).expect("a line");
        assert!(line.ends_with("½ Σ_i λ_i ‖W_i‖², never below 16, the global minimum ∅"), "{line}");
    }
}

#[test]
fn commands_that_know_no_decay_refuse_it() {
    for command in ["strata --subset 1", "explain --subset 1", "plot values", "learning"] {
        let answer = linscape(&format!("{command} {DEEP}"));
        assert_eq!(answer.code, Some(2), "{command}");
        assert!(
            answer.stderr.contains("--decay is not known here"),
            "{command}: {}",
            answer.stderr
        );
    }
}

#[test]
fn a_limit_lists_the_lowest_and_counts_the_whole() {
    let sigma = (1..=20).map(|value| value.to_string()).collect::<Vec<_>>().join(",");
    let problem = format!("--sigma {sigma} --widths 20,10,20,20 --decay .01");
    let dump = linscape(&format!("dump {problem} --limit 30")).json();
    assert_eq!(dump["counts"]["families"], "320420753");
    assert_eq!(dump["counts"]["local_minima"], "11");
    assert_eq!(dump["families"].as_array().unwrap().len(), 30);
    assert_eq!(dump["barriers"].as_array().unwrap().len(), 10);
    let refused = linscape(&format!("dump {problem}"));
    assert_eq!(refused.code, Some(3));
    assert!(refused.stderr.contains("--limit K"), "{}", refused.stderr);
}

#[test]
fn directions_of_descent_leave_a_pass_on_both_sides() {
    let folder = Folder::with(&[]);
    assert_eq!(folder.run(&format!("represent {DEEP} --subset |1,2 -o W.npz")).code, Some(0));
    let line = format!("classify {DEEP} --weights W.npz --refine --directions D.npz --json");
    let found = folder.run(&line).json();
    assert_eq!(found["index"], 3, "{found}");
    let bytes = std::fs::read(folder.path().join("D.npz")).unwrap();
    let names = String::from_utf8_lossy(&bytes);
    // One direction for each negative eigenvalue, a matrix a layer.
    assert!(names.contains("direction3_W3.npy") && !names.contains("direction4_W1.npy"));
    // A minimum has none.
    assert_eq!(folder.run(&format!("represent {DEEP} --subset 1,2 -o W.npz")).code, Some(0));
    assert_eq!(folder.run(&line).code, Some(0));
    let bytes = std::fs::read(folder.path().join("D.npz")).unwrap();
    assert!(!String::from_utf8_lossy(&bytes).contains("direction1_W1.npy"));
}

#[test]
fn both_roads_agree_whatever_the_units_and_where_nothing_is_to_be_learned() {
    let found = linscape("verify --sigma 0 --widths 2,2,2 --decay 1 --samples 3 --json").json();
    assert_eq!(found["agreed"], 3, "{found}");
    let rows = [[2.0, 1.0, 0.3], [-1.0, 0.5, 0.2], [0.4, -2.0, 1.0], [1.5, 0.1, -0.7]];
    for exponent in ["100", "-100"] {
        let row = |row: &[f64; 3]| row.map(|entry| format!("{entry}e{exponent}")).join(",");
        let table = rows.iter().map(row).collect::<Vec<_>>().join("\n");
        let folder = Folder::with(&[("x.csv", &(table + "\n"))]);
        let decay = format!("0.1e{}", 2 * exponent.parse::<i32>().unwrap());
        let line = format!(
            "verify --inputs x.csv --header no --autoencode --hidden 2,2 --decay {decay} --samples 12 --json"
        );
        let found = folder.run(&line).json();
        assert_eq!((&found["agreed"], &found["disagreed"]), (&json!(12), &json!(0)), "{found}");
    }
}
