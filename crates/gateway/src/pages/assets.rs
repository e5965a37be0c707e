//! The page's files: from the binary, or from a folder. Served as they are, compressed beforehand, for ever when their
//! name tells their content.

use super::Pages;
use axum::extract::{Path, State};
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::path::Path as FsPath;

/// Where the app's own files are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppFiles {
    /// Path of the script module.
    pub js: String,
    /// Path of the WebAssembly.
    pub wasm: String,
    /// Its SHA-256, base64: the starter checks it before it compiles.
    pub wasm_sha256: String,
}

/// All files, by their path below the root of the build.
#[derive(Debug, Default)]
pub struct Assets {
    files: HashMap<String, Vec<u8>>,
    app: Option<AppFiles>,
}

impl Assets {
    /// Reads a folder that Trunk built.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn from_folder(folder: &FsPath) -> std::io::Result<Self> {
        let mut files = HashMap::new();
        let mut waiting = vec![folder.to_path_buf()];
        while let Some(next) = waiting.pop() {
            for entry in std::fs::read_dir(next)? {
                let path = entry?.path();
                if path.is_dir() {
                    waiting.push(path);
                } else if let Ok(name) = path.strip_prefix(folder) {
                    files.insert(name.to_string_lossy().replace('\\', "/"), std::fs::read(&path)?);
                }
            }
        }
        Ok(Self::new(files))
    }

    /// The files that the build put into the binary.
    #[cfg(feature = "embed-assets")]
    pub fn embedded() -> Self {
        static DIST: include_dir::Dir<'_> = include_dir::include_dir!("$CARGO_MANIFEST_DIR/../../dist");
        let mut files = HashMap::new();
        let mut waiting = vec![&DIST];
        while let Some(next) = waiting.pop() {
            waiting.extend(next.dirs());
            for file in next.files() {
                files.insert(file.path().to_string_lossy().replace('\\', "/"), file.contents().to_vec());
            }
        }
        Self::new(files)
    }

    fn new(files: HashMap<String, Vec<u8>>) -> Self {
        let named = |ending: &str| {
            let mut names: Vec<&String> =
                files.keys().filter(|name| name.ends_with(ending) && is_named_by_content(name)).collect();
            names.sort();
            names.first().map(|name| (*name).clone())
        };
        let app = named(".js").zip(named(".wasm")).map(|(js, wasm)| AppFiles {
            wasm_sha256: files.get(&wasm).map(|bytes| STANDARD.encode(Sha256::digest(bytes))).unwrap_or_default(),
            js: format!("/assets/{js}"),
            wasm: format!("/assets/{wasm}"),
        });
        Self { files, app }
    }

    /// The app's files; `None` when only the pages themselves can be served.
    pub fn app(&self) -> Option<&AppFiles> {
        self.app.as_ref()
    }

    /// One file as an answer.
    pub fn serve(&self, name: &str, headers: &HeaderMap) -> Response {
        let Some(plain) = self.files.get(name) else { return StatusCode::NOT_FOUND.into_response() };
        let takes_brotli = headers
            .get(ACCEPT_ENCODING)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.split(',').any(|one| one.trim().split(';').next() == Some("br")));
        let compressed = self.files.get(&format!("{name}.br")).filter(|_| takes_brotli);
        let mut answer = compressed.unwrap_or(plain).clone().into_response();
        let mut put = |name: HeaderName, value: &'static str| {
            answer.headers_mut().insert(name, HeaderValue::from_static(value));
        };
        put(CONTENT_TYPE, content_type(name));
        put(VARY, "accept-encoding");
        put(HeaderName::from_static("x-content-type-options"), "nosniff");
        let anyone = name.starts_with("marks/");
        put(
            HeaderName::from_static("cross-origin-resource-policy"),
            if anyone { "cross-origin" } else { "same-origin" },
        );
        let lasting = is_named_by_content(name);
        put(CACHE_CONTROL, if lasting { "public, max-age=31536000, immutable" } else { "public, max-age=3600" });
        if compressed.is_some() {
            put(CONTENT_ENCODING, "br");
        }
        answer
    }
}

/// Whether a file's name changes with its content: `name-0123456789abcdef.js`.
fn is_named_by_content(name: &str) -> bool {
    let Some((stem, _)) = name.rsplit('/').next().unwrap_or("").split_once('.') else { return false };
    let hash = stem.trim_end_matches("_bg").rsplit('-').next().unwrap_or("");
    hash.len() >= 8 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("json") => "application/json",
        Some("html") => "text/html; charset=utf-8",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}

/// `GET /assets/{*name}`.
pub async fn asset(State(pages): State<Pages>, Path(name): Path<String>, headers: HeaderMap) -> Response {
    pages.assets.serve(&name, &headers)
}

/// `GET /marks/{name}`.
pub async fn mark(State(pages): State<Pages>, Path(name): Path<String>, headers: HeaderMap) -> Response {
    pages.assets.serve(&format!("marks/{name}"), &headers)
}

/// `GET /favicon.svg`.
pub async fn favicon(State(pages): State<Pages>, headers: HeaderMap) -> Response {
    pages.assets.serve("favicon.svg", &headers)
}
