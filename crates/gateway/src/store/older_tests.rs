//! A store that an older version wrote: opened, it has everything that it had.

use super::Store;
use super::attempts::Subject;
use protocol::AttemptState;
use sqlx::Executor;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use std::path::PathBuf;

/// What version 3 of the schema had of one payment.
const OF_ONE_PAYMENT: &str = "
    INSERT INTO clients VALUES ('shop', 'Shop', x'00', x'00', NULL, NULL, '[]', '[]', 0, 0, 'default', 1, 1);
    INSERT INTO links VALUES (1, 'link', 'web', x'01', 'shop', 'prod', 'link', 'awaiting_authz', 5, 5, '{}', '{}', '{}', '{}', 'e2e', NULL, 1, 2);
    INSERT INTO attempts (link_id, number, state, provider_id, method_id, x_request_id, holder_hash, state_hash, return_hash, inputs,
        payment_id, sca_alive, bank_grant, code_taken, created_at, next_read_at)
        VALUES ('link', 1, 'left', 'bt_ro', 'bt_ro.domestic', 'x', x'02', x'03', x'04', x'05', 'at-the-bank', 1, x'06', 1, 7, 8);
    INSERT INTO events (link_id, seq, status, cause, attempt, at) VALUES ('link', 1, 'created', 'created', NULL, 1), ('link', 2, 'started', 'opened', NULL, 2);
    INSERT INTO bank_calls (link_id, attempt, kind, x_request_id, sent_at) VALUES ('link', 1, 'initiate', 'x', 9);
";

/// What version 4 had of a job: its calls stood under its own id.
const OF_ONE_JOB: &str = "
    INSERT INTO clients VALUES ('shop', 'Shop', x'00', x'00', NULL, NULL, '[]', '[]', 0, 0, 'default', 1, 1);
    INSERT INTO consents (consent_id, web_id, web_hash, client_id, env, kind, status, version, log_seq, scope, validity_days, filter, options, tracking, created_at, expires_at)
        VALUES ('consent', 'web', x'01', 'shop', 'prod', 'link', 'active', 1, 1, '[]', 90, '{}', '{}', '{}', 1, 2);
    INSERT INTO jobs (job_id, consent_id, is_first, status, log_seq, started_at) VALUES ('job', 'consent', 1, 'job_completed', 1, 1);
    INSERT INTO bank_calls (object_id, attempt, kind, x_request_id, sent_at) VALUES ('consent', 1, 'status', 'x', 8), ('job', 1, 'accounts', 'y', 9);
";

/// A store that was left at this version with these rows, opened today; and its folder.
async fn left_at(version: i64, rows: &'static str) -> (Store, PathBuf) {
    let folder = std::env::temp_dir().join(format!("finqlink-older-{}", uuid::Uuid::new_v4()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("old.db");
    let options = SqliteConnectOptions::new().filename(&path).create_if_missing(true);
    let old = SqlitePoolOptions::new().max_connections(1).connect_with(options).await.unwrap();
    let mut until = sqlx::migrate!("migrations/sqlite");
    until.migrations = until.migrations.iter().filter(|one| one.version <= version).cloned().collect();
    until.run(&old).await.unwrap();
    old.execute(rows).await.unwrap();
    old.close().await;
    (Store::open(&format!("sqlite://{}", path.display())).await.unwrap(), folder)
}

#[tokio::test]
async fn attempts_log_and_calls_of_version_3_are_all_there() {
    let (store, folder) = left_at(3, OF_ONE_PAYMENT).await;
    let attempts = store.attempts("link").await.unwrap();
    let [attempt] = attempts.as_slice() else { panic!("{attempts:?}") };
    assert_eq!((attempt.subject, attempt.state, attempt.env.as_str()), (Subject::Payment, AttemptState::Left, "prod"));
    assert_eq!((attempt.resource_id.as_deref(), attempt.next_read_at), (Some("at-the-bank"), Some(8)));
    assert_eq!(attempt.grant.as_deref(), Some([6].as_slice()));
    assert!(!store.take_code("link", 1).await.unwrap(), "a code that was exchanged is not exchanged again");
    assert_eq!(store.events("link").await.unwrap().len(), 2);
    assert_eq!(store.changed_after(0).await.unwrap().last().unwrap(), &(2, "link".to_owned(), 5));
    assert_eq!(store.call_times("link", 1).await.unwrap(), [9]);
    let edited = sqlx::query("UPDATE events SET at = 3").execute(&store.writer).await;
    assert!(edited.is_err(), "the log is append-only still");
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn a_jobs_calls_of_version_4_stand_with_their_consent() {
    let (store, folder) = left_at(4, OF_ONE_JOB).await;
    let sql = "SELECT object_id, job_id FROM bank_calls ORDER BY id";
    let calls: Vec<(String, Option<String>)> = sqlx::query_as(sql).fetch_all(&store.reader).await.unwrap();
    assert_eq!(calls, [("consent".to_owned(), None), ("consent".to_owned(), Some("job".to_owned()))]);
    assert_eq!(store.call_times("consent", 1).await.unwrap(), [8]);
    std::fs::remove_dir_all(folder).unwrap();
}
