//! Writes `docs/states/*.svg` from the tables: `cargo run -p flow --example draw_states`.

mod drawing;
#[path = "../../tests/it/fixtures.rs"]
mod fixtures;

fn main() -> std::io::Result<()> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/states");
    std::fs::create_dir_all(folder)?;
    for (name, drawn) in drawing::all() {
        std::fs::write(format!("{folder}/{name}.svg"), drawn)?;
    }
    Ok(())
}
