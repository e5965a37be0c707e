//! The bank picker: search, the list of banks, and the methods of the chosen one right after it.
//! Every bank and method is a button of a plain form; in live mode its press is an event.
//! Never here: which bank can be used (the gateway says it), or which one fits a search (`flow::search`).

use super::form::Form;
use super::icon::{Icon, icon};
use super::notice::notice;
use super::{codes, mark, methods, text};
use crate::node::{Node, view};
use crate::scene::Scene;
use crate::words::Key;
use protocol::ProviderStatus;
use protocol::page::{Bank, Remitter, Unusable};

/// The picker.
pub fn banks(scene: &Scene) -> Node {
    let choice = &scene.stage.choice;
    let count = scene.stage.found_count();
    let shown: Vec<&Bank> = scene.stage.shown().collect();
    let stop = stop(scene, &shown);
    let setsize = count.to_string();
    let rows: Vec<Node> = shown
        .iter()
        .enumerate()
        .map(|(index, bank)| row(scene, bank, (index + 1).to_string(), setsize.clone(), stop == Some(index)))
        .collect();
    let list = if scene.stage.awaits_banks() {
        text::nothing()
    } else if rows.is_empty() {
        none_found(scene)
    } else {
        view! { <div class="bank-list" role="radiogroup" aria-labelledby="pay-from">{rows}</div> }
    };
    // Below the list, so that nothing moves under a finger when it comes.
    let gone = scene.stage.chosen_is_down().then(|| notice("warn", scene.tell(Key::ChosenDown)));
    let parts = vec![
        head(scene, count),
        finder(scene),
        narrow(scene),
        Form::get("banks", scene, vec![("q", choice.q.clone())]).around(scene, list),
        more(scene, count, shown.len()),
        gone.unwrap_or_else(text::nothing),
        Form::get(
            "methods",
            scene,
            vec![("bank", choice.provider_id.clone().unwrap_or_default()), ("q", choice.q.clone())],
        )
        .alone(scene),
        codes::transfer(scene),
    ];
    view! { <section class="picker" aria-labelledby="pay-from">{parts}</section> }
}

/// Heading and count. The count is seen at once, and told politely when typing pauses.
fn head(scene: &Scene, count: u32) -> Node {
    let told = match scene.stage.told_count() {
        _ if scene.stage.chosen_is_down() => scene.plain(Key::ChosenDown),
        _ if scene.stage.awaits_banks() => String::new(),
        0 => [none_fits(scene), scene.plain(Key::NoneFoundNow)].join(". "),
        told => scene.counted(Key::Banks, told),
    };
    view! {
        <div class="picker-head">
            <h2 id="pay-from">{scene.plain(Key::PayFrom)}</h2>
            <p class="small" aria-hidden="true">{scene.counted(Key::Banks, count)}</p>
            <p class="unseen" role="status">{told}</p>
        </div>
    }
}

/// That there are more, and the way to them. Without the app the way is the search; its place is kept.
fn more(scene: &Scene, count: u32, shown: usize) -> Node {
    if shown == 0 || count as usize <= shown {
        return text::nothing();
    }
    let button = scene.stage.can_show_more().then(
        || view! { <button type="button" class="tool" data-part="more-banks">{scene.plain(Key::ShowMore)}</button> },
    );
    let told = text::para("small", scene.tell_with(Key::ShowingSome, "count", &shown.to_string()));
    view! { <div class="more-banks">{told}{button}</div> }
}

fn none_fits(scene: &Scene) -> String {
    scene.plain_with(Key::NoneFound, "q", &scene.stage.choice.q)
}

/// What narrows the list, where it changes something: whose account, which country.
fn narrow(scene: &Scene) -> Node {
    let narrow = &scene.boot.narrow;
    if !narrow.remitters && narrow.countries.is_empty() {
        return text::nothing();
    }
    let choice = &scene.stage.choice;
    let mut parts = Vec::new();
    if narrow.remitters {
        parts.push(remitter(scene, Remitter::Retail, Key::ForPeople));
        parts.push(remitter(scene, Remitter::Corporate, Key::ForCompanies));
    }
    if !narrow.countries.is_empty() {
        parts.push(country(scene));
    }
    let hidden = vec![
        ("bank", choice.provider_id.clone().unwrap_or_default()),
        ("q", choice.q.clone()),
        ("remitter", String::new()),
    ];
    parts.push(Form::get("narrow", scene, hidden).alone(scene));
    view! { <div class="narrow" role="group" aria-label=scene.plain(Key::NarrowName)>{parts}</div> }
}

