//! What a brand may be, and what is refused with its reason.

use super::logo::{MOST_BYTES, NotALogo};
use super::*;

const KNOWN: Known<'static> = Known { templates: &["default", "steps"], languages: &["en", "ro"] };

fn made(wish: Wish) -> Result<BrandRow, String> {
    wished(BrandRow::default(), wish, KNOWN).map(|(brand, _)| brand).map_err(|fault| fault.to_string())
}

fn named(name: &str) -> Result<BrandRow, String> {
    made(Wish { name: Some(name.to_owned()), ..Wish::default() })
}

fn linked(link: &str) -> Result<BrandRow, String> {
    made(Wish { legal_links: Some(vec![link.to_owned()]), ..Wish::default() })
}

/// A picture of chunks, with these between head and end, and this behind it.
fn png(width: u32, height: u32, between: &[(&[u8; 4], &[u8])], behind: &[u8]) -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let head = [&width.to_be_bytes()[..], &height.to_be_bytes()[..], &[8, 6, 0, 0, 0][..]].concat();
    let chunks = std::iter::once((b"IHDR", head.as_slice())).chain(between.iter().copied()).chain([(b"IEND", &[][..])]);
    for (kind, data) in chunks {
        file.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
        file.extend(kind);
        file.extend(data);
        file.extend([0; 4]);
    }
    file.extend(behind);
    file
}

/// An extended WebP of 64 × 32, with these flags.
fn webp(flags: u8, behind: &[u8]) -> Vec<u8> {
    let mut chunk = b"WEBPVP8X".to_vec();
    chunk.extend(10_u32.to_le_bytes());
    chunk.extend([flags, 0, 0, 0, 63, 0, 0, 31, 0, 0]);
    let length = u32::try_from(chunk.len()).unwrap().to_le_bytes();
    [&b"RIFF"[..], &length, &chunk, behind].concat()
}

