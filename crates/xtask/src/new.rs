//! `cargo xtask new bank`: one file from a template, one line in the list of banks, one for the module. Nothing is
//! overwritten, and nothing is written before everything fits. `new template` lives below.

mod template;

pub use template::template;

use std::fs;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};

const TEMPLATE: &str = include_str!("new/bank.rs.in");
/// Where banks live, below the checkout.
const PROFILES: &str = "crates/connectors/src/profiles";

/// Writes a bank's file and its line in the list.
///
/// # Errors
/// The id or the name cannot be one, or the bank is there already; one line says which.
pub fn bank(root: &Path, id: &str, name: Option<&str>) -> Result<()> {
    let folder = root.join(PROFILES);
    let name = name.map_or_else(|| name_of(id), str::to_owned);
    judge(id, &name)?;
    let path = folder.join(format!("{id}.rs"));
    ensure!(!path.exists() && !folder.join(id).exists(), "{PROFILES}/{id} is there already: nothing was written");
    let list = folder.join("mod.rs");
    let text = fs::read_to_string(&list).with_context(|| format!("{} cannot be read", list.display()))?;
    let with_module = with_module(&text, id)?;
    let named = |id: &str| name_in(&fs::read_to_string(folder.join(format!("{id}.rs"))).unwrap_or_default());
    let text = with_line(&with_module, id, &name, named)?;
    let mut file = fs::File::create_new(&path).with_context(|| format!("{} cannot be made", path.display()))?;
    file.write_all(filled(id, &name).as_bytes())?;
    fs::write(&list, text).with_context(|| format!("{} cannot be written", list.display()))?;
    println!("{PROFILES}/{id}.rs is new, and {PROFILES}/mod.rs lists it.");
    println!(
        "Next: say there what the bank wants, give it a personality in crates/sandbox-bank, a mark in public/marks;"
    );
    println!("`INSTA_UPDATE=always cargo test -p connectors` writes its calls down: read them.");
    Ok(())
}

fn judge(id: &str, name: &str) -> Result<()> {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    let begins = id.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase());
    if !begins || !id.bytes().all(plain) || !(2..=20).contains(&id.len()) || id.ends_with('_') || id.contains("__") {
        bail!("{id:?} is no id of a bank: 2 to 20 of a-z, 0-9 and single _ between them, such as acme_ro");
    }
    let quiet = !name.chars().any(|sign| sign.is_control() || matches!(sign, '"' | '\\' | '{' | '}'));
    ensure!(quiet && name.trim() == name && (1..=60).contains(&name.chars().count()), "{name:?} is no name of a bank");
    Ok(())
}

/// `acme_bank_ro` is Acme Bank until somebody knows better.
fn name_of(id: &str) -> String {
    let words = split(id).0.split('_').map(|word| {
        let mut signs = word.chars();
        signs.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(signs).collect::<String>()
    });
    words.collect::<Vec<_>>().join(" ")
}

/// An id's own part, and its country.
fn split(id: &str) -> (&str, String) {
    match id.rsplit_once('_') {
        Some((own, country)) if country.len() == 2 => (own, country.to_ascii_uppercase()),
        _ => (id, "RO".to_owned()),
    }
}

fn filled(id: &str, name: &str) -> String {
    let (own, country) = split(id);
    let key = own.replace('_', " ");
    TEMPLATE.replace("{id}", id).replace("{country}", &country).replace("{key}", &key).replace("{name}", name)
}

/// The name that a bank's file gives it.
fn name_in(text: &str) -> Option<String> {
    let (_, after) = text.split_once("name: \"")?;
    Some(after.split_once('"')?.0.to_owned())
}

/// The list with the module's line among the others.
fn with_module(text: &str, id: &str) -> Result<String> {
    let modules: Vec<&str> = text.lines().filter(|line| line.starts_with("pub mod ")).collect();
    let line = format!("pub mod {id};");
    ensure!(!modules.contains(&line.as_str()), "{PROFILES}/mod.rs lists {id} already: nothing was written");
    match modules.iter().find(|other| ***other > *line) {
        Some(next) => Ok(text.replacen(*next, &format!("{line}\n{next}"), 1)),
        None => {
            let last = modules.last().with_context(|| format!("{PROFILES}/mod.rs holds no `pub mod`"))?;
            Ok(text.replacen(last, &format!("{last}\n{line}"), 1))
        }
    }
}

