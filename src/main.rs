//! Browser entry: mounts, nothing else.

fn main() {
    #[cfg(all(target_arch = "wasm32", any(feature = "hydrate", feature = "csr")))]
    finqlink_webui::driver::start();
}
