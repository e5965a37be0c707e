//! `cargo xtask new template`: one folder with a design that stands on every screen, and two lines in the list of templates.
//! Nothing is overwritten, and nothing is written before everything fits.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};

/// Where templates live, below the checkout.
const TEMPLATES: &str = "templates";
/// The files of a new one.
const FILES: [(&str, &str); 4] = [
    ("mod.rs", include_str!("template/mod.rs.in")),
    ("tokens.css", include_str!("template/tokens.css.in")),
    ("style.css", include_str!("template/style.css.in")),
    ("consent.css", include_str!("template/consent.css.in")),
];
/// Words that no module can be called.
const TAKEN: [&str; 36] = [
    "as", "async", "await", "box", "break", "const", "continue", "crate", "do", "dyn", "else", "enum", "extern",
    "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "override", "priv",
    "pub", "ref", "self", "static", "super", "try", "type", "use",
];

/// Writes a template's folder and its two lines in the list.
///
/// # Errors
/// The id cannot be one, or the template is there already; one line says which.
pub fn template(root: &Path, id: &str) -> Result<()> {
    judge(id)?;
    let (folder, list) = (root.join(TEMPLATES).join(id), root.join(TEMPLATES).join("mod.rs"));
    let text = fs::read_to_string(&list).with_context(|| format!("{} cannot be read", list.display()))?;
    let module = format!("mod {id};");
    let stands = folder.exists() || folder.with_extension("rs").exists() || text.lines().any(|line| line == module);
    ensure!(!stands, "{TEMPLATES}/{id} is there already: nothing was written");
    let text = with_line(&text, &module, |line| line.starts_with("mod ") && line.ends_with(';'))?;
    let row = format!("    {id}::TEMPLATE,");
    let text = with_line(&text, &row, |line| line.starts_with("    ") && line.ends_with("::TEMPLATE,"))?;
    fs::create_dir(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    for (name, content) in FILES {
        let filled = content.replace("{id}", id).replace("{title}", &title(id));
        fs::write(folder.join(name), filled).with_context(|| format!("{TEMPLATES}/{id}/{name} cannot be written"))?;
    }
    fs::write(&list, text).with_context(|| format!("{} cannot be written", list.display()))?;
    println!("{TEMPLATES}/{id} is new, and {TEMPLATES}/mod.rs lists it.");
    println!("Look: `cargo xtask run`, then /gallery/{id}. How to go on: docs/templates.md.");
    println!("At the end: `cargo xtask previews`, and `FINQLINK_UPDATE=1 cargo test -p gateway --lib openapi`.");
    Ok(())
}

fn judge(id: &str) -> Result<()> {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let begins = id.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase());
    if !begins || !id.bytes().all(plain) || !(2..=20).contains(&id.len()) {
        bail!("{id:?} is no id of a template: 2 to 20 of a-z and 0-9, a letter first, such as paper");
    }
    ensure!(!TAKEN.contains(&id), "{id:?} is a word of Rust's own: choose another");
    Ok(())
}

fn title(id: &str) -> String {
    let mut signs = id.chars();
    signs.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(signs).collect()
}

