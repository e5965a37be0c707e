//! The first paint, on the gateway.
//! Never here: the document around it (head, policy, scripts are the gateway's).

use crate::app::{self, App, page_title};
use crate::css;
use crate::herald;
use crate::scene::Scene;
use crate::template::Template;
use crate::templates;
use any_spawner::Executor;
use flow::journey::{Stage, resume};
use hydration_context::SsrSharedContext;
use leptos::prelude::*;
use protocol::page::Boot;
use std::borrow::Cow;
use std::sync::{Arc, Once};

/// What the gateway puts into its document.
pub struct Rendered {
    /// The body's only content.
    pub body: String,
    /// Text of `<title>`.
    pub title: String,
    /// Critical CSS: layers, reset, tokens, parts, this template and the client's brand, in one string, to be inlined by hash.
    pub css: Cow<'static, str>,
    /// Attributes of `<html>`.
    pub root: Vec<(&'static str, String)>,
}

/// Renders the page of `boot`, as the browser will find it when it takes over.
pub fn render(boot: &Boot) -> Rendered {
    let Boot { view, here, banks, bank_count, choice, errors, .. } = boot.clone();
    let stage = resume(view.as_ref(), here, banks, bank_count, choice, errors);
    rendered(boot, &stage, body(boot, stage.clone()))
}

/// Renders any stage, with the controls that only the running app can serve; for galleries and tests.
pub fn render_live(boot: &Boot, stage: &Stage) -> Rendered {
    let page = app::page(templates::find(&boot.look.template), &Scene { boot, stage, live: true });
    let body = format!("<div class=\"page\">{}{page}</div>", herald::silent());
    let mut rendered = rendered(boot, stage, body);
    rendered.root.retain(|(name, _)| *name != "data-mode");
    rendered.root.push(("data-mode", "live".to_owned()));
    rendered
}

fn body(boot: &Boot, stage: Stage) -> String {
    static START: Once = Once::new();
    // Refused when the process has an executor already: then that one serves.
    START.call_once(|| drop(Executor::init_tokio()));
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new())));
    let html = owner.with(|| {
        let (stage, emit) = (Signal::stored(stage), Callback::new(|_| ()));
        view! { <App boot=boot.clone() stage=stage emit=emit /> }.to_html()
    });
    owner.unset_with_forced_cleanup();
    html
}

fn rendered(boot: &Boot, stage: &Stage, body: String) -> Rendered {
    let template = templates::find(&boot.look.template);
    Rendered { title: page_title(boot, stage), css: css::of_page(boot), root: root(boot, template, stage), body }
}

fn root(boot: &Boot, template: &Template, stage: &Stage) -> Vec<(&'static str, String)> {
    let status = stage.view.as_ref().map_or("none", |view| view.status.as_str());
    let mut root = vec![
        ("lang", boot.look.lang.clone()),
        ("dir", boot.look.dir.clone()),
        ("data-finqlink", boot.kind.clone()),
        ("data-screen", stage.at.as_str().to_owned()),
        ("data-status", status.to_owned()),
        ("data-template", template.id.to_owned()),
        ("data-mode", "html".to_owned()),
    ];
    root.extend(stage.has_ended().then(|| ("data-ended", String::new())));
    root.extend(stage.question().map(|question| ("data-step", question.as_str().to_owned())));
    root
}
