//! The page, as text; `scripts/check_page.py` opens it in a browser.

use crate::answer::{linscape, root};
use crate::folder::Folder;
use serde_json::Value;
use std::fs;

/// The JSON document in a script element of a page.
fn embedded(page: &str, id: &str) -> Value {
    let (_, behind) =
        page.split_once(&format!("<script type=\"application/json\" id=\"{id}\">")).unwrap();
    serde_json::from_str(behind.split_once("</script>").unwrap().0).unwrap()
}

#[test]
fn the_page_embeds_the_dump_and_the_strata_of_every_rank() {
    let problem = "--sigma 5,4,3 --widths 3,3,3,3";
    let page = linscape(&format!("view {problem}")).text();
    assert_eq!(embedded(&page, "landscape"), linscape(&format!("dump {problem}")).json());
    let strata = embedded(&page, "strata");
    let of_rank = |subset: &str| {
        linscape(&format!("strata {problem} --subset {subset} --components --json")).json()
    };
    for (rank, subset) in ["''", "1", "1,2", "1,2,3"].into_iter().enumerate() {
        let drawn = &strata[rank]["strata"];
        let listed = of_rank(subset);
        let ids = |strata: &Value| -> Vec<String> {
            strata.as_array().unwrap().iter().map(|row| row["id"].to_string()).collect()
        };
        assert_eq!(ids(drawn), ids(&listed["strata"]), "rank {rank}");
    }
    assert_eq!(embedded(&page, "view")["options"], problem);
    assert_eq!(embedded(&page, "trajectory"), Value::Null);
}

#[test]
fn the_page_asks_for_nothing_and_is_the_same_for_any_number_of_threads() {
    let line = "view --target fixtures/target-221.csv --hidden 3,3";
    let page = linscape(line).text();
    for request in ["src=", "href=", "@import", "url(http", "fetch(", "XMLHttpRequest"] {
        assert!(!page.contains(request), "{request}");
    }
    assert!(page.contains("default-src 'none'; script-src 'sha256-"));
    assert_eq!(linscape(&format!("{line} --threads 1")).text(), page);
}

#[test]
fn a_page_from_a_dump_lacks_only_the_command_that_needs_data() {
    let folder = Folder::with(&[]);
    let problem = "--sigma 3,2,1 --widths 3,3,3,3";
    folder.run(&format!("dump {problem} -o stored.json")).text();
    let page = folder.run(&format!("view {problem}")).text();
    let stored = folder.run("view --problem stored.json").text();
    let line = |page: &str| page.replace("\"has_bases\":false", "\"has_bases\":true");
    assert_ne!(page, stored);
    assert_eq!(page, line(&stored));
}

#[test]
fn many_families_are_counted_and_the_page_says_what_it_leaves_out() {
    let sigma: Vec<String> = (1..=14).map(|value| value.to_string()).collect();
    let problem = format!("--sigma {} --widths 14,14,14", sigma.join(","));
    let page = linscape(&format!("view {problem} --limit 20")).text();
    // Twenty lowest, of which some are steps of the greedy path.
    let nodes = page.matches("<g class=\"node ").count();
    assert!((20..=35).contains(&nodes), "{nodes}");
    let said = format!("The diagram draws {nodes} of 16\u{202f}384 families");
    assert!(page.contains(&said), "{said}");
    let levels = embedded(&page, "levels");
    let bins = levels["histogram"].as_array().unwrap();
    assert_eq!(bins.iter().map(|bin| bin["families"].as_u64().unwrap()).sum::<u64>(), 16_384);
    assert_eq!(levels["ranks"][7]["families"], "3432");
    let refusal = linscape(&format!("view {problem} --limit 5000")).refusal(3);
    assert!(refusal.contains("16384 families is more than the 2048"), "{refusal}");
}

#[test]
fn markup_in_file_names_and_labels_stays_text() {
    let mut stored = linscape("dump --sigma 2,1 --widths 2,2,2").json();
    let hostile = "</script><script>alert(1)</script><!--";
    stored["problem"]["source"] = serde_json::json!({
        "kind": "data", "inputs": hostile, "labels": hostile, "classes": [hostile, "b"],
    });
    let folder = Folder::with(&[("stored.json", &stored.to_string())]);
    for line in ["view", "graph --format svg", "plot values", "plot spectrum"] {
        let text = folder.run(&format!("{line} --problem stored.json")).text();
        assert!(!text.contains("<script>alert") && !text.contains("<!--"), "{line}");
        assert!(text.contains("alert(1)"), "{line}");
    }
}

