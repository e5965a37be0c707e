//! Where a page is shown, and how its bank wants to be asked: all that the way to the bank depends on.
//! Never here: the way itself (`flow::handoff`), or how a place is told from another (the gateway's headers, the browser's window).

use crate::status::words;
use serde::{Deserialize, Serialize};

words! {
    /// What the page stands in.
    Place {
        /// A tab of its own.
        Tab = "tab",
        /// A merchant's frame, which waits while the bank has a tab of its own.
        Frame = "frame",
        /// A merchant's frame that was asked to give way (`mode: "redirect"`).
        FrameGivingWay = "frame_giving_way",
        /// An app's own view of the web.
        Webview = "webview",
    }
}

words! {
    /// What the page is shown on.
    Device {
        /// No bank app lives here.
        Desktop = "desktop",
        /// A phone or tablet: bank apps live here.
        Phone = "phone",
    }
}

words! {
    /// How the bank wants to be asked.
    Approach {
        /// On a page of the bank's.
        Redirect = "redirect",
        /// In the bank's app, which it calls itself.
        Decoupled = "decoupled",
        /// In whichever app takes the scheme's own code or link (RoPay-style), on this device or another; in a browser on the scheme's page.
        Request = "request",
    }
}

impl Place {
    /// Whether the page stands in another site's page.
    pub const fn is_framed(self) -> bool {
        matches!(self, Self::Frame | Self::FrameGivingWay)
    }
}

/// Where the page is shown. The gateway tells it from what a browser says of itself; the running page knows better, and says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, miniserde::Deserialize)]
pub struct Here {
    /// What the page stands in.
    pub place: Place,
    /// What it is shown on.
    pub device: Device,
}

impl Here {
    /// A tab of its own, on a desktop.
    pub const PLAIN: Self = Self { place: Place::Tab, device: Device::Desktop };
}
