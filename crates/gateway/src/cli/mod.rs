//! The command line: what an operator types, and one line on stderr when it cannot be done.
//! Never here: how the gateway runs (`start`), SQL, decisions.

mod brand;
mod clients;
mod flags;
mod keys;
pub mod log;
mod preview;
mod print;
mod receipts;
pub mod redact;
mod show;
mod webhooks;

use crate::config::settings::Settings;
use crate::config::{self, Config, Known};
use anyhow::Context;
use clap::{Parser, Subcommand};
use std::io::Write as _;
use std::process::ExitCode;

/// Pages and API for payments from bank accounts.
#[derive(Debug, Parser)]
#[command(name = "finqlink", version, about, propagate_version = true)]
struct Cli {
    #[command(flatten)]
    settings: flags::SettingFlags,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Try it: gateway, sandbox banks and a shop on this machine, with links to click
    #[cfg(feature = "demo")]
    Demo,
    /// Serve pages and API
    Serve,
    /// Serve the sandbox banks alone
    #[cfg(feature = "demo")]
    Sandbox,
    /// API clients: make, list, enable, disable, give new secrets, dress their pages
    #[command(subcommand)]
    Clients(clients::Command),
    /// Print the configuration in force, and where each value comes from
    Config(show::Args),
    /// Webhooks: what was sent, send again
    #[command(subcommand)]
    Webhooks(webhooks::Command),
    /// The root key
    #[command(subcommand)]
    Keys(keys::Command),
    /// Receipts of consents: hold a file against its signature, show what it says, the key of ours
    #[command(subcommand)]
    Receipts(receipts::Command),
}

impl Command {
    /// Whether demo defaults hold.
    fn is_demo(&self) -> bool {
        match self {
            #[cfg(feature = "demo")]
            Self::Demo | Self::Sandbox => true,
            Self::Config(args) => args.demo,
            _ => false,
        }
    }
}

/// Runs what the command line says. 0: done; 1: one line on stderr says why not; 2: the command line is wrong.
pub fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let line = format!("{error:#}").replace('\n', " ");
            // Nobody is left to be told when stderr is closed.
            let _ = writeln!(std::io::stderr(), "finqlink: {line}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> anyhow::Result<()> {
    let is_demo = cli.command.is_demo();
    let given = config::gather(cli.settings.values, cli.settings.file)?;
    let settings = Settings::resolve(&given, is_demo)?;
    let providers: Vec<&str> = connectors::catalog::providers().map(|one| one.provider_id).collect();
    let known = Known {
        templates: finqlink_webui::templates::IDS,
        languages: finqlink_webui::words::TAGS,
        providers: &providers,
    };
    let config = Config::read(&settings, is_demo, &known)?;
    log::start(config.log_format, config.log_level);
    for name in &settings.strange_variables {
        tracing::warn!("the variable {name} is not a setting of ours, and is not looked at");
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("the process cannot start its threads")?;
    runtime.block_on(async {
        match cli.command {
            #[cfg(feature = "demo")]
            Command::Demo => crate::demo::demo(config).await,
            Command::Serve => crate::start::serve(config).await,
            #[cfg(feature = "demo")]
            Command::Sandbox => crate::demo::sandbox(config).await,
            Command::Clients(command) => clients::run(command, &config).await,
            Command::Config(args) => show::run(&args, &settings),
            Command::Webhooks(command) => webhooks::run(command, &config).await,
            Command::Keys(command) => keys::run(&command, &config),
            Command::Receipts(command) => receipts::run(command, &config),
        }
    })
}
