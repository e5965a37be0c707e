//! Banks that could be: each country's own kinds of names around made-up towns, with BICs and bank codes in the country's form.
//! The same ones every time. Never here: a bank that is.

use protocol::ProviderStatus;
use protocol::page::{Bank, Method};
use std::collections::BTreeSet;

struct Country {
    code: &'static str,
    /// `{}` is the town; the letters are those that its BICs begin with, or a dot for each letter of its own.
    kinds: &'static [(&'static str, &'static str)],
    begins: &'static [&'static str],
    ends: &'static [&'static str],
    /// How long a bank code of digits is; 0 where it is the BIC's first four letters.
    digits: u32,
}

const COUNTRIES: &[Country] = &[
    Country {
        code: "DE",
        kinds: &[
            ("Volksbank {} eG", "GENO"),
            ("Sparkasse {}", "...."),
            ("Raiffeisenbank {} eG", "GENO"),
            ("Kreissparkasse {}", "...."),
            ("VR Bank {}", "GENO"),
        ],
        begins: &[
            "Ober", "Unter", "Alt", "Neu", "Bad ", "Groß", "Klein", "Mühl", "König", "Wald", "Stein", "Grün", "Hohen",
            "Lüne",
        ],
        ends: &["burg", "hausen", "stadt", "bach", "heim", "kirchen", "feld", "dorf", "brück", "au"],
        digits: 8,
    },
    Country {
        code: "AT",
        kinds: &[("Raiffeisenbank {}", "RZOO"), ("Volksbank {}", "VBOE"), ("Österreichische {}er Sparkasse", "....")],
        begins: &["Sankt ", "Ober", "Gmünd", "Zell", "Wörgl", "Kitz", "Mürz", "Enns", "Leib", "Hart"],
        ends: &["berg", "tal", "dorf", "stein", "see", "furt"],
        digits: 5,
    },
    Country {
        code: "IT",
        kinds: &[
            ("Banca di Credito Cooperativo di {}", "ICRA"),
            ("Cassa di Risparmio di {}", "...."),
            ("Banca Popolare di {}", "...."),
        ],
        begins: &["Monte", "Castel", "San ", "Villa", "Civita", "Borgo", "Pieve", "Rocca", "Acqua", "Casal"],
        ends: &["forte", "nuovo", "verde", "rosso", "franco", "lungo", "piano", "bello"],
        digits: 5,
    },
    Country {
        code: "FR",
        kinds: &[("Crédit Agricole {}", "AGRI"), ("Caisse d’Épargne {}", "CEPA"), ("Banque Populaire {}", "CCBP")],
        begins: &["Saint-", "Château", "Mont", "Beau", "Ville", "Fontaine", "Clair", "Haute-", "Val-de-", "Belle"],
        ends: &["rivière", "neuf", "mont", "franche", "court", "fort", "vaux", "marché"],
        digits: 5,
    },
    Country {
        code: "ES",
        kinds: &[("Caja Rural de {}", "BCOE"), ("Banco {}", "...."), ("Caixa {}", "....")],
        begins: &["Villa", "Torre", "Peña", "Fuente", "Monte", "Puente", "Campo", "Roca"],
        ends: &["real", "seca", "blanca", "nueva", "longa", "mayor", "cañada"],
        digits: 4,
    },
    Country {
        code: "PL",
        kinds: &[("Bank Spółdzielczy w {}", "GBWC"), ("Łódzki Bank {}", "....")],
        begins: &["Biało", "Czarno", "Stare ", "Nowe ", "Wielko", "Mało", "Dębo", "Jaworz"],
        ends: &["wie", "górze", "brzegu", "polu", "lesie", "miastku"],
        digits: 8,
    },
    Country {
        code: "HU",
        kinds: &[("{}i Takarékbank", "TAKB"), ("{} Hitelszövetkezet", "....")],
        begins: &["Kis", "Nagy", "Új", "Duna", "Tisza", "Hajdú", "Szent", "Fehér"],
        ends: &["város", "kőrös", "vár", "háza", "újhely", "ság"],
        digits: 7,
    },
    Country {
        code: "RO",
        kinds: &[("Banca Cooperatistă {}", "CRCO"), ("Banca {}", "....")],
        begins: &["Târgu ", "Câmpu", "Râu", "Valea ", "Piatra ", "Băile ", "Vatra "],
        ends: &["Mare", "lung", "Verde", "Șoimului", "Neamțului", "Țării"],
        digits: 0,
    },
    Country {
        code: "NL",
        kinds: &[("Rabobank {}", "RABO"), ("{}se Spaarbank", "....")],
        begins: &["Noord", "Zuid", "Oud", "Nieuw", "Hoog", "Ooster", "Wester"],
        ends: &["wijk", "veen", "dijk", "dam", "kerk", "haven"],
        digits: 0,
    },
    Country {
        code: "SE",
        kinds: &[("{} Sparbank", "SWED"), ("Länsförsäkringar {}", "ELLF")],
        begins: &["Öster", "Väster", "Norr", "Söder", "Små", "Björk", "Ängel"],
        ends: &["köping", "ås", "sund", "holm", "ö", "vik", "landa"],
        digits: 3,
    },
    Country {
        code: "NO",
        kinds: &[("{} Sparebank", "....")],
        begins: &["Øvre", "Nedre", "Nord", "Sør", "Vest", "Fjell", "Grøn"],
        ends: &["fjord", "dal", "nes", "øy", "vik", "bø"],
        digits: 4,
    },
    Country {
        code: "DK",
        kinds: &[("{} Andelskasse", "FAEL"), ("Sparekassen {}", "....")],
        begins: &["Nørre", "Sønder", "Øster", "Ny", "Sankt ", "Høj"],
        ends: &["bro", "købing", "lund", "ø", "rup", "strand"],
        digits: 4,
    },
    Country {
        code: "FI",
        kinds: &[("{}n Osuuspankki", "OKOY")],
        begins: &["Ylä", "Ala", "Itä", "Länsi", "Pohjois", "Kesk"],
        ends: &["järvi", "joki", "mäki", "niemi", "salmi", "koski"],
        digits: 3,
    },
];

