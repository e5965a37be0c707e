//! Codes that a phone reads instead of following a link: of a scheme's request to pay, of a transfer that the payer makes alone.
//! Never here: what a code holds (the gateway sends it as path data), or the code of this page (see `qr`).

use super::facts::{fact, list};
use super::{notice, qr, text};
use crate::node::{Node, view};
use crate::scene::Scene;
use crate::words::Key;

/// A scheme's request to pay, for whichever app takes it; nothing on the phone itself, which cannot scan its own face.
pub fn request(scene: &Scene) -> Node {
    let Some(code) = scene.request_code() else { return text::nothing() };
    view! {
        <section class="phone" aria-labelledby="request">
            {picture(code, scene.plain(Key::RequestCode))}
            <div class="phone-text">
                <h2 id="request">{scene.plain(Key::RequestOnPhone)}</h2>
                <p>{scene.plain(Key::RequestHow)}</p>
            </div>
        </section>
    }
}

/// The way out where no bank fits: a transfer in the payer's own banking app, by its code or by hand. Open where there is nothing else.
pub fn transfer(scene: &Scene) -> Node {
    let (Some(transfer), Some(payment)) = (&scene.boot.transfer, scene.payment()) else { return text::nothing() };
    let facts = vec![
        fact(scene.word(Key::ReceiptTo), None, text::theirs(&transfer.name)),
        fact(scene.word(Key::IbanLabel), None, text::ours(&payment.creditor_iban)),
        fact(scene.word(Key::ReceiptAmount), None, text::ours(&scene.amount())),
        fact(scene.word(Key::ReferenceLabel), None, text::theirs(&transfer.text)),
    ];
    view! {
        <details class="transfer" open=scene.stage.no_bank_fits()>
            <summary class="quiet-link">{scene.plain(Key::TransferAsk)}</summary>
            <div class="phone">
                {picture(&transfer.code, scene.plain(Key::TransferCode))}
                <div class="phone-text">
                    <p>{scene.plain(Key::TransferLead)}</p>
                    {list("facts", facts)}
                </div>
                {notice::notice("calm", scene.tell(Key::TransferNote))}
            </div>
        </details>
    }
}

/// Large: it is the way on, and may hold much.
fn picture((path, size): &(String, u32), name: String) -> Node {
    qr::drawing(path, *size, "240", name)
}
