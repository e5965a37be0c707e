//! The gateway in this process, as `finqlink demo` would start it: own store on disk, log written to a file; only its
//! limits are out of the way.

use anyhow::{Context, Result};
use finqlink_webui::{templates, words};
use gateway::app::{App, registration};
use gateway::config::settings::{Given, Settings};
use gateway::config::{Config, Known};
use gateway::pages::assets::Assets;
use gateway::start;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use tokio::net::TcpListener;

/// Where its API is found.
pub const PREFIX: &str = "/test/v2";

/// Opens it; it serves until the process ends.
pub async fn open(folder: &Path) -> Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let config = config(folder, address)?;
    let keys = start::open_keys(&config)?;
    let store = start::open_store(&config).await?;
    let now_ms = jiff::Timestamp::now().as_millisecond();
    registration::seed_demo(&store, &keys, now_ms, &config.default_template).await?;
    let app = Arc::new(start::build(&config, store, keys, None)?);
    tokio::spawn(start::run(app, Arc::new(Assets::default()), listener, None));
    Ok(address)
}

/// Its use cases without a door, with the banks that are called there: nothing runs by itself.
pub async fn closed(folder: &Path, banks: &str) -> Result<App> {
    let config = config(folder, SocketAddr::from(([127, 0, 0, 1], 0)))?;
    let keys = start::open_keys(&config)?;
    let store = start::open_store(&config).await?;
    registration::seed_demo(&store, &keys, jiff::Timestamp::now().as_millisecond(), &config.default_template).await?;
    let mut app = start::build(&config, store, keys, None)?;
    app.profiles = start::sandbox_profiles(banks, banks)?;
    Ok(app)
}

fn config(folder: &Path, address: SocketAddr) -> Result<Config> {
    let out_of_the_way = || "1000000".to_owned();
    let flags = vec![
        ("listen", address.to_string()),
        ("public_url", format!("http://{address}")),
        ("database_url", format!("sqlite://{}/house.db", folder.display())),
        ("key_file", format!("{}/key", folder.display())),
        ("limit_client_per_s", out_of_the_way()),
        ("limit_client_burst", out_of_the_way()),
    ];
    let settings = Settings::resolve(&Given { flags, ..Given::default() }, true)?;
    // No bank is called here.
    let known = Known { templates: templates::IDS, languages: words::TAGS, providers: &[] };
    Config::read(&settings, true, &known).context("the bench's own configuration")
}
