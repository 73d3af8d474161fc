//! Options that would say nothing beside the others: they are refused, not passed over.

use anyhow::{Result, bail};
use clap::ArgMatches;
use clap::parser::ValueSource;
use std::collections::BTreeMap;
use std::path::Path;

/// Options of commands that say nothing where `says_nothing`; the message is one of them and `because`.
struct Idle {
    commands: &'static [&'static str],
    options: &'static [&'static str],
    says_nothing: fn(&Given) -> bool,
    because: &'static str,
}

/// What pictures are drawn by.
const PLOTS: [&str; 6] = [
    "plot values",
    "plot spectrum",
    "plot bifurcation",
    "plot barriers",
    "plot surface",
    "plot trajectory",
];

/// All of them that the command line alone shows. What depends on the problem is refused where that is
/// known.
const IDLE: &[Idle] = &[
    Idle {
        commands: &["graph"],
        options: &["scale", "width", "height", "font-size", "font", "density", "style"],
        says_nothing: |given| !given.draws_graph(),
        because: "goes with pictures: --format svg, or -o FILE.svg, .png or .pdf",
    },
    Idle {
        commands: &["graph"],
        options: &["density"],
        says_nothing: |given| given.extension() != "png",
        because: "goes with -o FILE.png: other pictures have no pixels",
    },
    Idle {
        commands: &PLOTS,
        options: &["density"],
        says_nothing: |given| given.extension() != "png",
        because: "goes with -o FILE.png: other pictures have no pixels",
    },
    Idle {
        commands: &["report"],
        options: &["format"],
        says_nothing: |given| given.has("json"),
        because: "goes without --json",
    },
    Idle {
        commands: &["spectrum"],
        options: &["ends", "dense-limit", "seed"],
        says_nothing: |given| given.has("subset") && !given.is("balanced-in", &["data"]),
        because: "goes with --weights or --balanced-in data: a family's eigenvalues have a closed form",
    },
    Idle {
        commands: &["spectrum"],
        options: &["seed"],
        says_nothing: |given| given.is("hessian", &["dense"]),
        because: "goes without --hessian dense, which draws nothing",
    },
    Idle {
        commands: &["spectrum"],
        options: &["ends"],
        says_nothing: |given| given.is("hessian", &["dense"]),
        because: "goes without --hessian dense, which gives all eigenvalues",
    },
    Idle {
        commands: &["spectrum"],
        options: &["dense-limit"],
        says_nothing: |given| given.is("hessian", &["dense", "lanczos"]),
        because: "goes without --hessian dense and lanczos, which choose the road whatever the size",
    },
    Idle {
        commands: &["verify"],
        options: &["certificates"],
        says_nothing: |given| !given.has("exact"),
        because: "goes with --exact",
    },
    Idle {
        commands: &["view"],
        options: &["module"],
        says_nothing: |given| !given.has("live"),
        because: "goes with --live",
    },
    Idle {
        commands: &["classify"],
        options: &["seed"],
        says_nothing: |given| given.is("hessian", &["dense", "skip"]),
        because: "goes with --hessian lanczos or low-rank: other roads draw nothing",
    },
    Idle {
        commands: &["classify"],
        options: &["dense-limit"],
        says_nothing: |given| {
            given.is("hessian", &["dense", "lanczos", "skip"]) && !given.has("directions")
        },
        because: "goes without --hessian dense, lanczos and skip, which choose the road whatever the size",
    },
    Idle {
        commands: &["flow"],
        options: &["seed"],
        says_nothing: |given| {
            given.starts("init", &["aligned:", "file:"]) && !given.is("method", &["sgd"])
        },
        because: "goes with random starts or --method sgd: aligned: and file: draw nothing",
    },
];

/// Refuses what says nothing.
///
/// # Errors
/// For the first such option, with the reason.
pub(crate) fn refuse_idle(matches: &ArgMatches) -> Result<()> {
    let given = Given::on(matches);
    let rules = IDLE.iter().filter(|rule| rule.commands.contains(&given.command.as_str()));
    for rule in rules.filter(|rule| (rule.says_nothing)(&given)) {
        if let Some(option) = rule.options.iter().find(|option| given.has(option)) {
            bail!("--{option} {}", rule.because);
        }
    }
    Ok(())
}

/// The options on the command line by name, with their first values; what is there by default is not.
struct Given {
    command: String,
    values: BTreeMap<String, String>,
}

impl Given {
    fn on(matches: &ArgMatches) -> Self {
        let (mut command, mut at) = (String::new(), matches);
        while let Some((name, below)) = at.subcommand() {
            if !command.is_empty() {
                command.push(' ');
            }
            command.push_str(name);
            at = below;
        }
        let given =
            at.ids().filter(|id| at.value_source(id.as_str()) == Some(ValueSource::CommandLine));
        let value = |id: &str| {
            let first = at.try_get_raw(id).ok().flatten().and_then(|mut values| values.next());
            first.unwrap_or_default().to_string_lossy().into_owned()
        };
        let values = given.map(|id| (id.as_str().replace('_', "-"), value(id.as_str()))).collect();
        Self { command, values }
    }

    fn has(&self, option: &str) -> bool {
        self.values.contains_key(option)
    }

    /// Whether the option was given one of these values.
    fn is(&self, option: &str, values: &[&str]) -> bool {
        self.values.get(option).is_some_and(|given| values.contains(&given.as_str()))
    }

    /// Whether the option's value begins with one of these.
    fn starts(&self, option: &str, values: &[&str]) -> bool {
        let given = self.values.get(option);
        given.is_some_and(|given| values.iter().any(|value| given.starts_with(value)))
    }

    /// The extension of the output in small letters.
    fn extension(&self) -> String {
        let name = self.values.get("output").map(String::as_str).unwrap_or_default();
        let found = Path::new(name).extension().unwrap_or_default();
        found.to_string_lossy().to_ascii_lowercase()
    }

    /// Whether `graph` draws a picture.
    fn draws_graph(&self) -> bool {
        let by_name = || ["svg", "png", "pdf"].contains(&self.extension().as_str());
        self.is("format", &["svg"]) || !self.has("format") && by_name()
    }
}
