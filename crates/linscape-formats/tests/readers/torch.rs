//! Checkpoints as `torch.save` writes them: `scripts/make_checkpoints.py` made these.

use std::path::PathBuf;

use linscape_formats::{ReadWeights, TorchFault, WeightsFault, parse_torch, read_weights};

fn path(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "../../fixtures/checkpoints", name].iter().collect()
}

fn read(name: &str) -> ReadWeights {
    read_weights(&path(name), None, false).unwrap()
}

#[test]
fn one_checkpoint_is_one_answer_in_every_form() {
    let expected = read("saved.npz");
    assert_eq!(expected.weights.widths(), [3, 4, 2, 3]);
    assert_eq!(expected.names, ["0.weight", "1.weight", "2.weight"]);
    assert_eq!(read("saved.safetensors"), expected);
    let forms = ["bare", "nested", "legacy", "legacy-nested", "protocol4", "wrapped", "views"];
    for form in forms {
        let found = read(&format!("{form}.pt"));
        assert_eq!(ReadWeights { notes: Vec::new(), ..found }, expected, "{form}");
    }
    for form in ["list", "parameters"] {
        let found = read(&format!("{form}.pt"));
        assert_eq!(found.weights, expected.weights, "{form}");
        assert_eq!(found.names, ["0", "1", "2"]);
    }
}

#[test]
fn every_floating_type_is_widened_exactly() {
    let expected = read("bare.pt");
    let types = [("float64", -52), ("float16", -10), ("bfloat16", -7)];
    for (name, exponent) in types {
        let found = read(&format!("{name}.pt"));
        assert_eq!(found.weights, expected.weights, "{name}");
        assert_eq!(found.dtype_epsilon.to_bits(), 2_f64.powi(exponent).to_bits(), "{name}");
    }
}

#[test]
fn what_was_chosen_and_left_out_is_said() {
    assert_eq!(read("bare.pt").notes, [""; 0]);
    // The averages of Adam have the shapes of weights, and are none.
    assert_eq!(read("nested.pt").notes, ["the weights are those under \"model\""]);
    let layers = |names: [&str; 2]| names.map(str::to_owned);
    let named = |names| read_weights(&path("nested.pt"), Some(&layers(names)), false);
    let short = named(["0.weight", "1.weight"]).unwrap();
    let full = named(["model.0.weight", "model.1.weight"]).unwrap();
    assert_eq!(short.weights, full.weights);
    assert_eq!(short.weights.widths(), [3, 4, 2]);
    let missing = named(["0.weight", "7.weight"]).unwrap_err().to_string();
    assert!(
        missing.contains("there is no tensor \"7.weight\"") && missing.contains("model.0.weight")
    );
}

#[test]
fn classes_and_functions_are_refused_by_name() {
    let message = |name| read_weights(&path(name), None, false).unwrap_err().to_string();
    assert!(
        message("code.pt").contains("its pickle names __builtin__.print"),
        "{}",
        message("code.pt")
    );
    assert!(message("module.pt").contains("torch.nn.modules.container.Sequential"));
    assert!(message("module.pt").contains("model.state_dict()"));
    // The same as streams: opcodes that make objects, call by mark, or reach into registries.
    let magic =
        b"\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.\x80\x02M\xe9\x03.\x80\x02}.";
    let cases: [(&[u8], &str); 8] = [
        (b"(cos\nsystem\n", "names os.system"),
        (b"\x8c\x05posix\x8c\x06system\x93", "names posix.system"),
        (b"(S'sh'\nios\nsystem\n", "STRING"),
        (b"(ios\nsystem\n", "INST"),
        (b"(o", "OBJ"),
        (b")\x81", "NEWOBJ"),
        (b"\x82\x01", "EXT1"),
        (b"\xff", "0xff"),
    ];
    for (program, named) in cases {
        let bytes = [&magic[..], b"\x80\x02", program, b"."].concat();
        let fault = parse_torch(&bytes, None, false).unwrap_err();
        assert!(matches!(fault, WeightsFault::Torch(_)), "{fault}");
        assert!(fault.to_string().contains(named), "{fault}");
    }
}

#[test]
fn a_pickle_of_something_else_is_told() {
    let fault = parse_torch(b"\x80\x04}.", None, false).unwrap_err();
    let WeightsFault::Torch(TorchFault::NoCheckpoint { .. }) = fault else { panic!("{fault}") };
    assert!(parse_torch(b"", None, false).unwrap_err().to_string().contains("empty"));
}
