//! What only the gateway says, in Hungarian.

use super::shelf::Shelf;
use super::slip::Slip;
use super::{Desk, Kept, Refusals, Sheet};

/// Pages of no link, and faults of forms.
pub const DESK: Desk = Desk {
    home: Sheet {
        title: "Fizetés a bankszámlájáról",
        texts: &[
            "Ez a szolgáltató ({firm}) fizetési oldala. Ide annak az üzletnek vagy cégnek a linkjén át jut, amelynek fizet.",
            "Ezen a címen nincs mit fizetni. Kérjük, nyissa meg azt a linket, amelyet kapott.",
        ],
    },
    legal: Sheet {
        title: "Jogi tudnivalók és adatvédelem",
        texts: &[
            "Ezen az oldalon a fizetéseket {firm} kezdeményezi. A pénz az Ön bankjától egyenesen a kedvezményezetthez kerül; nálunk soha nem áll.",
            "Azt őrizzük meg, amire a fizetéshez szükség van: az összeget, a kedvezményezettet, a közleményt, a választott bankot és az egyes lépések idejét. Banki jelszavát soha nem látjuk.",
            "Ez az oldal csak saját magának használ sütiket: az egyik jelzi, hogy Ön indította a fizetést, a másik visszahozza a bankjától, a harmadik megjegyzi a nyelvet. Egyik sem követi Önt máshová.",
        ],
    },
    access: Sheet {
        title: "Akadálymentesség",
        texts: &[
            "Ezek az oldalak megfelelnek a WCAG 2.2 AA szintjének: a fizetési és a hozzájárulási oldalak minden megjelenésben és nyelven, világosban és sötétben. Működnek csak billentyűzettel, képernyőolvasóval, 400%-os nagyításban és 280 képpontig, ritkább betűkkel és sorokkal, kényszerített színekkel, kérésre mozgás nélkül, és szkript nélkül is.",
            "Honnan tudjuk: minden változtatáskor egy böngésző megnyitja minden megjelenés minden képernyőjét. Az axe szabályai szerint ellenőrzi, megméri a kontrasztot minden szövegsor alatt, minden vezérlő méretét, és hogy látszik-e a fókusz; és maga is fizet. Ez a saját értékelésünk, legutóbb 2026 novemberében készült; külső szervezet még nem vizsgálta.",
            "Ismert korlátok: a bankja oldalai a bankéi, és előfordulhat, hogy nehezebben használhatók, mint ezek. Ezek a vizsgálatok Chromiumban futnak; Firefoxban és a Safari motorjában azt ellenőrizzük, hogy a fizetés és a megosztás működik. A nevek és közlemények attól a cégtől jönnek, amely ide küldte Önt, és úgy látszanak, ahogy megadták őket.",
            "Ha valami az útjában áll, kérjük, írja meg a szolgáltatónak ({firm}): melyik oldalon, és mit használ. Ezeken az oldalakon minden elvégezhető telefon és QR-kód nélkül is.",
        ],
    },
    lost: Sheet {
        title: "A fizetését ellenőrizzük",
        texts: &[
            "Visszatért a bankjától, de nem tudtuk megállapítani, melyik fizetésről volt szó. Ez nem okoz kárt: a fizetés magától folytatódik, és a kedvezményezett megtudja, hogyan zárul.",
            "Semmit nem kell újra megtennie. Ha látni szeretné, hol tart, nyissa meg újra a fizetési linket.",
        ],
    },
    to_providers: "Bankok és fizetési módok",
    to_reference: "API-dokumentáció",
    choose_bank: "Válassza ki a bankot, amelyből fizetni szeretne.",
    choose_method: "Válassza ki, hogyan szeretne fizetni ennél a banknál.",
    unusable: "Ez a mód ehhez a fizetéshez nem használható. Kérjük, válasszon másikat.",
    iban_missing: "Írja be annak a számlának az IBAN-számát, amelyről fizet.",
    iban_wrong: "Ez nem IBAN-szám. Kérjük, ellenőrizze a betűket és a számjegyeket.",
    psu_id_missing: "Írja be a banki felhasználói azonosítóját, szóközök nélkül.",
    kept: Kept {
        asking: "Nem tudtuk újrakezdeni: a bank még nem válaszolt, hogy befogadja-e a fizetést. Ez néhány másodperc, legfeljebb negyed perc. Kérjük, várja meg.",
        unconfirmed: "Nem tudtuk újrakezdeni: a bankja nem igazolta vissza a fizetés törlését, ezért az még teljesülhet. Kérjük, várja meg a bank válaszát.",
        gone_on: "Nem tudtuk újrakezdeni: a bank már teljesíti a fizetést, ezért az többé nem törölhető. Ha újra fizetne, kétszer vonnák le a pénzt.",
        not_here: "A fizetést máshol kezdték el, és csak ott lehet leállítani. Semmi sem változott.",
    },
    sharing: Refusals {
        choose_bank: "Válassza ki a bankot, ahol a számlája van.",
        choose_method: "Válassza ki a számlát ennél a banknál.",
        unusable: "Ez a bank most nem használható. Kérjük, válasszon másikat.",
        iban_missing: "Adja meg annak a számlának az IBAN-ját, amelyet megoszt.",
        kept: Kept {
            asking: "Nem tudtuk újrakezdeni: a bank még nem válaszolt, hogy befogadja-e a kérést. Ez néhány másodperc, legfeljebb negyed perc. Kérjük, várja meg.",
            unconfirmed: "Nem tudtuk újrakezdeni: a bankja még nem erősítette meg a kérés visszavonását, így ott még jóváhagyható. Kérjük, várja meg a válaszát.",
            gone_on: "Nem tudtuk újrakezdeni: a banknál ezt már jóváhagyták. A megadott hozzájárulás visszavonható.",
            not_here: "A kérést máshol kezdték el, és csak ott lehet leállítani. Semmi sem változott.",
        },
    },
};

