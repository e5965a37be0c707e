//! The corpus of hostile and friendly addresses. Each line is one address that somebody has once used to get inside.

use super::AddressFault::*;
use super::*;

const REFUSED_EVERYWHERE: &[(&str, AddressFault)] = &[
    ("", Malformed),
    ("shop.example/hook", Malformed),
    ("//shop.example/hook", Malformed),
    ("/hook", Malformed),
    ("https:shop.example", Malformed),
    ("https:/shop.example", Malformed),
    ("https:///shop.example", Malformed),
    ("https://", Malformed),
    ("https://shop.example:99999/", Malformed),
    ("https://shop example/", Characters),
    ("https://shop.example/\thook", Characters),
    ("https://shop.example/\nhook", Characters),
    ("https://shop.example\r\nHost: evil", Characters),
    ("https://shop.example\\@evil.example", Characters),
    ("https:\\\\evil.example", Characters),
    ("https://shop.example/\u{0}", Characters),
    ("https://shop.example/\u{a0}x", Characters),
    ("ftp://shop.example/", Scheme),
    ("file:///etc/passwd", Malformed),
    ("gopher://127.0.0.1:6379/_x", Scheme),
    ("unix:///run/docker.sock", Malformed),
    ("data:text/plain,x", Malformed),
    ("javascript:alert(1)", Malformed),
    ("ws://shop.example/", Scheme),
    ("http://shop.example/hook", Scheme),
    ("http://10.0.0.1/", Scheme),
    ("https://user@shop.example/", UserInfo),
    ("https://user:pass@shop.example/", UserInfo),
    ("https://@shop.example/", UserInfo),
    ("https://:@127.0.0.1/", UserInfo),
    ("https://shop.example@10.0.0.1/", UserInfo),
    // Spellings: one address, many ways to write it.
    ("https://2130706433/", HostSpelling),
    ("https://0x7f000001/", HostSpelling),
    ("https://0x7f.0.0.1/", HostSpelling),
    ("https://0177.0.0.1/", HostSpelling),
    ("https://017700000001/", HostSpelling),
    ("https://127.1/", HostSpelling),
    ("https://127.0.1/", HostSpelling),
    ("https://0/", HostSpelling),
    ("https://127.000.000.001/", HostSpelling),
    ("https://127.0.0.1./", HostSpelling),
    ("https://127.0.0.%31/", HostSpelling),
    ("https://%6cocalhost/", HostSpelling),
    ("https://①②⑦.⓪.⓪.①/", HostSpelling),
    ("https://loc\u{ad}alhost/", HostSpelling),
    ("https://ⓛocalhost/", HostSpelling),
    ("https://shop。example/", HostSpelling),
    ("https://münchen.example/", HostSpelling),
    ("http://2130706433:8080/", HostSpelling),
    ("http://0x7f.1:8080/", HostSpelling),
    ("http://127.1:8080/", HostSpelling),
    // Inside somebody's network.
    ("https://0.0.0.0/", NotPublic),
    ("https://10.1.2.3/", NotPublic),
    ("https://100.64.0.1/", NotPublic),
    ("https://100.100.100.200/", NotPublic),
    ("https://169.254.169.254/latest/meta-data/", NotPublic),
    ("https://168.63.129.16/", NotPublic),
    ("https://172.16.0.1/", NotPublic),
    ("https://172.31.255.255/", NotPublic),
    ("https://192.0.0.192/", NotPublic),
    ("https://192.0.2.1/", NotPublic),
    ("https://192.168.1.1:8443/", NotPublic),
    ("https://198.18.0.1/", NotPublic),
    ("https://198.51.100.7/", NotPublic),
    ("https://203.0.113.7/", NotPublic),
    ("https://224.0.0.1/", NotPublic),
    ("https://255.255.255.255/", NotPublic),
    ("https://[::]/", NotPublic),
    ("https://[::ffff:10.0.0.1]/", NotPublic),
    ("https://[::ffff:7f00:1]/", NotPublic),
    ("https://[::ffff:169.254.169.254]/", NotPublic),
    ("https://[::127.0.0.1]/", NotPublic),
    ("https://[64:ff9b::7f00:1]/", NotPublic),
    ("https://[64:ff9b::a9fe:a9fe]/", NotPublic),
    ("https://[64:ff9b:1::1]/", NotPublic),
    ("https://[100::1]/", NotPublic),
    ("https://[2001::1]/", NotPublic),
    ("https://[2001:db8::1]/", NotPublic),
    ("https://[2002:7f00:1::]/", NotPublic),
    ("https://[fc00::1]/", NotPublic),
    ("https://[fd00:ec2::254]/", NotPublic),
    ("https://[fe80::1]/", NotPublic),
    ("https://[fec0::1]/", NotPublic),
    ("https://[ff02::1]/", NotPublic),
    ("https://[fe80::1%25eth0]/", Malformed),
    ("https://intranet/", NotPublic),
    ("https://metadata/", NotPublic),
    ("https://metadata.google.internal/", NotPublic),
    ("https://printer.local/", NotPublic),
    ("https://sub.localhost/", NotPublic),
    ("https://localhost./", NotPublic),
    ("https://shop.example./", NotPublic),
    ("https://router.home.arpa/", NotPublic),
    ("https://shop.example:0/", Port),
];

