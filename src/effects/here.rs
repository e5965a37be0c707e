//! Where the page is shown, as the browser itself knows it: better than the gateway, which has its headers only.

use js_sys::Reflect;
use protocol::page::{Device, Here, Place};
use wasm_bindgen::JsValue;
use web_sys::Window;

/// Names that apps give to their end of the bridge.
const BRIDGES: [&str; 3] = ["ReactNativeWebView", "FinqlinkAndroid", "webkit.messageHandlers.finqlink"];

/// Where the page is, given what the gateway took it for.
pub fn corrected(told: Here) -> Here {
    let Some(window) = web_sys::window() else { return told };
    let place = match (is_framed(&window), told.place) {
        (true, Place::FrameGivingWay) => Place::FrameGivingWay,
        (true, _) => Place::Frame,
        (false, _) if BRIDGES.iter().any(|bridge| has(&window, bridge)) => Place::Webview,
        (false, Place::Frame | Place::FrameGivingWay) => Place::Tab,
        (false, place) => place,
    };
    // Apple's tablets call themselves desktops; no desktop of theirs can be touched.
    let navigator = window.navigator();
    let is_tablet = navigator.max_touch_points() > 1 && navigator.platform().is_ok_and(|name| name.starts_with("Mac"));
    Here { place, device: if is_tablet { Device::Phone } else { told.device } }
}

fn is_framed(window: &Window) -> bool {
    window.top().ok().flatten().is_none_or(|top| top != *window)
}

/// Whether there is something of this path.
fn has(window: &Window, path: &str) -> bool {
    let step =
        |of: JsValue, name: &str| Reflect::get(&of, &name.into()).ok().filter(|it| !it.is_undefined() && !it.is_null());
    path.split('.').try_fold(JsValue::from(window), step).is_some()
}
