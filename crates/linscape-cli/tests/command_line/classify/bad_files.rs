//! Files that are no weights: one clear line, exit code 2.

use super::run::linscape;
use std::path::Path;

/// A safetensors file of `F32` tensors of the given shapes, every entry the same.
fn tensors(named: &[(&str, &[usize], f32)]) -> Vec<u8> {
    let mut header = serde_json::Map::new();
    let mut data = Vec::new();
    for (name, shape, value) in named {
        let start = data.len();
        let count: usize = shape.iter().product();
        data.extend((0..count).flat_map(|_| value.to_le_bytes()));
        let entry = serde_json::json!({"dtype": "F32", "shape": shape, "data_offsets": [start, data.len()]});
        header.insert((*name).to_owned(), entry);
    }
    let header = serde_json::Value::Object(header).to_string();
    [&(header.len() as u64).to_le_bytes()[..], header.as_bytes(), &data].concat()
}

fn refusal(path: &Path, options: &[&str]) -> String {
    let output = linscape()
        .args(["classify", "--sigma", "2,1", "--widths", "2,3,2", "--weights"])
        .arg(path)
        .args(options)
        .output()
        .expect("runs");
    let message = String::from_utf8(output.stderr).expect("text");
    assert_eq!(output.status.code(), Some(2), "{message}");
    assert!(output.stdout.is_empty());
    assert_eq!(message.lines().count(), 1, "{message}");
    message
}

#[test]
fn every_bad_file_is_refused_with_what_to_do() {
    let good = tensors(&[("0.weight", &[3, 2], 0.0), ("2.weight", &[2, 3], 0.0)]);
    let nan = tensors(&[("0.weight", &[3, 2], 0.0), ("2.weight", &[2, 3], f32::NAN)]);
    let broken = tensors(&[("0.weight", &[3, 2], 0.0), ("2.weight", &[5, 4], 0.0)]);
    let kernels = tensors(&[("0.weight", &[2, 3], 0.0), ("2.weight", &[3, 2], 0.0)]);
    let bias =
        tensors(&[("0.bias", &[3], 0.0), ("0.weight", &[3, 2], 0.0), ("2.weight", &[2, 3], 0.0)]);
    let unordered = tensors(&[("left", &[3, 2], 0.0), ("right", &[2, 3], 0.0)]);
    let hollow = tensors(&[("0.weight", &[3, 2], 0.0), ("2.weight", &[2, 0], 0.0)]);
    let cube = tensors(&[("0.weight", &[3, 2], 0.0), ("2.weight", &[2, 3, 1, 1], 0.0)]);
    let cases: [(&str, Vec<u8>, &[&str]); 18] = [
        ("nan.safetensors", nan, &["2.weight", "row 1, column 1", "NaN"]),
        ("chain.safetensors", broken, &["5×4", "3×2"]),
        ("kernels.safetensors", kernels, &["[3, 2, 3]"]),
        ("bias.safetensors", bias, &["bias in the first layer alone", "--inputs"]),
        ("names.safetensors", unordered, &["left", "--layers"]),
        ("cut.safetensors", good[..good.len() - 5].to_vec(), &["safetensors"]),
        ("short.safetensors", vec![1, 2, 3], &["cut short"]),
        ("empty.safetensors", vec![], &["empty"]),
        ("empty.npz", vec![], &["empty"]),
        ("cut.npz", b"PK\x03\x04short".to_vec(), &["npz"]),
        ("pickle.npz", b"\x80\x02}q\x00.".to_vec(), &[".pt"]),
        ("pickle.safetensors", b"\x80\x02}q\x00.".to_vec(), &[".pt"]),
        ("model.pt", good.clone(), &["no checkpoint of PyTorch", "torch.save"]),
        ("hollow.safetensors", hollow, &["2.weight", "2×0 is empty", "--layers"]),
        ("cube.safetensors", cube, &["4 dimensions", "--layers"]),
        ("model.pkl", b"\x80\x02}q\x00.".to_vec(), &["Python pickle", "not read", "numpy.savez"]),
        ("model.pickle", good.clone(), &["Python pickle", "numpy.savez"]),
        ("model.h5", good.clone(), &[".npz, .safetensors, .pt"]),
    ];
    let folder = tempfile::tempdir().expect("folder");
    for (name, bytes, parts) in &cases {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("written");
        let message = refusal(&path, &[]);
        for part in parts.iter().chain([name]) {
            // Kernels chain either way here; the widths tell.
            assert!(message.contains(part), "{name}: {message}");
        }
    }
    let path = folder.path().join("good.safetensors");
    std::fs::write(&path, good).expect("written");
    assert!(refusal(&path, &["--layers", "0.weight,4.weight"]).contains("4.weight"));
    assert!(refusal(&folder.path().join("none.npz"), &[]).contains("none.npz"));
}

#[test]
fn float32_kernels_are_read_transposed() {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("k.safetensors");
    let kernels = tensors(&[("0.kernel", &[2, 3], 0.0), ("10.kernel", &[3, 2], 0.0)]);
    std::fs::write(&path, kernels).expect("written");
    let found = super::run::classified(
        &["--sigma", "2,1", "--widths", "2,3,2"],
        &[&path],
        &["--transpose"],
    );
    // The origin, a strict saddle of a shallow network.
    assert_eq!(found[0]["type"], "strict_saddle");
    assert_eq!(found[0]["index"], 6);
    assert_eq!(found[0]["dtype_epsilon"], f64::from(f32::EPSILON));
}