#[test]
fn trajectories_that_do_not_belong_are_refused_by_name() {
    let path = root().join("fixtures/trajectory-321.json");
    let fixture = fs::read_to_string(path).unwrap();
    let later = fixture.replace("linscape.trajectory/1", "linscape.trajectory/2");
    let cut = &fixture[..fixture.len() / 2];
    let dump = linscape("dump --sigma 3,2,1 --widths 3,3,3,3").text();
    let unknown = dump.replace("linscape.landscape/1", "linscape.landscape/7");
    let folder = Folder::with(&[
        ("flow.json", &fixture),
        ("later.json", &later),
        ("cut.json", cut),
        ("dump.json", &dump),
        ("unknown.json", &unknown),
    ]);
    let problem = "--sigma 3,2,1 --widths 3,3,3,3";
    folder.run(&format!("view {problem} --trajectory flow.json")).text();
    let cases: [(&str, &[&str]); 8] = [
        (
            "--sigma 3,2,1 --widths 3,4,3,3 --trajectory flow.json",
            &["flow.json", "widths is 3,3,3,3, not 3,4,3,3"],
        ),
        ("--sigma 3,2,2 --widths 3,3,3,3 --trajectory flow.json", &["flow.json", "σ_3 = 1, not 2"]),
        (
            "--sigma 3,2,1 --widths 3,3,3,3 --trajectory later.json",
            &["later.json", "linscape.trajectory/2"],
        ),
        (
            "--sigma 3,2,1 --widths 3,3,3,3 --trajectory cut.json",
            &["cut.json", "not a trajectory document"],
        ),
        (
            "--sigma 3,2,1 --widths 3,3,3,3 --trajectory dump.json",
            &["dump.json", "linscape.landscape/1"],
        ),
        ("--sigma 3,2,1 --widths 3,3,3,3 --trajectory none.json", &["none.json", "cannot be read"]),
        ("--problem unknown.json", &["unknown.json", "linscape.landscape/7"]),
        ("--sigma 3,2,1 --widths 3,3,3,3 -o page.svg", &["page.svg", ".html"]),
    ];
    for (line, fragments) in cases {
        let output = if line.contains("-o ") { "" } else { "-o page.html" };
        folder.refuses(2, &[(&format!("view {line} {output}"), fragments)]);
        if line.contains("--trajectory") {
            folder.refuses(2, &[(&format!("plot trajectory {line} -o flow.svg"), fragments)]);
        }
    }
}

#[test]
fn with_weight_decay_a_page_shows_minima_passes_and_spectra() {
    let problem = "--sigma 3,2 --widths 2,2,2,2 --decay 1/2";
    let page = linscape(&format!("view {problem}")).text();
    assert_eq!(embedded(&page, "landscape"), linscape(&format!("dump {problem}")).json());
    assert_eq!(embedded(&page, "view")["options"], problem);
    let drawn = |kind: &str| page.matches(&format!("<g class=\"node {kind}\" data-id")).count();
    assert_eq!(["minimum", "local", "pass", "strict"].map(drawn), [1, 2, 2, 4]);
    let rows = embedded(&page, "landscape")["families"].as_array().unwrap().clone();
    for (row, spectrum) in rows.iter().zip(embedded(&page, "spectra").as_array().unwrap()) {
        let key = row["key"].as_str().unwrap().trim_matches(['{', '}', '∅']).to_owned();
        let key = if key.is_empty() { "''" } else { &key };
        let printed = linscape(&format!("spectrum {problem} --subset {key} --json")).json();
        let values = |rows: &Value, value: &str, times: &str| -> Vec<(f64, u64)> {
            let rows = rows.as_array().unwrap().iter();
            rows.map(|row| (number(row, value), row[times].as_u64().unwrap())).collect()
        };
        let number_pairs: Vec<(f64, u64)> = spectrum
            .as_array()
            .unwrap()
            .iter()
            .map(|pair| (pair[0].as_f64().unwrap(), pair[1].as_u64().unwrap()))
            .collect();
        assert_eq!(number_pairs, values(&printed["rows"], "value", "multiplicity"), "{key}");
    }
    // Weight decay of the data's own weights, and of two layers, which have no passes.
    let data = "--inputs fixtures/iris.csv --autoencode --center --hidden 3,3 --decay 8";
    let page = linscape(&format!("view {data}")).text();
    let options = embedded(&page, "view")["options"].as_str().unwrap().to_owned();
    assert!(options.starts_with("--inputs fixtures/iris.csv") && options.ends_with("--decay 8"));
    let again = linscape(&format!("dump {options}")).json();
    assert_eq!(again, embedded(&page, "landscape"));
    let shallow = linscape("view --sigma 3,2 --widths 2,2,2 --decay 1/2").text();
    assert!(!shallow.contains("passes between them") && shallow.contains("one minimum, global"));
}

#[test]
fn a_trajectory_with_weight_decay_is_drawn_over_its_landscape() {
    let folder = Folder::with(&[]);
    let problem = "--sigma 3,2 --widths 2,2,2,2 --decay 1/2";
    let flow = format!("flow {problem} --init near:1|2 --distance 1e-3 --seed 1 -o flow.json");
    assert_eq!(folder.run(&flow).code, Some(0));
    let page = folder.run("view --trajectory flow.json").text();
    let trajectory = embedded(&page, "trajectory");
    assert_eq!(trajectory["visits"][0]["key"], "{1|2}");
    let visited = trajectory["visits"].as_array().unwrap().len();
    assert_eq!((visited, page.matches("class=\"visited\"").count()), (2, 2));
    assert!(
        page.contains("marker-end=\"url(#head-trajectory)\"")
            && page.contains("<ol id=\"visits\">")
    );
    let curve = folder.run("plot trajectory --trajectory flow.json -o flow.svg");
    assert_eq!(curve.code, Some(0), "{}", curve.stderr);
    let svg = fs::read_to_string(folder.path().join("flow.svg")).unwrap();
    // The loss of the pass, with its penalty.
    assert!(svg.contains("{1|2}  3.51317"), "{svg}");
    let other =
        |decay: &str| format!("view --sigma 3,2 --widths 2,2,2,2 {decay} --trajectory flow.json");
    let cases: [(&str, &[&str]); 2] = [
        (
            "--decay 1/4",
            &["flow.json", "its decay is [0.5,0.5,0.5] on whitened, not [0.25,0.25,0.25]"],
        ),
        ("", &["flow.json", "its decay is [0.5,0.5,0.5] on whitened, not none"]),
    ];
    for (decay, fragments) in cases {
        folder.refuses(2, &[(&format!("{} -o page.html", other(decay)), fragments)]);
    }
}

fn number(row: &Value, field: &str) -> f64 {
    row[field].as_f64().unwrap()
}
