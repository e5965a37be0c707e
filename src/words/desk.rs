//! Sentences that only the gateway says: its pages of no link, and what is wrong with a form. They never travel to the browser.
//! `{firm}` stands for the licensed firm.

/// A page of no link.
#[derive(Clone, Copy, Debug)]
pub struct Sheet {
    /// Its heading.
    pub title: &'static str,
    /// Its paragraphs.
    pub texts: &'static [&'static str],
}

/// One language.
#[derive(Clone, Copy, Debug)]
pub struct Desk {
    /// The front door.
    pub home: Sheet,
    /// Terms and privacy.
    pub legal: Sheet,
    /// The accessibility statement.
    pub access: Sheet,
    /// A return that fits nothing we know.
    pub lost: Sheet,
    /// The way to the page of banks.
    pub to_providers: &'static str,
    /// The way to the API's reference.
    pub to_reference: &'static str,
    /// No bank was chosen, or one that is not offered.
    pub choose_bank: &'static str,
    /// No method was chosen, or one that is not offered.
    pub choose_method: &'static str,
    /// The chosen method cannot carry this payment now.
    pub unusable: &'static str,
    /// An IBAN is needed.
    pub iban_missing: &'static str,
    /// What was typed is no IBAN.
    pub iban_wrong: &'static str,
    /// The PSU id is needed.
    pub psu_id_missing: &'static str,
    /// The bank does not confirm that the running attempt is cancelled.
    pub not_confirmed: &'static str,
}

/// What the gateway says in a language; English for a language that is none of ours.
pub fn desk(lang: &str) -> &'static Desk {
    if lang == "ro" { &RO } else { &EN }
}

const EN: Desk = Desk {
    home: Sheet {
        title: "Payments from your bank account",
        texts: &[
            "This is the payment page of {firm}. You get here by a link from the shop or firm that you pay.",
            "There is nothing to pay at this address. Please open the link that you were given.",
        ],
    },
    legal: Sheet {
        title: "Legal and privacy",
        texts: &[
            "Payments on this page are initiated by {firm}. Your money goes from your bank straight to the payee; it never stands with us.",
            "We keep what the payment needs: amount, payee, reference, the bank you chose, and when each step happened. We never see your bank password.",
            "This page uses cookies only for itself: one tells that it was you who began a payment, one brings you back from your bank, one keeps your language. None follows you elsewhere.",
        ],
    },
    access: Sheet {
        title: "Accessibility",
        texts: &[
            "This page aims at WCAG 2.2, level AA: by keyboard alone, with a screen reader, at 400 % zoom, in forced colours, without movement where you prefer that, and without script.",
            "Your bank's own pages are the bank's, and may be less accessible than this one.",
            "Should something stand in your way, please tell {firm}; say which page and what you use.",
        ],
    },
    lost: Sheet {
        title: "Your payment is being checked",
        texts: &[
            "You are back from your bank, but we could not tell which payment this was. That does no harm: the payment goes on by itself, and the payee is told how it ends.",
            "You need not do anything again. To see how it stands, open the payment link once more.",
        ],
    },
    to_providers: "Banks and payment methods",
    to_reference: "API reference",
    choose_bank: "Choose the bank you want to pay from.",
    choose_method: "Choose how you want to pay at this bank.",
    unusable: "This way cannot be used for this payment. Please choose another one.",
    iban_missing: "Enter the IBAN of the account you pay from.",
    iban_wrong: "This is not an IBAN. Please check its letters and digits.",
    psu_id_missing: "Enter the user id you have at your bank, without spaces.",
    not_confirmed: "We could not start again: your bank has not confirmed that the payment is cancelled, so it may still go through. Please wait for its answer.",
};

const RO: Desk = Desk {
    home: Sheet {
        title: "Plăți din contul bancar",
        texts: &[
            "Aceasta este pagina de plată a {firm}. Aici se ajunge printr-un link de la magazinul sau firma pe care o plătiți.",
            "La această adresă nu este nimic de plătit. Deschideți linkul pe care l-ați primit.",
        ],
    },
    legal: Sheet {
        title: "Informații legale și confidențialitate",
        texts: &[
            "Plățile de pe această pagină sunt inițiate de {firm}. Banii merg de la banca dumneavoastră direct la beneficiar; nu stau niciodată la noi.",
            "Păstrăm ce cere plata: suma, beneficiarul, referința, banca aleasă și momentul fiecărui pas. Nu vedem niciodată parola dumneavoastră de la bancă.",
            "Pagina folosește cookie-uri doar pentru ea însăși: unul arată că dumneavoastră ați început plata, unul vă aduce înapoi de la bancă, unul păstrează limba. Niciunul nu vă urmărește în altă parte.",
        ],
    },
    access: Sheet {
        title: "Accesibilitate",
        texts: &[
            "Pagina urmărește WCAG 2.2, nivelul AA: doar cu tastatura, cu cititor de ecran, la zoom de 400 %, în culori forțate, fără mișcare dacă așa preferați, și fără script.",
            "Paginile băncii dumneavoastră aparțin băncii și pot fi mai puțin accesibile decât aceasta.",
            "Dacă ceva vă stă în cale, spuneți-ne la {firm}: ce pagină și ce folosiți.",
        ],
    },
    lost: Sheet {
        title: "Plata dumneavoastră este în verificare",
        texts: &[
            "V-ați întors de la bancă, dar nu am putut afla despre ce plată este vorba. Nu este nicio problemă: plata merge mai departe singură, iar beneficiarul află cum se încheie.",
            "Nu trebuie să faceți nimic din nou. Ca să vedeți stadiul, deschideți din nou linkul de plată.",
        ],
    },
    to_providers: "Bănci și metode de plată",
    to_reference: "Documentația API",
    choose_bank: "Alegeți banca din care vreți să plătiți.",
    choose_method: "Alegeți cum vreți să plătiți la această bancă.",
    unusable: "Această metodă nu poate fi folosită pentru această plată. Alegeți alta.",
    iban_missing: "Introduceți IBAN-ul contului din care plătiți.",
    iban_wrong: "Acesta nu este un IBAN. Verificați literele și cifrele.",
    psu_id_missing: "Introduceți codul de utilizator de la bancă, fără spații.",
    not_confirmed: "Nu am putut începe din nou: banca nu a confirmat anularea plății, deci ea încă poate fi executată. Așteptați răspunsul băncii.",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_say_as_much_and_name_the_firm_alike() {
        for (en, ro) in [(EN.home, RO.home), (EN.legal, RO.legal), (EN.access, RO.access), (EN.lost, RO.lost)] {
            assert_eq!(en.texts.len(), ro.texts.len(), "{}", en.title);
            for (one, other) in en.texts.iter().zip(ro.texts) {
                assert_eq!(one.matches("{firm}").count(), other.matches("{firm}").count(), "{one}");
            }
        }
    }
}
