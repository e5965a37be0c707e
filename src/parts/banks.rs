//! The bank picker: search, the list of banks, and the methods of the chosen one right after it.
//! Every bank and method is a button of a plain form; in live mode its press is an event.
//! Never here: which bank can be used (the gateway says it), or which one fits a search (`flow::search`).

use super::form::Form;
use super::icon::{Icon, icon};
use super::{mark, methods, text};
use crate::node::{Node, view};
use crate::scene::Scene;
use crate::words::Key;
use flow::search::search;
use protocol::ProviderStatus;
use protocol::page::{Bank, Unusable};

/// How many banks are shown at once: more than a person reads, less than a slow phone feels.
const SHOWN: usize = 40;

/// The picker.
pub fn banks(scene: &Scene) -> Node {
    let choice = &scene.stage.choice;
    let fitting = search(&scene.stage.banks, &choice.q);
    let found = u32::try_from(fitting.len()).unwrap_or(u32::MAX);
    // Until the whole list has been read, the gateway knows better how many there are.
    let all_told = choice.q.is_empty() || (!scene.live && found > 0);
    let count = if all_told { found.max(scene.stage.bank_count) } else { found };
    let shown: Vec<&Bank> = fitting.into_iter().take(SHOWN).collect();
    let rows: Vec<Node> =
        shown.iter().enumerate().map(|(index, bank)| row(scene, bank, index, &shown, count)).collect();
    let list = if rows.is_empty() {
        none_found(scene)
    } else {
        view! { <div class="bank-list" role="radiogroup" aria-labelledby="pay-from">{rows}</div> }
    };
    let more = (count as usize > shown.len() && !shown.is_empty())
        .then(|| text::para("small", scene.tell_with(Key::ShowingSome, "count", &shown.len().to_string())));
    let parts = vec![
        head(scene, count),
        finder(scene),
        Form::get("banks", scene, vec![("q", choice.q.clone())]).around(scene, list),
        more.unwrap_or_else(text::nothing),
        Form::get(
            "methods",
            scene,
            vec![("bank", choice.provider_id.clone().unwrap_or_default()), ("q", choice.q.clone())],
        )
        .alone(scene),
    ];
    view! { <section class="picker" aria-labelledby="pay-from">{parts}</section> }
}

/// Heading and count; the count is told politely when it changes.
fn head(scene: &Scene, count: u32) -> Node {
    let count = scene.counted(Key::Banks, count);
    view! {
        <div class="picker-head">
            <h2 id="pay-from">{scene.plain(Key::PayFrom)}</h2>
            <p class="small" role="status">{count}</p>
        </div>
    }
}

/// The search field, a plain form without script.
fn finder(scene: &Scene) -> Node {
    let bank = scene.stage.choice.provider_id.clone().unwrap_or_default();
    let field = view! {
        <label class="unseen" for="q">{scene.plain(Key::SearchLabel)}</label>
        <input
            class="search-field"
            id="q"
            type="search"
            name="q"
            value=scene.stage.choice.q.clone()
            placeholder=scene.plain(Key::SearchHint)
            autocomplete="off"
            autocapitalize="none"
            spellcheck="false"
            enterkeyhint="search"
        />
        <button class="search-go" type="submit" aria-label=scene.plain(Key::SearchButton)>{icon(Icon::Search)}</button>
    };
    let form = Form::get("search", scene, vec![("bank", bank)]).around(scene, field);
    view! { <search class="search">{form}</search> }
}

fn none_found(scene: &Scene) -> Node {
    let all = super::form::address_without_search(scene);
    view! {
        <div class="none-found" role="status">
            <p><strong>{scene.plain_with(Key::NoneFound, "q", &scene.stage.choice.q)}</strong></p>
            <p class="small">{scene.plain(Key::NoneFoundNow)}</p>
            <a class="tool" href=all data-part="show-all">{scene.plain(Key::ShowAll)}</a>
        </div>
    }
}

/// One bank; the chosen one is followed by its methods.
fn row(scene: &Scene, bank: &Bank, index: usize, shown: &[&Bank], count: u32) -> Node {
    let choice = &scene.stage.choice;
    let chosen = choice.provider_id.as_deref() == Some(bank.provider_id.as_str());
    let off = bank.unusable.is_some() || bank.status == ProviderStatus::Down;
    let state = match (off, chosen) {
        (true, _) => "off",
        (_, true) => "chosen",
        _ => "open",
    };
    let methods = if chosen && !off && scene.stage.question().is_none() {
        methods::methods(scene, bank)
    } else {
        text::nothing()
    };
    let forget = (scene.live && !chosen && scene.stage.last_bank.as_ref() == Some(&bank.provider_id)).then(|| {
        let name = scene.plain_with(Key::ForgetBank, "bank", &bank.name);
        let word = scene.plain(Key::Forget);
        view! { <button type="button" class="forget" data-action="forget-bank" aria-label=name>{word}</button> }
    });
    view! {
        <div class="bank" data-state=state>
            <button
                type="submit"
                name="bank"
                value=bank.provider_id.clone()
                class="bank-row"
                role="radio"
                aria-checked=if chosen && !off { "true" } else { "false" }
                aria-posinset=(index + 1).to_string()
                aria-setsize=count.to_string()
                data-provider-id=bank.provider_id.clone()
                disabled=off
                tabindex=stop_at(scene, index, shown)
            >
                {mark::bank(&bank.provider_id, &bank.name)}
                <span class="bank-text">
                    <span class="bank-name">{bank.name.clone()}</span>
                    {hint(scene, bank)}
                </span>
                <span class="radio"></span>
            </button>
            {forget}
            {methods}
        </div>
    }
}

/// In live mode the list is one stop for the Tab key, as lists of radios are: the chosen bank, else the first that can be chosen.
fn stop_at(scene: &Scene, index: usize, shown: &[&Bank]) -> Option<&'static str> {
    if !scene.live {
        return None;
    }
    let usable = |bank: &&Bank| bank.unusable.is_none() && bank.status != ProviderStatus::Down;
    let chosen = scene.stage.choice.provider_id.as_deref();
    let stop = shown
        .iter()
        .position(|bank| Some(bank.provider_id.as_str()) == chosen && usable(bank))
        .or_else(|| shown.iter().position(usable));
    Some(if stop == Some(index) { "0" } else { "-1" })
}

/// What should be known of a bank before it is chosen, in words.
fn hint(scene: &Scene, bank: &Bank) -> Node {
    let key = match (bank.unusable, bank.status) {
        (Some(Unusable::Down), _) | (_, ProviderStatus::Down) => Key::Down,
        (Some(Unusable::OverLimit), _) => Key::AmountTooHigh,
        (Some(Unusable::UnderLimit), _) => Key::AmountTooLow,
        (Some(Unusable::Currency), _) => Key::WrongCurrency,
        (None, ProviderStatus::Degraded) => {
            let slow = scene.plain(Key::Slow);
            return view! { " " <span class="bank-slow">{icon(Icon::Clock)}{slow}</span> };
        }
        (None, _) if scene.stage.last_bank.as_ref() == Some(&bank.provider_id) => Key::UsedLast,
        (None, _) => return text::nothing(),
    };
    view! { " " <span class="bank-hint">{scene.plain(key)}</span> }
}
