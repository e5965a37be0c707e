//! Who an API client is.

use super::{App, Fault};
use crate::store::clients::ClientRow;
use crate::store::idempotency::{Claim, KeyOf};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

impl App {
    /// The client of this id, when the secret is its own and it is enabled.
    ///
    /// # Errors
    /// `Fault::Store`.
    pub async fn prove_client(&self, client_id: &str, secret: &str) -> Result<Option<ClientRow>, Fault> {
        let client = self.store.client(client_id).await?;
        Ok(client.filter(|client| client.enabled && client.has_secret(&self.keys, secret)))
    }

    /// Claims an idempotency key for this body (its `client_secret` apart).
    ///
    /// # Errors
    /// `Fault::Store`.
    pub async fn claim_key(
        &self,
        client_id: &str,
        path: &str,
        key: &str,
        body: &Map<String, Value>,
    ) -> Result<Claim, Fault> {
        let mut compared = body.clone();
        compared.remove("client_secret");
        // serde_json keeps object keys sorted, so equal JSON values have equal bytes.
        let hash = Sha256::digest(Value::Object(compared).to_string().as_bytes());
        Ok(self.store.claim_key(KeyOf { client_id, path, key }, &hash, self.now_ms()).await?)
    }

    /// Keeps the answer of a claimed key.
    ///
    /// # Errors
    /// `Fault::Store`.
    pub async fn finish_key(
        &self,
        client_id: &str,
        path: &str,
        key: &str,
        status: u16,
        answer: &str,
    ) -> Result<(), Fault> {
        Ok(self.store.finish_key(KeyOf { client_id, path, key }, status, answer).await?)
    }

    /// Gives a claimed key back.
    ///
    /// # Errors
    /// `Fault::Store`.
    pub async fn release_key(&self, client_id: &str, path: &str, key: &str) -> Result<(), Fault> {
        Ok(self.store.release_key(KeyOf { client_id, path, key }).await?)
    }
}
