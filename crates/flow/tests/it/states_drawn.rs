//! The committed pictures are the ones that the tables draw.

use crate::drawing;

#[test]
fn pictures_follow_the_tables() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/states");
    for (name, drawn) in drawing::all() {
        let committed = std::fs::read_to_string(format!("{folder}/{name}.svg")).unwrap_or_default();
        assert!(committed == drawn, "{name}.svg is not what the table draws: cargo run -p flow --example draw_states");
    }
}
