//! Gathers what the binary carries: the browser's bundles, the style sheets, the desk's keys, the public files, each with its compressed forms.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// One file to embed, before it is written as Rust.
struct Embedded {
    /// The address that it is served under.
    path: String,
    hash: String,
    /// A new content would have a new address.
    immutable: bool,
    identity: PathBuf,
    brotli: Option<PathBuf>,
    gzip: Option<PathBuf>,
}

fn main() -> Outcome<()> {
    let workspace = folder("CARGO_MANIFEST_DIR")?.join("..").canonicalize()?;
    let out = folder("OUT_DIR")?;
    let bundles = bundles_folder(&out)?;

    let style = workspace.join("style");
    watch(&style);
    let (pages, first) = files_below(&style)?
        .into_iter()
        .partition::<Vec<_>, _>(|file| file.starts_with(style.join("pages")));
    let mut files = vec![
        style_sheet("style", &first, &out)?,
        style_sheet("pages", &pages, &out)?,
    ];
    let keys = workspace.join("script/desk-keys.js");
    watch(&keys);
    files.push(script("desk-keys", &keys, &out)?);
    let [style, pages, keys] = [0, 1, 2].map(|file: usize| files[file].path.clone());
    files.extend(bundle_files(&bundles, &out)?);
    files.extend(public_files(&workspace.join("public"), &out)?);
    files.sort_by(|a, b| a.path.cmp(&b.path));

    let names = format!(
        "const NAMES: AssetNames = AssetNames {{ style: {style:?}, pages: {pages:?}, keys: {keys:?}, board: {}, forms: {} }};\n",
        bundle_name(&files, "board"),
        bundle_name(&files, "forms"),
    );
    fs::write(out.join("assets.rs"), names + &table(&files)?)?;
    println!("cargo::rerun-if-changed=build.rs");
    Ok(())
}

/// `<target>/site/pkg`, where `cargo xtask build` leaves the bundles.
fn bundles_folder(out: &Path) -> Outcome<PathBuf> {
    // OUT_DIR is <target>[/<triple>]/<profile>/build/<package>/out.
    let mut target = out.ancestors().nth(4).ok_or("OUT_DIR is not cargo's")?;
    if target.ends_with(std::env::var("TARGET")?) {
        target = target.parent().ok_or("OUT_DIR is not cargo's")?;
    }
    let bundles = target.join("site").join("pkg");
    // A folder that is not there could not be watched: cargo would run this script each time.
    fs::create_dir_all(&bundles)?;
    watch(&bundles);
    Ok(bundles)
}

/// These files as one, in their order.
fn style_sheet(name: &str, sources: &[PathBuf], out: &Path) -> Outcome<Embedded> {
    let mut text = String::new();
    for file in sources {
        text.push_str(&without_remarks(&fs::read_to_string(file)?));
    }
    let identity = out.join(format!("{name}.css"));
    fs::write(&identity, &text)?;
    let hash = hash(text.as_bytes());
    Ok(Embedded {
        immutable: true,
        ..compressed(format!("/pkg/{name}-{hash}.css"), identity, out)?
    })
}

/// A script of ours, as it is written.
fn script(name: &str, source: &Path, out: &Path) -> Outcome<Embedded> {
    let text = fs::read_to_string(source)?;
    let identity = out.join(format!("{name}.js"));
    fs::write(&identity, &text)?;
    let hash = hash(text.as_bytes());
    Ok(Embedded {
        immutable: true,
        ..compressed(format!("/pkg/{name}-{hash}.js"), identity, out)?
    })
}

