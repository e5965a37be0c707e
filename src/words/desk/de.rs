//! What only the gateway says, in German.

use super::shelf::Shelf;
use super::slip::Slip;
use super::{Desk, Kept, Refusals, Sheet};

/// Pages of no link, and faults of forms.
pub const DESK: Desk = Desk {
    home: Sheet {
        title: "Zahlungen von Ihrem Bankkonto",
        texts: &[
            "Das ist die Zahlungsseite von {firm}. Hierher gelangen Sie über einen Link des Geschäfts oder der Firma, die Sie bezahlen.",
            "Unter dieser Adresse gibt es nichts zu zahlen. Bitte öffnen Sie den Link, den Sie erhalten haben.",
        ],
    },
    legal: Sheet {
        title: "Rechtliches und Datenschutz",
        texts: &[
            "Zahlungen auf dieser Seite werden von {firm} ausgelöst. Ihr Geld geht von Ihrer Bank direkt an den Empfänger; es liegt nie bei uns.",
            "Wir bewahren auf, was die Zahlung braucht: Betrag, Empfänger, Verwendungszweck, die gewählte Bank und den Zeitpunkt jedes Schritts. Ihr Bankpasswort sehen wir nie.",
            "Diese Seite verwendet Cookies nur für sich selbst: Eines zeigt, dass Sie es waren, der eine Zahlung begonnen hat, eines bringt Sie von Ihrer Bank zurück, eines merkt sich Ihre Sprache. Keines folgt Ihnen anderswohin.",
        ],
    },
    access: Sheet {
        title: "Barrierefreiheit",
        texts: &[
            "Diese Seiten erfüllen WCAG 2.2, Stufe AA: die Seiten für Zahlungen und Einwilligungen in jeder Gestaltung und Sprache, hell und dunkel. Sie lassen sich allein mit der Tastatur bedienen, mit einem Bildschirmleser, bei 400 % Zoom und bis 280 Pixel Breite, mit weiteren Buchstaben und Zeilen, in erzwungenen Farben, ohne Bewegung, wenn Sie das bevorzugen, und ohne Skript.",
            "Woher wir das wissen: Bei jeder Änderung öffnet ein Browser jede Ansicht jeder Gestaltung. Er prüft sie nach den Regeln von axe, misst den Kontrast unter jeder Textzeile, die Größe jedes Bedienelements und ob der Fokus zu sehen ist; und er bezahlt selbst. Das ist unsere eigene Bewertung, zuletzt vom November 2026; eine Prüfung von außen gab es noch nicht.",
            "Bekannte Grenzen: Die Seiten Ihrer Bank gehören der Bank und sind möglicherweise weniger barrierefrei als diese. Diese Prüfungen laufen in Chromium; in Firefox und in der Engine von Safari prüfen wir, dass Zahlen und Freigeben gelingt. Namen und Verwendungszwecke kommen von der Firma, die Sie hierher geschickt hat, und werden so gezeigt, wie sie angegeben wurden.",
            "Sollte Ihnen etwas im Weg stehen, sagen Sie es bitte {firm}; nennen Sie die Seite und was Sie benutzen. Alles auf diesen Seiten geht auch ohne Telefon und ohne QR-Code.",
        ],
    },
    lost: Sheet {
        title: "Ihre Zahlung wird geprüft",
        texts: &[
            "Sie sind von Ihrer Bank zurück, aber wir konnten nicht erkennen, um welche Zahlung es ging. Das schadet nicht: Die Zahlung läuft von selbst weiter, und der Empfänger erfährt, wie sie ausgeht.",
            "Sie müssen nichts noch einmal tun. Um den Stand zu sehen, öffnen Sie den Zahlungslink noch einmal.",
        ],
    },
    to_providers: "Banken und Zahlungsarten",
    to_reference: "API-Referenz",
    choose_bank: "Wählen Sie die Bank, von der Sie zahlen möchten.",
    choose_method: "Wählen Sie, wie Sie bei dieser Bank zahlen möchten.",
    unusable: "Diese Zahlungsart ist für diese Zahlung nicht möglich. Bitte wählen Sie eine andere.",
    iban_missing: "Geben Sie die IBAN des Kontos ein, von dem Sie zahlen.",
    iban_wrong: "Das ist keine IBAN. Bitte prüfen Sie Buchstaben und Ziffern.",
    psu_id_missing: "Geben Sie Ihre Benutzerkennung bei der Bank ein, ohne Leerzeichen.",
    kept: Kept {
        asking: "Wir konnten nicht neu beginnen: Die Bank hat noch nicht geantwortet, ob sie die Zahlung annimmt. Das dauert wenige Sekunden, höchstens eine Viertelminute. Bitte warten Sie so lange.",
        unconfirmed: "Wir konnten nicht neu beginnen: Ihre Bank hat nicht bestätigt, dass die Zahlung storniert ist; sie kann also noch ausgeführt werden. Bitte warten Sie auf die Antwort der Bank.",
        gone_on: "Wir konnten nicht neu beginnen: Die Bank führt die Zahlung schon aus, sie lässt sich nicht mehr stornieren. Wer noch einmal zahlt, dem wird das Geld zweimal abgebucht.",
        not_here: "Die Zahlung wurde an anderer Stelle begonnen und kann nur dort angehalten werden. Es hat sich nichts geändert.",
    },
    sharing: Refusals {
        choose_bank: "Wählen Sie die Bank, bei der Ihr Konto ist.",
        choose_method: "Wählen Sie das Konto bei dieser Bank.",
        unusable: "Diese Bank kann jetzt nicht verwendet werden. Bitte wählen Sie eine andere.",
        iban_missing: "Geben Sie die IBAN des Kontos ein, das Sie teilen möchten.",
        kept: Kept {
            asking: "Ein neuer Anfang war nicht möglich: Die Bank hat noch nicht geantwortet, ob sie die Anfrage annimmt. Das dauert wenige Sekunden, höchstens eine Viertelminute. Bitte warten Sie so lange.",
            unconfirmed: "Ein neuer Anfang war nicht möglich: Ihre Bank hat den Abbruch der Anfrage nicht bestätigt, ihr kann dort also noch zugestimmt werden. Bitte warten Sie auf ihre Antwort.",
            gone_on: "Ein neuer Anfang war nicht möglich: Bei der Bank wurde dem schon zugestimmt. Eine Zustimmung können Sie widerrufen.",
            not_here: "Die Anfrage wurde an anderer Stelle begonnen und kann nur dort angehalten werden. Es hat sich nichts geändert.",
        },
    },
};

