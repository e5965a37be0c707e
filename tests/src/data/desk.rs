//! A gateway without a door: its use cases on a store of their own, a clock that is moved by hand, and the teller's bank.

use super::teller::Teller;
use gateway::app::{App, ConsentRow, Fault, registration};
use gateway::config::settings::{Given, Settings};
use gateway::config::{Config, Known};
use gateway::doors::clock::{Clock, Manual};
use gateway::doors::keys::Keys;
use gateway::start;
use gateway::store::Store;
use gateway::store::attempts::{self, AttemptRow, Subject};
use gateway::store::consents;
use protocol::api::{AccountFilter, AccountRecord, JobState, Place, TransactionFilter, TransactionRecord};
use protocol::{AttemptState, ConsentStatus, DataGroup, LinkKind};
use std::path::PathBuf;
use std::sync::Arc;

/// Where webhooks of consents would go.
pub const HOOK: &str = "http://127.0.0.1:9/hook";
/// 2026-01-31, noon, UTC.
pub const NOON: i64 = 1_769_860_800_000;
/// A day, milliseconds.
pub const DAY: i64 = 86_400_000;

/// The gateway's insides.
pub struct Desk {
    /// Use cases.
    pub app: Arc<App>,
    /// The bank.
    pub teller: Teller,
    /// The time.
    pub clock: Arc<Manual>,
    folder: PathBuf,
}

impl Desk {
    /// Opens one at noon of 31 January 2026.
    pub async fn open() -> Self {
        let folder = std::env::temp_dir().join(format!("finqlink-desk-{}", uuid::Uuid::new_v4()));
        std::fs::create_dir_all(&folder).unwrap();
        let (teller, clock) = (Teller::open(), Arc::new(Manual::at(NOON)));
        let app = Self::app(&folder, &teller, &clock).await;
        registration::seed_demo(&app.store, &app.keys, clock.now_ms(), "default").await.unwrap();
        Self { app: Arc::new(app), teller, clock, folder }
    }

    /// Another process on the same store.
    pub async fn another(&self) -> Arc<App> {
        Arc::new(Self::app(&self.folder, &self.teller, &self.clock).await)
    }

    async fn app(folder: &std::path::Path, teller: &Teller, clock: &Arc<Manual>) -> App {
        let flags = vec![
            ("database_url", format!("sqlite://{}/desk.db", folder.display())),
            ("key_file", format!("{}/key", folder.display())),
        ];
        let known =
            Known { templates: finqlink_webui::templates::IDS, languages: finqlink_webui::words::TAGS, providers: &[] };
        let settings = Settings::resolve(&Given { flags, ..Given::default() }, true).unwrap();
        let config = Config::read(&settings, true, &known).unwrap();
        let keys = Keys::load_or_create(&config.key_file).unwrap();
        let store = Store::open(&config.database_url).await.unwrap();
        let mut app = start::build(&config, store, keys, None).unwrap();
        app.clock = Arc::clone(clock) as Arc<dyn Clock>;
        app.profiles = start::sandbox_profiles(&teller.url, &teller.url).unwrap();
        app
    }

    /// A consent that was authorised at libra just now.
    pub async fn authorised(&self, scope: &[DataGroup]) -> ConsentRow {
        let (consent_id, now) = (uuid::Uuid::new_v4().to_string(), self.clock.now_ms());
        let row = ConsentRow {
            ordinal: 0,
            web_id: consent_id.clone(),
            client_id: "demo".to_owned(),
            env: "sandbox".to_owned(),
            kind: LinkKind::Link,
            status: ConsentStatus::Authorized,
            version: 1,
            log_seq: 1,
            scope: scope.to_vec(),
            validity_days: 90,
            psu_id: None,
            debtor_iban: None,
            filter: protocol::consent::AisMethodFilter::default(),
            options: protocol::consent::ConsentOptions::default(),
            tracking: protocol::link::Tracking::default(),
            webhook_url: Some(HOOK.to_owned()),
            created_at: now,
            expires_at: now + DAY,
            authorized_at: Some(now),
            authorized_until: Some(now + 90 * DAY),
            ended_at: None,
            ended_by: None,
            due_at: None,
            consent_id,
        };
        let attempt = attempt(&row);
        let mut write = self.app.store.write().await.unwrap();
        consents::insert(&mut write, &row, row.consent_id.as_bytes()).await.unwrap();
        attempts::insert(&mut write, &attempt, row.consent_id.as_bytes()).await.unwrap();
        attempts::update(&mut write, &attempt).await.unwrap();
        write.commit().await.unwrap();
        row
    }

