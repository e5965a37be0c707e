//! Every call to every bank, to the byte: what a bank wants beyond the standard is seen beside what the others get.

use super::requests::{consent, ids, intent, of, shown};
use crate::berlin_group::*;
use crate::profile::{OAuthServer, Profile, Server};
use crate::profiles::{ALL, Bank};

/// As a bank's metadata tells it.
fn server(profile: &Profile, server: &Server) -> OAuthServer {
    match server {
        Server::Fixed(server) => server.clone(),
        Server::Metadata => OAuthServer {
            authorize: profile.sca_bases[0].join("/oauth/authorize"),
            token: profile.api.join("/oauth/token"),
        },
    }
}

fn oauth_calls(profile: &Profile) -> Vec<String> {
    let Some(oauth) = &profile.oauth else { return Vec::new() };
    let server = server(profile, &oauth.server);
    let redirect_uri = format!("http://127.0.0.1:8080/callback/{}", profile.provider_id);
    // RFC 7636, appendix B.
    let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    let ask = Ask { resource: Resource::Payment("p1"), redirect_uri: &redirect_uri, state: "s1", verifier };
    let token = token(profile, &server, "c1", &redirect_uri, verifier, &ids()).unwrap();
    let mut calls = Vec::new();
    if oauth.server == Server::Metadata {
        let address = profile.link_bases[0].join("/.well-known/oauth-authorization-server");
        calls.push(shown(&oauth_metadata(profile, &address, &ids()).unwrap()));
    }
    calls.push(format!("[the PSU leaves for]\n{}", authorise_url(profile, &server, &ask).unwrap()));
    calls.push(shown(&token));
    calls.push(shown(&refresh(profile, &server, "r1", &ids()).unwrap()));
    calls
}

fn data_calls(profile: &Profile) -> Vec<String> {
    if profile.ais.is_none() {
        return Vec::new();
    }
    let held = profile.oauth.is_some().then_some("t1");
    let mut intent = consent();
    intent.iban = Some("RO03RZBR0000069999999999".to_owned());
    intent.psu.id = Some("9999999998".to_owned());
    let attended = Access { consent_id: "c1", token: held, psu_ip: intent.psu.ip };
    let alone = Access { psu_ip: None, ..attended };
    let history = History { resource_id: "a 1", from: "2024-02-29", to: Some("2026-02-28") };
    let calls = [
        create_consent(profile, &intent, &ids()),
        consent_status(profile, "c 1", held, &ids()),
        delete_consent(profile, "c 1", held, &ids()),
        accounts(profile, &attended, None, &ids()),
        balances(profile, &alone, "a 1", None, &ids()),
        transactions(profile, &alone, &history, None, &ids()),
    ];
    calls.into_iter().map(|call| shown(&call.unwrap())).collect()
}

fn calls(bank: &Bank) -> Vec<String> {
    let profile = of(bank);
    let mut intent = intent();
    intent.method_id = bank.provider.methods[0].method_id.to_owned();
    intent.returns.redirect_uri = format!("http://127.0.0.1:8080/callback/{}", profile.provider_id);
    intent.debtor_iban = Some("RO03RZBR0000069999999999".to_owned());
    intent.psu.id = Some("9999999998".to_owned());
    let payment = PaymentRef { method_id: intent.method_id.clone(), payment_id: "p1".to_owned() };
    let held = profile.oauth.is_some().then_some("t1");
    let link = format!("/{}/v1/payments/x/p1/authorisations/a1", profile.provider_id);
    let mut calls = vec![shown(&initiate(&profile, &intent, &ids()).unwrap())];
    calls.extend(oauth_calls(&profile));
    calls.extend([
        shown(&status(&profile, &payment, held, &ids()).unwrap()),
        shown(&sca_status(&profile, &link, held, &ids()).unwrap()),
        shown(&cancel(&profile, &payment, None, &ids()).unwrap()),
        shown(&probe(&profile, &ids()).unwrap()),
    ]);
    calls.extend(data_calls(&profile));
    calls
}

#[test]
fn every_call_to_every_bank() {
    for bank in ALL {
        insta::assert_snapshot!(bank.provider.provider_id, calls(bank).join("\n\n----\n\n"));
    }
}

#[test]
fn every_method_goes_to_its_banks_own_product() {
    let lines: Vec<String> = ALL
        .iter()
        .flat_map(|bank| bank.provider.methods)
        .map(|method| {
            let bank = ALL.iter().find(|bank| bank.provider.provider_id == method.provider_id).unwrap();
            let mut intent = intent();
            intent.method_id = method.method_id.to_owned();
            intent.currency = method.currencies[0].as_str().to_owned();
            let request = initiate(&of(bank), &intent, &ids()).unwrap();
            format!("{} {}", method.method_id, request.uri())
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}
