//! The browser's two bundles: compiled to WebAssembly, bound to JavaScript, optimised, hashed, compressed.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, bail};
use sha2::{Digest, Sha256};
use wasm_bindgen_cli_support::Bindgen;

use crate::packages;
use crate::workspace::{Workspace, output_of, run};

const TARGET: &str = "wasm32-unknown-unknown";
const PROFILE: &str = "wasm-release";
/// Each is a feature of `app`, and the first part of its files' names.
const BUNDLES: [&str; 2] = ["board", "forms"];
/// Counts up when this file makes other bytes from the same input.
const RECIPE: u32 = 1;

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
    /// Through wasm-opt, as it is delivered.
    Yes,
}

/// Brings `<target>/site/pkg` up to date.
pub fn build(workspace: &Workspace, optimise: Optimise) -> anyhow::Result<()> {
    ensure_target()?;
    let folder = workspace.bundles();
    fs::create_dir_all(&folder)?;
    for bundle in BUNDLES {
        let compiled = compile(workspace, bundle)?;
        if !is_current(&folder, bundle, &compiled, optimise) {
            write(workspace, &folder, bundle, &compiled, optimise)?;
        }
    }
    Ok(())
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
    folder: &Path,
    bundle: &str,
    compiled: &[u8],
    optimise: Optimise,
) -> anyhow::Result<()> {
    let (script, mut module) = bind(bundle, compiled)?;
    if optimise == Optimise::Yes {
        module = optimised(workspace, bundle, &module)?;
    }
    let hash = &hex(&[script.as_bytes(), &module])[..16];

    remove_files_of(folder, bundle)?;
    let script_sizes = write_compressed(
        &folder.join(format!("{bundle}-{hash}.js")),
        script.as_bytes(),
    )?;
    let module_sizes = write_compressed(&folder.join(format!("{bundle}-{hash}.wasm")), &module)?;
    fs::write(stamp(folder, bundle), stamp_text(compiled, optimise))?;
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
    if !output.snippets().is_empty() || !output.local_modules().is_empty() {
        bail!("{bundle} brings JavaScript of its own, which the server does not deliver");
    }
    let script = output.js().to_owned();
    let module = output.wasm_mut().emit_wasm();
    Ok((script, module))
}

fn optimised(workspace: &Workspace, bundle: &str, module: &[u8]) -> anyhow::Result<Vec<u8>> {
    packages::install_npm(workspace)?;
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

/// True when the files there were made from this very module, at least as well as is asked now.
fn is_current(folder: &Path, bundle: &str, compiled: &[u8], wanted: Optimise) -> bool {
    let Ok(found) = fs::read_to_string(stamp(folder, bundle)) else {
        return false;
    };
    found == stamp_text(compiled, Optimise::Yes) || found == stamp_text(compiled, wanted)
}

fn stamp(folder: &Path, bundle: &str) -> std::path::PathBuf {
    // Beside the folder rather than in it: the server embeds what the folder holds.
    folder.with_file_name(format!("{bundle}.stamp"))
}

fn stamp_text(compiled: &[u8], optimise: Optimise) -> String {
    let optimised = optimise == Optimise::Yes;
    format!(
        "recipe {RECIPE}, module {}, optimised {optimised}\n",
        hex(&[compiled])
    )
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
    hasher
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