/// The page of banks.
pub const SHELF: Shelf = Shelf {
    title: "Banken und Zahlungsarten",
    lead: "Von wo Sie zahlen können, wie schnell das Geld ankommt, wie viel auf einmal geht und wonach jede Bank Sie fragt.",
    as_of: "Stand: {time}.",
    again: "Neu prüfen",
    real: "Banken",
    test: "Testbanken (es wird kein Geld bewegt)",
    up: "Funktioniert",
    degraded: "Funktioniert langsam oder nicht immer",
    down: "Funktioniert gerade nicht",
    account: "Konto",
    way: "Überweisung",
    currency: "Währung",
    amount: "Betrag",
    any_amount: "keine eigene Grenze",
    up_to: "bis {max}",
    from: "ab {min}",
    between: "{min} bis {max}",
    needs: "Sie geben ein",
    needs_nothing: "nichts vor der Seite der Bank",
    needs_iban: "die IBAN, von der Sie zahlen",
    needs_psu_id: "Ihre Benutzerkennung bei der Bank",
    shares: "Kontodaten freigeben",
    history: "Umsätze",
    history_days: "der letzten {days}",
    needs_own_iban: "die IBAN Ihres Kontos",
};

/// The receipt of a consent.
pub const SLIP: Slip = Slip {
    title: "Beleg Ihrer Einwilligung",
    lead: "Hier steht, was Ihnen gezeigt wurde und worin Sie eingewilligt haben. Bewahren Sie die Datei auf: Sie verrät, ob etwas darin geändert wurde.",
    follows: "Die Freigabe bei {bank} folgt; vorher wird nichts geteilt.",
    id: "Nummer der Einwilligung",
    page: "Gezeigt als",
    version: "{template}, {language}, Version {version}",
    pressed: "Sie drückten auf",
    shown: "Was auf der Seite stand",
    check: "So wird diese Datei geprüft",
    how: "Sie trägt eine Signatur von {firm}. Der Befehl „finqlink receipts verify“ findet jede Änderung und benennt sie; welcher Schlüssel der eigene ist, sagt {firm}.",
};
