//! The catalogue against the contract's table, and the filter's rules.

use super::*;

#[test]
fn the_table_is_the_contracts() {
    let lines: Vec<String> = providers()
        .flat_map(|provider| provider.methods)
        .map(|method| {
            let words = |words: Vec<&str>| words.join(", ");
            format!(
                "{} | {} | {} {} | {} | {} |",
                method.method_id,
                words(method.remitter_types.iter().map(|one| one.as_str()).collect()),
                method.scheme.as_str(),
                words(method.currencies.iter().map(|one| one.as_str()).collect()),
                method.limits.max_minor.map_or(String::new(), |max| crate::amount::format_minor(max, "RON")),
                words(method.required_inputs.iter().map(|one| one.as_str()).collect()),
            )
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"), @r"
    bt_ro.domestic | retail | domestic RON |  |  |
    bt_ro.domestic_corporate | corporate | domestic RON |  |  |
    bt_ro.sepa | retail | sepa EUR |  |  |
    cec_ro.domestic | retail | domestic RON |  |  |
    libra_ro.domestic | retail, corporate | domestic RON |  |  |
    libra_ro.instant | retail | instant RON | 49999.99 |  |
    libra_ro.sepa | retail | sepa EUR |  |  |
    rzb_ro.domestic | retail, corporate | domestic RON |  | debtor_iban, psu_id |
    ropay.instant | retail | instant RON | 49999.99 |  |
    ");
}

#[test]
fn the_ways_to_share_are_the_contracts() {
    let lines: Vec<String> = connected_ais_methods()
        .map(|method| {
            let owners: Vec<_> = method.account_owner_types.iter().map(|one| one.as_str()).collect();
            let inputs: Vec<_> = method.required_inputs.iter().map(|one| one.as_str()).collect();
            format!(
                "{} | {} {} | {} | {} days | {} s, sandbox {} s |",
                method.method_id,
                owners.join(", "),
                method.interface_type.as_str(),
                inputs.join(", "),
                method.history_days,
                method.cooldown_s(Env::Prod),
                method.cooldown_s(Env::Sandbox),
            )
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"), @r"
    bt_ro.ais | retail psd2 |  | 730 days | 21600 s, sandbox 60 s |
    cec_ro.ais | retail psd2 |  | 730 days | 21600 s, sandbox 60 s |
    libra_ro.ais | retail psd2 |  | 730 days | 21600 s, sandbox 60 s |
    rzb_ro.ais | retail psd2 | debtor_iban, psu_id | 730 days | 21600 s, sandbox 60 s |
    ");
}

#[test]
fn the_ways_to_share_are_narrowed_by_every_key() {
    let ids = |filter: &AisFilter| filter.methods().map(|method| method.method_id).collect::<Vec<_>>();
    assert_eq!(ids(&AisFilter::default()), ["bt_ro.ais", "cec_ro.ais", "libra_ro.ais", "rzb_ro.ais"]);
    let provider_id = vec!["rzb_ro".to_owned(), "ropay".to_owned(), "no_such".to_owned()];
    assert_eq!(ids(&AisFilter { provider_id, ..AisFilter::default() }), ["rzb_ro.ais"]);
    let corporate = AisFilter { account_owner_type: vec![RemitterType::Corporate], ..AisFilter::default() };
    assert_eq!(ids(&corporate), [""; 0]);
    let custom = AisFilter { interface_type: vec![InterfaceType::Custom], ..AisFilter::default() };
    assert_eq!(ids(&custom), [""; 0]);
    let both = AisFilter { interface_type: InterfaceType::ALL.to_vec(), ..AisFilter::default() };
    assert_eq!(ids(&both).len(), 4);
    let sandbox = AisFilter { interface_env: vec![Env::Sandbox], ..AisFilter::default() };
    assert!(sandbox.wants(Env::Sandbox) && !sandbox.wants(Env::Prod) && AisFilter::default().wants(Env::Prod));
}

#[test]
fn ids_are_unique_and_methods_name_their_provider() {
    let mut seen = std::collections::BTreeSet::new();
    for provider in providers() {
        assert!(seen.insert(provider.provider_id));
        assert_eq!(super::provider(provider.provider_id), Some(provider));
        for method in provider.ais_methods {
            assert!(seen.insert(method.method_id), "{} stands twice", method.method_id);
            assert_eq!(method.provider_id, provider.provider_id);
            assert!(method.method_id.starts_with(&format!("{}.", provider.provider_id)));
            assert_eq!(super::ais_method(method.method_id), Some(method));
        }
        for method in provider.methods {
            assert!(seen.insert(method.method_id), "{} stands twice", method.method_id);
            assert_eq!(method.provider_id, provider.provider_id);
            assert!(method.method_id.starts_with(&format!("{}.", provider.provider_id)));
            assert_eq!(super::method(method.method_id), Some(method));
        }
        let plain = |key: &&str| key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == ' ');
        assert!(provider.keys.iter().all(plain), "{}: keys are lower case without diacritics", provider.provider_id);
    }
}

#[test]
fn only_what_is_connected_is_offered() {
    let ids: Vec<_> = connected().map(|provider| provider.provider_id).collect();
    assert_eq!(ids, ["bt_ro", "cec_ro", "libra_ro", "rzb_ro", "ropay"]);
    let all = Filter::default();
    assert!(all.methods().all(|method| ids.contains(&method.provider_id)));
    assert_eq!(all.methods().count(), 9);
}

fn ids(filter: &Filter) -> Vec<&'static str> {
    filter.methods().map(|method| method.method_id).collect()
}

#[test]
fn keys_narrow_together() {
    let provider_id = vec!["libra_ro".to_owned(), "rzb_ro".to_owned()];
    assert_eq!(ids(&Filter { provider_id, ..Filter::default() }).len(), 4);
    let corporate = Filter { remitter_type: vec![RemitterType::Corporate], ..Filter::default() };
    assert_eq!(ids(&corporate), ["bt_ro.domestic_corporate", "libra_ro.domestic", "rzb_ro.domestic"]);
    let fast = Filter { payment_scheme: vec![Scheme::Instant, Scheme::Sepa], ..Filter::default() };
    assert_eq!(ids(&fast), ["bt_ro.sepa", "libra_ro.instant", "libra_ro.sepa", "ropay.instant"]);
    let both = Filter { payment_scheme: vec![Scheme::Instant], ..corporate };
    assert_eq!(ids(&both), [""; 0]);
}

#[test]
fn an_environment_is_a_connections_own() {
    assert!(Env::ALL.iter().all(|env| Filter::default().wants(*env)));
    let production = Filter { env: vec![Env::Prod, Env::Stage], ..Filter::default() };
    assert!(production.wants(Env::Prod) && production.wants(Env::Stage) && !production.wants(Env::Sandbox));
    assert_eq!(ids(&production).len(), 9, "a row says nothing about where its bank is reached");
}

#[test]
fn lists_show_providers_by_name() {
    let names: Vec<_> = providers().map(|provider| provider.name.to_lowercase()).collect();
    assert!(names.is_sorted(), "{names:?}");
}

#[test]
fn limits_hold_at_their_bounds() {
    let instant = method("libra_ro.instant").unwrap();
    assert_eq!(instant.unfit(Currency::Ron, 4_999_999), None);
    assert_eq!(instant.unfit(Currency::Ron, 5_000_000), Some(Unfit::OverLimit));
    assert_eq!(instant.unfit(Currency::Eur, 1), Some(Unfit::Currency));
    let bounded = Method { limits: Limits { min_minor: Some(100), max_minor: None }, ..*instant };
    assert_eq!(bounded.unfit(Currency::Ron, 99), Some(Unfit::UnderLimit));
    assert_eq!(bounded.unfit(Currency::Ron, 100), None);
}
