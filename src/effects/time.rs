//! The clock, the one alarm, and waiting a while.

use flow::journey::Event;
use js_sys::{Date, Function, Math, Promise};
use leptos::prelude::{Callable, Callback};
use std::pin::Pin;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::JsFuture;

/// No order to ring is made later than by this much.
const MOST_JITTER_MS: u32 = 4_000;

/// The gateway's clock, carried on by the browser's: a device whose clock is wrong still counts right.
pub struct Clock {
    ahead_ms: i64,
}

impl Clock {
    /// Sets it by the gateway's word; 0 when it said nothing.
    pub fn set(gateway_now_ms: i64) -> Self {
        Self { ahead_ms: if gateway_now_ms > 0 { gateway_now_ms - browser_now_ms() } else { 0 } }
    }

    /// Milliseconds since 1970.
    pub fn now_ms(&self) -> i64 {
        browser_now_ms() + self.ahead_ms
    }
}

/// Milliseconds since 1970 by the device's own clock: for spans, not for truth.
pub fn browser_now_ms() -> i64 {
    Date::now() as i64
}

/// Rings once, unless it is dropped before.
pub struct Alarm {
    id: i32,
    _ring: Closure<dyn FnMut()>,
}

impl Alarm {
    /// Rings `Woke` in so many milliseconds, or a little later, so that many pages never ask at the same moment.
    pub fn set(ms: u32, emit: Callback<Event>) -> Self {
        let ring = Closure::new(move || emit.run(Event::Woke));
        let id = after(ring.as_ref().unchecked_ref(), jittered(ms, ms.min(MOST_JITTER_MS)));
        Self { id, _ring: ring }
    }
}

impl Drop for Alarm {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            window.clear_timeout_with_handle(self.id);
        }
    }
}

/// Runs a future on its own. All are one type here: the executor is in the browser's file once, not once a future.
pub fn spawn(future: impl Future<Output = ()> + 'static) {
    let future: Pin<Box<dyn Future<Output = ()>>> = Box::pin(future);
    wasm_bindgen_futures::spawn_local(future);
}

/// Ends after so many milliseconds.
pub async fn sleep(ms: u32) {
    let promise = Promise::new(&mut |resolve, _| {
        after(&resolve, ms);
    });
    // A timer's promise is never rejected.
    let _ = JsFuture::from(promise).await;
}

/// A little more than this, by at most so much.
#[expect(clippy::float_arithmetic, reason = "the browser's dice are a float; nothing here is money")]
pub fn jittered(ms: u32, most_ms: u32) -> u32 {
    ms.saturating_add((Math::random() * f64::from(most_ms)) as u32)
}

fn after(call: &Function, ms: u32) -> i32 {
    let ms = i32::try_from(ms).unwrap_or(i32::MAX);
    let timer = web_sys::window()
        .and_then(|window| window.set_timeout_with_callback_and_timeout_and_arguments_0(call, ms).ok());
    timer.unwrap_or_default()
}
