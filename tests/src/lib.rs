//! Whole-house tests live beside this file; nothing here ships.
//! One binary on purpose: the house is linked once. `house` stands gateway, bank and shop up; the rest asks them from outside.

#[cfg(test)]
mod api;
#[cfg(test)]
mod data;
#[cfg(test)]
mod house;
#[cfg(test)]
mod journeys;
#[cfg(test)]
mod money;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod prism;
#[cfg(test)]
mod sharing;
#[cfg(test)]
mod webhooks;