const LOOPBACK: &[&str] = &[
    "http://127.0.0.1:9000/hook",
    "http://127.0.0.1/hook",
    "https://127.0.0.1:9443/hook",
    "http://127.255.0.9:1/",
    "http://localhost:8082/hook?a=b",
    "https://LOCALHOST/hook",
    "http://[::1]:9000/",
    "http://[0:0:0:0:0:0:0:1]:9000/",
];

const PUBLIC: &[&str] = &[
    "https://shop.example/hook",
    "https://shop.example:8443/hook?x=1",
    "HTTPS://Shop.Example/hook",
    "https://xn--mnchen-3ya.example/",
    "https://shop.example/pla\u{21b}i",
    "https://93.184.215.14/",
    "https://172.32.0.1/",
    "https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/",
    "https://[64:ff9b::5db8:d70e]/",
];

#[test]
fn hostile_addresses_are_refused_in_both_modes() {
    for (text, fault) in REFUSED_EVERYWHERE {
        assert_eq!(check(text, Mode::Strict).err(), Some(*fault), "{text:?}, strict");
        assert_eq!(check(text, Mode::Demo).err(), Some(*fault), "{text:?}, demo");
    }
    let long = format!("https://shop.example/{}", "a".repeat(LONGEST));
    assert_eq!(check(&long, Mode::Strict), Err(TooLong));
}

#[test]
fn this_machine_is_for_demo_mode_only() {
    for text in LOOPBACK {
        assert!(check(text, Mode::Demo).is_ok(), "{text}");
        let fault = if text.starts_with("http:") { Scheme } else { NotPublic };
        assert_eq!(check(text, Mode::Strict), Err(fault), "{text}");
    }
}

#[test]
fn public_https_addresses_are_taken_in_both_modes() {
    for text in PUBLIC {
        for mode in [Mode::Strict, Mode::Demo] {
            assert!(check(text, mode).is_ok(), "{text}: {:?}", check(text, mode));
        }
    }
}

#[test]
fn a_name_that_now_leads_inside_is_refused_at_connection() {
    for ip in ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1", "fd00::1"] {
        let ip: IpAddr = ip.parse().unwrap();
        for mode in [Mode::Strict, Mode::Demo] {
            assert_eq!(check_resolved("rebind.example", ip, mode), Err(NotPublic), "{ip}");
        }
        assert_eq!(check_resolved("localhost", ip, Mode::Strict), Err(NotPublic), "{ip}");
        assert_eq!(check_resolved("localhost", ip, Mode::Demo).is_ok(), ip.is_loopback(), "{ip}");
    }
    assert_eq!(check_resolved("localhost", "93.184.215.14".parse().unwrap(), Mode::Demo), Err(NotPublic));
    assert!(check_resolved("shop.example", "93.184.215.14".parse().unwrap(), Mode::Strict).is_ok());
}

