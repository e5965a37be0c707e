//! The browser's reader and everybody else's read the same from what the gateway writes.

use protocol::page::{
    Approach, Attempt, Bank, Boot, Brand, Choice, Consent, Day, Days, Device, Fetch, FieldError, Here, Item, Logo,
    Look, Method, Moment, Narrow, Payment, Place, Reason, Remitter, SharedAccount, Transfer, Unusable, View, Whose,
};
use protocol::{AttemptState, DataGroup, EndedBy, JobStatus, LinkKind, PageStatus, ProviderStatus, Screen};

/// A stranger's words: every way that JSON has to write a character.
const WORDS: &str = "Ștefan \"&\" <b>\\ /\u{8}\u{c}\n\r\t\u{7f}\u{202e}\u{200b} €😀 مرحبا";

fn moment() -> Moment {
    Moment {
        at_ms: -1_773_320_000_001,
        iso: "2026-03-12T14:03:06Z".into(),
        text: WORDS.into(),
        clock: "14:03:06".into(),
        full: String::new(),
        zone: "+03".into(),
    }
}

fn view(status: PageStatus, screen: Screen, whose: Whose, attempt: Option<Attempt>) -> View {
    View {
        seq: u64::MAX,
        // Each kind beside each screen, by and by.
        kind: LinkKind::ALL[screen as usize % LinkKind::ALL.len()],
        status,
        is_expired: true,
        screen,
        is_final: false,
        payment: Some(Payment {
            amount: "1.234,50".into(),
            creditor: WORDS.into(),
            creditor_at_bank: Some(WORDS.into()),
            reference_at_bank: None,
            expires: moment(),
            items: vec![Item { name: WORDS.into(), quantity: "1".into(), amount: "2".into() }],
            ..Payment::default()
        }),
        consent: None,
        attempt,
        whose,
        back_url: Some("https://shop.example/?a=b&c=%20".into()),
        now_ms: i64::MAX,
    }
}

fn attempt(state: AttemptState, reason: Option<Reason>) -> Attempt {
    Attempt {
        number: u32::MAX,
        state,
        provider_id: None,
        bank: Some(WORDS.into()),
        method_id: None,
        reason,
        second_signer: true,
        can_leave: false,
        approach: Approach::Request,
        app_link: Some("https://app.bank.example/approve?id=a&b=%20".into()),
        code: Some(("M0 0h1".into(), 33)),
        psu_message: Some(WORDS.into()),
        prepared: Some(moment()),
        returned: None,
        ended: Some(Moment::default()),
        end_to_end_id: None,
        debtor_iban: Some("RO49…0000".into()),
    }
}

fn boot(view: Option<View>) -> Boot {
    let method = |unusable| Method {
        method_id: "libra_ro.instant".into(),
        scheme: "instant".into(),
        remitter: vec!["retail".into(), "corporate".into()],
        limit: Some("49.999,99 RON".into()),
        inputs: Vec::new(),
        unusable,
    };
    let bank = |status, unusable| Bank {
        provider_id: "libra_ro".into(),
        name: WORDS.into(),
        country: "RO".into(),
        keys: vec!["brel".into()],
        status,
        unusable,
        methods: vec![method(unusable), method(None)],
    };
    let unusable = [Unusable::Down, Unusable::OverLimit, Unusable::UnderLimit, Unusable::Currency];
    Boot {
        kind: "payment".into(),
        page: "/pay/AbC-_".into(),
        here: Here { place: Place::FrameGivingWay, device: Device::Phone },
        view,
        banks: ProviderStatus::ALL.iter().zip(unusable).map(|(status, why)| bank(*status, Some(why))).collect(),
        bank_count: 3,
        narrow: Narrow { remitters: true, countries: vec![("RO".into(), WORDS.into())] },
        choice: Choice {
            q: WORDS.into(),
            remitter: Some(Remitter::Corporate),
            country: Some("RO".into()),
            onward: true,
            ..Choice::default()
        },
        errors: vec![FieldError { field: "psu_id".into(), message: WORDS.into() }],
        form_token: "t".into(),
        holder: Some("Ab-9_".into()),
        look: Look {
            template: "default".into(),
            lang: "ro".into(),
            dir: "ltr".into(),
            other_langs: vec![("ar".into(), "العربية".into())],
            brand: Some(Brand {
                name: "Cafeneaua".into(),
                colour: "#0b6a4b".into(),
                corners: "round".into(),
                logo: Some(Logo { src: "/brand/00ff.png".into(), width: 120, height: 40 }),
                legal: "Text.".into(),
                links: vec![("Terms".into(), "https://shop.example/terms".into())],
            }),
        },
        words: vec![WORDS.into(), String::new()],
        qr: Some(("M0 0h1".into(), 29)),
        transfer: Some(Transfer { code: ("M1 1h2".into(), 45), name: WORDS.into(), text: String::new() }),
        url: "http://127.0.0.1:8080/pay/AbC-_".into(),
    }
}

