//! `linscape trace`: somebody else's checkpoints.

use crate::folder::Folder;

const CUBE: &str = "--sigma 3,2,1 --widths 3,3,3,3";

fn checkpoints() -> Folder {
    let folder = Folder::with(&[]);
    for (name, subset) in [("a", "''"), ("b", "1"), ("c", "1,2"), ("d", "1,2,3")] {
        let line = format!("represent {CUBE} --subset {subset} -o {name}.npz");
        assert_eq!(folder.run(&line).code, Some(0));
    }
    folder
}

#[test]
fn checkpoints_are_visits_at_their_times() {
    let folder = checkpoints();
    let line = format!("trace {CUBE} a.npz b.npz c.npz d.npz --times -5,3,10,40 --json");
    let document = folder.run(&line).json();
    assert_eq!(document["schema"], "linscape.trace/1");
    assert_eq!(document["time"].to_string(), "[-5.0,3.0,10.0,40.0]");
    let visits = document["visits"].as_array().unwrap();
    let subsets: Vec<String> = visits.iter().map(|visit| visit["subset"].to_string()).collect();
    assert_eq!(subsets, ["[]", "[1]", "[1,2]", "[1,2,3]"]);
    assert_eq!(visits[1]["leave"], 10.0);
    assert!(visits.iter().all(|visit| visit["gradient_norm"].as_f64().unwrap() < 1e-12));
}

#[test]
fn a_trace_is_drawn_like_a_trajectory() {
    let folder = checkpoints();
    folder.run(&format!("trace {CUBE} a.npz b.npz d.npz --json -o t.json")).text();
    folder.run(&format!("view {CUBE} --trajectory t.json -o t.html")).text();
    folder.run(&format!("plot trajectory {CUBE} --trajectory t.json -o t.svg")).text();
}

#[test]
fn times_and_files_that_do_not_fit_are_refused() {
    let folder = checkpoints();
    let cases: [(&str, &str); 6] = [
        ("a.npz b.npz --times 0", "--times has 1 times for 2 files"),
        ("a.npz b.npz --times 1,1", "--times must increase"),
        ("a.npz b.npz --times 1,nan", "NaN is not finite"),
        ("a.npz nope.npz", "nope.npz: cannot be read"),
        ("a.npz --radius 0", "radius"),
        ("a.npz --csv kept.json", "two outputs cannot go to one place"),
    ];
    let lines = cases.map(|(rest, said)| (format!("trace {CUBE} {rest}"), [said]));
    let mut cases: Vec<(&str, &[&str])> = lines.iter().map(|(l, s)| (l.as_str(), &s[..])).collect();
    let wide = "trace --sigma 3,2,1 --widths 3,4,3 a.npz";
    cases.push((wide, &["a.npz", "[3, 3, 3, 3]"]));
    folder.refuses(2, &cases);
}
