//! The interpreter against the Berlin Group's own OpenAPI file: its code lists, every example of the paths that we call,
//! and our requests by its schema. Without the file (`FINQLINK_REFERENCE`, or `../shared/reference` beside the workspace)
//! each test says so and proves nothing.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a test may stop at the first surprise, and may talk")]

mod account_data;
mod file;
mod payments;