/// The page of banks.
pub const SHELF: Shelf = Shelf {
    title: "Bankok és fizetési módok",
    lead: "Honnan fizethet, milyen gyorsan ér oda a pénz, mennyit küldhet egyszerre, és mit kérnek Öntől az egyes bankok.",
    as_of: "Jelenlegi állapot: {time}.",
    again: "Frissítés",
    real: "Bankok",
    test: "Tesztbankok (pénz nem mozog)",
    up: "Működik",
    degraded: "Lassan vagy nem mindig működik",
    down: "Most nem működik",
    account: "Számla",
    way: "Átutalás",
    currency: "Pénznem",
    amount: "Összeg",
    any_amount: "nincs külön korlát",
    up_to: "legfeljebb {max}",
    from: "legalább {min}",
    between: "{min} – {max}",
    needs: "Megadandó",
    needs_nothing: "a bank saját oldala előtt semmi",
    needs_iban: "az IBAN-szám, amelyről fizet",
    needs_psu_id: "a banki felhasználói azonosítója",
    shares: "Számlaadatok megosztása",
    history: "Tranzakciók",
    history_days: "az elmúlt {days}",
    needs_own_iban: "a számlája IBAN-száma",
};

/// The receipt of a consent.
pub const SLIP: Slip = Slip {
    title: "A hozzájárulás igazolása",
    lead: "Itt áll, mit látott és mihez járult hozzá. Őrizze meg a fájlt: kiderül belőle, ha bármi megváltozott benne.",
    follows: "Ezután következik a jóváhagyás a banknál ({bank}); addig semmi nem kerül megosztásra.",
    id: "A hozzájárulás száma",
    page: "Így jelent meg",
    version: "{template}, {language}, {version} változat",
    pressed: "Ezt nyomta meg",
    shown: "Mit írt az oldal",
    check: "Hogyan ellenőrizhető ez a fájl",
    how: "A(z) {firm} aláírása van rajta. A „finqlink receipts verify” parancs minden változást megtalál és megnevez; hogy melyik kulcs a sajátja, azt a(z) {firm} mondja meg.",
};