/// A switch: pressed, the list holds banks for these accounts only; pressed again, all.
fn remitter(scene: &Scene, remitter: Remitter, label: Key) -> Node {
    let on = scene.stage.choice.remitter == Some(remitter);
    view! {
        <button
            type="submit"
            form="narrow"
            name="remitter"
            value=if on { "" } else { remitter.as_str() }
            class="chip"
            aria-pressed=if on { "true" } else { "false" }
            data-part="remitter"
        >
            {scene.plain(label)}
        </button>
    }
}

/// The country, sent with the search by a page without script.
fn country(scene: &Scene) -> Node {
    let chosen = scene.stage.choice.country.as_deref();
    let option = |code: &str, name: String| {
        view! { <option value=code.to_owned() selected=chosen.unwrap_or("") == code>{name}</option> }
    };
    let mut options = vec![option("", scene.plain(Key::AllCountries))];
    options.extend(scene.boot.narrow.countries.iter().map(|(code, name)| option(code, name.clone())));
    view! { <select name="country" form="search" class="chip" aria-label=scene.plain(Key::CountryName)>{options}</select> }
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
    // The country stands in a field of its own.
    let country = if scene.boot.narrow.countries.is_empty() { scene.stage.choice.country.clone() } else { None };
    let hidden = vec![("bank", bank), ("country", country.unwrap_or_default())];
    let form = Form::get("search", scene, hidden).around(scene, field);
    view! { <search class="search">{form}</search> }
}

fn none_found(scene: &Scene) -> Node {
    let all = super::form::address_without_search(scene);
    view! {
        <div class="none-found">
            <p><strong>{none_fits(scene)}</strong></p>
            <p class="small">{scene.plain(Key::NoneFoundNow)}</p>
            <a class="tool" href=all data-part="show-all">{scene.plain(Key::ShowAll)}</a>
        </div>
    }
}

/// One bank; the chosen one is followed by its methods.
fn row(scene: &Scene, bank: &Bank, place: String, setsize: String, stop: bool) -> Node {
    let choice = &scene.stage.choice;
    let chosen = choice.provider_id.as_deref() == Some(bank.provider_id.as_str());
    let off = bank.unusable.is_some() || bank.status == ProviderStatus::Down;
    let state = match (off, chosen) {
        (_, true) if !off || scene.stage.chosen_is_down() => "chosen",
        (true, _) => "off",
        _ => "open",
    };
    // Those of a bank that has just gone down stay where they are, and cannot be pressed.
    let methods = if chosen && (!off || scene.stage.chosen_is_down()) && scene.stage.question().is_none() {
        methods::methods(scene, bank)
    } else {
        text::nothing()
    };
    let is_last = scene.live && !chosen && scene.stage.last_bank.as_ref() == Some(&bank.provider_id);
    view! {
        <div class="bank" data-state=state>
            <button
                type="submit"
                name="bank"
                value=bank.provider_id.clone()
                class="bank-row"
                role="radio"
                aria-checked=if chosen && !off { "true" } else { "false" }
                aria-posinset=place
                aria-setsize=setsize
                data-provider-id=bank.provider_id.clone()
                disabled=off
                tabindex=scene.live.then_some(if stop { "0" } else { "-1" })
            >
                {mark::bank(&bank.provider_id, &bank.name)}
                <span class="bank-text">
                    <span class="bank-name">{bank.name.clone()}</span>
                    {hint(scene, bank)}
                </span>
                <span class="radio"></span>
            </button>
            {is_last.then(|| last_used(scene, bank))}
            {methods}
        </div>
    }
}

/// Below the bank that this device used last: the way to another one, which is the search, and to forget it.
fn last_used(scene: &Scene, bank: &Bank) -> Node {
    let forget = scene.plain_with(Key::ForgetBank, "bank", &bank.name);
    view! {
        <div class="last-used">
            <button type="button" class="tool" data-part="other-bank">{scene.plain(Key::UseAnother)}</button>
            <button type="button" class="tool" data-action="forget-bank" aria-label=forget>{scene.plain(Key::Forget)}</button>
        </div>
    }
}

/// In live mode the list is one stop for the Tab key, as lists of radios are: the chosen bank, else the first that can be chosen.
fn stop(scene: &Scene, shown: &[&Bank]) -> Option<usize> {
    let usable = |bank: &&Bank| bank.unusable.is_none() && bank.status != ProviderStatus::Down;
    let chosen = scene.stage.choice.provider_id.as_deref();
    shown
        .iter()
        .position(|bank| Some(bank.provider_id.as_str()) == chosen && usable(bank))
        .or_else(|| shown.iter().position(usable))
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
