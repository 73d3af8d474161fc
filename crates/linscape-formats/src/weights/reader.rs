//! Weights from files, in the order of the layers.

use std::path::{Path, PathBuf};

use crate::read_whole;
use crate::weights::{
    InMemory, NpzTensors, ObjectArrays, ReadWeights, ReadWeightsError, TensorFile, TorchFile,
    WeightsFault, checkpoints, objects_in_npy, objects_in_npz, only_checkpoint,
};

/// Reads `W_1, …, W_h`, and the biases that they have, from an `.npz`, `.safetensors` or `.pt` file.
///
/// The layers are, from the input on: the tensors named by `layers`; else, in an archive, the
/// arrays `W1`, `W2`, … (or from `W0` on); else all matrices in the order of the numbers in their
/// names or, where words differ, in the only order in which they chain. With `transpose` every matrix
/// is an in × out kernel and is transposed. Without it that is done of tensors called `kernel`, and
/// where the layers chain in no other way. The bias of a layer is the vector of its name with `bias` or
/// `b` in the place of `weight`, `kernel` or `W`: `0.bias` of `0.weight`, `b1` of `W1`.
///
/// # Edge cases
/// Float32, float16 and bfloat16 are widened exactly. Beside `W1`, `W2`, … other matrices and
/// numbers of an archive are left alone, as are all other tensors when `layers` is given. `module.`
/// and `_orig_mod.` before all names are taken off. What is left out of a dictionary of
/// dictionaries, and vectors that are no biases, are named in `notes`. Of a run of stacked arrays `FILE:3` is
/// the fourth checkpoint; without a number it is refused ([`read_checkpoints`]).
///
/// # Errors
/// [`ReadWeightsError`], one line naming the file, the tensor and what to do.
///
/// # Complexity
/// Linear in the size of the file, which is held in memory beside the matrices.
///
/// # Examples
/// ```
/// use linscape_network::Weights;
/// use linscape_formats::{WeightsFormat, read_weights, write_weights};
/// use nalgebra::DMatrix;
/// let weights = Weights::new(vec![DMatrix::from_element(2, 1, 0.5), DMatrix::identity(1, 2)])?;
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("W.safetensors");
/// write_weights(std::fs::File::create(&path)?, &weights, WeightsFormat::Safetensors)?;
/// let read = read_weights(&path, None, false)?;
/// assert_eq!(read.weights, weights);
/// assert_eq!(read.names, ["W1", "W2"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_weights(
    path: &Path,
    layers: Option<&[String]>,
    transpose: bool,
) -> Result<ReadWeights, ReadWeightsError> {
    let found = match path_in_run(path) {
        Some((file, at)) => of_run(file, layers, transpose).and_then(|mut run| {
            let checkpoints = run.len();
            let taken = (at < checkpoints).then(|| run.swap_remove(at));
            taken.ok_or(WeightsFault::NoCheckpoint { at, checkpoints })
        }),
        None => of_kind(path, |kind, bytes| match kind {
            Kind::Npz => parse_npz_weights(bytes, layers, transpose),
            Kind::Npy => of_objects(&objects_in_npy(bytes)?, layers, transpose),
            Kind::Safetensors => parse_safetensors(bytes, layers, transpose),
            Kind::Torch => parse_torch(bytes, layers, transpose),
        }),
    };
    found.map_err(|fault| ReadWeightsError { path: path.to_path_buf(), fault })
}

/// Reads all checkpoints of a file and what each is called: one under the file's own name, or
/// `FILE:0`, `FILE:1`, … where the arrays of the layers are stacks `T × d_i × d_{i−1}` (and those of
/// biases `T × d_i`) of one length. A name of that form is one checkpoint of the file; layers and names are found as by
/// [`read_weights`].
///
/// # Edge cases
/// One stack of square matrices alone may hold layers as well as checkpoints, and is refused; with
/// `layers` it holds checkpoints.
///
/// # Errors
/// As [`read_weights`].
///
/// # Complexity
/// Linear in the size of the file, which is held in memory beside the matrices.
///
/// # Examples
/// ```
/// use std::io::{Cursor, Write};
/// let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
/// archive.start_file("W1.npy", zip::write::FileOptions::default())?;
/// archive.write_all(b"\x93NUMPY\x01\x00\x3d\x00")?;
/// archive.write_all(b"{'descr': '|i1', 'fortran_order': False, 'shape': (2, 1, 3)}\n")?;
/// archive.write_all(&[1, 2, 3, 4, 5, 6])?;
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("run.npz");
/// std::fs::write(&path, archive.finish()?.into_inner())?;
/// let run = linscape_formats::read_checkpoints(&path, None, false)?;
/// assert_eq!(run.len(), 2);
/// assert!(run[1].0.ends_with("run.npz:1"));
/// assert_eq!(run[1].1.weights.matrices()[0].as_slice(), [4.0, 5.0, 6.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_checkpoints(
    path: &Path,
    layers: Option<&[String]>,
    transpose: bool,
) -> Result<Vec<(PathBuf, ReadWeights)>, ReadWeightsError> {
    if path_in_run(path).is_some() {
        return Ok(vec![(path.to_path_buf(), read_weights(path, layers, transpose)?)]);
    }
    let run = of_run(path, layers, transpose);
    let run = run.map_err(|fault| ReadWeightsError { path: path.to_path_buf(), fault })?;
    let is_run = run.len() > 1;
    let name = |at: usize| {
        let mut name = path.as_os_str().to_owned();
        if is_run {
            name.push(format!(":{at}"));
        }
        PathBuf::from(name)
    };
    Ok(run.into_iter().enumerate().map(|(at, read)| (name(at), read)).collect())
}

