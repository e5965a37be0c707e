//! Every bank's row and profile fit each other, and what a bank needs of us is asked for by name.

use super::*;
use crate::profile::{Ais, AskedAccess, BadSeal, Seal, Server};
use crate::provider::{Env, Input};

const CALLED: &str = "http://127.0.0.1:8081";
const PUBLIC: &str = "http://localhost:8081";

fn connection(bank: &Bank) -> Connection {
    sandbox::connection(bank.provider.provider_id, CALLED, PUBLIC).unwrap()
}

#[test]
fn every_method_of_a_row_has_a_product_and_every_product_a_method() {
    for bank in ALL {
        let profile = (bank.profile)(&connection(bank)).unwrap();
        let id = bank.provider.provider_id;
        assert_eq!((profile.provider_id, profile.env), (id, Env::Sandbox));
        let methods: Vec<_> = bank.provider.methods.iter().map(|method| method.method_id).collect();
        let products: Vec<_> = profile.products.iter().map(|(method_id, _)| *method_id).collect();
        assert_eq!(methods, products, "{id}");
        assert_eq!(profile.product("no_such.method"), None);
        assert_eq!(profile.api.to_string(), format!("{CALLED}/{id}"));
    }
}

#[test]
fn who_has_a_way_to_share_can_be_asked_and_nobody_else() {
    for bank in ALL {
        let profile = (bank.profile)(&connection(bank)).unwrap();
        assert_eq!(profile.ais.is_some(), !bank.provider.ais_methods.is_empty(), "{}", profile.provider_id);
        let is_listed = matches!(profile.ais, Some(Ais { access: AskedAccess::Dedicated { .. }, .. }));
        let asks_iban = bank.provider.ais_methods.iter().any(|one| one.required_inputs.contains(&Input::DebtorIban));
        assert_eq!(is_listed, asks_iban, "{}: who lists an account asks for it", profile.provider_id);
    }
}

#[test]
fn fixed_addresses_of_oauth_lie_where_they_may() {
    for bank in ALL {
        let profile = (bank.profile)(&connection(bank)).unwrap();
        if let Some(Server::Fixed(server)) = profile.oauth.as_ref().map(|oauth| &oauth.server) {
            assert!(profile.sca_bases.iter().any(|base| base.strip(&server.authorize).is_some()));
            assert!(profile.api.strip(&server.token).is_some());
        }
    }
}

#[test]
fn a_connections_environment_is_the_profiles() {
    for env in Env::ALL {
        let connection = Connection { env: *env, ..connection(&libra_ro::BANK) };
        assert_eq!((libra_ro::BANK.profile)(&connection).unwrap().env, *env);
    }
}

#[test]
fn what_a_bank_cannot_be_reached_without_is_named() {
    let without = |bank: &Bank, part: Part| {
        let mut connection = connection(bank);
        match part {
            Part::ClientId => connection.client_id.clear(),
            Part::ClientSecret => connection.client_secret.clear(),
            Part::Seal => connection.seal = None,
        }
        (bank.profile)(&connection).err()
    };
    let needs = |bank: &Bank| {
        let parts = [Part::ClientId, Part::ClientSecret, Part::Seal];
        parts.map(|part| without(bank, part) == Some(BadConnection::Missing(part)))
    };
    assert_eq!(needs(&bt_ro::BANK), [true, false, false]);
    assert_eq!(needs(&cec_ro::BANK), [true, true, true]);
    assert_eq!(needs(&libra_ro::BANK), [false; 3]);
    assert_eq!(needs(&rzb_ro::BANK), [true, true, false]);
    assert_eq!(needs(&ropay::BANK), [false; 3]);
    for bank in ALL {
        for (api, public) in [("127.0.0.1", PUBLIC), (CALLED, "ftp://bank")] {
            let connection =
                Connection { api_base: api.to_owned(), public_base: public.to_owned(), ..connection(bank) };
            assert!(matches!((bank.profile)(&connection), Err(BadConnection::Base(_))));
        }
    }
}

#[test]
fn secrets_and_keys_are_not_in_debug_output() {
    let connection = connection(&cec_ro::BANK);
    let shown = format!("{connection:?} {:?}", (cec_ro::BANK.profile)(&connection).unwrap());
    assert!(!shown.contains(sandbox::CLIENT_SECRET), "{shown}");
}

#[test]
fn a_seal_is_a_key_with_its_own_certificate() {
    let (key, certificate) = (sandbox::SEAL_KEY, sandbox::SEAL_CERTIFICATE);
    let seal = Seal::from_pem(key, certificate).unwrap();
    assert!(seal.key_id().ends_with(",CA=C=RO,O=FinqLink%20WebUI,CN=FinqLink%20sandbox%20seal"), "{}", seal.key_id());
    assert_eq!(seal, sandbox::seal().unwrap());
    assert_eq!(Seal::from_pem(certificate, certificate).unwrap_err(), BadSeal::Key);
    assert_eq!(Seal::from_pem(key, key).unwrap_err(), BadSeal::Certificate);
    assert_eq!(Seal::from_pem(b"", certificate).unwrap_err(), BadSeal::Key);
    let forged = String::from_utf8_lossy(certificate).replacen("MIID", "AAAA", 1);
    assert_eq!(Seal::from_pem(key, forged.as_bytes()).unwrap_err(), BadSeal::Certificate);
}
