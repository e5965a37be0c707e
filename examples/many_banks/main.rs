//! Writes a page of thousands of banks, and what it reads, as one JSON file for `cargo xtask bench picker`: the first view as the
//! gateway renders it (forty banks), its boot data, the packed list, and the boot data of a page that is given all at once.
//! `cargo run --example many_banks --features ssr -- COUNT FILE`

mod names;

use finqlink_webui::{fixtures, ssr, words};
use flow::banks::{narrow, pack};
use flow::search::folded;
use protocol::page::{Boot, Look};
use serde::Serialize;

/// The most banks that the first HTML holds, as at the gateway.
const FIRST: usize = 40;

#[derive(Serialize)]
struct Out {
    root: Vec<(&'static str, String)>,
    css: String,
    title: String,
    body: String,
    boot: Boot,
    list: protocol::page::BankList,
    all_at_once: Boot,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut words_given = std::env::args().skip(1);
    let count = words_given.next().ok_or("how many?")?.parse()?;
    let file = words_given.next().ok_or("into which file?")?;
    let mut banks = names::banks(count);
    banks.sort_by_cached_key(|bank| folded(&bank.name));
    let fixture =
        fixtures::all("en", "default").into_iter().find(|one| one.name == "select").ok_or("no such fixture")?;
    let look = Look { template: "default".to_owned(), ..fixture.boot.look.clone() };
    let all_at_once = Boot {
        page: "/pay/many".to_owned(),
        bank_count: u32::try_from(banks.len())?,
        narrow: narrow(&banks, |country| words::country(country).to_owned()),
        banks: banks.clone(),
        look,
        ..fixture.boot
    };
    let boot = Boot { banks: banks[..FIRST.min(banks.len())].to_vec(), ..all_at_once.clone() };
    let page = ssr::render(&boot);
    let (root, css, title, body) = (page.root, page.css.into_owned(), page.title, page.body);
    let out = Out { root, css, title, body, boot, list: pack(&banks), all_at_once };
    std::fs::write(file, serde_json::to_string(&out)?)?;
    Ok(())
}