    /// The same, and read for the first time.
    pub async fn active(&self, scope: &[DataGroup]) -> ConsentRow {
        let consent = self.authorised(scope).await;
        self.app.start_import(&consent).await.unwrap();
        self.work().await;
        let consent = self.consent(&consent).await;
        assert_eq!(consent.status, ConsentStatus::Active);
        consent
    }

    /// A consent as it is now.
    pub async fn consent(&self, consent: &ConsentRow) -> ConsentRow {
        self.app.store.consent(&consent.consent_id).await.unwrap().unwrap()
    }

    /// Works on what is due until nothing is.
    pub async fn work(&self) {
        loop {
            let due = self.app.jobs_to_work_on(10).await.unwrap();
            if due.is_empty() {
                return;
            }
            for job_id in due {
                self.app.work_on(&job_id).await.unwrap();
            }
        }
    }

    /// A refresh after the cooldown, to its end.
    pub async fn refresh(&self, consent: &ConsentRow) -> JobState {
        self.clock.advance(61_000);
        let consent = self.consent(consent).await;
        let job = self.app.create_job(&consent, None).await.unwrap();
        self.work().await;
        self.app.job_of(&consent, &job.job_id).await.unwrap()
    }

    /// The newest job.
    pub async fn job(&self, consent: &ConsentRow) -> JobState {
        self.app.last_job(consent).await.unwrap().unwrap()
    }

    /// What a job's log says, in order.
    pub async fn told(&self, job: &JobState) -> Vec<String> {
        let rows = self.app.store.events(&job.job_id).await.unwrap();
        assert!(rows.iter().zip(1..).all(|(row, seq)| row.seq == seq), "the log has gaps");
        rows.into_iter().map(|row| row.status).collect()
    }

    /// All accounts.
    pub async fn accounts(&self, consent: &ConsentRow) -> Vec<AccountRecord<Place>> {
        let consent = self.consent(consent).await;
        self.app.accounts_of(&consent, &AccountFilter::default()).await.unwrap()
    }

    /// All transactions, newest first, read in pages of this size.
    pub async fn transactions(&self, consent: &ConsentRow, size: i64) -> Vec<TransactionRecord<Place>> {
        let consent = self.consent(consent).await;
        let (mut all, mut before) = (Vec::new(), None);
        loop {
            let filter = TransactionFilter::default();
            let (page, more) = self.app.transactions_of(&consent, &filter, before, size).await.unwrap();
            before = page.last().map(|one| one.keyset);
            all.extend(page);
            if !more {
                return all;
            }
        }
    }

    /// Where our keys lie.
    pub fn key_file(&self) -> PathBuf {
        self.folder.join("key")
    }

    /// Everything that lies on the disk.
    pub fn store_bytes(&self) -> Vec<u8> {
        let files = std::fs::read_dir(&self.folder).unwrap().map(|file| file.unwrap().path());
        files.flat_map(|file| std::fs::read(file).unwrap()).collect()
    }

    /// Rows of a consent: accounts, balances, transactions.
    pub async fn rows_of(&self, consent_id: &str) -> [i64; 3] {
        let mut counts = [0; 3];
        for (count, table) in counts.iter_mut().zip(["accounts", "balances", "transactions"]) {
            let sql = sqlx::AssertSqlSafe(format!("SELECT COUNT(*) FROM {table} WHERE consent_id = ?"));
            *count = sqlx::query_scalar(sql).bind(consent_id).fetch_one(&self.app.store.reader).await.unwrap();
        }
        counts
    }

