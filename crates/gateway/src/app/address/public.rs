//! What belongs to the public internet: addresses and names. Lists, no more.
//! Never here: what follows from it (`address`).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A name that can only be public: with a dot, and not under a suffix kept for own networks (RFC 6761, 6762, 8375).
pub fn is_public_name(name: &str) -> bool {
    const INSIDE: [&str; 12] = [
        "localhost",
        "localdomain",
        "local",
        "internal",
        "intranet",
        "private",
        "corp",
        "home",
        "lan",
        "arpa",
        "onion",
        "test",
    ];
    match name.rsplit_once('.') {
        Some((front, last)) => !front.is_empty() && !last.is_empty() && !INSIDE.contains(&last),
        None => false,
    }
}

/// Whether an address belongs to the public internet (IANA special-purpose registries, and the metadata addresses of
/// the large hosting firms that are not in them).
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    !matches!(
        ip.octets(),
        [0 | 10 | 127, ..]
            | [100, 64..=127, ..]
            | [169, 254, ..]
            | [172, 16..=31, ..]
            | [192, 168, ..]
            | [192, 0, 0 | 2, _]
            | [192, 88, 99, _]
            | [198, 18 | 19, ..]
            | [198, 51, 100, _]
            | [203, 0, 113, _]
            | [168, 63, 129, 16]
            | [224..=255, ..]
    )
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    match ip.segments() {
        // NAT64 (RFC 6052): the IPv4 address in its last 32 bits is the one that is reached.
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            let [a, b] = high.to_be_bytes();
            let [c, d] = low.to_be_bytes();
            is_public_v4(Ipv4Addr::new(a, b, c, d))
        }
        // 2001::/23 (Teredo, ORCHID …), documentation, 6to4.
        [0x2001, 0..=0x1ff | 0xdb8, ..] | [0x2002, ..] | [0x3fff, 0..=0xfff, ..] => false,
        // Global unicast; mapped, compatible, unique-local, link-local, site-local and multicast all lie outside.
        [0x2000..=0x3fff, ..] => true,
        _ => false,
    }
}
