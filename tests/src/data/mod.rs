//! Account data (contract §5, Jobs): a gateway without a door, and a bank that tells whatever it is handed, page by page.
//! What real journeys lead to stands in `journeys`.

mod at_bank;
mod desk;
mod ends;
mod jobs;
mod leases;
mod merging;
mod paging;
mod retention;
mod teller;
mod tokens;
