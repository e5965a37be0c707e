//! What clients put on their pages, as the page is told it; and their pictures, under addresses that tell their content.

use super::Pages;
use crate::app::brands::{BrandRow, LogoRow};
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use protocol::page::{Brand, Logo};

/// How high a logo stands before a template says otherwise, CSS pixels.
const HEIGHT: u32 = 40;
/// As wide as it gets.
const MOST_WIDTH: u32 = 160;

/// What a page is told of a brand; nothing where there is nothing to show.
pub fn told(brand: &BrandRow) -> Option<Brand> {
    let told = Brand {
        name: brand.name.clone(),
        colour: brand.colour.clone().unwrap_or_default(),
        corners: brand.corners.clone().unwrap_or_default(),
        logo: brand.logo.as_ref().map(|logo| shown(logo, format!("/brand/{}.{}", logo.hash, logo.kind))),
        legal: brand.legal_text.clone(),
        links: brand.legal_links.clone(),
    };
    (told != Brand::default()).then_some(told)
}

/// A picture at this address, with the size that it takes.
pub fn shown(logo: &LogoRow, src: String) -> Logo {
    let width = (logo.width * HEIGHT).div_ceil(logo.height.max(1)).clamp(1, MOST_WIDTH);
    let height = (logo.height * width).div_ceil(logo.width.max(1)).clamp(1, HEIGHT);
    Logo { src, width, height }
}

/// `GET /brand/{hash}.{kind}`: as it was given, never a page, never a script.
pub async fn logo(State(pages): State<Pages>, Path(name): Path<String>) -> Response {
    let (hash, ending) = name.split_once('.').unwrap_or((&name, ""));
    let (kind, bytes) = match pages.app.logo(hash).await {
        Ok(Some(logo)) if logo.0 == ending => logo,
        Ok(_) => return StatusCode::NOT_FOUND.into_response(),
        Err(fault) => {
            tracing::error!(%fault, "a logo could not be read");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    };
    let content_type = match kind.as_str() {
        "png" => "image/png",
        "jpg" => "image/jpeg",
        _ => "image/webp",
    };
    let headers = [
        (CONTENT_TYPE, content_type),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    (headers, bytes).into_response()
}
