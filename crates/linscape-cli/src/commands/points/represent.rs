//! `linscape represent`.

use crate::arguments::{Coordinates, FamilyArguments, OutputArguments, StatedFamily};
use crate::commands::decay;
use crate::terminal::{Failure, TerminalObserver, standard_error};
use anyhow::anyhow;
use linscape::{RepresentOptions, SpectrumOptions, Stated, represent, spectrum_in_data};
use linscape_formats::{WeightsFormat, write_weights};
use linscape_formats::{number_text, subset_text};
use std::io::Write;

/// Write weights of a critical point: the balanced one, or a random point of a stratum
///
/// With -o FILE they are written by extension: .npz (arrays W1 … Wh, `W_i` of shape d_i × d_{i-1})
/// or .safetensors (tensors of the same names).
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    linscape represent --sigma 3,2,1 --widths 3,3,3,3 --subset 1,2 -o W.npz\n  \
    linscape represent --sigma 3,2,1 --widths 3,3,3,3 --subset 1 \\\n      \
    --stratum p0-2,0-3.b1-1,1-2 --seed 7 -o W.safetensors\n  \
    linscape represent --inputs fixtures/linnerud-exercise.csv \\\n      \
    --targets fixtures/linnerud-physiological.csv --center --hidden 3,3 \\\n      \
    --subset 1 --balanced-in data -o linnerud.npz")]
pub(crate) struct RepresentArguments {
    #[command(flatten)]
    family: FamilyArguments,
    /// A random point of this stratum (a key from `linscape strata`, or `random` for any);
    /// without it the balanced point
    #[arg(help_heading = "Output", long, value_name = "KEY")]
    stratum: Option<String>,
    /// Seed of the random bases of --stratum, or of a family with --decay [default: 0]
    #[arg(help_heading = "Output", long, value_name = "S")]
    seed: Option<u64>,
    /// Input coordinates of W1: those of the data, or the whitened ones of the theory
    #[arg(help_heading = "Output", long, value_enum, default_value_t = Coordinates::Data)]
    coordinates: Coordinates,
    /// The coordinates in which the balanced point is balanced: those of the theory, or the data's own, where training
    /// from small weights meets it; then its sharpness and rate are said too
    #[arg(
        help_heading = "Output", long, value_enum, default_value_t = Coordinates::Whitened,
        conflicts_with = "stratum"
    )]
    balanced_in: Coordinates,
    #[command(flatten)]
    output: OutputArguments,
}

pub(crate) fn run(arguments: &RepresentArguments) -> Result<(), Failure> {
    if !arguments.output.is_file() {
        return Err(anyhow!("weights are a file: name it with -o W.npz or -o W.safetensors").into());
    }
    let format = WeightsFormat::of_path(arguments.output.path())?;
    let mut out = arguments.output.create_checked()?;
    if let Some(stated) = arguments.family.any_decay()? {
        if arguments.stratum.is_some() {
            return Err(
                anyhow!("--stratum does not go with --decay: a family has no strata").into()
            );
        }
        if arguments.balanced_in == Coordinates::Data {
            return Err(anyhow!(
                "--balanced-in data does not go with --decay, which says itself where weights are balanced: --decay-on"
            )
            .into());
        }
        let whitened = arguments.coordinates == Coordinates::Whitened;
        let (key, seed) = (arguments.family.key(), arguments.seed.unwrap_or(0));
        return match &stated {
            Stated::Own(_) if whitened => Err(anyhow!(
                "--coordinates whitened does not go with decay of the data's own weights"
            )
            .into()),
            Stated::Own(own) => decay::own::represent(own, key, seed, format, out),
            Stated::Decayed(own) => decay::represent(own, key, seed, whitened, format, out),
            Stated::Plain(_) => unreachable!("without decay nobody comes here"),
        };
    }
    if arguments.seed.is_some() && arguments.stratum.is_none() {
        return Err(anyhow!("--seed goes with --stratum: the balanced point is not random").into());
    }
    let family = arguments.family.load()?;
    let options = RepresentOptions {
        stratum: arguments.stratum.clone(),
        seed: arguments.seed.unwrap_or(0),
        whitened: arguments.coordinates == Coordinates::Whitened,
        balanced_in_data: arguments.balanced_in == Coordinates::Data,
    };
    let point = represent(&family, &options)?;
    let extremes = options.balanced_in_data.then(|| extremes(&family)).transpose()?;
    write_weights(&mut out, &point.weights, format)?;
    out.finish()?;
    let multiplicities = family.stated.problem.spectrum().multiplicities();
    let learned = subset_text(&family.subset.indices(multiplicities));
    let point = point.stratum.map_or_else(
        || "balanced point".to_owned(),
        |stratum| {
            format!("random point of stratum {stratum}, seed {}", arguments.seed.unwrap_or(0))
        },
    );
    // For the person at the terminal; the file is the output.
    let _ = match extremes {
        None => writeln!(standard_error(), "{learned}: {point}"),
        Some(extremes) => writeln!(
            standard_error(),
            "{learned}: {point} in the data's own coordinates\n{extremes}"
        ),
    };
    Ok(())
}

/// Sharpness and rate of the point that is balanced in the data's own coordinates.
fn extremes(family: &StatedFamily) -> Result<String, Failure> {
    let observer = TerminalObserver::new("Hessian products");
    let found = spectrum_in_data(family, SpectrumOptions::default(), &observer)?;
    Ok(match (found.sharpness(), found.escape_rate()) {
        (0.0, _) => "its Hessian is zero".to_owned(),
        (sharpness, rate) => format!(
            "sharpness {}, largest stable step {}; {}",
            number_text(sharpness),
            number_text(2.0 / sharpness),
            rate.map_or_else(
                || "no direction of negative curvature".to_owned(),
                |rate| format!("left at rate {}", number_text(rate))
            )
        ),
    })
}
