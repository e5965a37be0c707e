//! A store that an older version wrote: opened, it has everything that it had.

use super::Store;
use super::attempts::Subject;
use protocol::AttemptState;
use sqlx::Executor;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};

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

#[tokio::test]
async fn attempts_log_and_calls_of_version_3_are_all_there() {
    let folder = std::env::temp_dir().join(format!("finqlink-older-{}", uuid::Uuid::new_v4()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("old.db");
    let options = SqliteConnectOptions::new().filename(&path).create_if_missing(true);
    let old = SqlitePoolOptions::new().max_connections(1).connect_with(options).await.unwrap();
    let mut until_3 = sqlx::migrate!("migrations/sqlite");
    until_3.migrations = until_3.migrations.iter().filter(|one| one.version <= 3).cloned().collect();
    until_3.run(&old).await.unwrap();
    old.execute(OF_ONE_PAYMENT).await.unwrap();
    old.close().await;

    let store = Store::open(&format!("sqlite://{}", path.display())).await.unwrap();
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
