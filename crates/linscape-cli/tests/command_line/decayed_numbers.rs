//! Numbers of weight decay on data, to the digits to which they are known.

use crate::answer::linscape;
use serde_json::Value;

fn near(found: &Value, expected: f64, relative: f64) {
    let found = found.as_f64().unwrap();
    assert!((found / expected - 1.0).abs() < relative, "{found} ≠ {expected}");
}

#[test]
fn an_autoencoder_of_depth_two_in_the_datas_own_coordinates() {
    let data = "--inputs fixtures/linnerud-exercise.csv --autoencode --center --hidden 2";
    let dump = linscape(&format!("dump {data} --decay 5000")).json();
    near(&dump["families"][0]["loss"], 9_379.401_653_088, 1e-12);
    // Of depth 2 the learned part is x².
    let modes = &dump["thresholds"];
    near(&modes[0]["learned_fractions"][0], 0.952_376_695_7, 1e-9);
    near(&modes[1]["learned_fractions"][0], 0.744_940_482_8, 1e-9);
    assert!(modes[2]["roots"].as_array().unwrap().is_empty());
    assert_eq!(dump["problem"]["decay"]["on"], "data");
}

#[test]
fn an_autoencoder_of_depth_three_and_its_passes() {
    let data = "--inputs fixtures/linnerud-exercise.csv --autoencode --center --hidden 3,2";
    let dump = linscape(&format!("dump {data} --decay 3000")).json();
    near(&dump["families"][0]["loss"], 8_849.896_136_620, 1e-12);
    let modes = &dump["thresholds"];
    near(&modes[0]["learned_fractions"][0], 0.971_145_782_6, 1e-9);
    near(&modes[1]["learned_fractions"][0], 0.837_655_477_8, 1e-9);
    near(&dump["barriers"][0]["up"], 1.224_737_29, 1e-8);
    near(&dump["barriers"][1]["up"], 35.257_176_70, 1e-9);
    // The same with other words: a learned mode costs what its pass costs more than nothing.
    let pass = &dump["barriers"][1];
    let fall = pass["height"].as_f64().unwrap() - dump["families"][1]["loss"].as_f64().unwrap();
    near(&pass["up"], fall, 1e-9);
}

#[test]
fn decay_under_a_mean_is_that_of_the_half_sum_times_half_the_entries() {
    // Eleven samples of two outputs: λ = 0.02 · 11 · 2 / 2 = 0.22.
    let folder = crate::folder::Folder::with(&[(
        "x.csv",
        "a,b\n1,2\n2,1\n0,3\n4,1\n2,2\n1,0\n3,5\n2,4\n0,1\n1,1\n5,2\n",
    )]);
    let data = "--inputs x.csv --autoencode --center --hidden 2";
    let mean = folder.run(&format!("dump {data} --loss mean --decay .02")).json();
    let half = folder.run(&format!("dump {data} --decay .22")).json();
    assert_eq!(mean["problem"]["decay"]["layers"], serde_json::json!([0.02, 0.02]));
    let rows = |dump: &Value| dump["families"].as_array().unwrap().clone();
    assert_eq!(rows(&mean).len(), 4);
    for (mean, half) in rows(&mean).iter().zip(&rows(&half)) {
        assert_eq!(mean["key"], half["key"]);
        near(&mean["loss"], half["loss"].as_f64().unwrap() / 11.0, 1e-12);
        near(&mean["sharpness"], half["sharpness"].as_f64().unwrap() / 11.0, 1e-12);
    }
}

#[test]
fn autoencoders_of_iris_end_where_scikit_learn_ends() {
    // `MLPRegressor(activation="identity", solver="sgd", alpha=8)` on one batch of all samples, its biases
    // without decay, ends at these losses to eight digits.
    for (hidden, key, loss) in [("3", "{1,2,3}", 22.093_892_10), ("3,3", "{1,2}", 30.586_178_30)] {
        let data = format!("--inputs fixtures/iris.csv --autoencode --hidden {hidden} --decay 8");
        let dump = linscape(&format!("dump {data} --biases all")).json();
        let best = &dump["families"][0];
        assert_eq!((&best["key"], &best["type"]), (&key.into(), &"global_minimum".into()));
        near(&best["loss"], loss, 5e-10);
    }
}