/// Dice that fall the same every time (Numerical Recipes' constants).
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % sides
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    fn letter(&mut self) -> char {
        char::from(b'a' + u8::try_from(self.below(26)).unwrap_or(0))
    }
}

/// So many banks, none twice.
pub fn banks(count: usize) -> Vec<Bank> {
    let mut dice = Dice(2026);
    let mut taken = BTreeSet::new();
    let mut banks = Vec::with_capacity(count);
    while banks.len() < count {
        // A third are in the country that has most of them.
        let country = if dice.below(3) == 0 { &COUNTRIES[0] } else { &COUNTRIES[dice.below(COUNTRIES.len())] };
        let (kind, letters) = dice.one(country.kinds);
        let town = [dice.one(country.begins), dice.one(country.ends)].concat();
        let name = kind.replace("{}", &town);
        if taken.insert((country.code, name.clone())) {
            banks.push(bank(&mut dice, country, name, letters));
        }
        // Towns run out: then there are two of them together.
        if taken.len() > 2_000 && banks.len() < count {
            let name = kind.replace("{}", &format!("{town}-{}", dice.one(country.begins).trim()));
            if taken.insert((country.code, name.clone())) {
                banks.push(bank(&mut dice, country, name, letters));
            }
        }
    }
    banks
}

fn bank(dice: &mut Dice, country: &Country, name: String, letters: &str) -> Bank {
    let plain: String = flow::search::folded(&name).into_iter().collect();
    let code = country.code.to_ascii_lowercase();
    let provider_id = format!("{}_{code}", plain.replace(' ', "_"));
    let own: Vec<char> = plain.split(' ').next_back().unwrap_or("bank").chars().chain("xxxx".chars()).collect();
    let first: String =
        letters.chars().zip(own).map(|(c, own)| if c == '.' { own } else { c.to_ascii_lowercase() }).collect();
    let place = [dice.letter(), char::from(b'0' + u8::try_from(dice.below(10)).unwrap_or(0))];
    let mut keys = vec![format!("{first}{code}{}{}", place[0], place[1])];
    if country.digits > 0 {
        let digits = |dice: &mut Dice| char::from(b'0' + u8::try_from(dice.below(10)).unwrap_or(0));
        keys.push((0..country.digits).map(|_| digits(dice)).collect());
    }
    let methods = methods(dice, &provider_id, country.code);
    Bank {
        provider_id,
        name,
        country: country.code.to_owned(),
        keys,
        status: ProviderStatus::Up,
        unusable: None,
        methods,
    }
}

/// SEPA everywhere; instant at many; a method for companies, or fields to fill, at some.
fn methods(dice: &mut Dice, id: &str, country: &str) -> Vec<Method> {
    let method = |name: &str, remitter: &[&str], limit: Option<&str>, inputs: &[&str]| Method {
        method_id: format!("{id}.{name}"),
        scheme: name.split('_').next().unwrap_or(name).to_owned(),
        remitter: remitter.iter().map(|one| (*one).to_owned()).collect(),
        limit: limit.map(str::to_owned),
        inputs: inputs.iter().map(|one| (*one).to_owned()).collect(),
        unusable: None,
    };
    let both: &[&str] = &["retail", "corporate"];
    let mut methods = Vec::new();
    if dice.below(3) > 0 {
        methods.push(method("instant", &["retail"], Some("100.000,00\u{a0}EUR"), &[]));
    }
    let inputs: &[&str] = if country == "FR" { &["debtor_iban"] } else { &[] };
    methods.push(method("sepa", if dice.below(2) > 0 { both } else { &["retail"] }, None, inputs));
    methods
}
