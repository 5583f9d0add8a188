//! The browser's two bundles: compiled to WebAssembly, bound to JavaScript, optimised, hashed, compressed.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};
use sha2::{Digest, Sha256};
use wasm_bindgen_cli_support::Bindgen;

use crate::packages;
use crate::workspace::{Workspace, files_below, output_of, run};

const TARGET: &str = "wasm32-unknown-unknown";
const PROFILE: &str = "wasm-release";
/// Each is a feature of `app`, and the first part of its files' names.
const BUNDLES: [&str; 2] = ["board", "forms"];
/// Counts up when this file makes other bytes from the same input.
const RECIPE: u32 = 2;

/// What rustc emits today; wasm-opt must be told of each, or it refuses the module.
const WASM_FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-reference-types",
    "--enable-multivalue",
];

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Optimise {
    /// As rustc leaves it: quick, a little larger.
    No,
    /// Through wasm-opt and esbuild, as it is delivered.
    Yes,
}

/// What the files of a bundle were made from; kept beside them, so that the same work is not done twice.
struct Stamp {
    /// Of everything that cargo reads to compile it.
    inputs: String,
    /// Of what cargo made.
    module: String,
    optimised: bool,
}

/// Brings `<target>/site/pkg` up to date.
pub fn build(workspace: &Workspace, optimise: Optimise) -> anyhow::Result<()> {
    ensure_target()?;
    fs::create_dir_all(workspace.bundles())?;
    let inputs = hash_of_inputs(workspace)?;
    for bundle in BUNDLES {
        build_one(workspace, bundle, &inputs, optimise)?;
    }
    Ok(())
}

fn build_one(
    workspace: &Workspace,
    bundle: &str,
    inputs: &str,
    optimise: Optimise,
) -> anyhow::Result<()> {
    // Optimised files serve a build that did not ask for it.
    let is_good_enough = |stamp: &Stamp| stamp.optimised || optimise == Optimise::No;
    let stamp = Stamp::read(workspace, bundle).filter(is_good_enough);
    if stamp.as_ref().is_some_and(|stamp| stamp.inputs == inputs) {
        return Ok(());
    }

    let compiled = compile(workspace, bundle)?;
    let module = hex(&[&compiled]);
    // Most changes are to the server's half of `app`: the browser's stays what it was.
    let optimised = match stamp.filter(|stamp| stamp.module == module) {
        Some(stamp) => stamp.optimised,
        None => {
            write(workspace, bundle, &compiled, optimise)?;
            optimise == Optimise::Yes
        }
    };
    let inputs = inputs.to_owned();
    Stamp {
        inputs,
        module,
        optimised,
    }
    .write(workspace, bundle)
}

/// Adds the target where rustup manages the toolchain and it is missing.
pub fn ensure_target() -> anyhow::Result<()> {
    let libraries =
        output_of(Command::new("rustc").args(["--print", "target-libdir", "--target", TARGET]))?;
    if Path::new(libraries.trim()).is_dir() {
        return Ok(());
    }
    run(Command::new("rustup").args(["target", "add", TARGET]))
        .context("the wasm32 target is missing and rustup could not add it")
}

fn compile(workspace: &Workspace, bundle: &str) -> anyhow::Result<Vec<u8>> {
    let target = workspace.wasm_target();
    run(workspace
        .cargo([
            "build",
            "--package",
            "app",
            "--lib",
            "--no-default-features",
        ])
        .args([
            "--features",
            bundle,
            "--target",
            TARGET,
            "--profile",
            PROFILE,
        ])
        .arg("--target-dir")
        .arg(&target))?;
    // Both bundles come out under one name: read it before the next build replaces it.
    let module = target.join(TARGET).join(PROFILE).join("app.wasm");
    fs::read(&module).with_context(|| format!("cannot read {}", module.display()))
}

fn write(
    workspace: &Workspace,
    bundle: &str,
    compiled: &[u8],
    optimise: Optimise,
) -> anyhow::Result<()> {
    let (mut script, mut module) = bind(bundle, compiled)?;
    if optimise == Optimise::Yes {
        packages::install_npm(workspace)?;
        module = optimised(workspace, bundle, &module)?;
        script = minified(workspace, bundle, &script)?;
    }
    let folder = workspace.bundles();
    let name = format!("{bundle}-{}", &hex(&[script.as_bytes(), &module])[..16]);
    remove_files_of(&folder, bundle)?;
    let script_sizes = write_compressed(&folder.join(format!("{name}.js")), script.as_bytes())?;
    let module_sizes = write_compressed(&folder.join(format!("{name}.wasm")), &module)?;
    eprintln!("{bundle}: JavaScript {script_sizes}, WebAssembly {module_sizes}");
    Ok(())
}

