//! Clients: made, changed, and what of them still holds afterwards.

use super::*;
use std::path::PathBuf;

const TEMPLATES: &[&str] = &["default", "compact"];
const NOW: i64 = 1_790_000_000_000;

struct House {
    store: Store,
    keys: Keys,
    folder: PathBuf,
}

impl House {
    async fn build() -> Self {
        let folder = std::env::temp_dir().join(format!("finqlink-clients-{}", secrets::new_token()));
        let store = Store::open(&format!("sqlite://{}/house.db", folder.display())).await.unwrap();
        Self { store, keys: Keys::from_root([3; 32]), folder }
    }

    async fn client(&self, client_id: &str) -> ClientRow {
        self.store.client(client_id).await.unwrap().unwrap()
    }
}

impl Drop for House {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn shop() -> NewClient {
    NewClient {
        name: "Shop".to_owned(),
        redirect_urls: vec!["https://shop.example/return".to_owned()],
        frame_origins: vec!["https://shop.example".to_owned()],
        ais: true,
        require_tracking: true,
        hides_transfer: true,
        template: "compact".to_owned(),
    }
}

#[tokio::test]
async fn a_client_is_made_found_and_proves_itself_by_its_secret_only() {
    let house = House::build().await;
    let issued = create(&house.store, &house.keys, NOW, shop(), TEMPLATES).await.unwrap();
    let client = house.client(&issued.client_id).await;
    assert_eq!(
        (client.name.as_str(), client.ais, client.require_tracking, client.template.as_str(), client.enabled),
        ("Shop", true, true, "compact", true)
    );
    assert_eq!(
        (client.redirect_urls.clone(), client.frame_origins.clone()),
        (shop().redirect_urls, shop().frame_origins)
    );
    assert!(client.hides_transfer);
    let secret = issued.client_secret.unwrap();
    assert!(client.has_secret(&house.keys, secret.expose()));
    assert!(!client.has_secret(&house.keys, "demo-secret"));
    assert!(!client.has_secret(&house.keys, ""));
    assert!(!client.has_secret(&Keys::from_root([4; 32]), secret.expose()));
    let other = ClientRow { client_id: "client_other".to_owned(), ..client };
    assert!(!other.has_secret(&house.keys, secret.expose()), "a MAC in another row is worth nothing");
    assert!(other.webhook_keys(&house.keys, NOW).is_err(), "nor is a sealed secret");
}

#[tokio::test]
async fn what_breaks_a_rule_is_refused_with_the_rule() {
    let house = House::build().await;
    let cases = [
        (NewClient { name: " ".to_owned(), ..shop() }, "name"),
        (NewClient { name: "a".repeat(129), ..shop() }, "name"),
        (NewClient { name: "a\nb".to_owned(), ..shop() }, "name"),
        (NewClient { redirect_urls: vec!["http://shop.example".to_owned()], ..shop() }, "redirect_url"),
        (NewClient { frame_origins: vec!["https://shop.example/".to_owned()], ..shop() }, "frame_origin"),
        (NewClient { template: "nope".to_owned(), ..shop() }, "default, compact"),
    ];
    for (new, word) in cases {
        let fault = create(&house.store, &house.keys, NOW, new, TEMPLATES).await.unwrap_err();
        assert!(fault.to_string().contains(word), "{fault}");
    }
    assert!(house.store.clients().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_new_client_secret_ends_the_old_one_and_the_old_webhook_secret_signs_for_a_day() {
    let house = House::build().await;
    let before = create(&house.store, &house.keys, NOW, shop(), TEMPLATES).await.unwrap();
    let old_key = house.client(&before.client_id).await.webhook_keys(&house.keys, NOW).unwrap();
    let after = rotate(&house.store, &house.keys, NOW, &before.client_id, Rotate::Both).await.unwrap();
    let client = house.client(&before.client_id).await;
    assert!(!client.has_secret(&house.keys, before.client_secret.unwrap().expose()));
    assert!(client.has_secret(&house.keys, after.client_secret.unwrap().expose()));

    let during = client.webhook_keys(&house.keys, NOW + OLD_SECRET_SIGNS_MS - 1).unwrap();
    assert_eq!(secrets::webhook_secret(&during[0]), after.webhook_secret.unwrap());
    assert_eq!(during[1..], old_key);
    assert_eq!(client.webhook_keys(&house.keys, NOW + OLD_SECRET_SIGNS_MS).unwrap(), during[..1]);
}

#[tokio::test]
async fn one_secret_can_be_changed_alone() {
    let house = House::build().await;
    let id = create(&house.store, &house.keys, NOW, shop(), TEMPLATES).await.unwrap().client_id;
    let before = house.client(&id).await;
    let issued = rotate(&house.store, &house.keys, NOW, &id, Rotate::Client).await.unwrap();
    assert!(issued.webhook_secret.is_none());
    assert_eq!(house.client(&id).await.webhook_secret, before.webhook_secret);
    let between = house.client(&id).await;
    let issued = rotate(&house.store, &house.keys, NOW, &id, Rotate::Webhook).await.unwrap();
    assert!(issued.client_secret.is_none());
    assert_eq!(house.client(&id).await.secret_mac, between.secret_mac);
    for which in [Rotate::Both, Rotate::Client, Rotate::Webhook] {
        let fault = rotate(&house.store, &house.keys, NOW, "client_nobody", which).await.unwrap_err();
        assert!(matches!(fault, Fault::NotFound(_)));
    }
}

#[tokio::test]
async fn the_demo_client_is_as_documented_and_put_back_at_each_start() {
    let house = House::build().await;
    for _ in 0..2 {
        seed_demo(&house.store, &house.keys, NOW, "default").await.unwrap();
        let demo = house.client("demo").await;
        assert!(demo.enabled && demo.ais && demo.has_secret(&house.keys, "demo-secret"));
        assert_eq!(demo.webhook_keys(&house.keys, NOW).unwrap(), [b"finqlink-demo-webhook-secret-0001".to_vec()]);
        for url in ["http://localhost:8082/thanks?order=1", "http://127.0.0.1:1234/"] {
            assert!(address::check_redirect(url, &demo.redirect_urls).is_ok(), "{url}");
        }
        rotate(&house.store, &house.keys, NOW, "demo", Rotate::Both).await.unwrap();
        house.store.set_client_enabled("demo", false).await.unwrap();
    }
    assert_eq!(house.store.clients().await.unwrap().len(), 1);
}

#[tokio::test]
async fn the_demo_client_does_not_outlive_the_demo() {
    let house = House::build().await;
    assert!(!retire_demo(&house.store, &house.keys).await.unwrap());
    seed_demo(&house.store, &house.keys, NOW, "default").await.unwrap();
    assert!(retire_demo(&house.store, &house.keys).await.unwrap());
    assert!(!house.client("demo").await.enabled);
}
