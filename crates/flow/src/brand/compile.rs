//! The compiler: from a client's colour and a template's sheet to the values of the tokens that follow it.

use super::colour::Colour;
use super::duty::{Need, Pair, is_list};
use super::sheet::{Fault, Given, Scheme, Sheet};
use std::collections::BTreeSet;
use std::fmt;

/// A template in a client's colour.
#[derive(Clone, Debug, PartialEq)]
pub struct Paint {
    /// In light.
    pub light: Coat,
    /// In dark.
    pub dark: Coat,
}

/// One scheme of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Coat {
    /// Names (without `--`) and colours, in a fixed order.
    pub tokens: Vec<(String, Colour)>,
    /// What had to be changed.
    pub change: Option<Change>,
}

/// A wish that could not be met as it is; says what was changed, by how much and why.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// What the client wished.
    pub wished: Colour,
    /// What is used in its place.
    pub used: Colour,
    /// Where the wish could not be seen well enough.
    pub ground: Colour,
    /// How it was needed.
    pub need: Need,
    /// Contrast of the wish there.
    pub before: f64,
    /// Contrast of what is used there.
    pub after: f64,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { wished, used, ground, need, before, after } = self;
        let moved = if used.luminance() < wished.luminance() { "darkened" } else { "lightened" };
        let reads = if *need == Need::Reads { "reads" } else { "shows" };
        // Cut, not rounded: 4.49 is not 4.5.
        let ratio = |value: f64| (value * 10.0).floor() / 10.0;
        let (before, after) = (ratio(*before), ratio(*after));
        write!(f, "{wished} on {ground} is {before:.1}:1; {moved} to {used}, which {reads} at {after:.1}:1")
    }
}

/// Room for the rounding that screens do.
const SLACK: f64 = 0.02;

/// As far as the parts of a colour are from each other when it has no hue to keep.
const HUELESS: f64 = 0.06;

/// The tokens that follow a brand in every template; a template's own follow where its sheet makes them of these.
const FOLLOW: [&str; 5] = ["brand", "brand-strong", "on-brand", "brand-tint", "link"];

/// Makes a template's colours from a client's. `shared` has everybody's rows and tokens, `own` what the template adds; of `own`'s
/// colours in its brand sheet, each is worked out too.
///
/// # Errors
/// When the sheets cannot be read, or no lightness of the colour can be seen.
pub fn compile(wish: Colour, sheet: &Sheet, brand_sheet: &Sheet) -> Result<Paint, Fault> {
    let coat = |scheme| Maker::new(scheme, sheet, brand_sheet)?.coat(wish.shown());
    Ok(Paint { light: coat(Scheme::Light)?, dark: coat(Scheme::Dark)? })
}

struct Maker<'a> {
    scheme: Scheme,
    sheet: &'a Sheet,
    /// What the template makes of the brand by itself.
    own: Vec<&'a str>,
    pairs: Vec<Pair>,
    ground: Colour,
    /// Colours in the rows that no brand changes.
    fixed: Given,
    /// Names in the rows that are made of the brand; and of its tint or link, which come later.
    early: Vec<String>,
    late: Vec<String>,
}

impl<'a> Maker<'a> {
    fn new(scheme: Scheme, sheet: &'a Sheet, brand_sheet: &'a Sheet) -> Result<Self, Fault> {
        let ground = sheet.spelled(scheme, "ground").first().cloned().unwrap_or_default();
        let mut maker = Self {
            scheme,
            sheet,
            own: brand_sheet.names(scheme).filter(|name| !is_list(name)).collect(),
            pairs: sheet.pairs(scheme)?,
            ground: sheet.grounds(scheme, &[ground], &Given::new())?.first().copied().unwrap_or(Colour::WHITE),
            fixed: Given::new(),
            early: Vec::new(),
            late: Vec::new(),
        };
        maker.sort()?;
        Ok(maker)
    }