/// The list with this line where the alphabet puts it among those of its kind.
fn with_line(text: &str, line: &str, is_one: impl Fn(&str) -> bool) -> Result<String> {
    let mut lines: Vec<&str> = text.lines().collect();
    let kind = |at: &usize| is_one(lines[*at]);
    let later = (0..lines.len()).filter(kind).find(|at| lines[*at] > line);
    let last = (0..lines.len()).rfind(kind).with_context(|| format!("{TEMPLATES}/mod.rs is no list of templates"))?;
    lines.insert(later.unwrap_or(last + 1), line);
    Ok(lines.join("\n") + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;
    use std::process::Command;

    /// A checkout of nothing but the templates.
    struct Copy(PathBuf);

    impl Copy {
        fn new(name: &str) -> Self {
            let copy = Self(std::env::temp_dir().join(format!("finqlink-template-{}-{name}", std::process::id())));
            let real = house().join(TEMPLATES);
            for entry in fs::read_dir(&real).unwrap().map(Result::unwrap) {
                let to = copy.0.join(TEMPLATES).join(entry.file_name());
                if entry.path().is_dir() {
                    fs::create_dir_all(&to).unwrap();
                    let _ = fs::copy(entry.path().join("mod.rs"), to.join("mod.rs")).unwrap();
                } else {
                    fs::create_dir_all(to.parent().unwrap()).unwrap();
                    let _ = fs::copy(entry.path(), to).unwrap();
                }
            }
            copy
        }

        fn read(&self, file: &str) -> String {
            fs::read_to_string(self.0.join(TEMPLATES).join(file)).unwrap()
        }
    }

    impl Drop for Copy {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn house() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
    }

    #[test]
    fn a_new_template_is_one_folder_and_two_lines_in_the_alphabet() {
        let copy = Copy::new("one");
        let before = copy.read("mod.rs");
        for id in ["paper", "aa", "zz9"] {
            template(&copy.0, id).unwrap();
        }
        let after = copy.read("mod.rs");
        let new: Vec<&str> = after.lines().filter(|line| !before.lines().any(|old| old == *line)).collect();
        assert_eq!(
            new,
            ["mod aa;", "mod paper;", "mod zz9;", "    aa::TEMPLATE,", "    paper::TEMPLATE,", "    zz9::TEMPLATE,"]
        );
        for kind in [|line: &&str| line.starts_with("mod "), |line: &&str| line.ends_with("::TEMPLATE,")] {
            assert!(after.lines().filter(kind).is_sorted(), "{after}");
        }
        let file = copy.read("paper/mod.rs");
        assert!(file.contains("id: \"paper\"") && file.contains("title: \"Paper\"") && !file.contains("{id}"));
    }

    #[test]
    fn what_is_written_is_rust_and_formatted_as_the_house_formats() {
        let copy = Copy::new("form");
        template(&copy.0, "atemplateof20signs99").unwrap();
        for file in ["atemplateof20signs99/mod.rs", "mod.rs"] {
            let tokens: Result<proc_macro2::TokenStream, _> = copy.read(file).parse();
            assert!(tokens.is_ok_and(|tokens| !tokens.is_empty()), "{file}");
        }
        let mut rustfmt = Command::new("rustfmt");
        rustfmt.args(["--check", "--edition", "2024", "--config-path"]).arg(house().join("rustfmt.toml"));
        let judged = rustfmt.arg(copy.0.join(TEMPLATES).join("mod.rs")).output().unwrap();
        let said = String::from_utf8_lossy(&judged.stdout).into_owned() + &String::from_utf8_lossy(&judged.stderr);
        assert!(judged.status.success(), "{said}");
    }

    /// The tests of all templates hold it once it is listed; these are their rules about text, before that.
    #[test]
    fn what_is_written_keeps_the_rules_of_styles() {
        let copy = Copy::new("rules");
        template(&copy.0, "paper").unwrap();
        let tokens = copy.read("paper/tokens.css");
        let style = copy.read("paper/style.css") + &copy.read("paper/consent.css");
        for sheet in [&tokens, &style] {
            assert!(!sheet.contains("{id}") && !sheet.contains("{title}"));
            assert_eq!(sheet.matches('{').count(), sheet.matches('}').count());
        }
        for line in style.lines() {
            let value = line.split_once(": ").map_or("", |(_, value)| value);
            assert!(!["rgb(", "hsl(", "oklch("].iter().any(|word| value.contains(word)), "{line}");
            assert!(!value.contains('#') && !line.contains("!important"), "{line}");
        }
        // A rule at the edge of its layer or condition names the template.
        for line in style.lines().filter(|line| line.ends_with('{') || line.contains("} ")) {
            let outer =
                line.starts_with('[') || line.starts_with('@') || line.starts_with('.') || line.starts_with(':');
            assert!(outer, "{line}");
        }
        // Each token of the house that has no value of its own there has one here, in light and in dark.
        let shared = fs::read_to_string(house().join("style/tokens.css")).unwrap();
        let system = ["Canvas", "CanvasText", "GrayText", "LinkText", "Highlight"];
        let (light, dark) = tokens.split_once("@media (prefers-color-scheme: dark)").unwrap();
        for declared in shared.lines().filter_map(|line| line.split(';').next()?.split_once(": ")) {
            let (name, value) = declared;
            if name.starts_with("--") && system.contains(&value) {
                for (scheme, sheet) in [("light", light), ("dark", dark)] {
                    assert!(sheet.contains(&format!("{name}: ")), "{name} in {scheme}");
                }
            }
        }
        let own: Vec<&str> = style.split(".paper-").skip(1).map(|part| &part[..3]).collect();
        let frame = copy.read("paper/mod.rs");
        assert!(own.iter().all(|begin| frame.contains(&format!("class=\"paper-{begin}"))), "{own:?}");
    }

    #[test]
    fn twice_is_refused_and_changes_nothing() {
        let copy = Copy::new("twice");
        template(&copy.0, "paper").unwrap();
        fs::write(copy.0.join(TEMPLATES).join("paper/style.css"), "mine").unwrap();
        let list = copy.read("mod.rs");
        for id in ["paper", "default", "steps"] {
            assert!(template(&copy.0, id).unwrap_err().to_string().contains("already"), "{id}");
        }
        assert_eq!((copy.read("mod.rs"), copy.read("paper/style.css")), (list, "mine".to_owned()));
    }

    #[test]
    fn what_is_no_id_is_refused() {
        let copy = Copy::new("no");
        let list = copy.read("mod.rs");
        for id in [
            "",
            "a",
            "Paper",
            "9paper",
            "../evil",
            "my-paper",
            "my_paper",
            "păper",
            "mod",
            "type",
            "apaperwithalongname99",
        ] {
            assert!(template(&copy.0, id).is_err(), "{id}");
        }
        assert_eq!(copy.read("mod.rs"), list);
    }
}
