//! Sections of banks: what they come to, and the one line for each mistake.

use super::*;
use crate::config::Known;
use crate::config::settings::{Given, Settings};
use std::path::PathBuf;

/// A folder of its own with the files that a section may name.
struct Desk(PathBuf);

impl Desk {
    fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("finqlink-banks-{}", uuid::Uuid::new_v4()));
        std::fs::create_dir_all(&folder).unwrap();
        let desk = Self(folder);
        desk.put("secret", b"s3cret-of-ours\n");
        desk.put("seal.key", sandbox::SEAL_KEY);
        desk.put("seal.crt", sandbox::SEAL_CERTIFICATE);
        desk.put("qwac.pem", &[sandbox::SEAL_KEY, sandbox::SEAL_CERTIFICATE].concat());
        desk
    }

    fn put(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.0.join(name), bytes).unwrap();
    }

    /// The configuration with this section of CEC, the bank that needs everything; `{}` stands for the folder.
    fn config(&self, section: &str, is_demo: bool) -> Config {
        let text = section.replace("{}", &self.0.display().to_string());
        let given = Given { file: Some(("finqlink.toml".to_owned(), text)), ..Given::default() };
        let known = Known { templates: &["default"], languages: &["en"], providers: &["cec_ro", "bt_ro"] };
        Config::read(&Settings::resolve(&given, is_demo).unwrap(), is_demo, &known).unwrap()
    }

    fn refusal(&self, from: &str, to: &str) -> String {
        assert!(CEC.contains(from));
        let line = reach(&self.config(&CEC.replace(from, to), false)).unwrap_err().to_string();
        assert!(!line.contains('\n'), "one line: {line}");
        line.replace(&self.0.display().to_string(), "")
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

const CEC: &str = r#"
[banks.cec_ro]
env = "prod"
api_base = "https://api.cec.example/psd2/"
public_base = "https://www.cec.example"
own_ip = "192.0.2.9"
client_id = "finqlink-ro"
client_secret_file = "{}/secret"
seal_key_file = "{}/seal.key"
seal_certificate_file = "{}/seal.crt"
tls_identity_file = "{}/qwac.pem"
"#;

#[test]
fn a_section_is_one_more_connection() {
    let desk = Desk::new();
    let (profiles, _) = reach(&desk.config(CEC, false)).unwrap();
    assert_eq!(profiles.len(), ALL.len() + 1);
    let cec = profiles.last().unwrap();
    assert_eq!((cec.provider_id, cec.env), ("cec_ro", Env::Prod));
    assert_eq!(cec.api.to_string(), "https://api.cec.example/psd2");
    let oauth = cec.oauth.as_ref().unwrap();
    assert_eq!((oauth.client_id.as_str(), oauth.client_secret.as_str()), ("finqlink-ro", "s3cret-of-ours"));
    assert!(cec.seal.is_some());
    assert!(profiles[..ALL.len()].iter().all(|profile| profile.env == Env::Sandbox));
    let (profiles, _) = reach(&desk.config(&CEC.replace("\"prod\"", "\"stage\""), false)).unwrap();
    assert_eq!(profiles.last().unwrap().env, Env::Stage);
}

#[test]
fn without_a_section_there_is_the_sandbox_only_and_the_demo_takes_none() {
    let desk = Desk::new();
    for config in [desk.config("", false), desk.config(CEC, true)] {
        let (profiles, _) = reach(&config).unwrap();
        assert!(profiles.iter().all(|profile| profile.env == Env::Sandbox));
        assert_eq!(profiles.len(), ALL.len());
    }
}

#[test]
fn each_mistake_has_its_line() {
    let desk = Desk::new();
    desk.put("empty", b"");
    desk.put("two lines", b"a\nb");
    let lines = [
        desk.refusal("client_id = \"finqlink-ro\"", ""),
        desk.refusal("client_secret_file = \"{}/secret\"", ""),
        desk.refusal("seal_key_file = \"{}/seal.key\"", ""),
        desk.refusal("seal_certificate_file = \"{}/seal.crt\"", ""),
        desk.refusal("{}/secret", "{}/nothing"),
        desk.refusal("{}/secret", "{}/empty"),
        desk.refusal("{}/secret", "{}/two lines"),
        desk.refusal("{}/seal.key", "{}/seal.crt"),
        desk.refusal("{}/seal.crt", "{}/seal.key"),
        desk.refusal("{}/qwac.pem", "{}/seal.crt"),
        desk.refusal("/psd2/", "/a/../b"),
    ];
    insta::assert_snapshot!(lines.join("\n"));
    assert!(!lines.concat().contains("s3cret"));
}