    /// The consent's bank is bt, and gave this token for it, and what refreshes it.
    pub async fn give_token(&self, consent: &ConsentRow, access: &str, refresh: &str, until_ms: i64) {
        let plain = serde_json::json!({
            "authorize": format!("{}/authorize", self.teller.url), "token_endpoint": "/v1/token",
            "redirect_uri": "http://127.0.0.1:9/callback", "verifier": "v",
            "held": {"access": access, "until_ms": until_ms, "refresh": refresh},
        });
        let sealed = self.app.keys.seal(grant_of(consent).as_bytes(), plain.to_string().as_bytes()).unwrap();
        sqlx::query(
            "UPDATE attempts SET bank_grant = ?, provider_id = 'bt_ro', method_id = 'bt_ro.ais' WHERE object_id = ?",
        )
        .bind(sealed)
        .bind(&consent.consent_id)
        .execute(&self.app.store.writer)
        .await
        .unwrap();
    }

    /// No token was given yet: the code is still to come.
    pub async fn forget_token(&self, consent: &ConsentRow) {
        let sealed = self.app.store.attempts(&consent.consent_id).await.unwrap().remove(0).grant.unwrap();
        let plain = self.app.keys.open(grant_of(consent).as_bytes(), &sealed).unwrap();
        let mut grant = serde_json::from_slice::<serde_json::Value>(&plain).unwrap();
        grant["held"] = serde_json::Value::Null;
        let sealed = self.app.keys.seal(grant_of(consent).as_bytes(), grant.to_string().as_bytes()).unwrap();
        let sql = "UPDATE attempts SET bank_grant = ? WHERE object_id = ?";
        sqlx::query(sql).bind(sealed).bind(&consent.consent_id).execute(&self.app.store.writer).await.unwrap();
    }

    /// What is held of the bank's: the token, what refreshes it, until when it is used.
    pub async fn token(&self, consent: &ConsentRow) -> (String, String, i64) {
        let sealed = self.app.store.attempts(&consent.consent_id).await.unwrap().remove(0).grant.unwrap();
        let plain = self.app.keys.open(grant_of(consent).as_bytes(), &sealed).unwrap();
        let held = serde_json::from_slice::<serde_json::Value>(&plain).unwrap()["held"].take();
        let word = |name: &str| held[name].as_str().unwrap().to_owned();
        (word("access"), word("refresh"), held["until_ms"].as_i64().unwrap())
    }

    /// A column of a consent's row, or of its attempt's, is set from outside.
    pub async fn set(&self, sql: &'static str, value: i64, consent: &ConsentRow) {
        sqlx::query(sql).bind(value).bind(&consent.consent_id).execute(&self.app.store.writer).await.unwrap();
    }

    /// Somebody moves each transaction's content into another row.
    pub async fn shuffle_contents(&self) {
        let sql = "UPDATE transactions SET content = (SELECT content FROM transactions AS other \
                   WHERE other.ordinal <> transactions.ordinal LIMIT 1)";
        sqlx::query(sql).execute(&self.app.store.writer).await.unwrap();
    }
}

/// What refuses, as a word.
pub fn fault<T>(result: Result<T, Fault>) -> String {
    match result {
        Ok(_) => "nothing".to_owned(),
        Err(fault) => format!("{fault:?}").split(['(', ' ', '{']).next().unwrap_or_default().to_owned(),
    }
}

/// What a grant is sealed for.
fn grant_of(consent: &ConsentRow) -> String {
    format!("bank grant {}", consent.consent_id)
}

fn attempt(of: &ConsentRow) -> AttemptRow {
    AttemptRow {
        object_id: of.consent_id.clone(),
        subject: Subject::Consent,
        number: 1,
        state: AttemptState::Settled,
        env: of.env.clone(),
        provider_id: "libra_ro".to_owned(),
        method_id: "libra_ro.ais".to_owned(),
        x_request_id: of.consent_id.clone(),
        holder_hash: Vec::new(),
        return_hash: None,
        inputs: Vec::new(),
        resource_id: Some(format!("bank-{}", of.consent_id)),
        approach: protocol::page::Approach::Redirect,
        psu_message: None,
        sca: None,
        sca_status_link: None,
        sca_alive: true,
        grant: None,
        reason: None,
        second_signer: false,
        dismissed: false,
        reduced: false,
        created_at: of.created_at,
        accepted_at: Some(of.created_at),
        left_at: None,
        returned_at: None,
        ended_at: Some(of.created_at),
        next_read_at: None,
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
