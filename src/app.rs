//! The whole page as one function of the stage: the template's frame around the screen.
//! Never here: a decision, a sentence, a look.

use crate::herald::Herald;
use crate::node::Node;
use crate::parts::{facts, foot, notice, receipt, thread};
use crate::press::{self, Copies};
use crate::scene::Scene;
use crate::template::{Slots, Template};
use crate::{screens, templates};
use flow::journey::{Event, Stage};
use leptos::prelude::*;
use protocol::Screen;
use protocol::page::Boot;
use std::sync::Arc;

/// The page: shows `stage` in the template that `boot` names, and tells what the PSU does through `emit`.
#[component]
pub fn App(
    /// What the gateway sent first.
    boot: Boot,
    /// Where the PSU is.
    stage: Signal<Stage>,
    /// Told what the PSU does.
    emit: Callback<Event>,
) -> impl IntoView {
    let template = templates::find(&boot.look.template);
    let boot = Arc::new(boot);
    // Controls that only the app can serve come once it runs: the first view is the same on both sides.
    let live = RwSignal::new(false);
    Effect::new(move || live.set(true));
    let shown = Arc::clone(&boot);
    let mut herald = Herald::default();
    let page = move || {
        stage.with(|stage| {
            let scene = Scene { boot: &shown, stage, live: live.get() };
            Node::from(vec![herald.region(&scene), page(template, &scene)])
        })
    };
    let began = StoredValue::new_local(None);
    let copies = move || stage.with_untracked(|stage| copies(&boot, stage));
    view! {
        <div
            class="page"
            on:pointerdown=move |press| began.set_value(press::began(&press))
            on:click=move |press| press::clicked(&press, began.try_update_value(Option::take).flatten(), emit, &copies)
            on:input=move |input| press::typed(&input, emit)
            on:submit=move |submit| press::submitted(&submit)
            on:keydown=move |key| press::key_pressed(&key, emit)
        >
            {page}
        </div>
    }
}

/// What stands in the browser's tab for this stage.
pub fn page_title(boot: &Boot, stage: &Stage) -> String {
    screens::tab_title(&Scene { boot, stage, live: false })
}

pub(crate) fn page(template: &'static Template, scene: &Scene) -> Node {
    let sheet = template.screens.sheet(scene);
    (template.frame)(Slots {
        // What decides stands where the last look stands, its terms before its controls.
        screen: if scene.decides_consent() && scene.stage.at == Screen::Handoff {
            Screen::Review
        } else {
            scene.stage.at
        },
        progress: thread::state(scene),
        payee: facts::payee(scene),
        amount: facts::amount(scene),
        facts: facts::facts(scene),
        thread: thread::thread(scene),
        standing: notice::standing(scene),
        body: sheet.body.into(),
        actions: sheet.actions,
        foot: foot::foot(scene),
    })
}

fn copies(boot: &Boot, stage: &Stage) -> Copies {
    Copies { address: boot.url.clone(), receipt: receipt::as_text(&Scene { boot, stage, live: true }) }
}
