//! Whole-house tests live beside this file; nothing here ships.
