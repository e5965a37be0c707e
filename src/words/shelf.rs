//! Sentences of the page of banks. They never travel to the browser. `{time}`, `{min}`, `{max}` are filled in.

/// One language.
#[derive(Clone, Copy, Debug)]
pub struct Shelf {
    /// The heading.
    pub title: &'static str,
    /// Under it.
    pub lead: &'static str,
    /// When health was looked at.
    pub as_of: &'static str,
    /// Looks again.
    pub again: &'static str,
    /// Over banks that move money.
    pub real: &'static str,
    /// Over banks that do not.
    pub test: &'static str,
    /// Health: works.
    pub up: &'static str,
    /// Health: works badly.
    pub degraded: &'static str,
    /// Health: does not work.
    pub down: &'static str,
    /// Label: whose account.
    pub account: &'static str,
    /// Label: how the money travels.
    pub way: &'static str,
    /// Label: currency.
    pub currency: &'static str,
    /// Label: limits.
    pub amount: &'static str,
    /// No limit.
    pub any_amount: &'static str,
    /// Limit above.
    pub up_to: &'static str,
    /// Limit below.
    pub from: &'static str,
    /// Both.
    pub between: &'static str,
    /// Label: inputs.
    pub needs: &'static str,
    /// No inputs.
    pub needs_nothing: &'static str,
    /// The payer's IBAN.
    pub needs_iban: &'static str,
    /// The payer's id at the bank.
    pub needs_psu_id: &'static str,
}

/// What the page says in a language; English for a language that is none of ours.
pub fn shelf(lang: &str) -> &'static Shelf {
    if lang == "ro" { &RO } else { &EN }
}

const EN: Shelf = Shelf {
    title: "Banks and payment methods",
    lead: "Where you can pay from, how fast the money travels, how much at once, and what each bank asks you for.",
    as_of: "As it is now: {time}.",
    again: "Look again",
    real: "Banks",
    test: "Test banks (no money moves)",
    up: "Works",
    degraded: "Works slowly or not always",
    down: "Does not work now",
    account: "Account",
    way: "Transfer",
    currency: "Currency",
    amount: "Amount",
    any_amount: "no limit of its own",
    up_to: "up to {max}",
    from: "from {min}",
    between: "{min} to {max}",
    needs: "You enter",
    needs_nothing: "nothing before the bank’s own page",
    needs_iban: "the IBAN you pay from",
    needs_psu_id: "your user id at the bank",
};

const RO: Shelf = Shelf {
    title: "Bănci și metode de plată",
    lead: "De unde puteți plăti, cât de repede ajung banii, cât se poate plăti o dată și ce vă cere fiecare bancă.",
    as_of: "Situația de acum: {time}.",
    again: "Verificați din nou",
    real: "Bănci",
    test: "Bănci de test (fără bani)",
    up: "Funcționează",
    degraded: "Funcționează greu sau nu mereu",
    down: "Nu funcționează acum",
    account: "Cont",
    way: "Transfer",
    currency: "Moneda",
    amount: "Suma",
    any_amount: "fără limită proprie",
    up_to: "până la {max}",
    from: "de la {min}",
    between: "de la {min} la {max}",
    needs: "Introduceți",
    needs_nothing: "nimic înainte de pagina băncii",
    needs_iban: "IBAN-ul din care plătiți",
    needs_psu_id: "codul de utilizator de la bancă",
};