/// The file and the checkpoint of a name such as `run.npz:3`, unless it is that of a file.
fn path_in_run(path: &Path) -> Option<(&Path, usize)> {
    let (file, at) = path.to_str()?.rsplit_once(':')?;
    let at = at.parse().ok().filter(|_| at.bytes().all(|byte| byte.is_ascii_digit()))?;
    (!path.exists()).then_some((Path::new(file), at))
}

/// All checkpoints of a file.
fn of_run(
    path: &Path,
    layers: Option<&[String]>,
    transpose: bool,
) -> Result<Vec<ReadWeights>, WeightsFault> {
    of_kind(path, |kind, bytes| match kind {
        Kind::Npz => match parse_npz_weights(bytes, layers, transpose) {
            Err(WeightsFault::Stacked { .. }) => {
                checkpoints(&NpzTensors::open(bytes)?, layers, transpose)
            }
            single => Ok(vec![single?]),
        },
        Kind::Npy => Ok(vec![of_objects(&objects_in_npy(bytes)?, layers, transpose)?]),
        Kind::Safetensors => checkpoints(&TensorFile::open(bytes)?, layers, transpose),
        Kind::Torch => checkpoints(&TorchFile::open(bytes)?, layers, transpose),
    })
}

/// The formats that are read.
enum Kind {
    Npz,
    /// One array of Python objects.
    Npy,
    Safetensors,
    Torch,
}

/// Reads a file of the format that its extension names.
fn of_kind<T>(
    path: &Path,
    parse: impl FnOnce(Kind, &[u8]) -> Result<T, WeightsFault>,
) -> Result<T, WeightsFault> {
    let extension = path.extension().and_then(|extension| extension.to_str());
    let kind = match extension.map(str::to_ascii_lowercase).as_deref() {
        Some("npz") => Kind::Npz,
        Some("npy") => Kind::Npy,
        Some("safetensors") => Kind::Safetensors,
        Some("pt" | "pth" | "ckpt") => Kind::Torch,
        Some("pkl" | "pickle") => return Err(WeightsFault::PythonPickle),
        _ => return Err(WeightsFault::UnknownExtension),
    };
    parse(kind, &read_whole(path)?)
}

/// The weights in the bytes of an npz archive; see [`read_weights`].
///
/// # Errors
/// As [`read_weights`], without the path.
pub fn parse_npz_weights(
    bytes: &[u8],
    layers: Option<&[String]>,
    transpose: bool,
) -> Result<ReadWeights, WeightsFault> {
    match objects_in_npz(bytes)? {
        Some(objects) => of_objects(&objects, layers, transpose),
        None => only_checkpoint(&NpzTensors::open(bytes)?, layers, transpose),
    }
}

/// The weights among arrays that Python kept as objects.
fn of_objects(
    objects: &ObjectArrays,
    layers: Option<&[String]>,
    transpose: bool,
) -> Result<ReadWeights, WeightsFault> {
    only_checkpoint(&InMemory::of(&objects.tensors, objects.note.as_deref()), layers, transpose)
}

/// The weights in the bytes of a safetensors file; see [`read_weights`].
///
/// # Errors
/// As [`read_weights`], without the path.
pub fn parse_safetensors(
    bytes: &[u8],
    layers: Option<&[String]>,
    transpose: bool,
) -> Result<ReadWeights, WeightsFault> {
    only_checkpoint(&TensorFile::open(bytes)?, layers, transpose)
}

/// The weights in the bytes of a checkpoint of PyTorch, a zip archive or a stream of pickles, of which
/// no code is run; see [`read_weights`].
///
/// # Errors
/// As [`read_weights`], without the path; a class, a function or an opcode that could run code is
/// named.
pub fn parse_torch(
    bytes: &[u8],
    layers: Option<&[String]>,
    transpose: bool,
) -> Result<ReadWeights, WeightsFault> {
    only_checkpoint(&TorchFile::open(bytes)?, layers, transpose)
}