    /// Which names follow what: so that each colour is worked out once for a lightness, and most of them once for all.
    fn sort(&mut self) -> Result<(), Fault> {
        let [red, green] = [Colour::bytes([255, 0, 0]), Colour::bytes([0, 255, 0])];
        let probe = |first: Colour, then: Colour| -> Given {
            let colours = FOLLOW.map(|name| if ["brand-tint", "link"].contains(&name) { then } else { first });
            FOLLOW.map(str::to_owned).into_iter().zip(colours).collect()
        };
        let of_pairs = self.pairs.iter().flat_map(|pair| pair.on.iter().chain([&pair.what]).cloned());
        let names: BTreeSet<String> = of_pairs.chain(self.sheet.spelled(self.scheme, "under")).collect();
        for name in names.into_iter().filter(|name| !FOLLOW.contains(&name.as_str())) {
            let colour = |given: Given| self.sheet.colour(self.scheme, &name, &given);
            let (plain, moved) = (colour(probe(red, red))?, colour(probe(green, red))?);
            if plain != colour(probe(red, green))? {
                self.late.push(name);
            } else if plain != moved {
                self.early.push(name);
            } else {
                self.fixed.insert(name, plain);
            }
        }
        Ok(())
    }

    fn work_out(&self, names: &[String], given: &mut Given) -> Result<(), Fault> {
        for name in names {
            let colour = self.sheet.colour(self.scheme, name, given)?;
            given.insert(name.clone(), colour);
        }
        Ok(())
    }

    fn coat(&self, wish: Colour) -> Result<Coat, Fault> {
        let (used, given) = match self.dressed(wish)? {
            Ok(given) => (wish, given),
            Err(_) => match self.turned(wish)? {
                Some(turned) => turned,
                None => self.moved(wish)?.ok_or(Fault::Impossible(self.scheme.as_str()))?,
            },
        };
        let change = if used == wish { None } else { Some(self.change(wish, used, &given)?) };
        let mut tokens = Vec::new();
        for name in FOLLOW.into_iter().chain(self.own.iter().copied().filter(|name| !FOLLOW.contains(name))) {
            // What begins with `probe-` is only looked at.
            if !name.starts_with("probe-") {
                tokens.push((name.to_owned(), self.sheet.colour(self.scheme, name, &given)?));
            }
        }
        Ok(Coat { tokens, change })
    }

    /// Black on black becomes white, and white on white black: a grey in between would look as if it were switched off.
    fn turned(&self, wish: Colour) -> Result<Option<(Colour, Given)>, Fault> {
        let [r, g, b] = wish.rgb;
        if r.max(g).max(b) - r.min(g).min(b) > HUELESS {
            return Ok(None);
        }
        let turned = Colour { rgb: wish.rgb.map(|part| 1.0 - part), ..wish }.shown();
        Ok(self.dressed(turned)?.ok().map(|given| (turned, given)))
    }

    /// The nearest lightness at which all can be seen: darker or lighter, whichever is the shorter way.
    fn moved(&self, wish: Colour) -> Result<Option<(Colour, Given)>, Fault> {
        let mut best: Option<(i32, Colour, Given)> = None;
        for end in [-255, 255] {
            let Ok(mut given) = self.dressed(lit(wish, end))? else { continue };
            // The far side can be seen, the near one not.
            let (mut near, mut far) = (0, end);
            while (far - near).abs() > 1 {
                let middle = (near + far) / 2;
                match self.dressed(lit(wish, middle))? {
                    Ok(seen) => (far, given) = (middle, seen),
                    Err(_) => near = middle,
                }
            }
            if best.as_ref().is_none_or(|(shift, ..)| far.abs() < shift.abs()) {
                best = Some((far, lit(wish, far), given));
            }
        }
        Ok(best.map(|(_, used, given)| (used, given)))
    }

    /// Everything that follows this brand; or the pair that cannot be seen.
    fn dressed(&self, brand: Colour) -> Result<Result<Given, &Pair>, Fault> {
        let mut given = self.fixed.clone();
        given.insert("brand".to_owned(), brand);
        self.put(&mut given, "brand-strong", || self.strong(brand))?;
        let strong = given.get("brand-strong").copied().unwrap_or(brand);
        self.put(&mut given, "on-brand", || on(brand, strong))?;
        self.work_out(&self.early, &mut given)?;
        if self.own.contains(&"brand-tint") {
            self.put(&mut given, "brand-tint", || brand)?;
        } else {
            self.tint(brand, &mut given)?;
        }
        self.work_out(&self.late, &mut given)?;
        self.link(brand, &mut given)?;
        for pair in &self.pairs {
            if !self.is_seen(pair, &given)? {
                return Ok(Err(pair));
            }
        }
        Ok(Ok(given))
    }

