//! Lists the words and the styles, so that whoever adds a file of either names it nowhere.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let assets = Path::new(&env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../../assets");
    let out = PathBuf::from(env::var("OUT_DIR").unwrap_or_default());
    let mut locales = String::new();
    println!("cargo:rerun-if-changed={}", assets.join("locales").display());
    for folder in entries(&assets.join("locales"))?.into_iter().filter(|folder| folder.is_dir()) {
        let code = name(&folder).to_uppercase();
        list(&mut locales, &code, &folder, "ftl")?;
    }
    fs::write(out.join("locales.rs"), locales)?;
    let mut styles = String::new();
    list(&mut styles, "FILES", &assets.join("styles"), "css")?;
    fs::write(out.join("styles.rs"), styles)
}

/// A static of the files in a folder with this ending: their names without it, and what they say.
fn list(to: &mut String, named: &str, folder: &Path, ending: &str) -> io::Result<()> {
    // Cargo looks at a folder whole: a file that is added is seen.
    println!("cargo:rerun-if-changed={}", folder.display());
    let _ = write!(to, "static {named}: &[(&str, &str)] = &[");
    for file in entries(folder)?.into_iter().filter(|file| file.extension().is_some_and(|found| found == ending)) {
        let _ = write!(to, "({:?}, include_str!({:?})),", name(&file), fs::canonicalize(&file)?);
    }
    to.push_str("];\n");
    Ok(())
}

/// What is in a folder, by its name.
fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path()));
    let mut entries = entries.collect::<io::Result<Vec<_>>>()?;
    entries.sort();
    Ok(entries)
}

fn name(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}