#[test]
fn biases_that_decay_vanish_and_the_dump_says_how_they_decay() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("biased.json");
    let data =
        "--inputs fixtures/iris.csv --autoencode --center --hidden 3,3 --decay 8 --biases all";
    let plain = linscape(&format!("dump {data}")).json();
    let line = format!("dump {data} --decay-biases 8,4,2");
    let dump = linscape(&line).json();
    assert_eq!(dump["problem"]["decay"]["biases"]["layers"], serde_json::json!([8.0, 4.0, 2.0]));
    assert_eq!(dump["problem"]["decay"]["biases"]["samples"], 150.0);
    let rows = |dump: &Value| dump["families"].as_array().unwrap().clone();
    for (free, decays) in rows(&plain).iter().zip(&rows(&dump)) {
        assert_eq!((&free["key"], &free["index"]), (&decays["key"], &decays["index"]));
        near(&decays["loss"], free["loss"].as_f64().unwrap(), 1e-13);
        // Six hidden biases were free.
        let count = |row: &Value, field: &str| row[field].as_u64().unwrap();
        assert_eq!(count(free, "nullity"), count(decays, "nullity") + 6);
        assert_eq!(count(free, "coindex") + 6, count(decays, "coindex"));
    }
    // A dump fed back is the same dump, and the page states its problem again.
    std::fs::write(&file, linscape(&line).text()).unwrap();
    assert_eq!(linscape(&format!("dump --problem {}", file.display())).json(), dump);
    let verified =
        linscape(&format!("verify {data} --decay-biases 8,4,2 --samples 12 --json")).json();
    assert_eq!((&verified["agreed"], &verified["disagreed"]), (&12.into(), &0.into()));
    for (options, said) in [
        ("--decay-biases 0,1,1", "that of layer 1 does not"),
        ("--decay-biases 1,2", "2 decays of biases do not fit 3 layers"),
        ("--decay-biases x", "--decay-biases: 'x' is not a number"),
        ("--decay-biases=-1", "no decay"),
    ] {
        let refused = linscape(&format!("report {data} {options}")).refusal(2);
        assert!(refused.contains(said), "{refused}");
        assert!(!refused.contains("decay_biases"), "said once, in the terminal's words: {refused}");
    }
    let raw = "--inputs fixtures/iris.csv --autoencode --hidden 3 --biases all --decay 8";
    let refused = linscape(&format!("report {raw} --decay-biases 8")).refusal(2);
    assert!(refused.contains("center the data (--center"), "{refused}");
    let alone =
        linscape(&format!("report {} --decay-biases 8", raw.replace("--decay 8", "--decay 0")));
    let alone = alone.refusal(2);
    assert_eq!(alone.matches("goes with").count(), 1, "{alone}");
    assert!(alone.contains("--decay-biases goes with --decay"), "{alone}");
    // The last one free: data with means too.
    let counts = linscape(&format!("report {raw} --decay-biases 8,0")).text();
    assert!(counts.contains("biases that decay are 0"), "{counts}");
}

#[test]
fn an_offset_far_from_its_best_costs_the_same_in_every_convention() {
    let data =
        "--inputs fixtures/linnerud-physiological.csv --targets fixtures/linnerud-exercise.csv";
    let at = |convention: &str| {
        let found = linscape(&format!(
            "classify {data} --hidden 2,2 --biases all --decay-on activations {convention} --json \
             --weights fixtures/linnerud-biases.safetensors"
        ))
        .json();
        (found["loss"].as_f64().unwrap(), found["gradient_norm"].as_f64().unwrap())
    };
    let (loss, slope) = at("--loss half-sum --decay 1");
    for (convention, factor) in [("sum --decay 2", 2.0), ("mean --decay 1/30", 1.0 / 30.0)] {
        let (other, other_slope) = at(&format!("--loss {convention}"));
        assert!((other / loss / factor - 1.0).abs() < 1e-12, "{convention}: {other} of {loss}");
        assert!((other_slope / slope / factor - 1.0).abs() < 1e-12, "{convention}");
    }
}