#[test]
fn a_redirect_must_be_registered_letter_by_letter() {
    let registered =
        ["https://shop.example/return", "com.example.shop:/return", "http://127.0.0.1:*", "http://localhost:*/back"]
            .map(str::to_owned);
    let taken = [
        "https://shop.example/return",
        "com.example.shop:/return",
        "http://127.0.0.1:9000/any/path?order=7",
        "http://127.0.0.1",
        "http://localhost:8082/back",
        "http://localhost/back",
    ];
    for text in taken {
        assert!(check_redirect(text, &registered).is_ok(), "{text}: {:?}", check_redirect(text, &registered));
    }
    let refused = [
        ("https://shop.example/return/", NotRegistered),
        ("https://shop.example/return?x=1", NotRegistered),
        ("https://SHOP.example/return", NotRegistered),
        ("https://shop.example:443/return", NotRegistered),
        ("https://shop.example.evil.example/return", NotRegistered),
        ("https://evil.example/return", NotRegistered),
        ("com.example.other:/return", NotRegistered),
        ("http://localhost:8082/other", NotRegistered),
        ("http://localhost:8082/back?x=1", NotRegistered),
        ("http://127.0.0.2:9000/", NotRegistered),
        ("https://127.0.0.1:9000/", NotRegistered),
        ("http://shop.example/return", RedirectScheme),
        ("http://127.0.0.1.evil.example/", RedirectScheme),
        ("javascript:alert(1)", RedirectScheme),
        ("data:text/html,x", RedirectScheme),
        ("//evil.example/return", Malformed),
        ("https:evil.example", Malformed),
        ("https:///shop.example/return", Malformed),
        ("https:\\\\evil.example", Characters),
        ("http://127.0.0.1:9000\\@evil.example/", Characters),
        ("https://shop.example@evil.example/return", UserInfo),
        ("http://127.0.0.1:9000@evil.example/", UserInfo),
        ("http://127.0.0.1:80@127.0.0.1/", UserInfo),
        ("https://shop.example/%2e%2e/return", Disguise),
        ("https://shop.example/%2E./return", Disguise),
        ("https://shop.example/a/../return", Disguise),
        ("http://127.0.0.1:9000/a%2f..%2fb", Disguise),
        ("http://127.0.0.1:9000/%5cevil.example", Disguise),
        ("https://shop.example/return#x", Fragment),
        ("http://127.1:9000/", HostSpelling),
        ("http://127.0.0.1:0/", Port),
    ];
    for (text, fault) in refused {
        assert_eq!(check_redirect(text, &registered), Err(fault), "{text}");
    }
    assert_eq!(check_redirect("https://shop.example/return", &[]), Err(NotRegistered));
}

#[test]
fn only_sound_addresses_can_be_registered() {
    for text in ["https://shop.example/return", "com.example.shop:/return", "http://localhost:*", "http://[::1]:*/a"] {
        assert_eq!(check_redirect_registration(text), Ok(()), "{text}");
    }
    let refused = [
        ("https://shop.example:*/", AnyPort),
        ("http://127.0.0.1.evil.example:*", AnyPort),
        ("http://localhost:*evil.example", AnyPort),
        ("http://localhost:*@evil.example", AnyPort),
        ("http://shop.example/", RedirectScheme),
        ("javascript://shop.example/%0aalert(1)", RedirectScheme),
        ("http://localhost:*/../x", Disguise),
        ("shop.example", Malformed),
    ];
    for (text, fault) in refused {
        assert_eq!(check_redirect_registration(text), Err(fault), "{text}");
    }
}

#[test]
fn frame_origins_are_origins() {
    for text in ["https://shop.example", "https://shop.example:8443", "http://localhost:*", "http://127.0.0.1:8082"] {
        assert_eq!(check_frame_origin(text), Ok(()), "{text}");
    }
    let refused = [
        ("https://shop.example/", Origin),
        ("https://shop.example:443", Origin),
        ("https://SHOP.example", Origin),
        ("https://shop.example/path", Origin),
        ("https://shop.example;script-src", HostSpelling),
        ("https://shop.example,evil.example", HostSpelling),
        ("https://[2606:2800::1]", Origin),
        ("https://*.shop.example", AnyPort),
        ("https://shop.example:*", AnyPort),
        ("*", AnyPort),
        ("http://[::1]:*", Origin),
        ("http://localhost:*/path", Origin),
        ("http://shop.example", RedirectScheme),
        ("com.example.shop:", Origin),
    ];
    for (text, fault) in refused {
        assert_eq!(check_frame_origin(text).err(), Some(fault), "{text}");
    }
}