/// The list with the bank's line where its name belongs.
fn with_line(text: &str, id: &str, name: &str, named: impl Fn(&str) -> Option<String>) -> Result<String> {
    let bank_of = |line: &str| Some(line.strip_prefix("    ")?.strip_suffix("::BANK,")?.to_owned());
    let banks: Vec<String> = text.lines().filter_map(bank_of).collect();
    let last = banks.last().with_context(|| format!("{PROFILES}/mod.rs holds no list of banks"))?;
    let own = format!("    {id}::BANK,\n");
    let later = |other: &&String| named(other).is_some_and(|other| other.to_lowercase() > name.to_lowercase());
    Ok(match banks.iter().find(later) {
        Some(next) => text.replacen(&format!("    {next}::BANK,\n"), &format!("{own}    {next}::BANK,\n"), 1),
        None => text.replacen(&format!("    {last}::BANK,\n"), &format!("    {last}::BANK,\n{own}"), 1),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;
    use std::process::Command;

    /// A checkout of nothing but the banks.
    struct Copy(PathBuf);

    impl Copy {
        fn new(name: &str) -> Self {
            let root = std::env::temp_dir().join(format!("finqlink-new-{}-{name}", std::process::id()));
            let copy = Self(root);
            let real = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(PROFILES);
            copy_files(&real, &copy.0.join(PROFILES));
            copy
        }

        fn read(&self, file: &str) -> String {
            fs::read_to_string(self.0.join(PROFILES).join(file)).unwrap()
        }
    }

    impl Drop for Copy {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn copy_files(from: &Path, to: &Path) {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
            let to = to.join(entry.file_name());
            if entry.path().is_dir() {
                copy_files(&entry.path(), &to)
            } else {
                let _ = fs::copy(entry.path(), to).unwrap();
            }
        }
    }

    fn banks(list: &str) -> Vec<&str> {
        list.lines().filter_map(|line| line.trim().strip_suffix("::BANK,")).collect()
    }

    #[test]
    fn a_new_bank_is_one_file_and_stands_where_its_name_belongs() {
        let copy = Copy::new("one");
        bank(&copy.0, "acme_ro", None).unwrap();
        bank(&copy.0, "zz_bank_hu", Some("Băncuța \u{21b}")).unwrap();
        bank(&copy.0, "zebra", Some("Zebra")).unwrap();
        let list = copy.read("mod.rs");
        assert_eq!(banks(&list), ["acme_ro", "bt_ro", "zz_bank_hu", "cec_ro", "libra_ro", "rzb_ro", "ropay", "zebra"]);
        let modules: Vec<&str> = list.lines().filter(|line| line.starts_with("pub mod ")).collect();
        assert!(modules.is_sorted() && modules.contains(&"pub mod acme_ro;"), "{modules:?}");
        let file = copy.read("zz_bank_hu.rs");
        for part in ["\"zz_bank_hu.domestic\"", "country: \"HU\"", "name: \"Băncuța ț\"", "keys: &[\"zz bank\"]"] {
            assert!(file.contains(part), "{part} in\n{file}");
        }
        assert!(copy.read("acme_ro.rs").contains("name: \"Acme\""));
    }

    #[test]
    fn what_is_written_is_rust_and_formatted_as_the_house_formats() {
        let copy = Copy::new("form");
        bank(&copy.0, "a_bank_of_20_signs_x", Some("A bank with a name that is rather long for a bank")).unwrap();
        for file in ["a_bank_of_20_signs_x.rs", "mod.rs"] {
            let tokens: Result<proc_macro2::TokenStream, _> = copy.read(file).parse();
            assert!(tokens.is_ok_and(|tokens| !tokens.is_empty()), "{file}");
        }
        let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rustfmt.toml");
        let mut rustfmt = Command::new("rustfmt");
        rustfmt.args(["--check", "--edition", "2024", "--config-path"]).arg(config);
        // It follows the modules: every bank is looked at.
        let judged = rustfmt.arg(copy.0.join(PROFILES).join("mod.rs")).output().unwrap();
        let said = String::from_utf8_lossy(&judged.stdout).into_owned() + &String::from_utf8_lossy(&judged.stderr);
        assert!(judged.status.success(), "{said}");
    }

    #[test]
    fn twice_is_refused_and_changes_nothing() {
        let copy = Copy::new("twice");
        bank(&copy.0, "acme_ro", None).unwrap();
        fs::write(copy.0.join(PROFILES).join("acme_ro.rs"), "mine").unwrap();
        let list = copy.read("mod.rs");
        for id in ["acme_ro", "libra_ro", "sandbox", "connection", "tests"] {
            assert!(bank(&copy.0, id, None).unwrap_err().to_string().contains("already"), "{id}");
        }
        fs::remove_file(copy.0.join(PROFILES).join("acme_ro.rs")).unwrap();
        assert!(bank(&copy.0, "acme_ro", None).unwrap_err().to_string().contains("already"), "its line is left");
        assert_eq!(copy.read("mod.rs"), list);
        assert!(!copy.0.join(PROFILES).join("acme_ro.rs").exists());
    }

    #[test]
    fn what_is_no_id_or_name_is_refused() {
        let copy = Copy::new("no");
        let list = copy.read("mod.rs");
        for id in ["", "a", "Acme", "9bank", "../evil", "acme-ro", "acme_", "a__b", "ăcme", "a_very_long_id_of_a_bank"]
        {
            assert!(bank(&copy.0, id, None).is_err(), "{id}");
        }
        for name in ["", " x", "a\"b", "a\\b", "a\nb", "{id}"] {
            assert!(bank(&copy.0, "acme_ro", Some(name)).is_err(), "{name}");
        }
        assert_eq!(copy.read("mod.rs"), list);
    }
}
