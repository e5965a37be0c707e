//! Pages of no link: what they say, where they lead, and that the reference tells the API as it is.

use crate::house::House;
use crate::house::payer::Payer;
use http::Method;
use serde_json::json;

#[tokio::test]
async fn the_front_door_leads_to_banks_and_reference() {
    let house = House::open().await;
    let payer = Payer::new();
    for lang in finqlink_webui::words::TAGS {
        let home = payer.open(&format!("{}/?lang={lang}", house.url)).await;
        for link in ["/providers", "/docs", "/legal", "/accessibility"] {
            assert!(home.tags.iter().any(|tag| tag.name == "a" && tag.get("href") == Some(link)), "{lang} {link}");
        }
    }
}

#[tokio::test]
async fn the_page_of_banks_tells_what_the_api_tells() {
    let house = House::open().await;
    let listed = house.api("/test/v2/providers/list", &json!({ "options": { "show_payment_methods": true } })).await;
    let payer = Payer::new();
    for (lang, works, limit) in [
        ("en", "Works", "up to 49.999,99 RON"),
        ("ro", "Funcționează", "până la 49.999,99 RON"),
        ("hu", "Működik", "legfeljebb 49\u{a0}999,99 RON"),
        ("de", "Funktioniert", "bis 49.999,99 RON"),
        ("ar", "يعمل", "حتى 49,999.99 RON"),
    ] {
        let page = payer.open(&format!("{}/providers?lang={lang}", house.url)).await;
        assert!(page.text.contains(works) && page.text.contains(limit), "{}", page.text);
        for provider in listed["providers"].as_array().unwrap() {
            let id = provider["provider_id"].as_str().unwrap();
            assert!(page.tags.iter().any(|tag| tag.get("id") == Some(id)), "{id}");
            assert!(page.text.contains(provider["name"].as_str().unwrap()));
            for method in provider["payment_methods"].as_array().unwrap() {
                assert!(page.text.contains(method["method_id"].as_str().unwrap()), "{method}");
            }
        }
        let told = page.tags.iter().filter(|tag| tag.get("data-status").is_some()).count();
        assert_eq!(told, listed["providers"].as_array().unwrap().len(), "one health a bank");
        let none = page.tags.iter().filter(|tag| tag.name == "script").count();
        assert_eq!(none, 0);
    }
}

#[tokio::test]
async fn the_reference_tells_every_method_and_its_example_runs() {
    let house = House::open().await;
    let page = Payer::new().open(&format!("{}/docs", house.url)).await;
    let document = gateway::http::openapi::document(&house.url);
    for (path, item) in document["paths"].as_object().unwrap() {
        assert!(page.text.contains(path.as_str()), "{path} is nowhere on the page");
        let id = item["post"]["operationId"].as_str().filter(|_| path.starts_with("/test/v2/"));
        assert!(id.is_none_or(|id| page.tags.iter().any(|tag| tag.get("id") == Some(id))), "{path}");
    }
    // Every way inside the page leads somewhere.
    let ids: Vec<&str> = page.tags.iter().filter_map(|tag| tag.get("id")).collect();
    for link in page.tags.iter().filter_map(|tag| tag.get("href")?.strip_prefix('#')) {
        assert!(ids.contains(&link), "#{link}");
    }
    for path in ["links/create", "links/list", "providers/list", "providers/get"] {
        let path = format!("/test/v2/{path}");
        let example = &document["paths"][&path]["post"]["requestBody"]["content"]["application/json"]["example"];
        assert_eq!(house.call(&path, &[], example).await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn the_description_is_served_to_anybody() {
    let house = House::open().await;
    let answer = Payer::new().get(&format!("{}/openapi.json", house.url)).await;
    assert_eq!((answer.status.as_u16(), answer.header("access-control-allow-origin")), (200, "*"));
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.json(), gateway::http::openapi::document(&house.url));
    // Who has it is not sent it again.
    let mark = answer.header("etag").to_owned();
    let address = format!("{}/openapi.json", house.url);
    let known = [mark.clone(), format!("W/{mark}"), format!("\"other\", {mark}"), "*".to_owned()];
    for (asked, status) in known.iter().map(|known| (known.as_str(), 304)).chain([("\"other\"", 200), ("", 200)]) {
        let headers = [("if-none-match", asked)];
        let again = Payer::new().send(Method::GET, &address, &headers, String::new()).await;
        assert_eq!((again.status.as_u16(), again.text.is_empty()), (status, status == 304), "{asked}");
        assert_eq!(again.header("etag"), mark, "{asked}");
        assert_eq!(again.header("access-control-allow-origin"), "*");
    }
}
