//! The pages: what a PSU's browser asks for, and what it gets. Renders the WebUI's own components on the gateway.
//! Never here: SQL, banks, what a status may become.

pub mod assets;
pub mod boot;
pub mod brand;
pub mod callback;
pub mod cookies;
pub mod document;
pub mod embed;
pub mod forms;
pub mod gallery;
pub mod gate;
pub mod here;
pub mod leave;
pub mod live;
pub mod page;
pub mod plain;
pub mod policy;
pub mod proof;
pub mod providers;
pub mod receipt;
pub mod reference;
pub mod view;
pub mod visitor;

use crate::app::App;
use crate::http::openapi::Description;
use assets::Assets;
use std::sync::{Arc, OnceLock};

/// What the page routes share.
#[derive(Clone, Debug)]
pub struct Pages {
    /// The use cases.
    pub app: Arc<App>,
    /// The page's files.
    pub assets: Arc<Assets>,
    /// What the API says of itself.
    pub description: Arc<Description>,
    /// The same as a page, once somebody has asked for it.
    pub reference: Arc<OnceLock<String>>,
}
