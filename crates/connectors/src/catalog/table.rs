//! The table (contract, Sandbox banks), in the order in which lists show it: alphabetical by name.
//! Never here: anything but rows.

use super::{Connector, Currency, Env, Input, Limits, Method, Provider, RemitterType, Scheme};

/// Limit of the instant rail: under 50,000 RON.
const INSTANT: Limits = Limits::up_to(4_999_999);

const RETAIL: &[RemitterType] = &[RemitterType::Retail];
const CORPORATE: &[RemitterType] = &[RemitterType::Corporate];
const BOTH: &[RemitterType] = &[RemitterType::Retail, RemitterType::Corporate];
const RON: &[Currency] = &[Currency::Ron];
const EUR: &[Currency] = &[Currency::Eur];

/// A method of the sandbox that needs nothing beyond the payment; rows that differ say how.
const fn row(method_id: &'static str, provider_id: &'static str, scheme: Scheme) -> Method {
    let (name, currencies, limits) = match scheme {
        Scheme::Domestic => ("Domestic transfer", RON, Limits::NONE),
        Scheme::Instant => ("Instant transfer", RON, INSTANT),
        Scheme::Sepa => ("SEPA credit transfer", EUR, Limits::NONE),
    };
    Method {
        method_id,
        provider_id,
        name,
        remitter_types: RETAIL,
        scheme,
        env: Env::Sandbox,
        currencies,
        limits,
        required_inputs: &[],
    }
}

const BT_RO: &[Method] = &[
    row("bt_ro.domestic", "bt_ro", Scheme::Domestic),
    Method {
        remitter_types: CORPORATE,
        name: "Domestic transfer, companies",
        ..row("bt_ro.domestic_corporate", "bt_ro", Scheme::Domestic)
    },
    row("bt_ro.sepa", "bt_ro", Scheme::Sepa),
];

const LIBRA_RO: &[Method] = &[
    Method { remitter_types: BOTH, ..row("libra_ro.domestic", "libra_ro", Scheme::Domestic) },
    row("libra_ro.instant", "libra_ro", Scheme::Instant),
    row("libra_ro.sepa", "libra_ro", Scheme::Sepa),
];

const RZB_RO: &[Method] = &[Method {
    remitter_types: BOTH,
    required_inputs: &[Input::DebtorIban, Input::PsuId],
    ..row("rzb_ro.domestic", "rzb_ro", Scheme::Domestic)
}];

/// Every provider that is known, connected or not.
pub const PROVIDERS: &[Provider] = &[
    Provider {
        provider_id: "bt_ro",
        name: "Banca Transilvania",
        country: "RO",
        bic: Some("BTRLRO22"),
        keys: &["bt", "btrl", "btrlro22", "bancpost", "volksbank", "otp bank", "idea bank"],
        connector: Connector::Planned,
        methods: BT_RO,
    },
    Provider {
        provider_id: "cec_ro",
        name: "CEC Bank",
        country: "RO",
        bic: Some("CECEROBU"),
        keys: &["cec", "cece", "cecerobu", "casa de economii si consemnatiuni"],
        connector: Connector::Planned,
        methods: &[row("cec_ro.domestic", "cec_ro", Scheme::Domestic)],
    },
    Provider {
        provider_id: "libra_ro",
        name: "Libra Internet Bank",
        country: "RO",
        bic: Some("BRELROBU"),
        keys: &["libra", "libra bank", "brel", "brelrobu"],
        connector: Connector::Connected,
        methods: LIBRA_RO,
    },
    Provider {
        provider_id: "rzb_ro",
        name: "Raiffeisen Bank",
        country: "RO",
        bic: Some("RZBRROBU"),
        keys: &["rzb", "rzbr", "rzbrrobu", "banca agricola"],
        connector: Connector::Planned,
        methods: RZB_RO,
    },
    Provider {
        provider_id: "ropay",
        name: "RoPay",
        country: "RO",
        // A scheme between many banks: it has no BIC of its own.
        bic: None,
        keys: &["ropay", "ro pay", "transfond"],
        connector: Connector::Planned,
        methods: &[row("ropay.instant", "ropay", Scheme::Instant)],
    },
];
