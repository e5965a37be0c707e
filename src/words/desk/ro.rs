//! What only the gateway says, in Romanian.

use super::shelf::Shelf;
use super::slip::Slip;
use super::{Desk, Kept, Refusals, Sheet};

/// Pages of no link, and faults of forms.
pub const DESK: Desk = Desk {
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
            "Aceste pagini respectă WCAG 2.2, nivelul AA: paginile de plată și de consimțământ, în fiecare aspect și limbă, luminos și întunecat. Funcționează doar cu tastatura, cu cititor de ecran, la zoom de 400 % și până la 280 de pixeli, cu litere și rânduri mai rare, în culori forțate, fără mișcare dacă așa preferați, și fără script.",
            "De unde știm: la fiecare schimbare, un browser deschide fiecare ecran în fiecare aspect. Îl verifică după regulile axe, măsoară contrastul sub fiecare rând de text, mărimea fiecărui control și dacă focalizarea se vede; și plătește singur. Este evaluarea noastră, făcută ultima dată în noiembrie 2026; încă nu există un audit extern.",
            "Limite cunoscute: paginile băncii dumneavoastră aparțin băncii și pot fi mai puțin accesibile decât acestea. Aceste verificări rulează în Chromium; în Firefox și în motorul Safari verificăm că plata și partajarea datelor funcționează. Numele și referințele vin de la firma care v-a trimis aici și sunt arătate așa cum au fost date.",
            "Dacă ceva vă stă în cale, spuneți-ne la {firm}: ce pagină și ce folosiți. Tot ce se află pe aceste pagini se poate face și fără telefon și fără cod QR.",
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
    kept: Kept {
        asking: "Nu am putut începe din nou: banca nu a răspuns încă dacă preia plata. Durează câteva secunde, cel mult un sfert de minut. Vă rugăm să așteptați.",
        unconfirmed: "Nu am putut începe din nou: banca nu a confirmat anularea plății, deci ea încă poate fi executată. Așteptați răspunsul băncii.",
        gone_on: "Nu am putut începe din nou: banca execută deja plata, deci ea nu mai poate fi anulată. Dacă ați plăti din nou, banii ar fi luați de două ori.",
        not_here: "Plata a fost începută în altă parte și numai acolo poate fi oprită. Nu s-a schimbat nimic.",
    },
    sharing: Refusals {
        choose_bank: "Alegeți banca la care aveți contul.",
        choose_method: "Alegeți contul de la această bancă.",
        unusable: "Această bancă nu poate fi folosită acum. Alegeți alta.",
        iban_missing: "Introduceți IBAN-ul contului ale cărui date le partajați.",
        kept: Kept {
            asking: "Nu am putut începe din nou: banca nu a răspuns încă dacă preia cererea. Durează câteva secunde, cel mult un sfert de minut. Vă rugăm să așteptați.",
            unconfirmed: "Nu am putut începe din nou: banca dumneavoastră nu a confirmat anularea cererii, deci ea mai poate fi acceptată acolo. Așteptați răspunsul ei.",
            gone_on: "Nu am putut începe din nou: la bancă v-ați dat deja acordul. Un acord dat poate fi retras.",
            not_here: "Cererea a fost începută în altă parte și numai acolo poate fi oprită. Nu s-a schimbat nimic.",
        },
    },
};

/// The page of banks.
pub const SHELF: Shelf = Shelf {
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
    shares: "Partajarea datelor contului",
    history: "Tranzacții",
    history_days: "din ultimele {days}",
    needs_own_iban: "IBAN-ul contului dumneavoastră",
};

/// The receipt of a consent.
pub const SLIP: Slip = Slip {
    title: "Dovada consimțământului",
    lead: "Aici stă ce vi s-a arătat și ce ați acceptat. Păstrați fișierul: arată dacă s-a schimbat ceva în el.",
    follows: "Urmează autorizarea la {bank}; înainte de ea nu se partajează nimic.",
    id: "Numărul consimțământului",
    page: "Afișat ca",
    version: "{template}, {language}, versiunea {version}",
    pressed: "Ați apăsat",
    shown: "Ce scria pe pagină",
    check: "Cum se verifică acest fișier",
    how: "Poartă o semnătură a {firm}. Comanda „finqlink receipts verify” găsește orice schimbare și o numește; {firm} spune care cheie este a sa.",
};
