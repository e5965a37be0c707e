//! One event stream for all tabs of a page: the tab that holds the lock holds the stream, and passes on what it hears.
//! Where locks or channels are missing, each tab holds its own.

use super::time::spawn;
use js_sys::{Function, Object, Promise, Reflect};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, BroadcastChannel, EventSource, MessageEvent};

/// What a tab that joins says, so that it is told the newest at once.
const HELLO: &str = "hello";

/// Told each message of the stream.
pub type OnNews = Rc<dyn Fn(&str)>;
/// Told that this tab's own stream broke off.
pub type OnLoss = Rc<dyn Fn()>;

type Listener = Closure<dyn FnMut(MessageEvent)>;

/// A share in the stream, until it is dropped.
pub struct Shared {
    room: Rc<Room>,
    abort: Option<AbortController>,
}

struct Room {
    url: String,
    channel: Option<BroadcastChannel>,
    on_news: OnNews,
    on_loss: OnLoss,
    newest: RefCell<Option<String>>,
    stream: RefCell<Option<Stream>>,
    hears: RefCell<Option<Listener>>,
    /// Gives the lock back.
    release: RefCell<Option<Function>>,
}

struct Stream {
    source: EventSource,
    _listeners: (Listener, Closure<dyn FnMut()>),
}

impl Shared {
    /// Joins the tabs of this name; the first of them opens the stream at `url`.
    pub fn join(name: &str, url: String, on_news: OnNews, on_loss: OnLoss) -> Self {
        let locks = locks();
        let channel = locks.as_ref().and_then(|_| BroadcastChannel::new(name).ok());
        let room = Rc::new(Room {
            url,
            channel,
            on_news,
            on_loss,
            newest: RefCell::default(),
            stream: RefCell::default(),
            hears: RefCell::default(),
            release: RefCell::default(),
        });
        let abort = AbortController::new().ok();
        match (&room.channel, locks, &abort) {
            (Some(channel), Some(locks), Some(abort)) => {
                room.hear(channel);
                // Nobody may be there to answer: then this tab is about to get the lock.
                let _ = channel.post_message(&HELLO.into());
                room.wait_for_lock(&locks, name, abort);
            }
            _ => room.open_stream(),
        }
        Self { room, abort }
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        if let Some(abort) = &self.abort {
            abort.abort();
        }
        self.room.close();
    }
}

impl Room {
    /// Takes the leader's news; as the leader, answers a hello.
    fn hear(self: &Rc<Self>, channel: &BroadcastChannel) {
        let room = Rc::downgrade(self);
        let listener: Listener = Closure::new(move |message: MessageEvent| {
            let (Some(room), Some(text)) = (room.upgrade(), message.data().as_string()) else { return };
            if text != HELLO {
                (room.on_news)(&text);
            } else if let Some(newest) = room.newest.borrow().as_deref() {
                room.tell_others(newest);
            }
        });
        channel.set_onmessage(Some(listener.as_ref().unchecked_ref()));
        *self.hears.borrow_mut() = Some(listener);
    }

    fn wait_for_lock(self: &Rc<Self>, locks: &JsValue, name: &str, abort: &AbortController) {
        let room = Rc::downgrade(self);
        let granted = Closure::once_into_js(move || {
            let held = Promise::new(&mut |release, _| {
                if let Some(room) = room.upgrade() {
                    *room.release.borrow_mut() = Some(release);
                } else {
                    // Left before it was granted.
                    let _ = release.call0(&JsValue::UNDEFINED);
                }
            });
            if let Some(room) = room.upgrade() {
                room.open_stream();
            }
            held
        });
        let options = Object::new();
        let set = Reflect::set(&options, &"signal".into(), &abort.signal());
        let request = Reflect::get(locks, &"request".into()).ok().and_then(|call| call.dyn_into::<Function>().ok());
        let promise = request
            .filter(|_| set.is_ok())
            .and_then(|call| call.call3(locks, &name.into(), &options, &granted).ok())
            .and_then(|promise| promise.dyn_into::<Promise>().ok());
        match promise {
            // Rejected when this tab leaves the queue; refused outright (a sandboxed frame), it is alone.
            Some(promise) => {
                let room = Rc::downgrade(self);
                spawn(async move {
                    let refused = JsFuture::from(promise).await.is_err();
                    if let Some(room) = room.upgrade().filter(|_| refused) {
                        room.open_stream();
                    }
                });
            }
            None => self.open_stream(),
        }
    }

    fn open_stream(self: &Rc<Self>) {
        let Ok(source) = EventSource::new(&self.url) else { return (self.on_loss)() };
        let room = Rc::downgrade(self);
        let on_message: Listener = Closure::new(move |message: MessageEvent| {
            let (Some(room), Some(text)) = (room.upgrade(), message.data().as_string()) else { return };
            room.tell_others(&text);
            *room.newest.borrow_mut() = Some(text.clone());
            (room.on_news)(&text);
        });
        let room = Rc::downgrade(self);
        let on_error = Closure::new(move || {
            // Not left to the browser to open again: its tries know no back-off, and tell nobody.
            if let Some(room) = room.upgrade() {
                (room.on_loss)();
            }
        });
        source.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        source.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        *self.stream.borrow_mut() = Some(Stream { source, _listeners: (on_message, on_error) });
    }

    fn tell_others(&self, text: &str) {
        if let Some(channel) = &self.channel {
            // A tab that cannot be told reads by itself.
            let _ = channel.post_message(&text.into());
        }
    }

    fn close(&self) {
        if let Some(stream) = self.stream.borrow_mut().take() {
            stream.source.set_onmessage(None);
            stream.source.set_onerror(None);
            stream.source.close();
        }
        if let Some(channel) = &self.channel {
            channel.set_onmessage(None);
            channel.close();
        }
        if let Some(release) = self.release.borrow_mut().take() {
            let _ = release.call0(&JsValue::UNDEFINED);
        }
    }
}

/// `navigator.locks`, where the browser has it.
fn locks() -> Option<JsValue> {
    let navigator = web_sys::window()?.navigator();
    Reflect::get(&navigator, &"locks".into()).ok().filter(JsValue::is_object)
}
