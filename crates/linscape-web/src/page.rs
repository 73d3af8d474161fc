//! The playground: a page with the module inside, or a folder for any host of static files.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use linscape::ProblemOptions;
use linscape_pictures::{SHARED_SCRIPTS, filled, json_for_script, shared_style};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::io::{self, Write};

/// The scripts of the page, one concept each, in the order in which they run.
const SCRIPTS: [&str; 12] = [
    include_str!("../page/state.js"),
    include_str!("../page/client.js"),
    include_str!("../page/pictures.js"),
    include_str!("../page/stage.js"),
    include_str!("../page/controls.js"),
    include_str!("../page/chosen_family.js"),
    include_str!("../page/flight.js"),
    include_str!("../page/dropped_files.js"),
    include_str!("../page/examples.js"),
    include_str!("../page/panel.js"),
    include_str!("../page/playground.js"),
    include_str!("../page/start.js"),
];

/// Data of the page's examples by their names: files of `fixtures/`, to which `data/` links.
const EXAMPLE_FILES: [(&str, &[u8]); 4] = [
    ("digits-labels.csv", include_bytes!("../data/digits-labels.csv")),
    ("digits.npz", include_bytes!("../data/digits.npz")),
    ("hierarchy-inputs.csv", include_bytes!("../data/hierarchy-inputs.csv")),
    ("hierarchy-targets.csv", include_bytes!("../data/hierarchy-targets.csv")),
];

/// What the page begins with.
#[derive(Debug, Clone, Default)]
pub struct PageStart {
    /// The problem at hand; the page begins with an example where there is none.
    pub problem: Option<ProblemOptions>,
    /// Files that the problem names, by these names.
    pub files: Vec<(String, Vec<u8>)>,
}

/// A playground around a module.
#[derive(Debug, Clone, Copy)]
pub struct LivePage<'a> {
    /// The module, as `scripts/build_web.sh` builds it.
    pub module: &'a [u8],
    /// What it begins with.
    pub start: &'a PageStart,
}

impl LivePage<'_> {
    /// One file of HTML: module and files stand in it, packed; a policy forbids every request and every script
    /// but the page's own.
    ///
    /// # Errors
    /// When something cannot be packed or written as JSON.
    pub fn html(&self) -> io::Result<String> {
        let script = script(include_str!("../page/embedded.js"));
        let hash = STANDARD.encode(Sha256::digest(script.as_bytes()));
        let policy = format!(
            "default-src 'none'; script-src 'sha256-{hash}' 'wasm-unsafe-eval'; worker-src blob:; \
             style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
        );
        let mut packed = GzEncoder::new(Vec::new(), Compression::best());
        packed.write_all(self.module)?;
        let scripts = format!(
            "<script type=\"application/json\" id=\"start\">{}</script>\n\
             <script type=\"text/plain\" id=\"worker\">{}</script>\n\
             <script type=\"text/plain\" id=\"module\">{}</script>\n<script>{script}</script>",
            self.started()?,
            worker(),
            STANDARD.encode(packed.finish()?)
        );
        Ok(page(&policy, &format!("<style>\n{}</style>", style()), &scripts))
    }

    /// The same as files by their names, for a host: the browser compiles the module while it arrives.
    ///
    /// # Errors
    /// When something cannot be written as JSON.
    pub fn folder(&self) -> io::Result<Vec<(&'static str, Vec<u8>)>> {
        let policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; \
             connect-src 'self'; style-src 'self' 'unsafe-inline'; base-uri 'none'; form-action 'none'";
        let scripts = format!(
            "<script type=\"application/json\" id=\"start\">{}</script>\n<script src=\"playground.js\"></script>",
            self.started()?
        );
        let html = page(policy, "<link rel=\"stylesheet\" href=\"playground.css\">", &scripts);
        Ok(vec![
            ("index.html", html.into_bytes()),
            ("playground.css", style().into_bytes()),
            ("playground.js", script(include_str!("../page/served.js")).into_bytes()),
            ("worker.js", worker().into_bytes()),
            ("linscape_web.wasm", self.module.to_vec()),
        ])
    }

    /// The start as JSON for a script element.
    fn started(&self) -> io::Result<String> {
        // Files of the problem at hand take the place of an example's of the same name.
        let given = self.start.files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
        let files: serde_json::Map<String, Value> = EXAMPLE_FILES
            .into_iter()
            .chain(given)
            .map(|(name, bytes)| (name.to_owned(), STANDARD.encode(bytes).into()))
            .collect();
        let problem = serde_json::to_value(&self.start.problem)?;
        Ok(json_for_script(&json!({ "problem": problem, "files": files }).to_string()))
    }
}

fn page(policy: &str, style: &str, scripts: &str) -> String {
    filled(include_str!("../page/playground.html"), |name| match name {
        "policy" => policy,
        "style" => style,
        "scripts" => scripts,
        "version" => env!("CARGO_PKG_VERSION"),
        _ => "",
    })
}

fn style() -> String {
    format!("{}\n{}", shared_style(), include_str!("../page/playground.css"))
}

/// All scripts in one function, `begin` last.
fn script(begin: &str) -> String {
    format!(
        "(() => {{\n\"use strict\";\n{}{}{begin}}})();\n",
        SHARED_SCRIPTS.concat(),
        SCRIPTS.concat()
    )
}

/// The worker's script.
fn worker() -> String {
    format!(
        "(() => {{\n\"use strict\";\n{}{}}})();\n",
        include_str!("../page/module.js"),
        include_str!("../page/worker.js")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_names_end_no_script() {
        let hostile = "</script><script>alert(1)</script>.csv";
        let start = PageStart {
            problem: Some(ProblemOptions {
                target: Some(linscape::Given::File(hostile.into())),
                ..ProblemOptions::default()
            }),
            files: vec![(hostile.to_owned(), b"1\n".to_vec())],
        };
        let page = LivePage { module: b"\0asm", start: &start }.html().expect("it is written");
        assert_eq!(page.matches("</script>").count(), 4);
        assert!(!page.contains("{{policy") && page.contains("worker-src blob:"));
    }

    #[test]
    fn a_folder_asks_for_its_own_files() {
        let start = PageStart::default();
        let files = LivePage { module: b"\0asm", start: &start }.folder().expect("it is written");
        let text = |name: &str| {
            let found = files.iter().find(|(file, _)| *file == name).expect("it is there");
            String::from_utf8_lossy(&found.1).into_owned()
        };
        for (name, from) in [
            ("playground.js", "index.html"),
            ("playground.css", "index.html"),
            ("worker.js", "playground.js"),
            ("linscape_web.wasm", "playground.js"),
        ] {
            assert!(text(from).contains(&format!("\"{name}\"")), "{from} names {name}");
        }
    }
}
