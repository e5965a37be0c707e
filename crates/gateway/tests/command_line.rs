//! The command line from outside: each command against a store of its own.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use serde_json::Value;
use std::path::PathBuf;
use std::process::{Command, Output};

struct House(PathBuf);

impl House {
    fn build() -> Self {
        let name = format!("finqlink-cli-{}", uuid::Uuid::new_v4().simple());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn with_key() -> Self {
        let house = Self::build();
        house.json(&["keys", "rotate"]);
        house
    }

    fn run(&self, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_finqlink"));
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("FINQLINK_") {
                command.env_remove(name);
            }
        }
        command.current_dir(&self.0).args(args).output().unwrap()
    }

    fn text(&self, args: &[&str]) -> String {
        let output = self.run(args);
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn json(&self, args: &[&str]) -> Value {
        serde_json::from_str(&self.text(&[args, &["--json"]].concat())).unwrap()
    }

    /// The one line on stderr of a command that cannot be done.
    fn refusal(&self, args: &[&str]) -> String {
        let output = self.run(args);
        assert_eq!(output.status.code(), Some(1), "{args:?}");
        assert!(output.stdout.is_empty(), "{args:?}");
        let text = String::from_utf8(output.stderr).unwrap();
        assert_eq!(text.lines().count(), 1, "{text}");
        text.trim_end().to_owned()
    }

    fn file(&self, name: &str, text: &str) {
        std::fs::write(self.0.join(name), text).unwrap();
    }
}

impl Drop for House {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn clients_are_made_listed_disabled_enabled_and_given_new_secrets() {
    let house = House::with_key();
    let made = house.json(&[
        "clients",
        "create",
        "The Shop",
        "--redirect-url",
        "https://shop.example/a",
        "--redirect-url",
        "com.shop:/b",
        "--frame-origin",
        "https://shop.example",
        "--ais",
        "--require-tracking",
        "--no-transfer",
        "--template",
        "default",
    ]);
    let id = made["client_id"].as_str().unwrap();
    assert!(made["client_secret"].as_str().unwrap().len() >= 32);
    assert!(made["webhook_secret"].as_str().unwrap().starts_with("whsec_"));

    let listed = house.json(&["clients", "list"])["clients"][0].clone();
    assert_eq!(listed["client_id"], id);
    assert_eq!(listed["name"], "The Shop");
    assert_eq!(listed["redirect_urls"], serde_json::json!(["https://shop.example/a", "com.shop:/b"]));
    assert_eq!(listed["frame_origins"], serde_json::json!(["https://shop.example"]));
    for granted in ["ais", "require_tracking", "hides_transfer"] {
        assert_eq!(listed[granted], true, "{granted}");
    }
    assert!(listed.get("client_secret").is_none() && listed.get("webhook_secret").is_none());

    assert_eq!(house.json(&["clients", "disable", id])["enabled"], false);
    assert!(house.text(&["clients", "list"]).contains("disabled"));
    assert_eq!(house.json(&["clients", "enable", id])["enabled"], true);

    let rotated = house.json(&["clients", "rotate-secret", id]);
    assert_eq!(rotated["client_id"], id);
    assert_ne!(rotated["client_secret"], made["client_secret"]);
    assert_ne!(rotated["webhook_secret"], made["webhook_secret"]);
    let one = house.json(&["clients", "rotate-secret", id, "--only", "webhook"]);
    assert!(one.get("client_secret").is_none() && one["webhook_secret"].is_string());

