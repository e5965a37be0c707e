//! What this device keeps: the last bank's id, and nothing else. Where storage is blocked, nothing is kept and nothing fails.

const LAST_BANK: &str = "finqlink:last-bank";

/// The bank used last, when storage remembers one.
pub fn last_bank() -> Option<String> {
    storage()?.get_item(LAST_BANK).ok()?
}

/// Keeps this bank as the last one.
pub fn remember(provider_id: &str) {
    if let Some(storage) = storage() {
        // Full or forbidden: then it is not kept.
        let _ = storage.set_item(LAST_BANK, provider_id);
    }
}

/// Forgets it.
pub fn forget() {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(LAST_BANK);
    }
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}