/// Head, size, end.
fn jpeg(width: u16, height: u16) -> Vec<u8> {
    let (w, h) = (width.to_be_bytes(), height.to_be_bytes());
    let frame = [0xFF, 0xC0, 0, 17, 8, h[0], h[1], w[0], w[1], 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1];
    [&[0xFF, 0xD8, 0xFF, 0xE0, 0, 16][..], b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0", &frame, &[0xFF, 0xD9]].concat()
}

#[test]
fn names_and_texts() {
    assert_eq!(named("  Cafeneaua \u{200d}<b>  ").unwrap().name, "Cafeneaua \u{200d}<b>");
    assert_eq!(named("").unwrap().name, "");
    insta::assert_snapshot!(
        ["x".repeat(140), "Verde\u{202e}LRS".to_owned(), "a\u{200b}b".to_owned(), "a\nb".to_owned(), "a\0b".to_owned()]
            .map(|name| named(&name).unwrap_err())
            .join("\n"),
        @r"
    the name has 140 characters; there is room for 70
    the name holds U+202E, which cannot be seen and can change how the rest is read; leave it out
    the name holds U+200B, which cannot be seen and can change how the rest is read; leave it out
    the name holds U+000A, which cannot be seen and can change how the rest is read; leave it out
    the name holds U+0000, which cannot be seen and can change how the rest is read; leave it out
    "
    );
    let legal = made(Wish { legal_text: Some("ș".repeat(161)), ..Wish::default() });
    assert_eq!(legal.unwrap_err(), "the legal text has 161 characters; there is room for 160");
}

#[test]
fn colours_corners_templates_languages() {
    let wish = |colour: &str, corners: &str, template: &str, language: &str| {
        let of = |value: &str| Some(value.to_owned());
        made(Wish {
            colour: of(colour),
            corners: of(corners),
            template: of(template),
            language: of(language),
            ..Wish::default()
        })
    };
    let brand = wish("#FE0", "round", "steps", "ro").unwrap();
    assert_eq!((brand.colour.as_deref(), brand.corners.as_deref()), (Some("#ffee00"), Some("round")));
    assert_eq!((brand.template.as_deref(), brand.language.as_deref()), (Some("steps"), Some("ro")));
    assert_eq!(wish("", "", "", "").unwrap(), BrandRow::default());
    insta::assert_snapshot!(
        [
            wish("red", "", "", ""),
            wish("#00000080", "", "", ""),
            wish("#000;}body{display:none", "", "", ""),
            wish("#000", "oval", "", ""),
            wish("#000", "", "nope", ""),
            wish("#000", "", "", "xx"),
        ]
        .map(Result::unwrap_err)
        .join("\n"),
        @r##"
    "red" is not a colour; write it as #RRGGBB, such as #0B6A4B
    "#00000080" lets light through; a brand's colour is opaque: write it as #RRGGBB
    "#000;}body{display:none" is not a colour; write it as #RRGGBB, such as #0B6A4B
    corners "oval" is not known; it must be one of: square, soft, round
    template "nope" is not known; it must be one of: default, steps
    language "xx" is not known; it must be one of: en, ro
    "##
    );
}

#[test]
fn legal_links_lead_to_https_in_public() {
    let brand = linked("Terms & <i>=https://shop.example/terms?a=b").unwrap();
    let expected = ("Terms & <i>".to_owned(), "https://shop.example/terms?a=b".to_owned());
    assert_eq!(brand.legal_links, [expected]);
    for link in [
        "Terms",
        "=https://shop.example",
        "T=http://shop.example",
        "T=javascript:alert(1)",
        "T=data:text/html,x",
        "T=//x",
    ] {
        assert!(linked(link).unwrap_err().starts_with("the legal link"), "{link}");
    }
    for link in ["T=https://127.0.0.1/", "T=https://a:b@shop.example/"] {
        assert!(linked(link).is_err(), "{link}");
    }
    let turned = linked("T=https://shop.example/\u{202e}").unwrap();
    assert_eq!(turned.legal_links[0].1, "https://shop.example/%E2%80%AE");
    assert!(linked("T\u{202e}=https://shop.example/").unwrap_err().contains("U+202E"));
    let many = Wish { legal_links: Some(vec!["T=https://shop.example/".to_owned(); 4]), ..Wish::default() };
    assert_eq!(made(many).unwrap_err(), "there is room for 3 legal links, not 4");
}

#[test]
fn pictures_by_what_they_are() {
    let read = |bytes: &[u8]| logo::read(bytes).map(|picture| (picture.kind, picture.width, picture.height));
    assert_eq!(read(&png(264, 80, &[(b"IDAT", b"x")], b"")), Ok(("png", 264, 80)));
    assert_eq!(read(&jpeg(300, 100)), Ok(("jpg", 300, 100)));
    assert_eq!(read(&webp(0, b"")), Ok(("webp", 64, 32)));
    assert_eq!(read(&png(264, 80, &[(b"acTL", &[0; 8])], b"")), Err(NotALogo::Moves));
    assert_eq!(read(&webp(0b10, b"")), Err(NotALogo::Moves));
    assert_eq!(read(&png(264, 80, &[], b"<script>alert(1)</script>")), Err(NotALogo::Broken));
    assert_eq!(read(&webp(0, b"<script>")), Err(NotALogo::Broken));
    assert_eq!(read(&png(264, 80, &[], b"")[..40]), Err(NotALogo::Broken));
    assert_eq!(read(&png(8, 80, &[], b"")), Err(NotALogo::Side { width: 8, height: 80 }));
    assert_eq!(read(&png(264, 60_000, &[], b"")), Err(NotALogo::Side { width: 264, height: 60_000 }));
    assert_eq!(read(&png(264, 80, &[(b"tEXt", &vec![b'x'; MOST_BYTES])], b"")), Err(NotALogo::TooLarge));
    for markup in
        ["<svg xmlns='http://www.w3.org/2000/svg'/>", "\u{feff}\n <?xml version='1.0'?><svg/>", "<!doctype html>"]
    {
        assert_eq!(read(markup.as_bytes()), Err(NotALogo::Markup), "{markup}");
    }
    for other in [&b"GIF89a\x40\0\x40\0"[..], b"BM", b"%PDF-1.7", b"", b"\x89PNG\r\n\x1a\n", b"MZ"] {
        assert!(matches!(read(other), Err(NotALogo::Format | NotALogo::Broken)), "{other:?}");
    }
}

#[test]
fn what_is_not_named_stays_and_clear_takes_all() {
    let first = Wish {
        name: Some("Verde".to_owned()),
        colour: Some("#0b6a4b".to_owned()),
        logo: Some(png(264, 80, &[], b"")),
        ..Wish::default()
    };
    let (brand, bytes) = wished(BrandRow::default(), first, KNOWN).unwrap();
    assert_eq!(brand.logo.as_ref().unwrap().hash, logo::hash(&bytes.unwrap()));
    let second = Wish { corners: Some("soft".to_owned()), ..Wish::default() };
    let (changed, bytes) = wished(brand.clone(), second, KNOWN).unwrap();
    assert_eq!((changed, bytes), (BrandRow { corners: Some("soft".to_owned()), ..brand.clone() }, None));
    let bare = Wish { logo: Some(Vec::new()), name: Some(String::new()), ..Wish::default() };
    let (bare, _) = wished(brand.clone(), bare, KNOWN).unwrap();
    assert_eq!(bare, BrandRow { colour: Some("#0b6a4b".to_owned()), ..BrandRow::default() });
    let anew = Wish { clear: true, language: Some("ro".to_owned()), ..Wish::default() };
    let (anew, _) = wished(brand, anew, KNOWN).unwrap();
    assert_eq!(anew, BrandRow { language: Some("ro".to_owned()), ..BrandRow::default() });
}
