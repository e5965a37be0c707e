//! What is told about a transaction: who is on the other side, the text, the bank's codes. Data, and how it is picked.
//! Never here: amounts and times (see `habits`, `errands`).

use super::{Entry, mix};
use crate::calendar::{DAY_MS, date_of, day_of, start_of};

/// Who is on the other side.
#[derive(Debug)]
pub(crate) struct Party {
    pub(crate) name: &'static str,
    /// None where a card was used.
    pub(crate) iban: Option<&'static str>,
}

/// When a transaction is booked.
#[derive(Debug)]
enum Booked {
    /// At once.
    AtOnce,
    /// At five in the morning of the next day: until then it is pending.
    Overnight,
}

/// One kind of transaction.
#[derive(Debug)]
pub(crate) struct Story {
    /// ISO 20022: domain, family and subfamily.
    pub(crate) code: &'static str,
    /// The bank's own word.
    pub(crate) own_code: &'static str,
    /// The standard's purpose code, where one fits.
    pub(crate) purpose: Option<&'static str>,
    parties: &'static [Party],
    /// `{n}` stands for a number of its own, `{m}` for the month.
    texts: &'static [&'static str],
    booked: Booked,
}

impl Story {
    /// When it is booked if it comes up at `at_ms`.
    pub(super) fn booked_ms(&self, at_ms: i64) -> i64 {
        match self.booked {
            Booked::AtOnce => at_ms,
            Booked::Overnight => start_of(day_of(at_ms) + 1) + 5 * DAY_MS / 24,
        }
    }
}

impl Entry {
    /// Who is on the other side; none where the bank itself is.
    pub(crate) fn party(&self) -> Option<&'static Party> {
        pick(self.story.parties, mix(self.number ^ 1))
    }

    /// The text, as long as it may be.
    pub(crate) fn text(&self) -> String {
        let date = date_of(day_of(self.at_ms));
        let text = pick(self.story.texts, mix(self.number ^ 2)).copied().unwrap_or_default();
        let number = 100_000 + mix(self.number ^ 3) % 900_000;
        text.replace("{n}", &number.to_string()).replace("{m}", &format!("{:02}/{}", date.month(), date.year()))
    }
}

fn pick<T>(among: &[T], chance: u64) -> Option<&T> {
    let count = u64::try_from(among.len()).ok().filter(|count| *count > 0)?;
    among.get(usize::try_from(chance % count).ok()?)
}

const fn shop(name: &'static str) -> Party {
    Party { name, iban: None }
}

const fn holder(name: &'static str, iban: &'static str) -> Party {
    Party { name, iban: Some(iban) }
}

const CARD: Story = Story {
    code: "PMNT-CCRD-POSD",
    own_code: "CARD",
    purpose: None,
    parties: &[],
    texts: &["Plată la comerciant, card **** 4417, ref. {n}"],
    booked: Booked::Overnight,
};

const TRANSFER: Story = Story {
    code: "PMNT-ICDT-DMCT",
    own_code: "OP",
    purpose: None,
    parties: &[],
    texts: &["Transfer"],
    booked: Booked::AtOnce,
};

pub(super) static CARD_AT_THE_CORNER: Story = Story {
    parties: &[shop("Covrigăria din Colț"), shop("Simigeria Ștefania"), shop("Aprozar La Țărani")],
    ..CARD
};
pub(super) static CARD_GIVEN_BACK: Story = Story {
    code: "PMNT-CCRD-RIMB",
    own_code: "CARD-RETUR",
    purpose: Some("REFU"),
    parties: &[shop("Covrigăria din Colț"), shop("Simigeria Ștefania"), shop("Aprozar La Țărani")],
    texts: &["Retur plată card **** 4417, ref. {n}"],
    ..CARD
};
pub(super) static SALARY: Story = Story {
    code: "PMNT-RCDT-SALA",
    own_code: "SALARIU",
    purpose: Some("SALA"),
    parties: &[holder("Atelierul de Pâine și Cafea S.R.L.", "RO09INGB0000999900001234")],
    texts: &["Drepturi salariale {m}"],
    ..TRANSFER
};
pub(super) static RENT: Story = Story {
    code: "PMNT-ICDT-STDO",
    own_code: "OP-PROGRAMAT",
    purpose: Some("RENT"),
    parties: &[holder("Ștefănescu-Brâncoveanu Ioana", "RO04BRDE450SV12345678900")],
    texts: &["Chirie apartament {m}, str. Țepeș Vodă 12"],
    ..TRANSFER
};
pub(super) static ELECTRICITY: Story = Story {
    code: "PMNT-RDDT-PMDD",
    own_code: "DEBIT-DIRECT",
    purpose: Some("ELEC"),
    parties: &[holder("Lumina Furnizare S.A.", "RO53BACX0000000555501000")],
    texts: &["Factura LF{n}, energie electrică {m}"],
    ..TRANSFER
};
pub(super) static PHONE: Story = Story {
    code: "PMNT-RDDT-PMDD",
    own_code: "DEBIT-DIRECT",
    purpose: Some("PHON"),
    parties: &[holder("Vorbim Mobil S.A.", "RO77UGBI0000123456789001")],
    texts: &["Abonament {m}, cod client {n}"],
    ..TRANSFER
};
pub(super) static PUT_ASIDE: Story = Story {
    code: "PMNT-ICDT-STDO",
    own_code: "OP-PROGRAMAT",
    purpose: Some("SAVG"),
    texts: &["Economii {m}"],
    ..TRANSFER
};
pub(super) static ARRIVED_ASIDE: Story =
    Story { code: "PMNT-RCDT-BOOK", own_code: "INCASARE", purpose: Some("SAVG"), texts: &["Economii {m}"], ..TRANSFER };
