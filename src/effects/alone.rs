//! The app run on its own (`trunk serve`, feature `csr`): finds its page, fetches the boot data, brings the style.

use super::document::set_root;
use super::gateway::send;
use gloo_net::http::Request;
use protocol::page::Boot;
use web_sys::UrlSearchParams;

/// The boot data of the page named by `?page=/pay/…`, or of this very address.
pub async fn read_boot() -> Option<Boot> {
    let location = web_sys::window()?.location();
    let query = UrlSearchParams::new_with_str(&location.search().ok()?).ok()?;
    let page = query.get("page").or_else(|| location.pathname().ok())?;
    let lang = query.get("lang").map(|lang| format!("?lang={lang}")).unwrap_or_default();
    let text = send(Request::get(&format!("{page}/boot{lang}")), None, None).await.ok()?;
    let boot: Boot = miniserde::json::from_str(&text).ok()?;
    dress(&boot);
    Some(boot)
}

/// What the gateway writes into its HTML.
fn dress(boot: &Boot) {
    let look = &boot.look;
    let root =
        [("lang", &look.lang), ("dir", &look.dir), ("data-template", &look.template), ("data-finqlink", &boot.kind)];
    for (name, value) in root {
        set_root(name, value);
    }
    let document = web_sys::window().and_then(|window| window.document());
    let style = document.as_ref().and_then(|document| document.create_element("style").ok());
    if let (Some(head), Some(style)) = (document.and_then(|document| document.head()), style) {
        style.set_text_content(Some(&crate::css::of_page(boot)));
        // The head is there: this runs after it was read.
        let _ = head.append_child(&style);
    }
}
