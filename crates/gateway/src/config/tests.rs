//! Configuration: who wins, what is refused and how it is said.

use super::*;
use settings::Source;

fn given(flags: &[(&'static str, &str)], environment: &[(&str, &str)], file: Option<&str>) -> Given {
    Given {
        flags: flags.iter().map(|(name, value)| (*name, (*value).to_owned())).collect(),
        environment: environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        file: file.map(|text| ("finqlink.toml".to_owned(), text.to_owned())),
    }
}

const KNOWN: Known<'_> =
    Known { templates: &["default", "compact"], languages: &["en", "ro"], providers: &["bt_ro", "libra_ro"] };

fn read(given: &Given, is_demo: bool) -> Result<Config, Fault> {
    Config::read(&Settings::resolve(given, is_demo)?, is_demo, &KNOWN)
}

fn refusal(flags: &[(&'static str, &str)], environment: &[(&str, &str)], file: Option<&str>) -> String {
    let line = read(&given(flags, environment, file), false).unwrap_err().to_string();
    assert!(!line.contains('\n'), "one line: {line}");
    line
}

#[test]
fn flag_before_environment_before_file_before_default() {
    let file = Some("listen = \"127.0.0.1:3\"\nlimit_page_burst = 7\ngallery = true");
    let environment = [("FINQLINK_LISTEN", "127.0.0.1:2")];
    let flags = [("listen", "127.0.0.1:1")];
    let rows = [
        (given(&flags, &environment, file), "127.0.0.1:1", Source::Flag),
        (given(&[], &environment, file), "127.0.0.1:2", Source::Environment),
        (given(&[], &[("FINQLINK_LISTEN", "")], file), "127.0.0.1:3", Source::File("finqlink.toml".to_owned())),
        (given(&[], &[], None), "127.0.0.1:8080", Source::Default),
    ];
    for (given, value, source) in rows {
        let settings = Settings::resolve(&given, false).unwrap();
        let setting = settings.get(&keys::LISTEN).unwrap();
        assert_eq!((setting.value.as_deref(), &setting.source), (Some(value), &source));
    }
    let config = read(&given(&[], &[], file), false).unwrap();
    assert_eq!((config.limits.page_burst, config.gallery), (7, true));
}

#[test]
fn defaults_are_the_contracts() {
    let serve = read(&Given::default(), false).unwrap();
    assert_eq!(serve.public_url, "http://127.0.0.1:8080");
    assert_eq!(serve.sandbox_listen.to_string(), "127.0.0.1:8081");
    assert_eq!(serve.sandbox_public_url, "http://localhost:8081");
    assert_eq!(serve.shop_listen.to_string(), "127.0.0.1:8082");
    assert_eq!(serve.database_url, "sqlite://data/finqlink.db");
    assert_eq!(serve.data_retention_days, 30);
    assert_eq!(serve.time_zone.iana_name(), Some("Europe/Bucharest"));
    let limits = Limits {
        client_per_s: 100,
        client_burst: 300,
        page_per_s: 30,
        page_burst: 120,
        streams_per_link: 8,
        streams_per_address: 64,
    };
    assert_eq!(serve.limits, limits);
    assert!(!serve.gallery && serve.metrics_token.is_none() && serve.assets.is_none());
    let demo = read(&Given::default(), true).unwrap();
    assert_eq!((demo.limits.client_per_s, demo.limits.streams_per_address, demo.gallery), (1000, 640, true));
    assert_eq!(demo.initiator_name, "FinqLink Demo");
}

#[test]
fn addresses_follow_the_ports() {
    let flags = [("listen", "localhost:9000"), ("sandbox_listen", "0.0.0.0:9001")];
    let config = read(&given(&flags, &[], None), true).unwrap();
    assert_eq!(config.listen.to_string(), "127.0.0.1:9000");
    assert_eq!(config.public_url, "http://localhost:9000");
    assert_eq!(config.sandbox_public_url, "http://localhost:9001");
    let config = read(&given(&[("public_url", "https://Pay.example/")], &[], None), false).unwrap();
    assert_eq!(config.public_url, "https://pay.example");
}

#[test]
fn a_bad_value_names_key_value_source_and_rule() {
    let rows: &[(&'static str, &str)] = &[
        ("listen", "8080"),
        ("listen", "shop.example:80"),
        ("public_url", "pay.example"),
        ("public_url", "https://pay.example/path"),
        ("public_url", "https://user@pay.example"),
        ("public_url", "ftp://pay.example"),
        ("database_url", "data.db"),
        ("database_url", "sqlite://"),
        ("time_zone", "Mars/Olympus"),
        ("initiator_name", " "),
        ("log_format", "xml"),
        ("log_level", "LOUD"),
        ("assets", "/no/such/folder"),
        ("gallery", "yes"),
        ("default_template", "nope"),
        ("default_language", "xx"),
        ("limit_client_per_s", "0"),
        ("limit_client_per_s", "+5"),
        ("limit_page_burst", "1.5"),
    ];
    for &(key, value) in rows {
        let rule = keys::ALL.iter().find(|known| known.name == key).unwrap().rule;
        let line = refusal(&[(key, value)], &[], None);
        assert!(line.starts_with(&format!("{key} = {value:?} (flag): {rule}")), "{line}");
    }
    assert_eq!(
        refusal(&[], &[("FINQLINK_LOG_FORMAT", "xml")], None),
        "log_format = \"xml\" (environment): must be text or json"
    );
    assert_eq!(
        refusal(&[], &[], Some("log_format = \"xml\"")),
        "log_format = \"xml\" (finqlink.toml): must be text or json"
    );
    let line = refusal(&[("default_template", "nope")], &[], None);
    assert!(line.ends_with(": default, compact"), "the known ones are listed: {line}");
}

#[test]
fn an_unknown_key_stops_the_start() {
    assert_eq!(refusal(&[], &[], Some("listn = \"x\"")), "unknown key listn in finqlink.toml (did you mean listen?)");
    assert_eq!(refusal(&[], &[], Some("[server]\nport = 1")), "unknown key server in finqlink.toml");
    assert_eq!(
        refusal(&[], &[("FINQLINK_PUBLIC_URI", "x")], None),
        "unknown key FINQLINK_PUBLIC_URI in the environment (did you mean FINQLINK_PUBLIC_URL?)"
    );
    let settings = Settings::resolve(&given(&[], &[("FINQLINK_WEATHER", "fine")], None), false).unwrap();
    assert_eq!(settings.strange_variables, ["FINQLINK_WEATHER"], "perhaps another program's");
    assert!(refusal(&[], &[], Some("listen = [1]")).contains("listen must be a string"));
    assert!(refusal(&[], &[], Some("gallery = true\nlisten =")).starts_with("finqlink.toml: line 2: "));
}

#[test]
fn secrets_are_masked_wherever_they_are_shown() {
    let flags = [("metrics_token", "short"), ("database_url", "postgres://app:hunter2@db.example/pay")];
    let settings = Settings::resolve(&given(&flags, &[], None), false).unwrap();
    assert_eq!(settings.get(&keys::METRICS_TOKEN).unwrap().shown().unwrap(), "********");
    assert_eq!(settings.get(&keys::DATABASE_URL).unwrap().shown().unwrap(), "postgres://app:********@db.example/pay");
    let everything = format!("{settings:?} {}", refusal(&flags, &[], None));
    assert!(!everything.contains("short") && !everything.contains("hunter2"), "{everything}");
    let config = read(&given(&[("metrics_token", "a-token-of-our-own")], &[], None), false).unwrap();
    assert!(!format!("{config:?}").contains("a-token-of-our-own"));
    let token = config.metrics_token.unwrap();
    assert!(token.is("a-token-of-our-own") && !token.is("a-token-of-our-owm") && !token.is(""));
}

#[tokio::test]
async fn a_port_in_use_is_said_in_one_line() {
    let taken = bind(&keys::LISTEN, "127.0.0.1:0".parse().unwrap()).await.unwrap();
    let address = taken.local_addr().unwrap();
    let line = bind(&keys::SANDBOX_LISTEN, address).await.unwrap_err().to_string();
    assert_eq!(line, format!("sandbox_listen = \"{address}\": must be a free port; another process listens there"));
}

const LIBRA: &str = "[banks.libra_ro]\nenv = \"prod\"\napi_base = \"https://api.libra.example/psd2/\"\n\
                     public_base = \"https://libra.example\"\nown_ip = \"192.0.2.9\"\nclient_secret_file = \"secret\"\n";

#[test]
fn a_banks_section_is_read() {
    let config = read(&given(&[], &[], Some(&format!("gallery = true\n{LIBRA}"))), false).unwrap();
    let [libra] = &config.banks[..] else { panic!("one section") };
    assert_eq!((libra.provider_id.as_str(), libra.leads), ("libra_ro", banks::Leads::Prod));
    assert_eq!(libra.api_base, "https://api.libra.example/psd2");
    assert_eq!(libra.client_secret_file.as_deref(), Some(Path::new("secret")));
    assert_eq!((libra.client_id.as_str(), libra.tls_identity_file.is_none()), ("", true));
    assert!(read(&Given::default(), false).unwrap().banks.is_empty());
}

#[test]
fn a_mistake_in_a_banks_section_stops_the_start() {
    let with = |from: &str, to: &str| {
        assert!(LIBRA.contains(from));
        refusal(&[], &[], Some(&LIBRA.replace(from, to)))
    };
    let lines = [
        with("env =", "envi ="),
        with("client_secret_file =", "client_secret ="),
        with("libra_ro", "libra"),
        with("libra_ro", "no_such_bank"),
        with("\"prod\"", "\"sandbox\""),
        with("env = \"prod\"\n", ""),
        with("https://api.libra.example/psd2/", "http://api.libra.example"),
        with("https://api.libra.example/psd2/", "https://app:hunter2@api.libra.example"),
        with("https://libra.example", "https://libra.example?a=b"),
        with("\"192.0.2.9\"", "\"::1\""),
        with("\"192.0.2.9\"", "[1]"),
        refusal(&[], &[], Some("[banks]\nlibra_ro = 1")),
        refusal(&[], &[], Some("banks = true")),
    ];
    insta::assert_snapshot!(lines.join("\n"));
    assert!(!lines.concat().contains("hunter2"));
    let loopback = LIBRA.replace("https://api.libra.example", "http://127.0.0.1:9443");
    assert!(read(&given(&[], &[], Some(&loopback)), false).is_ok(), "nobody else hears it");
}