    for command in ["disable", "enable", "rotate-secret"] {
        assert_eq!(house.refusal(&["clients", command, "nobody"]), "finqlink: there is no client \"nobody\"");
    }
}

#[test]
fn a_brand_is_shown_changed_previewed_and_taken_away() {
    let house = House::with_key();
    let id = house.json(&["clients", "create", "Shop"])["client_id"].as_str().unwrap().to_owned();
    fn of<'a>(id: &'a str, args: &[&'a str]) -> Vec<&'a str> {
        [&["clients", "brand", id], args].concat()
    }
    assert_eq!(house.json(&of(&id, &[]))["brand"]["colour"], Value::Null);

    // The smallest PNG there is, stretched in its head: never decoded by us.
    let head = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\x01\x08\0\0\0\x50\x08\x06\0\0\0";
    let picture = [&head[..], b"\0\0\0\0\0\0\0\0IEND\xae\x42\x60\x82"].concat();
    std::fs::write(house.0.join("logo.png"), &picture).unwrap();
    house.file("logo.svg", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>");
    std::fs::write(house.0.join("large.png"), vec![0; 5 << 20]).unwrap();

    let told = house.json(&of(
        &id,
        &[
            "--name",
            "Verde <b>",
            "--logo",
            "logo.png",
            "--colour",
            "#FFE600",
            "--corners",
            "round",
            "--legal-text",
            "SRL",
            "--legal-link",
            "Terms=https://shop.example/t",
            "--template",
            "steps",
            "--language",
            "ro",
        ],
    ));
    assert_eq!(told["brand"]["logo"]["width"], 264);
    assert_eq!(told["brand"]["legal_links"][0]["label"], "Terms");
    let light = told["adjustments"].as_array().unwrap().iter().find(|one| one["template"] == "default").unwrap();
    assert_eq!((&light["wished"], &light["scheme"]), (&Value::from("#ffe600"), &Value::from("light")));
    assert_eq!(light["message"], "#ffe600 on #ffffff is 1.2:1; darkened to #847700, which reads at 4.5:1");
    assert_eq!(house.json(&["clients", "list"])["clients"][0]["brand"], told["brand"]);
    assert!(house.text(&["clients", "list"]).contains("steps"));
    let text = house.text(&of(&id, &["--name", "Verde"]));
    assert!(text.contains("#ffe600") && text.contains("darkened to #847700"), "{text}");

    house.json(&of(&id, &["--colour", "#0000ff", "--preview", "look.html"]));
    let page = std::fs::read_to_string(house.0.join("look.html")).unwrap();
    assert_eq!(page.matches("<iframe").count(), 14);
    assert!(page.contains("data:image/png;base64,") && !page.contains("<script"));
    assert_eq!(house.json(&of(&id, &[]))["brand"]["colour"], "#ffe600");

    let refused = [
        (["--logo", "logo.svg"], "is SVG or other markup"),
        (["--logo", "large.png"], "has more than 100 KB"),
        (["--logo", "none.png"], "cannot read none.png"),
        (["--colour", "yellow"], "is not a colour"),
        (["--name", "a\u{202e}b"], "U+202E"),
    ];
    for (args, reason) in refused {
        assert!(house.refusal(&of(&id, &args)).contains(reason), "{args:?}");
    }
    assert_eq!(house.refusal(&["clients", "brand", "nobody"]), "finqlink: there is no client \"nobody\"");
    assert_eq!(house.json(&of(&id, &["--clear"]))["brand"]["logo"], Value::Null);
}

#[test]
fn text_shows_each_secret_once() {
    let house = House::with_key();
    let made = house.text(&["clients", "create", "Shop"]);
    for name in ["client_id", "client_secret", "webhook_secret"] {
        assert_eq!(made.matches(name).count(), 1, "{made}");
    }
    let secret = made.lines().find_map(|line| line.strip_prefix("client_secret")).unwrap().trim();
    assert!(!house.text(&["clients", "list"]).contains(secret));
}

#[test]
fn what_breaks_a_rule_is_refused_in_one_line_and_nothing_is_made() {
    let house = House::with_key();
    let rows: &[(&[&str], &str)] = &[
        (&["clients", "create", ""], "the name must have 1 to 128 characters"),
        (
            &["clients", "create", "S", "--redirect-url", "http://shop.example/"],
            "redirect_url \"http://shop.example/\" must",
        ),
        (&["clients", "create", "S", "--redirect-url", "https://shop.example:*/"], "port *"),
        (&["clients", "create", "S", "--frame-origin", "https://shop.example/x"], "must be an origin"),
        (
            &["clients", "create", "S", "--template", "nope"],
            "must be one of: cards, classic, compact, default, glass, sheet, steps",
        ),
    ];
    for (args, rule) in rows {
        let line = house.refusal(args);
        assert!(line.starts_with("finqlink: ") && line.contains(rule), "{line}");
    }
    assert_eq!(house.json(&["clients", "list"])["clients"], serde_json::json!([]));
}

#[test]
fn the_key_file_is_made_once_and_rotated_and_serving_needs_it() {
    let house = House::build();
    for args in [&["serve"][..], &["clients", "create", "S"]] {
        let line = house.refusal(args);
        assert!(line.starts_with("finqlink: key_file = \"data/key\""), "{line}");
    }
    assert_eq!(house.json(&["keys", "rotate"])["made"], true);
    assert_eq!(std::fs::metadata(house.0.join("data/key")).unwrap().len(), 32);
    let id = house.json(&["clients", "create", "S"])["client_id"].as_str().unwrap().to_owned();
    assert_eq!(house.json(&["keys", "rotate"])["keys"], 2);
    assert_eq!(std::fs::metadata(house.0.join("data/key")).unwrap().len(), 64);
    house.json(&["clients", "rotate-secret", &id]);
    house.file("short", "too short");
    let line = house.refusal(&["clients", "create", "S", "--key-file", "short"]);
    assert!(line.contains("holds 9 bytes"), "{line}");
}

#[test]
fn config_prints_what_is_in_force_and_whence() {
    let house = House::build();
    house.file("finqlink.toml", "log_format = \"json\"\nmetrics_token = \"canary-0123456789\"\nlimit_page_burst = 5\n");
    let shown = house.json(&["config", "--listen", "127.0.0.1:9000"]);
    let row = |key: &str| (shown[key]["value"].clone(), shown[key]["source"].as_str().unwrap().to_owned());
    assert_eq!(row("listen"), (Value::from("127.0.0.1:9000"), "flag".to_owned()));
    assert_eq!(row("public_url"), (Value::from("http://127.0.0.1:9000"), "from listen".to_owned()));
    assert_eq!(row("log_format"), (Value::from("json"), "finqlink.toml".to_owned()));
    assert_eq!(row("limit_page_burst"), (Value::from("5"), "finqlink.toml".to_owned()));
    assert_eq!(row("metrics_token"), (Value::from("********"), "finqlink.toml".to_owned()));
    assert_eq!(row("assets"), (Value::Null, "default".to_owned()));
    assert_eq!(house.json(&["config", "--demo"])["limit_client_per_s"]["value"], "1000");

    let text = house.text(&["--log-level", "debug", "config", "--gallery"]);
    assert!(!text.contains("canary"), "{text}");
    assert!(text.contains("log_level = \"debug\"") && text.contains("gallery = \"true\""), "{text}");
    house.file("again.toml", &text.lines().filter(|line| !line.starts_with("metrics")).collect::<Vec<_>>().join("\n"));
    let again = house.json(&["config", "--config", "again.toml"]);
    assert_eq!(again["log_level"]["source"], "again.toml");
}

#[test]
fn sections_of_banks_are_shown_as_they_can_be_read() {
    let house = House::build();
    let section =
        "api_base = \"https://api.libra.example\"\npublic_base = \"https://libra.example\"\nown_ip = \"192.0.2.9\"";
    house.file("finqlink.toml", &format!("gallery = true\n[banks.libra_ro]\nenv = \"stage\"\n{section}\n"));
    let row = |shown: &Value, key: &str| shown["banks"]["libra_ro"][key].clone();
    let shown = house.json(&["config"]);
    assert_eq!(row(&shown, "env"), serde_json::json!({"value": "stage", "source": "finqlink.toml"}));
    assert_eq!(row(&shown, "seal_key_file"), serde_json::json!({"value": null, "source": "default"}));
    let text = house.text(&["config"]);
    assert!(text.contains("\n\n[banks.libra_ro]\nenv = \"stage\""), "{text}");
    house.file("again.toml", &text);
    assert_eq!(row(&house.json(&["config", "--config", "again.toml"]), "own_ip")["value"], "192.0.2.9");
    house.file("finqlink.toml", &format!("[banks.libre_ro]\n{section}"));
    let line = house.refusal(&["config"]);
    assert_eq!(line, "finqlink: unknown key banks.libre_ro in finqlink.toml (did you mean banks.libra_ro?)");
}

#[test]
fn a_bad_configuration_stops_every_command_with_one_line() {
    let house = House::build();
    house.file("unknown.toml", "listn = 1");
    house.file("broken.toml", "listen = ");
    let rows: &[(&[&str], &str)] = &[
        (&["config", "--config", "unknown.toml"], "unknown key listn in unknown.toml (did you mean listen?)"),
        (&["config", "--config", "broken.toml"], "broken.toml: line 1: "),
        (&["config", "--config", "none.toml"], "none.toml: cannot be read"),
        (&["config", "--log-format", "xml"], "log_format = \"xml\" (flag): must be text or json"),
        (&["clients", "list", "--time-zone", "Mars"], "time_zone = \"Mars\" (flag): must be a name"),
        (&["clients", "list", "--database-url", "postgres://u:p@h/d"], "database_url: PostgreSQL is not in this build"),
        (&["serve", "--database-url", "mysql://h/d"], "database_url = \"mysql://h/d\" (flag): must be sqlite://PATH"),
    ];
    for (args, start) in rows {
        let line = house.refusal(args);
        assert!(line.starts_with(&format!("finqlink: {start}")), "{line}");
    }
    assert_eq!(house.run(&["serve", "--no-such-flag"]).status.code(), Some(2));
    assert_eq!(house.run(&["no-such-command"]).status.code(), Some(2));
}

#[test]
fn webhooks_are_listed_and_replayed() {
    let house = House::with_key();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let url = format!("sqlite://{}/data/finqlink.db", house.0.display());
        let store = gateway::store::Store::open(&url).await.unwrap();
        let mut write = store.write().await.unwrap();
        for (object_id, seq) in [("link-1", 2), ("link-1", 3), ("link-2", 2)] {
            let message = gateway::store::outbox::NewMessage {
                client_id: "demo",
                object_id,
                seq,
                url: "https://shop.example/hook",
                body: "{}",
            };
            gateway::store::outbox::add(&mut write, message, 1_790_000_000_000).await.unwrap();
        }
        write.commit().await.unwrap();
        store.message_delivered(1, 1_790_000_001_000, "204").await.unwrap();
        store.message_failed(2, 1_790_000_001_000, "503", None).await.unwrap();
    });
    let states = |args: &[&str]| -> Vec<(String, i64, String)> {
        let listed = house.json(&[&["webhooks", "list"], args].concat());
        let each = listed["messages"].as_array().unwrap().iter();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        each.map(|one| (text(&one["object_id"]), one["sequence"].as_i64().unwrap(), text(&one["state"]))).collect()
    };
    let row = |object: &str, seq, state: &str| (object.to_owned(), seq, state.to_owned());
    let all = [row("link-2", 2, "waiting"), row("link-1", 3, "dead"), row("link-1", 2, "delivered")];
    assert_eq!(states(&[]), all);
    assert_eq!(states(&["--object", "link-1"]), all[1..]);
    assert_eq!(states(&["--state", "delivered"]), all[2..]);
    assert_eq!(states(&["--limit", "1"]), all[..1]);
    assert!(house.text(&["webhooks", "list"]).contains("shop.example:443"));

    let dead = house.json(&["webhooks", "list", "--state", "dead"])["messages"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(house.json(&["webhooks", "replay", "--id", &dead])["replayed"], 1);
    assert_eq!(states(&["--state", "waiting"]).len(), 2);
    assert_eq!(house.json(&["webhooks", "replay", "--object", "link-1"])["replayed"], 2);
    assert_eq!(states(&["--state", "waiting"]).len(), 3);
    assert_eq!(house.refusal(&["webhooks", "replay", "--id", "msg_0"]), "finqlink: there is no message \"msg_0\"");
    assert_eq!(house.run(&["webhooks", "replay"]).status.code(), Some(2));
    assert_eq!(house.run(&["webhooks", "replay", "--id", "a", "--object", "b"]).status.code(), Some(2));
    assert_eq!(house.run(&["webhooks", "list", "--state", "lost"]).status.code(), Some(2));
}

/// What somebody accepted, whose asker would like to write over the terminal.
fn accepted() -> gateway::app::receipts::record::Record {
    use gateway::app::receipts::record::Record;
    let text = str::to_owned;
    Record {
        consent_id: text("6f1c1a1e-63c9-4c2e-9a38-0d5d3a7f1b52"),
        attempt: Some(1),
        accepted_at: text("2026-03-12T12:03:06.000Z"),
        accepted: text("12 March 2026, 14:03"),
        reference: text("FQ-6F1C-1A1E"),
        asker: text("Shop \u{1b}[2J"),
        firm: text("Firm"),
        purpose: String::new(),
        recipients: Vec::new(),
        scope: protocol::DataGroup::ALL.to_vec(),
        shared: text("Account details, balances and transactions"),
        validity_days: 90,
        valid_until: text("2026-06-10T12:03:06.000Z"),
        period: text("Until 10 June 2026"),
        provider_id: text("libra_ro"),
        bank: text("Libra"),
        method_id: text("libra_ro.ais"),
        language: text("en"),
        template: text("default"),
        page_version: text("1"),
        pressed: text("Share data"),
        text: vec![text("Share account data with Shop?")],
        screen: text("<!doctype html><title>x</title>"),
    }
}

#[test]
fn receipts_are_held_against_their_signature_and_what_was_changed_is_named() {
    use gateway::app::receipts::seal::seal;
    use gateway::doors::keys::Keys;
    use gateway::pages::receipt::paper::paper;
    let house = House::with_key();
    let keys = Keys::load(&house.0.join("data/key")).unwrap();
    let record = accepted();
    let file = seal(&keys, &record, &paper(&record)).unwrap();
    house.file("good.html", &file);
    let key = house.text(&["receipts", "key"]);
    assert!(house.text(&["receipts", "verify", "good.html"]).contains("whole"));
    let told = house.json(&["receipts", "verify", "good.html", "--key", key.trim()]);
    assert_eq!((&told["whole"], &told["key_is_known"]), (&Value::from(true), &Value::from(true)));
    let shown = house.text(&["receipts", "show", "good.html", "--screen", "screen.html"]);
    assert!(shown.contains("Share account data with Shop?") && !shown.contains('\u{1b}'), "{shown}");
    assert_eq!(std::fs::read_to_string(house.0.join("screen.html")).unwrap(), record.screen);
    assert!(shown.lines().any(|line| line.starts_with("attempt") && line.ends_with('1')), "{shown}");
    assert!(file.contains("The authorisation at"), "the paper says what follows");
    // One of the first, which do not number the attempt.
    let first = gateway::app::receipts::record::Record { attempt: None, ..accepted() };
    house.file("first.html", &seal(&keys, &first, &paper(&first)).unwrap());
    assert!(house.text(&["receipts", "verify", "first.html"]).contains("whole"));
    assert!(house.text(&["receipts", "show", "first.html"]).contains("not told"));

    house.file("field.html", &file.replacen("\"validity_days\":90", "\"validity_days\":180", 1));
    assert!(house.refusal(&["receipts", "verify", "field.html"]).ends_with("the field `validity_days` was changed"));
    let at = file.find("Until 10 June").unwrap();
    house.file("paper.html", &file.replacen("Until 10 June", "Until 11 June", 1));
    let refusal = house.refusal(&["receipts", "verify", "paper.html"]);
    assert!(refusal.ends_with(&format!("from byte {} on", at + "Until 11".len())), "{refusal}");
    assert!(house.refusal(&["receipts", "show", "paper.html"]).contains("not as it was signed"));
    house.file("other.html", "<p>hello</p>");
    assert!(house.refusal(&["receipts", "verify", "other.html"]).contains("no record of a consent"));
    assert!(house.refusal(&["receipts", "verify", "gone.html"]).contains("cannot read gone.html"));

    let stranger = seal(&Keys::from_root([3; 32]), &record, &paper(&record)).unwrap();
    house.file("stranger.html", &stranger);
    assert!(house.refusal(&["receipts", "verify", "stranger.html"]).contains("not one of this installation"));
    assert!(house.refusal(&["receipts", "verify", "good.html", "--key", "x"]).contains("is no public key"));
    let elsewhere = House::build();
    elsewhere.file("good.html", &file);
    let refusal = elsewhere.refusal(&["receipts", "verify", "good.html"]);
    assert!(refusal.contains("not proven by anybody") && refusal.contains(key.trim()), "{refusal}");
    assert!(elsewhere.text(&["receipts", "show", "good.html"]).contains("cannot be told here"));
    let told = elsewhere.text(&["receipts", "verify", "good.html", "--key", key.trim()]);
    assert!(told.contains("shared with Shop") && !told.contains('\u{1b}'), "{told}");
    assert!(shown.contains(&format!("{} (a key of this installation)", key.trim())), "{shown}");
    assert!(house.text(&["receipts", "show", "stranger.html"]).contains("NOT a key of this installation"));
    house.file("added.html", &file.replacen("{\"accepted\":", "{\"a\u{202e}b\u{9b}\":1,\"accepted\":", 1));
    let refusal = house.refusal(&["receipts", "verify", "added.html"]);
    assert!(refusal.contains("was added") && !refusal.contains(['\u{202e}', '\u{9b}']), "{refusal}");
    house.json(&["keys", "rotate"]);
    assert!(house.text(&["receipts", "verify", "good.html"]).contains("right one"), "after a rotation too");
    assert_eq!(house.text(&["receipts", "key"]).lines().count(), 2);
}