pub(super) static TAKEN_OUT: Story = Story { code: "PMNT-ICDT-BOOK", texts: &["Retragere din economii"], ..TRANSFER };
pub(super) static INTEREST: Story = Story {
    code: "ACMT-MCOP-INTR",
    own_code: "DOBANDA",
    purpose: Some("INTE"),
    texts: &["Dobândă capitalizată {m}"],
    ..TRANSFER
};
pub(super) static FEE: Story = Story {
    code: "ACMT-MDOP-COMM",
    own_code: "COMISION",
    purpose: Some("FEES"),
    texts: &["Comision administrare cont {m}"],
    ..TRANSFER
};
pub(super) static TAX: Story = Story {
    purpose: Some("TAXS"),
    parties: &[holder("Trezoreria Operativă a Sectorului 3", "RO18TREZ7035069XXX010422")],
    texts: &["Impozit și contribuții sociale trim. {m}, persoană fizică autorizată, cod de înregistrare fiscală {n}, \
              conform deciziei de impunere nr. {n}"],
    ..TRANSFER
};
/// Longer than the standard's 140 characters.
pub(super) static INVOICES: Story = Story {
    purpose: Some("SUPP"),
    parties: &[holder("Făină & Drojdie Aprovizionare S.R.L.", "RO28BRDE441SV98765432100")],
    texts: &[
        "Plata facturilor FD{n}/1, FD{n}/2, FD{n}/3, FD{n}/4, FD{n}/5, FD{n}/6 și FD{n}/7 din {m}, mai puțin nota de \
              creditare NC{n}; diferența față de ofertă se lămurește separat, vă rugăm să ne trimiteți confirmarea \
              soldului până la sfârșitul lunii",
    ],
    ..TRANSFER
};
pub(super) static GROCERIES: Story = Story {
    parties: &[shop("Băcănia Veche"), shop("Mega Alimentar 214"), shop("Piața Obor Hală"), shop("Măcelăria Șerban")],
    ..CARD
};
pub(super) static CAFE: Story =
    Story { parties: &[shop("Cafeneaua Două Boabe"), shop("Ceainăria O'Brien"), shop("Bistro Țintă")], ..CARD };
pub(super) static FUEL: Story =
    Story { parties: &[shop("Benzinăria DN1 Otopeni"), shop("Carburanți Dâmbovița")], ..CARD };
pub(super) static CASH: Story = Story {
    code: "PMNT-CCRD-CWDL",
    own_code: "ATM",
    texts: &["Retragere numerar ATM {n}"],
    parties: &[shop("ATM Bd. Unirii 7")],
    booked: Booked::AtOnce,
    ..CARD
};
/// Bought in pairs: two that nothing tells apart but the bank's own number.
pub(super) static TICKET: Story =
    Story { parties: &[shop("Transport Public București")], texts: &["Bilet o călătorie"], ..CARD };
pub(super) static SHOP: Story = Story {
    parties: &[shop("librarie-online.example"), shop("încălțăminte.example")],
    texts: &["Comanda {n}, plată online"],
    ..CARD
};
pub(super) static SHOP_REFUND: Story = Story {
    code: "PMNT-CCRD-RIMB",
    own_code: "CARD-RETUR",
    purpose: Some("REFU"),
    parties: &[shop("librarie-online.example"), shop("încălțăminte.example")],
    texts: &["Retur comanda {n}"],
    ..CARD
};
pub(super) static FRIEND: Story = Story {
    code: "PMNT-RCDT-DMCT",
    own_code: "INCASARE",
    parties: &[
        holder("Kovács-Szabó Erzsébet", "RO92RZBR0000060010203040"),
        holder("Țurcanu Andrei", "RO91RNCB0082004520120001"),
    ],
    texts: &["Partea mea de la cină", "mulțumesc!", "cadou Ana", ""],
    ..TRANSFER
};
pub(super) static CLIENT: Story = Story {
    code: "PMNT-RCDT-ESCT",
    own_code: "INCASARE",
    purpose: Some("SUPP"),
    parties: &[holder("Müller & Söhne Bäckereitechnik GmbH", "DE40100100103307118608")],
    texts: &["Rechnung {n} vom {m}"],
    ..TRANSFER
};
pub(super) static SUBSCRIPTION: Story =
    Story { parties: &[shop("Musikstrom AB")], texts: &["Abonament muzică {m}"], ..CARD };
pub(super) static EXCHANGED: Story = Story {
    code: "FORX-SPOT-OTHR",
    own_code: "SCHIMB",
    purpose: Some("FREX"),
    texts: &["Schimb valutar EUR/RON"],
    ..TRANSFER
};
pub(super) static TRAVEL: Story = Story {
    parties: &[shop("Österreichische Bergbahn"), shop("Aéroport Navette"), shop("Wizz Călătorii")],
    ..CARD
};
pub(super) static BOOKING: Story =
    Story { parties: &[shop("Hotel Zum Weißen Rößl"), shop("Casa Albă Sibiu")], texts: &["Rezervare {n}"], ..CARD };
pub(super) static BOOKING_REFUND: Story = Story {
    code: "PMNT-CCRD-RIMB",
    own_code: "CARD-RETUR",
    purpose: Some("REFU"),
    parties: &[shop("Hotel Zum Weißen Rößl"), shop("Casa Albă Sibiu")],
    texts: &["Rezervare anulată {n}"],
    ..CARD
};
