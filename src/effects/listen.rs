//! What the browser tells: shown, hidden, offline, online, back and forward. Listened to for as long as the page lives.

use super::{here, location, storage};
use flow::journey::Event;
use leptos::prelude::{Callable, Callback};
use protocol::page::Here;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{EventTarget, PageTransitionEvent};

/// What is so at the start. A page that is not on show (a background tab, a prerender) says nothing until it is.
pub fn first_events(told: Here) -> Vec<Event> {
    let Some(window) = web_sys::window() else { return Vec::new() };
    let mut events = Vec::new();
    if !window.navigator().on_line() {
        events.push(Event::WentOffline);
    }
    let here = here::corrected(told);
    if here != told {
        events.push(Event::Situated(here));
    }
    if is_shown() {
        events.push(Event::Started);
    }
    events.extend(storage::last_bank().map(Event::LastBankKnown));
    events
}

/// Reports from now on.
pub fn listen(emit: Callback<Event>) {
    let Some(window) = web_sys::window() else { return };
    if let Some(document) = window.document() {
        on(&document, "visibilitychange", move |_| emit.run(if is_shown() { Event::Shown } else { Event::Hidden }));
    }
    on(&window, "online", move |_| emit.run(Event::CameOnline));
    on(&window, "offline", move |_| emit.run(Event::WentOffline));
    // Kept by the browser for Back: a stream that is left open would forbid it.
    on(&window, "pagehide", move |_| emit.run(Event::Hidden));
    on(&window, "pageshow", move |event| {
        if event.dyn_ref::<PageTransitionEvent>().is_some_and(PageTransitionEvent::persisted) {
            emit.run(Event::Shown);
        }
    });
    on(&window, "popstate", move |_| {
        let (onward, question) = location::step_on_show();
        emit.run(Event::Walked(onward, question));
    });
}

fn is_shown() -> bool {
    web_sys::window().and_then(|window| window.document()).is_some_and(|document| !document.hidden())
}

fn on(target: &EventTarget, name: &str, tell: impl FnMut(web_sys::Event) + 'static) {
    let listener = Closure::<dyn FnMut(web_sys::Event)>::new(tell);
    // Adding a listener fails for no name that we use.
    let _ = target.add_event_listener_with_callback(name, listener.as_ref().unchecked_ref());
    listener.forget();
}
