//! The ladder of hand-offs: a table of contexts by hand, and the laws that every context obeys.

use flow::handoff::Step::{AppLink, CopyLink, Decoupled, NewTab, Qr, SameTab, TopWindow};
use flow::handoff::{Context, Step, next, plan};
use protocol::LinkKind as K;
use protocol::page::{Approach as A, Device as D, Place as P};

/// Approach, device, place, whether an app link is known, the ladder; the same for both kinds that leave by our page.
type Row = (A, D, P, bool, &'static [Step]);

const TABLE: &[Row] = &[
    // A page of the bank's, from a desktop: no app link is of use there.
    (A::Redirect, D::Desktop, P::Tab, false, &[SameTab, Qr, CopyLink]),
    (A::Redirect, D::Desktop, P::Tab, true, &[SameTab, Qr, CopyLink]),
    (A::Redirect, D::Desktop, P::Frame, false, &[NewTab, TopWindow, Qr, CopyLink]),
    (A::Redirect, D::Desktop, P::Frame, true, &[NewTab, TopWindow, Qr, CopyLink]),
    (A::Redirect, D::Desktop, P::FrameGivingWay, false, &[TopWindow, NewTab, Qr, CopyLink]),
    (A::Redirect, D::Desktop, P::FrameGivingWay, true, &[TopWindow, NewTab, Qr, CopyLink]),
    (A::Redirect, D::Desktop, P::Webview, false, &[SameTab, Qr, CopyLink]),
    (A::Redirect, D::Desktop, P::Webview, true, &[SameTab, Qr, CopyLink]),
    // From a phone: its app first, where there is one; a picture is of no use on the phone itself.
    (A::Redirect, D::Phone, P::Tab, false, &[SameTab, CopyLink]),
    (A::Redirect, D::Phone, P::Tab, true, &[AppLink, SameTab, CopyLink]),
    (A::Redirect, D::Phone, P::Frame, false, &[NewTab, TopWindow, CopyLink]),
    (A::Redirect, D::Phone, P::Frame, true, &[AppLink, NewTab, TopWindow, CopyLink]),
    (A::Redirect, D::Phone, P::FrameGivingWay, false, &[TopWindow, NewTab, CopyLink]),
    (A::Redirect, D::Phone, P::FrameGivingWay, true, &[AppLink, TopWindow, NewTab, CopyLink]),
    (A::Redirect, D::Phone, P::Webview, false, &[SameTab, CopyLink]),
    (A::Redirect, D::Phone, P::Webview, true, &[AppLink, SameTab, CopyLink]),
    // The bank calls its app: where the page stands is all the same.
    (A::Decoupled, D::Desktop, P::Tab, false, &[Decoupled, Qr, CopyLink]),
    (A::Decoupled, D::Desktop, P::Tab, true, &[Decoupled, Qr, CopyLink]),
    (A::Decoupled, D::Desktop, P::Frame, true, &[Decoupled, Qr, CopyLink]),
    (A::Decoupled, D::Phone, P::Tab, false, &[Decoupled, CopyLink]),
    (A::Decoupled, D::Phone, P::Tab, true, &[Decoupled, AppLink, CopyLink]),
    (A::Decoupled, D::Phone, P::Webview, true, &[Decoupled, AppLink, CopyLink]),
    // RoPay-style: scanned from a desktop, opened on a phone; else on the scheme's page.
    (A::Request, D::Desktop, P::Tab, false, &[Qr, SameTab, CopyLink]),
    (A::Request, D::Desktop, P::Tab, true, &[Qr, SameTab, CopyLink]),
    (A::Request, D::Desktop, P::Frame, true, &[Qr, NewTab, TopWindow, CopyLink]),
    (A::Request, D::Desktop, P::FrameGivingWay, true, &[Qr, TopWindow, NewTab, CopyLink]),
    (A::Request, D::Phone, P::Tab, false, &[SameTab, CopyLink]),
    (A::Request, D::Phone, P::Tab, true, &[AppLink, SameTab, CopyLink]),
    (A::Request, D::Phone, P::Frame, true, &[AppLink, NewTab, TopWindow, CopyLink]),
];

fn every() -> Vec<Context> {
    let mut all = Vec::new();
    for kind in K::ALL {
        for approach in A::ALL {
            for device in D::ALL {
                for place in P::ALL {
                    for has_app_link in [false, true] {
                        let (approach, device, place) = (*approach, *device, *place);
                        all.push(Context { kind: *kind, approach, device, place, has_app_link });
                    }
                }
            }
        }
    }
    all
}

#[test]
fn the_table() {
    let mut met = 0;
    for kind in [K::Link, K::WrappedSca] {
        for (approach, device, place, has_app_link, ladder) in TABLE.iter().copied() {
            let context = Context { kind, approach, device, place, has_app_link };
            assert_eq!(plan(context), ladder, "{context:?}");
            met += 1;
        }
    }
    assert!(met >= 40, "{met}");
}

#[test]
fn in_every_context() {
    for context in every() {
        let ladder = plan(context);
        let has = |step| ladder.contains(&step);
        let leads_here = matches!(context.kind, K::Link | K::WrappedSca);
        assert_eq!(ladder.is_empty(), !leads_here, "who leads elsewhere gets no way here: {context:?}");
        let mut once = ladder.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), ladder.len(), "{context:?}");
        let framed = matches!(context.place, P::Frame | P::FrameGivingWay);
        assert!(!(framed && has(SameTab)), "a bank's page in a frame: {context:?}");
        assert!(framed || !(has(NewTab) || has(TopWindow)), "{context:?}");
        assert!(!(context.device == D::Phone && has(Qr)), "{context:?}");
        assert!(!has(AppLink) || (context.device == D::Phone && context.has_app_link), "{context:?}");
        assert!(!(has(Decoupled) && ladder.first() != Some(&Decoupled)), "{context:?}");
        assert!(!leads_here || ladder.last() == Some(&CopyLink), "there is always a way out: {context:?}");
    }
}

#[test]
fn a_ladder_is_walked_to_its_end() {
    for context in every() {
        let ladder = plan(context);
        let walked: Vec<Step> = std::iter::successors(ladder.first().copied(), |step| next(&ladder, *step)).collect();
        assert_eq!(walked, ladder, "{context:?}");
        for foreign in Step::ALL.into_iter().filter(|step| !ladder.contains(step)) {
            assert_eq!(next(&ladder, foreign), None, "{context:?}");
        }
    }
}