fn bind(bundle: &str, compiled: &[u8]) -> anyhow::Result<(String, Vec<u8>)> {
    let mut output = Bindgen::new()
        .input_bytes(bundle, compiled.to_vec())
        .web(true)?
        // The page names the module by its hashed name; a default path would point at nothing.
        .omit_default_module_path(true)
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate_output()?;
    let has_snippets = output
        .snippets()
        .values()
        .any(|snippets| !snippets.is_empty());
    if has_snippets || !output.local_modules().is_empty() {
        bail!("{bundle} brings JavaScript of its own, which the server does not deliver");
    }
    let script = output.js().to_owned();
    let module = output.wasm_mut().emit_wasm();
    Ok((script, module))
}

fn optimised(workspace: &Workspace, bundle: &str, module: &[u8]) -> anyhow::Result<Vec<u8>> {
    let input = workspace.wasm_target().join(format!("{bundle}-bound.wasm"));
    let output = workspace
        .wasm_target()
        .join(format!("{bundle}-optimised.wasm"));
    fs::write(&input, module)?;
    run(
        Command::new(workspace.end2end().join("node_modules/.bin/wasm-opt"))
            .arg("-Oz")
            .args(WASM_FEATURES)
            .arg(&input)
            .arg("-o")
            .arg(&output),
    )?;
    Ok(fs::read(&output)?)
}

/// Half of what wasm-bindgen writes is comments and indentation.
fn minified(workspace: &Workspace, bundle: &str, script: &str) -> anyhow::Result<String> {
    let input = workspace.wasm_target().join(format!("{bundle}-bound.js"));
    fs::write(&input, script)?;
    output_of(
        Command::new(workspace.end2end().join("node_modules/.bin/esbuild"))
            .args(["--minify", "--format=esm"])
            .arg(&input),
    )
}

/// Writes the file and its two compressed forms, and says how large they are.
fn write_compressed(path: &Path, bytes: &[u8]) -> anyhow::Result<String> {
    let mut brotli = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &bytes[..], &mut brotli, &parameters)?;

    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(bytes)?;
    let gzip = gzip.finish()?;

    fs::write(path, bytes)?;
    fs::write(path.with_added_extension("br"), &brotli)?;
    fs::write(path.with_added_extension("gz"), &gzip)?;
    Ok(format!(
        "{} B ({} B brotli, {} B gzip)",
        bytes.len(),
        brotli.len(),
        gzip.len()
    ))
}

impl Stamp {
    fn read(workspace: &Workspace, bundle: &str) -> Option<Self> {
        let text = fs::read_to_string(Self::path(workspace, bundle)).ok()?;
        let mut lines = text.lines();
        let inputs = lines.next()?.to_owned();
        let module = lines.next()?.to_owned();
        let optimised = lines.next()? == "optimised";
        Some(Self {
            inputs,
            module,
            optimised,
        })
    }

    fn write(&self, workspace: &Workspace, bundle: &str) -> anyhow::Result<()> {
        let optimised = if self.optimised {
            "optimised"
        } else {
            "as compiled"
        };
        let text = format!("{}\n{}\n{optimised}\n", self.inputs, self.module);
        Ok(fs::write(Self::path(workspace, bundle), text)?)
    }

    /// Beside the folder of the bundles rather than in it: the server embeds what that folder holds.
    fn path(workspace: &Workspace, bundle: &str) -> PathBuf {
        workspace
            .bundles()
            .with_file_name(format!("{bundle}.stamp"))
    }
}

fn hash_of_inputs(workspace: &Workspace) -> anyhow::Result<String> {
    let mut hasher = Sha256::new();
    hasher.update(format!("recipe {RECIPE}\n"));
    hasher.update(output_of(
        Command::new("rustc")
            .arg("-vV")
            .current_dir(&workspace.root),
    )?);
    for variable in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS"] {
        hasher.update(std::env::var(variable).unwrap_or_default());
    }
    let mut files = files_below(&workspace.root.join("app"))?;
    for file in ["Cargo.toml", "Cargo.lock", ".cargo/config.toml"] {
        files.push(workspace.root.join(file));
    }
    for file in files {
        let content = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        let name = file.strip_prefix(&workspace.root)?;
        hasher.update(format!("{} {}\n", name.display(), content.len()));
        hasher.update(content);
    }
    Ok(text_of(hasher))
}

fn remove_files_of(folder: &Path, bundle: &str) -> anyhow::Result<()> {
    let prefix = format!("{bundle}-");
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(&prefix) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

fn hex(parts: &[&[u8]]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
    }
    text_of(hasher)
}

fn text_of(hasher: Sha256) -> String {
    hasher
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