/// Comments and indentation are for us: one byte in six of what would be downloaded. No value of ours holds `/*`.
fn without_remarks(style: &str) -> String {
    let mut kept = String::with_capacity(style.len());
    let mut rest = style;
    while let Some((before, remark)) = rest.split_once("/*") {
        kept.push_str(before);
        rest = remark.split_once("*/").map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    let lines = kept.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// The bundles were hashed and compressed when they were made. They are copied, because the next build of the
/// bundles removes them.
fn bundle_files(folder: &Path, out: &Path) -> Outcome<Vec<Embedded>> {
    let mut found = Vec::new();
    for file in files_below(folder)? {
        if matches!(extension(&file), "br" | "gz") {
            continue;
        }
        let name = relative(&file, folder)?;
        let identity = out.join(&name);
        fs::copy(&file, &identity)?;
        let compressed = |encoding| {
            let copy = identity.with_added_extension(encoding);
            fs::copy(file.with_added_extension(encoding), &copy).map(|_| Some(copy))
        };
        found.push(Embedded {
            path: format!("/pkg/{name}"),
            hash: hash(&fs::read(&identity)?),
            immutable: true,
            brotli: compressed("br")?,
            gzip: compressed("gz")?,
            identity,
        });
    }
    Ok(found)
}

fn public_files(folder: &Path, out: &Path) -> Outcome<Vec<Embedded>> {
    watch(folder);
    let mut found = Vec::new();
    for identity in files_below(folder)? {
        let path = format!("/{}", relative(&identity, folder)?);
        found.push(compressed(path, identity, out)?);
    }
    Ok(found)
}

/// Adds the compressed forms, where the content is not compressed by its own format.
fn compressed(path: String, identity: PathBuf, out: &Path) -> Outcome<Embedded> {
    let bytes = fs::read(&identity)?;
    let hash = hash(&bytes);
    let mut file = Embedded {
        path,
        hash,
        immutable: false,
        identity,
        brotli: None,
        gzip: None,
    };
    if matches!(extension(&file.identity), "png" | "ico") {
        return Ok(file);
    }

    let brotli_file = out.join(format!("{}.br", file.hash));
    let mut brotli = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &bytes[..], &mut brotli, &parameters)?;
    fs::write(&brotli_file, brotli)?;
    file.brotli = Some(brotli_file);

    let gzip_file = out.join(format!("{}.gz", file.hash));
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(&bytes)?;
    fs::write(&gzip_file, gzip.finish()?)?;
    file.gzip = Some(gzip_file);
    Ok(file)
}

/// The table as Rust, for `src/assets.rs` to include.
fn table(files: &[Embedded]) -> Outcome<String> {
    let mut text = String::from("static TABLE: &[Asset] = &[\n");
    for file in files {
        let Embedded {
            path,
            hash,
            immutable,
            identity,
            brotli,
            gzip,
        } = file;
        let content_type = content_type(identity)?;
        let include = |file: &Option<PathBuf>| match file {
            Some(file) => format!("Some(include_bytes!({file:?}))"),
            None => "None".to_owned(),
        };
        writeln!(
            text,
            "    Asset {{ path: {path:?}, content_type: {content_type:?}, hash: {hash:?}, immutable: {immutable}, \
             identity: include_bytes!({identity:?}), brotli: {}, gzip: {} }},",
            include(brotli),
            include(gzip),
        )?;
    }
    text.push_str("];\n");
    Ok(text)
}

fn bundle_name(files: &[Embedded], bundle: &str) -> String {
    let path = |extension: &str| {
        files
            .iter()
            .map(|file| &file.path)
            .find(|path| path.starts_with(&format!("/pkg/{bundle}-")) && path.ends_with(extension))
    };
    match (path(".js"), path(".wasm")) {
        (Some(script), Some(module)) => {
            format!("Some(app::assets::Bundle {{ script: {script:?}, module: {module:?} }})")
        }
        _ => "None".to_owned(),
    }
}

fn content_type(file: &Path) -> Outcome<&'static str> {
    Ok(match extension(file) {
        "css" => "text/css; charset=utf-8",
        "ico" => "image/x-icon",
        "js" => "text/javascript; charset=utf-8",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        _ => return Err(format!("{}: no content type is known for it", file.display()).into()),
    })
}

/// Every file below the folder, in the order of their names; none where the folder is missing.
fn files_below(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(folder) else {
            continue;
        };
        for entry in entries {
            let path = entry?.path();
            let is_hidden = path
                .file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with('.'));
            match path.is_dir() {
                _ if is_hidden => {}
                true => folders.push(path),
                false => files.push(path),
            }
        }
    }
    files.sort();
    Ok(files)
}

fn watch(folder: &Path) {
    println!("cargo::rerun-if-changed={}", folder.display());
}

fn relative(file: &Path, folder: &Path) -> Outcome<String> {
    let relative = file.strip_prefix(folder)?;
    Ok(relative
        .to_str()
        .ok_or("a file's name is not UTF-8")?
        .replace('\\', "/"))
}

fn extension(file: &Path) -> &str {
    file.extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or_default()
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn folder(variable: &str) -> Outcome<PathBuf> {
    Ok(PathBuf::from(std::env::var(variable)?))
}
