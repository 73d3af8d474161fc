//! Pictures that stand alone: `graph --format svg` and `plot`.

use crate::answer::linscape;
use serde_json::Value;

const PICTURES: [&str; 6] = [
    "graph --format svg --sigma 5,4,3 --widths 3,3,3,3",
    "graph --format svg --nodes families --target fixtures/target-221.csv --hidden 3,3",
    "graph --format svg --scale even --inputs fixtures/linnerud-exercise.csv --targets \
     fixtures/linnerud-physiological.csv --hidden 2",
    "plot values --sigma 5,4,3 --widths 3,3,3,3",
    "plot spectrum --sigma 5,4,4,0 --widths 4,2,4",
    "plot trajectory --sigma 3,2,1 --widths 3,3,3,3 --trajectory fixtures/trajectory-321.json",
];

#[test]
fn every_picture_is_the_same_twice_and_names_problem_and_version() {
    for line in PICTURES {
        let picture = linscape(line).text();
        assert_eq!(linscape(&format!("{line} --threads 1")).text(), picture, "{line}");
        assert!(picture.starts_with("<svg xmlns=") && picture.ends_with("</svg>\n"), "{line}");
        let (_, behind) = picture.split_once("<metadata>").unwrap();
        let metadata = behind.split_once("</metadata>").unwrap().0;
        let plain = metadata.replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&");
        let metadata: Value = serde_json::from_str(&plain).unwrap();
        assert_eq!(metadata["generator"]["version"], env!("CARGO_PKG_VERSION"), "{line}");
        assert!(metadata["problem"]["widths"].is_array(), "{line}");
    }
}

#[test]
fn a_graph_has_one_node_a_critical_value_and_one_line_a_cover() {
    let picture = linscape(PICTURES[0]).text();
    assert_eq!(picture.matches("data-id=").count(), 7);
    // Eight covers, of which the last step of the greedy path is one; its other two are none.
    let lines = |kind: &str| picture.matches(&format!("<path class=\"{kind}\" stroke")).count();
    assert_eq!((lines("greedy") - 1, lines("learn") - 1, lines("swap") - 1), (3, 3, 4));
}

#[test]
fn the_lowest_values_are_labelled() {
    let line = "plot values --sigma 5,4,3 --widths 3,3,3,3 --label 4";
    let picture = linscape(line).text();
    for label in ["{1,2,3}  0<", "{1,2}  4.5<", "{1,3}  8<", " (+1)  12.5<"] {
        assert!(picture.contains(label), "{label}");
    }
    assert!(!picture.contains("{2}  17<"));
    let lowest = linscape("plot values --sigma 5,4,3 --widths 3,3,3,3 --lowest 2").text();
    assert!(lowest.contains("the lowest 2 values of 8 families"));
}

#[test]
fn what_cannot_be_drawn_is_refused() {
    let problem = "--sigma 3,2,1 --widths 3,3,3,3";
    let all = linscape(&format!("graph --format svg --all {problem}")).refusal(2);
    assert!(all.contains("--all"), "{all}");
    let name = linscape(&format!("plot values {problem} -o values.gif")).refusal(2);
    assert!(name.contains("values.gif") && name.contains(".svg, .png or .pdf"), "{name}");
    let twice = linscape(&format!("plot surface {problem} --modes 1,1")).refusal(2);
    assert!(twice.contains("mode 1 is named twice"), "{twice}");
    let many = linscape(&format!("plot values {problem} --label 21")).refusal(3);
    assert!(many.contains("--label"), "{many}");
}

#[test]
#[cfg(feature = "render")]
fn pictures_are_written_by_their_names_and_the_same_every_time() {
    use crate::answer::root;
    use crate::folder::Folder;
    let folder = Folder::with(&[]);
    let problem = "--sigma 3,2,1 --widths 3,3,3,3";
    let plots =
        ["plot values", "plot spectrum", "plot surface --style print --width 8.5cm", "graph"];
    for plot in plots {
        for (name, magic) in [("p.png", &b"\x89PNG"[..]), ("p.pdf", b"%PDF"), ("p.svg", b"<svg")] {
            let written = || {
                assert_eq!(folder.run(&format!("{plot} {problem} -o {name}")).text(), "");
                std::fs::read(folder.path().join(name)).unwrap()
            };
            let once = written();
            assert!(once.starts_with(magic) && once == written(), "{plot} {name}");
        }
    }
    let sized = format!("plot values {problem} --width 8cm --height 5cm -o sized.svg");
    assert_eq!(folder.run(&sized).text(), "");
    let sized = std::fs::read_to_string(folder.path().join("sized.svg")).unwrap();
    assert!(sized.contains("width=\"302.36\" height=\"188.98\""));
    let bold = root().join("crates/linscape-pictures/fonts/LandscapeSans-Bold.ttf");
    let line = |font: &std::path::Path, name: &str| {
        folder.run(&format!("plot values {problem} --font {} -o {name}", font.display()))
    };
    assert_eq!(line(&bold, "bold.svg").text(), "");
    let named = std::fs::read_to_string(folder.path().join("bold.svg")).unwrap();
    assert!(named.contains("font-family: &quot;Landscape Sans&quot;, &quot;Helvetica"));
    let refusal = line(&root().join("Cargo.toml"), "no.png").refusal(2);
    assert!(refusal.contains("Cargo.toml: no font"), "{refusal}");
    let large = format!("plot values {problem} --width 1000in -o large.png");
    let refusal = folder.run(&large).refusal(3);
    assert!(refusal.contains("192000 × "), "{refusal}");
    assert!(!folder.path().join("large.png").exists());
    let trajectory = root().join("fixtures/trajectory-321.json");
    let line = format!("plot trajectory --trajectory {} -o t.svg", trajectory.display());
    assert_eq!(folder.run(&line).text(), "");
}
