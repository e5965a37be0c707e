//! Journeys: what a payer does and what the bank decides, and what everybody is told of it.

mod smoke;