fn check(boot: &Boot) {
    let json = serde_json::to_string(boot).unwrap_or_default();
    // As the gateway writes it into its HTML, too.
    for text in [json.replace('<', "\\u003c"), json] {
        assert_eq!(miniserde::json::from_str::<Boot>(&text).as_ref().ok(), Some(boot));
        assert_eq!(serde_json::from_str::<Boot>(&text).as_ref().ok(), Some(boot));
    }
}

#[test]
fn both_readers_read_every_word_and_every_shape() {
    check(&Boot { qr: None, ..boot(None) });
    let whose = [Whose::Nobody, Whose::Mine, Whose::Other];
    for (index, status) in PageStatus::ALL.iter().enumerate() {
        let screen = Screen::ALL[index % Screen::ALL.len()];
        check(&boot(Some(view(*status, screen, whose[index % 3], None))));
    }
    use Reason::{
        BankSilent, BankUnavailable, CancelledByBank, CancelledByPsu, CancelledHere, NoFunds, Refused, RejectedByPsu,
        ScaExpired,
    };
    let reasons = [
        Refused,
        NoFunds,
        RejectedByPsu,
        CancelledByPsu,
        CancelledByBank,
        BankUnavailable,
        BankSilent,
        CancelledHere,
        ScaExpired,
    ];
    for (state, reason) in AttemptState::ALL.iter().zip(reasons.into_iter().cycle()) {
        let attempt = attempt(*state, Some(reason));
        check(&boot(Some(view(PageStatus::Received, Screen::Waiting, Whose::Mine, Some(attempt)))));
    }
}

fn consent(status: JobStatus, ended_by: EndedBy) -> Consent {
    Consent {
        asker: WORDS.into(),
        purpose: WORDS.into(),
        scope: DataGroup::ALL.to_vec(),
        history: Some(Days { count: 730, text: "2 years".into() }),
        until: Day { at_ms: i64::MIN, iso: "2026-06-10T00:00:00Z".into(), text: WORDS.into() },
        times_a_day: Some(4),
        recipients: vec![WORDS.into()],
        expires: moment(),
        since: Some(moment()),
        accounts: vec![SharedAccount { iban: "RO03 … 9999".into(), currency: "RON".into() }],
        fetch: Some(Fetch { status, accounts: 3, balances: 6, transactions: u32::MAX, missing: 1 }),
        ended_by: Some(ended_by),
        ended: None,
        can_withdraw: true,
        ..Consent::default()
    }
}

#[test]
fn both_readers_read_every_consent() {
    for (job, ended_by) in JobStatus::ALL.iter().zip(EndedBy::ALL.iter().cycle()) {
        let told = view(PageStatus::Authorized, Screen::Waiting, Whose::Mine, None);
        let view = View { payment: None, consent: Some(consent(*job, *ended_by)), ..told };
        check(&Boot { kind: "consent".into(), ..boot(Some(view)) });
    }
    let bare = View {
        payment: None,
        consent: Some(Consent::default()),
        ..view(PageStatus::Expired, Screen::Expired, Whose::Nobody, None)
    };
    check(&boot(Some(bare)));
}
