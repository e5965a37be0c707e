//! `links/list`: reading the filter.

use super::fields::{At, Faults};
use crate::app::ListFilter;
use jiff::Timestamp;
use protocol::LinkStatus;

/// Reads `filter {status, inserted_at_from, inserted_at_to}`.
pub fn read(body: &At<'_>, faults: &mut Faults) -> ListFilter {
    let at = body.object("filter", faults);
    let known: Vec<&str> = LinkStatus::ALL.iter().map(|status| status.as_str()).collect();
    let status = at.filter("status", Some(&known), faults).iter().filter_map(|word| LinkStatus::parse(word)).collect();
    let mut time = |name: &str| {
        at.read(name, faults, |text| {
            text.parse::<Timestamp>()
                .map(Timestamp::as_millisecond)
                .map_err(|_| "must be an RFC 3339 date and time, such as 2026-03-12T14:03:00Z")
        })
    };
    let filter = ListFilter { status, from: time("inserted_at_from"), to: time("inserted_at_to") };
    if let (Some(from), Some(to)) = (filter.from, filter.to)
        && from > to
    {
        faults.add("filter.inserted_at_to", "must not be before inserted_at_from");
    }
    filter
}
