//! What only the gateway says, in English.

use super::shelf::Shelf;
use super::slip::Slip;
use super::{Desk, Kept, Refusals, Sheet};

/// Pages of no link, and faults of forms.
pub const DESK: Desk = Desk {
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
            "These pages conform to WCAG 2.2, level AA: the payment and consent pages in every design and language, in light and dark. They work by keyboard alone, with a screen reader, at 400 % zoom and down to 280 pixels, with wider letters and lines, in forced colours, without movement where you prefer that, and without script.",
            "How we know: with every change, a browser opens every screen of every design. It holds them against the rules of axe, measures the contrast under each line of text, the size of each control, and whether the focus is seen; and it pays by itself. This is our own assessment, last made in November 2026; no outside body has audited it yet.",
            "Known limits: your bank's own pages are the bank's, and may be less accessible than these. These checks run in Chromium; in Firefox and in Safari’s engine we test that paying and sharing work. Names and references come from the firm that sent you here, and are shown as they were given.",
            "Should something stand in your way, please tell {firm}; say which page and what you use. Everything on these pages can also be done without a phone and without a QR code.",
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
    kept: Kept {
        asking: "We could not start again: the bank has not answered yet whether it takes the payment. This lasts a few seconds, at most a quarter of a minute. Please wait for it.",
        unconfirmed: "We could not start again: your bank has not confirmed that the payment is cancelled, so it may still go through. Please wait for its answer.",
        gone_on: "We could not start again: the bank is already carrying out the payment, so it can no longer be cancelled. Paying again would take the money twice.",
        not_here: "The payment was begun in another place, and only there can it be stopped. Nothing was changed.",
    },
    sharing: Refusals {
        choose_bank: "Choose the bank whose account you want to share.",
        choose_method: "Choose which account at this bank you want to share.",
        unusable: "This bank cannot be used for this now. Please choose another one.",
        iban_missing: "Enter the IBAN of the account you want to share.",
        kept: Kept {
            asking: "We could not start again: the bank has not answered yet whether it takes the request. This lasts a few seconds, at most a quarter of a minute. Please wait for it.",
            unconfirmed: "We could not start again: your bank has not confirmed that the request is cancelled, so it may still be agreed to there. Please wait for its answer.",
            gone_on: "We could not start again: at the bank this was agreed to already. What was agreed to can be withdrawn.",
            not_here: "The request was begun in another place, and only there can it be stopped. Nothing was changed.",
        },
    },
};

/// The page of banks.
pub const SHELF: Shelf = Shelf {
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
    shares: "Sharing account data",
    history: "Transactions",
    history_days: "of the last {days}",
    needs_own_iban: "the IBAN of your account",
};

/// The receipt of a consent.
pub const SLIP: Slip = Slip {
    title: "Receipt of your consent",
    lead: "This is what you were shown, and what you agreed to. Keep this file: it shows whether anything in it was changed.",
    follows: "The authorisation at {bank} follows; nothing is shared before it.",
    id: "Consent number",
    page: "Shown as",
    version: "{template}, {language}, version {version}",
    pressed: "You pressed",
    shown: "What the page said",
    check: "How to check this file",
    how: "It carries a signature of {firm}. The command “finqlink receipts verify” finds every change and names it; {firm} tells which key is its own.",
};
