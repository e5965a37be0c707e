//! Following the link's changes: by events, by long-poll, by poll. Each way ends at its first failure, and says so.

use super::gateway::{Deadline, Gateway, parse_view};
use super::share::Shared;
use super::time::{browser_now_ms, jittered, sleep, spawn};
use flow::journey::{Event, Way, poll_every_ms};
use leptos::prelude::{Callable, Callback};
use std::cell::Cell;
use std::rc::Rc;

/// A stream tells the newest view at once when it opens; one that is silent for longer is held back on its way.
const SILENCE_MS: u32 = 10_000;
/// A long-poll waits 25 s at the gateway.
const LONG_POLL_DEADLINE_MS: u32 = 35_000;
/// After this long, a poll is rarer.
const LONG_WAIT_MS: i64 = 10 * 60 * 1000;
/// Polls of many pages are spread over this.
const POLL_JITTER_MS: u32 = 1_000;
/// A plain poll.
const POLL_DEADLINE_MS: u32 = 10_000;

/// Runs until it is dropped, or has failed.
pub struct Following {
    runs: Rc<Cell<bool>>,
    _shared: Option<Shared>,
}

impl Drop for Following {
    fn drop(&mut self) {
        self.runs.set(false);
    }
}

/// Follows from after this seq.
pub fn follow(gateway: Rc<Gateway>, after: u64, way: Way, emit: Callback<Event>) -> Following {
    let runs = Rc::new(Cell::new(true));
    let shared = match way {
        Way::Events => Some(follow_events(&gateway, &runs, emit)),
        Way::LongPoll | Way::Poll => {
            spawn(ask_again_and_again(gateway, after, way, Rc::clone(&runs), emit));
            None
        }
    };
    Following { runs, _shared: shared }
}

fn follow_events(gateway: &Gateway, runs: &Rc<Cell<bool>>, emit: Callback<Event>) -> Shared {
    let heard = Rc::new(Cell::new(false));
    let (runs_on, hears) = (Rc::clone(runs), Rc::clone(&heard));
    let on_news = move |text: &str| {
        if let Some(view) = parse_view(text).filter(|_| runs_on.get()) {
            hears.set(true);
            emit.run(Event::StatusRead(Box::new(view)));
        }
    };
    let runs_on = Rc::clone(runs);
    let on_loss = move || fail(&runs_on, None, emit);
    let runs_on = Rc::clone(runs);
    spawn(async move {
        sleep(SILENCE_MS).await;
        // A stream that is open and says nothing is no better than none.
        if !heard.get() {
            fail(&runs_on, None, emit);
        }
    });
    Shared::join(&gateway.shared_name(), gateway.url("events", ""), Rc::new(on_news), Rc::new(on_loss))
}

async fn ask_again_and_again(
    gateway: Rc<Gateway>,
    mut after: u64,
    way: Way,
    runs: Rc<Cell<bool>>,
    emit: Callback<Event>,
) {
    let began_ms = browser_now_ms();
    while runs.get() {
        let (ask_after, deadline_ms) = match way {
            Way::LongPoll => (Some(after), LONG_POLL_DEADLINE_MS),
            Way::Events | Way::Poll => (None, POLL_DEADLINE_MS),
        };
        let deadline = Deadline::after(deadline_ms);
        let answer = gateway.status(ask_after, deadline.signal().as_ref()).await;
        if !runs.get() {
            return;
        }
        match answer {
            Ok(view) => {
                after = view.seq;
                emit.run(Event::StatusRead(Box::new(view)));
            }
            Err(failure) => return fail(&runs, failure.retry_after_ms, emit),
        }
        if way == Way::Poll {
            let long = browser_now_ms() > began_ms + LONG_WAIT_MS;
            sleep(jittered(poll_every_ms(long), POLL_JITTER_MS)).await;
        }
    }
}

/// Says once that this way has failed.
fn fail(runs: &Cell<bool>, retry_after_ms: Option<u32>, emit: Callback<Event>) {
    if runs.replace(false) {
        emit.run(Event::ReadFailed(retry_after_ms));
    }
}
