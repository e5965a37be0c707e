//! The flags of the configuration, made from its table of keys; they may stand before or after the command.
//! Never here: what values mean.

use crate::config::keys::{self, Key};
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Args, Command, FromArgMatches};
use std::path::PathBuf;

const CONFIG: &str = "config-file";

/// The settings that the command line gives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SettingFlags {
    /// `--config FILE`.
    pub file: Option<PathBuf>,
    /// Names of keys, and values.
    pub values: Vec<(&'static str, String)>,
}

fn flag(key: &'static Key) -> Arg {
    let arg = Arg::new(key.name)
        .long(key.flag())
        .help(key.help)
        .help_heading("Configuration (also FINQLINK_… and finqlink.toml)")
        .value_name("VALUE")
        .global(true);
    // `--gallery` alone says yes.
    if key.name == keys::GALLERY.name {
        arg.num_args(0..=1).require_equals(true).default_missing_value("true")
    } else {
        arg
    }
}

impl Args for SettingFlags {
    fn augment_args(command: Command) -> Command {
        let file = Arg::new(CONFIG)
            .long("config")
            .help("Configuration file [default: finqlink.toml, where there is one]")
            .value_name("FILE")
            .value_parser(clap::value_parser!(PathBuf))
            .global(true);
        keys::ALL.iter().fold(command.arg(file), |command, key| command.arg(flag(key)))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for SettingFlags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let given = |key: &&&'static Key| matches.value_source(key.name) == Some(ValueSource::CommandLine);
        let value = |key: &&'static Key| Some((key.name, matches.get_one::<String>(key.name)?.clone()));
        Ok(Self {
            file: matches.get_one::<PathBuf>(CONFIG).cloned(),
            values: keys::ALL.iter().filter(given).filter_map(value).collect(),
        })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