    /// The template's own making of a token, else ours.
    fn put(&self, given: &mut Given, name: &str, ours: impl Fn() -> Colour) -> Result<(), Fault> {
        let colour = if self.own.contains(&name) { self.sheet.colour(self.scheme, name, given)? } else { ours() };
        given.insert(name.to_owned(), colour.shown());
        Ok(())
    }

    /// Away from the ground by a quarter; towards it where there is no way left.
    fn strong(&self, brand: Colour) -> Colour {
        let (darker, lighter) = (brand.mixed(0.76, Colour::BLACK).shown(), brand.mixed(0.74, Colour::WHITE).shown());
        let (away, back) =
            if brand.luminance() < self.ground.luminance() { (darker, lighter) } else { (lighter, darker) };
        if away.contrast(brand) < 1.12 { back } else { away }
    }

    /// A trace of the brand: as much as lets everything on it be read, at most 13 %.
    fn tint(&self, brand: Colour, given: &mut Given) -> Result<(), Fault> {
        for share in (0..=13).rev() {
            let tint = brand.mixed(f64::from(share) / 100.0, self.ground).shown();
            given.insert("brand-tint".to_owned(), tint);
            // The link is not made yet, and can still move.
            let mut on_it =
                self.pairs.iter().filter(|pair| pair.on.iter().any(|on| on == "brand-tint") && pair.what != "link");
            if on_it.try_fold(true, |all, pair| Ok::<_, Fault>(all && self.is_seen(pair, given)?))? {
                break;
            }
        }
        Ok(())
    }

    /// The brand, moved on until it reads wherever links stand.
    fn link(&self, brand: Colour, given: &mut Given) -> Result<(), Fault> {
        let away = if brand.luminance() < self.ground.luminance() { -1 } else { 1 };
        let mut step = |shift: i32| -> Result<bool, Fault> {
            given.insert("link".to_owned(), lit(brand, away * shift));
            let mut links = self.pairs.iter().filter(|pair| pair.what == "link");
            links.try_fold(true, |all, pair| Ok(all && self.is_seen(pair, given)?))
        };
        if step(0)? {
            return Ok(());
        }
        let (mut near, mut far) = (0, 255);
        while far - near > 1 {
            let middle = (near + far) / 2;
            if step(middle)? { far = middle } else { near = middle }
        }
        step(far).map(|_| ())
    }

    fn is_seen(&self, pair: &Pair, given: &Given) -> Result<bool, Fault> {
        Ok(self.sheet.contrast(self.scheme, pair, given)?.0 >= pair.need.least() + SLACK)
    }

    /// What is told of a change: where the wish fell short the most.
    fn change(&self, wished: Colour, used: Colour, given: &Given) -> Result<Change, Fault> {
        let mut told: Option<(f64, Change)> = None;
        for pair in self.pairs.iter().filter(|pair| pair.what == "brand") {
            for ground in self.sheet.grounds(self.scheme, &pair.on, given)? {
                let (before, after) = (wished.contrast(ground), used.contrast(ground));
                let lack = pair.need.least() / before;
                if told.as_ref().is_none_or(|(most, _)| lack > *most) {
                    told = Some((lack, Change { wished, used, ground, need: pair.need, before, after }));
                }
            }
        }
        let (before, after) = (wished.contrast(self.ground), used.contrast(self.ground));
        let plain = Change { wished, used, ground: self.ground, need: Need::Reads, before, after };
        Ok(told.map_or(plain, |(_, change)| change))
    }
}

/// Another lightness of the same hue: −255 is black, 255 white.
fn lit(colour: Colour, shift: i32) -> Colour {
    let share = f64::from(255 - shift.abs()) / 255.0;
    colour.mixed(share, if shift < 0 { Colour::BLACK } else { Colour::WHITE }).shown()
}

/// White or near-black, whichever reads better on the brand, and on it when pressed.
fn on(brand: Colour, strong: Colour) -> Colour {
    let least = |text: Colour| {
        let (a, b) = (text.contrast(brand), text.contrast(strong));
        if a < b { a } else { b }
    };
    let ink = brand.mixed(0.18, Colour::BLACK).shown();
    if least(Colour::WHITE) >= least(ink) {
        Colour::WHITE
    } else if least(ink) >= Need::Reads.least() + SLACK {
        ink
    } else {
        Colour::BLACK
    }
}
