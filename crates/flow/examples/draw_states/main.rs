//! Writes `docs/states/*.svg` from the tables: `cargo run -p flow --example draw_states`.

mod drawing;
#[path = "../../tests/it/fixtures.rs"]
mod fixtures;

fn main() -> std::io::Result<()> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/states");
    std::fs::create_dir_all(folder)?;
    std::fs::write(format!("{folder}/lifecycle.svg"), drawing::lifecycle())?;
    std::fs::write(format!("{folder}/journey.svg"), drawing::journey())
}
