//! Holds the stage: event → step → set → hand the orders out. Never here: a decision (`flow`), a browser call (`effects`), a view.

use crate::app::{App, page_title};
use crate::effects::{self, Focus, Typed, World};
use flow::journey::{Event, Stage, resume, step};
use leptos::prelude::*;
use protocol::page::{Boot, Choice, Here};
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::VecDeque;
use std::mem;
use std::rc::Rc;

struct Driver {
    boot: Boot,
    stage: RwSignal<Stage>,
    world: World,
    waiting: RefCell<VecDeque<Event>>,
    is_running: Cell<bool>,
    emit: Callback<Event>,
}

impl Driver {
    fn new(boot: Boot, stage: Stage) -> Rc<Self> {
        let handle = StoredValue::new_local(None::<Rc<Self>>);
        let emit = Callback::new(move |event| {
            if let Some(Some(driver)) = handle.try_get_value() {
                driver.happen(event);
            }
        });
        let driver = Rc::new(Self {
            world: World::new(&boot, emit),
            boot,
            stage: RwSignal::new(stage),
            waiting: RefCell::default(),
            is_running: Cell::new(false),
            emit,
        });
        handle.set_value(Some(Rc::clone(&driver)));
        driver
    }

    /// Takes events one after the other: one that is told while another is carried out waits its turn.
    fn happen(&self, event: Event) {
        self.waiting.borrow_mut().push_back(event);
        if self.is_running.replace(true) {
            return;
        }
        while let Some(event) = self.next() {
            let (now_ms, focus) = (self.world.now_ms(), Focus::now());
            // Moved out and in again: a stage may hold thousands of banks.
            let effects = self.stage.try_update(|slot| {
                let mut stage =
                    mem::replace(slot, resume(None, Here::PLAIN, Vec::new(), 0, Choice::default(), Vec::new()));
                stage.now_ms = stage.now_ms.max(now_ms);
                let (stage, effects) = step(stage, event);
                *slot = stage;
                effects
            });
            if let Some(focus) = focus {
                focus.keep();
            }
            self.stage.with_untracked(|stage| self.world.show(stage, &page_title(&self.boot, stage)));
            effects.into_iter().flatten().for_each(|effect| self.world.carry_out(effect));
        }
        self.is_running.set(false);
    }

    fn next(&self) -> Option<Event> {
        self.waiting.borrow_mut().pop_front()
    }

    /// From now on the world is heard.
    fn begin(&self, typed: Vec<Event>) {
        effects::mark_live();
        effects::listen(self.emit);
        effects::first_events(self.boot.here).into_iter().chain(typed).for_each(|event| self.happen(event));
    }
}

/// Shows the page of `boot` by `mount`, and drives it from then on.
fn run<V: IntoView + 'static>(boot: Boot, typed: Typed, view: fn(Rc<Driver>) -> V, mount: fn(Box<dyn FnOnce() -> V>)) {
    // The browser's own build ends in a trap without words, which the starter hears of.
    #[cfg(debug_assertions)]
    std::panic::set_hook(Box::new(|why| leptos::logging::error!("{why}")));
    let Boot { view: truth, here, banks, bank_count, choice, errors, .. } = boot.clone();
    let mut stage = resume(truth.as_ref(), here, banks, bank_count, choice, errors);
    let typed = adopt(&mut stage.choice, typed);
    let driver = Rc::new(OnceCell::new());
    let slot = Rc::clone(&driver);
    mount(Box::new(move || view(Rc::clone(slot.get_or_init(|| Driver::new(boot, stage))))));
    if let Some(driver) = driver.get() {
        driver.begin(typed);
    }
}

fn app(driver: Rc<Driver>) -> impl IntoView {
    view! { <App boot=driver.boot.clone() stage=driver.stage.into() emit=driver.emit/> }
}

/// Keeps what was typed or ticked before the app arrived. Fields' values go into the first stage, so that hydration does not
/// empty them under the person's hands; what changes the markup comes as events after it.
fn adopt(choice: &mut Choice, typed: Typed) -> Vec<Event> {
    let Typed { q, debtor_iban, psu_id, bank, method } = typed;
    choice.debtor_iban = debtor_iban.unwrap_or_else(|| mem::take(&mut choice.debtor_iban));
    choice.psu_id = psu_id.unwrap_or_else(|| mem::take(&mut choice.psu_id));
    let q = q.filter(|q| *q != choice.q);
    let events = [q.map(Event::Searched), bank.map(Event::BankChosen), method.map(Event::MethodChosen)];
    events.into_iter().flatten().collect()
}

/// Takes over the HTML that the gateway made.
#[cfg(feature = "hydrate")]
pub fn start() {
    if let Some(boot) = effects::boot_in_document() {
        run(boot, effects::typed(), app, leptos::mount::hydrate_body);
    }
}

/// Runs the app on its own: boot data is fetched, and every view is made here.
#[cfg(feature = "csr")]
pub fn start() {
    effects::spawn(async {
        if let Some(boot) = effects::read_boot().await {
            run(boot, Typed::default(), app, leptos::mount::mount_to_body);
        }
    });
}
