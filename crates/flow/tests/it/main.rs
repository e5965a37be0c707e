//! The rule book under test: tables in reviewed texts, walks over every sequence, random orders of events.

mod bank_polling;
mod consent_walk;
#[path = "../../examples/draw_states/drawing.rs"]
mod drawing;
mod fixtures;
mod handoff_plan;
mod job_merge;
mod job_rules;
mod journey_banks;
mod journey_leaving;
mod journey_random;
mod journey_stories;
mod journey_table;
mod lifecycle_walk;
mod search_random;
mod states_drawn;
