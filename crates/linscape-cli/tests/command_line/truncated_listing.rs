//! `--limit K`: the K lowest families and the greedy path, under the identifiers of all.

use crate::answer::linscape;
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn rows<'a>(dump: &'a Value, table: &str) -> &'a Vec<Value> {
    dump[table].as_array().unwrap()
}

fn ids(rows: &[Value]) -> Vec<i64> {
    rows.iter().map(|row| row["id"].as_i64().unwrap()).collect()
}

#[test]
fn a_limit_keeps_identifiers_and_lists_the_lowest_and_the_greedy_path() {
    let sources = [
        "--sigma 5,4,3 --widths 3,3,3,3",
        "--sigma 3,2,2,1,1 --widths 6,4,5",
        "--inputs fixtures/deficient-inputs.csv --targets fixtures/deficient-targets.csv --hidden 4,4",
    ];
    for source in sources {
        let whole = linscape(&format!("dump {source}")).json();
        let families = rows(&whole, "families");
        let path: BTreeSet<i64> =
            rows(&whole, "greedy_path").iter().map(|id| id.as_i64().unwrap()).collect();
        for limit in [1, 2, 3, 5, families.len() - 1, families.len(), 1000] {
            let part = linscape(&format!("dump {source} --limit {limit}")).json();
            let is_listed = |id: i64| id < i64::try_from(limit).unwrap() || path.contains(&id);
            let expected: Vec<&Value> = families
                .iter()
                .filter(|family| is_listed(family["id"].as_i64().unwrap()))
                .collect();
            assert!(
                rows(&part, "families").iter().eq(expected.iter().copied()),
                "{source} {limit}"
            );
            let both = |edge: &&Value| {
                is_listed(edge["from"].as_i64().unwrap()) && is_listed(edge["to"].as_i64().unwrap())
            };
            let expected = rows(&whole, "connections").iter().filter(both);
            assert!(rows(&part, "connections").iter().eq(expected), "{source} {limit}");
            assert_eq!(part["greedy_path"], whole["greedy_path"], "{source} {limit}");
            assert_eq!(part["counts"]["families"], whole["counts"]["families"]);
            assert_eq!(part["counts"]["critical_values"], whole["counts"]["critical_values"]);
            assert_eq!(part["counts"]["listed"], rows(&part, "families").len());
            let is_truncated = rows(&part, "families").len() < families.len();
            assert_eq!(part["counts"]["truncated"], is_truncated, "{source} {limit}");
        }
    }
}

#[test]
fn identifiers_do_not_depend_on_the_limit_when_nobody_can_list_all() {
    let digits = "dump --inputs fixtures/digits-pixels.npy --autoencode --hidden 16 --limit";
    let few = linscape(&format!("{digits} 3")).json();
    let more = linscape(&format!("{digits} 20")).json();
    assert_eq!(ids(rows(&few, "families"))[..3], [0, 1, 2]);
    assert_eq!(ids(rows(&more, "families"))[..20], (0..20).collect::<Vec<i64>>());
    assert_eq!(few["greedy_path"], more["greedy_path"]);
    assert_eq!(rows(&few, "greedy_path").len(), 17);
    for family in rows(&few, "families") {
        assert!(rows(&more, "families").contains(family), "{family}");
    }
    assert_eq!(few["counts"]["critical_values"], json!(null));
    assert_eq!(few["connections_scope"], "covers");
}
