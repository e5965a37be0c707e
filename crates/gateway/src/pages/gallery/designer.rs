//! The designer's page: a client's brand to try on, what gives it to a link, and the tokens of a template, live from its sheets,
//! with swatches and the contrasts that count. Never here: what a token is worth, what a colour becomes.

use super::super::document::escape;
use super::address;
use super::walls::{frames, head};
use finqlink_webui::gallery::{
    Choice, Dress, Format, LONGEST_NAME, Listed as _, PAIRS, Pair, Palette, Picture, Scheme, Schemes, Token, advice,
    palette,
};
use finqlink_webui::template::Template;
use std::fmt::Write as _;

/// Screens that show most of the tokens.
const SAMPLES: [&str; 3] = ["select-chosen", "result-completed", "inputs-wrong"];

/// The page's body, and the rules of its swatches.
pub struct Page {
    /// HTML.
    pub body: String,
    /// Rules.
    pub css: String,
}

/// The page of a template.
pub fn page(template: &Template, choice: &Choice) -> Page {
    let palette = palette(template.id, &choice.dress);
    let body = format!(
        "{}<main class=\"alone\"><h1>{}</h1><p class=\"lead\">{}</p>\
         <p><a class=\"go\" href=\"{}\">All screens</a></p>{}{}{}{}{}</main>",
        head(choice, Some(template)),
        escape(&format!("{}: tokens", template.title)),
        escape(template.intent),
        address(&[template.id], &choice.words()),
        knobs(template, choice, &palette),
        samples(template, choice),
        settings(template, &choice.dress),
        contrasts(&palette),
        tokens(&palette, template),
    );
    Page { body, css: swatches(&palette) }
}

/// What the tokens make, on the screens that show most of them.
fn samples(template: &Template, choice: &Choice) -> String {
    let both = Choice { schemes: Schemes::Both, format: Format::Phone, ..choice.clone() };
    let works: String =
        SAMPLES.iter().map(|screen| format!("<li class=\"work\">{}</li>", frames(template, &both, screen))).collect();
    format!("<ol class=\"works samples\">{works}</ol>")
}

/// What a client may set, as a form that asks this page again; and what of it had to be changed to be seen.
fn knobs(template: &Template, choice: &Choice, palette: &Palette) -> String {
    let Dress { colour, corners, name, logo } = &choice.dress;
    let own = palette.value("--brand", Scheme::Light).unwrap_or_default();
    let colour = if colour.is_empty() { own } else { colour };
    let styles = [("", "as the template has them"), ("square", "square"), ("soft", "soft"), ("round", "round")];
    let option = |(word, label): &(&str, &str)| {
        let chosen = if word == corners { " selected" } else { "" };
        format!("<option value=\"{word}\"{chosen}>{label}</option>")
    };
    let picture = |(one, word, label): &(Picture, &str, &str)| {
        let chosen = if one == logo { " selected" } else { "" };
        format!("<option value=\"{word}\"{chosen}>{label}</option>")
    };
    let bare = Choice { dress: Dress::default(), ..choice.clone() };
    let kept: String = bare
        .words()
        .iter()
        .map(|(name, word)| format!("<input type=\"hidden\" name=\"{name}\" value=\"{}\">", escape(word)))
        .collect();
    let undress = if choice.dress.is_bare() {
        String::new()
    } else {
        let to = address(&[template.id, "tokens"], &bare.words());
        format!("<a class=\"go\" href=\"{to}\">Without a brand</a>")
    };
    format!(
        "<form class=\"knobs\" action=\"/gallery/{}/tokens\" method=\"get\">{kept}\
         <label>Colour <input type=\"color\" name=\"colour\" value=\"{}\"></label>\
         <label>Corners <select name=\"corners\">{}</select></label>\
         <label>Name <input name=\"name\" value=\"{}\" maxlength=\"{LONGEST_NAME}\" autocomplete=\"off\"></label>\
         <label>Logo <select name=\"logo\">{}</select></label>\
         <button>Wear it</button>{undress}</form>{}",
        template.id,
        escape(colour),
        styles.iter().map(option).collect::<String>(),
        escape(name),
        Picture::ALL.iter().map(picture).collect::<String>(),
        changes(template, &choice.dress),
    )
}

/// What of the wish could not be seen as it is.
fn changes(template: &Template, dress: &Dress) -> String {
    let line = |(scheme, said): (Scheme, String)| format!("<li>In {}: {}.</li>", scheme.word(), escape(&said));
    let lines: String = advice(template, dress).into_iter().map(line).collect();
    if lines.is_empty() { lines } else { format!("<ul class=\"advice\">{lines}</ul>") }
}

/// What gives this look to a link, and to all of a client's links.
fn settings(template: &Template, dress: &Dress) -> String {
    let options = format!("{{\n  \"options\": {{ \"ux_template\": \"{}\" }}\n}}", template.id);
    let mut command = format!("finqlink clients brand CLIENT_ID --template {}", template.id);
    // What stands between single quotes is taken by a shell as it is.
    let quoted = |text: &str| format!("'{}'", text.replace('\'', "'\\''"));
    for (flag, value) in [("colour", dress.colour.as_str()), ("corners", dress.corners), ("name", dress.name.as_str())]
    {
        if !value.is_empty() {
            let _ = write!(command, " --{flag} {}", quoted(value));
        }
    }
    if dress.logo != Picture::default() {
        command.push_str(" --logo FILE");
    }
    let copy = |label: &str, text: &str| {
        format!(
            "<div class=\"example\"><pre class=\"copy\" tabindex=\"0\" aria-label=\"{label}\">{}</pre></div>",
            escape(text)
        )
    };
    format!(
        "<section><h2>To use it</h2><p class=\"quiet\">For one link, in <code>links/create</code>; and for all links of a client.</p>{}{}</section>",
        copy("Options of a link", &options),
        copy("Command", &command),
    )
}

/// Values of light and dark side by side, and one class a token: nothing is styled by attribute.
fn swatches(palette: &Palette) -> String {
    let mut css = String::new();
    for scheme in [Scheme::Light, Scheme::Dark] {
        let _ = write!(css, ".in-{0}{{color-scheme:{0};", scheme.word());
        for token in &palette.tokens {
            let _ = write!(css, "{}:{};", token.name, palette.value(&token.name, scheme).unwrap_or_default());
        }
        css.push('}');
    }
    for token in &palette.tokens {
        let _ = write!(css, ".s{0}{{background:var({0})}}.c{0}{{color:var({0})}}", token.name);
    }
    css
}

fn tokens(palette: &Palette, template: &Template) -> String {
    let list = |is_shared: bool| -> String {
        palette.tokens.iter().filter(|token| token.is_shared == is_shared).map(row).collect()
    };
    let table = |rows: String| {
        format!(
            "<div class=\"scrolls\" tabindex=\"0\" role=\"region\" aria-label=\"Tokens\"><table><thead><tr><th scope=\"col\">Token</th><th scope=\"col\">Light</th>\
             <th scope=\"col\">Dark</th></tr></thead><tbody>{rows}</tbody></table></div>"
        )
    };
    let own = list(false);
    let own = if own.is_empty() { own } else { format!("<h3>Its own</h3>{}", table(own)) };
    format!(
        "<section><h2>Tokens</h2><p class=\"quiet\">From <code>style/tokens.css</code> and <code>templates/{}/tokens.css</code>, as pages are styled with them.</p>\
         {}{own}</section>",
        template.id,
        table(list(true)),
    )
}

fn row(token: &Token) -> String {
    let duty = if token.duty.is_empty() { String::new() } else { format!("<small>{}</small>", escape(&token.duty)) };
    let cell = |scheme: Scheme, value: &str| {
        let swatch = if is_colour(value) {
            format!("<span class=\"in-{} swatch\"><span class=\"s{}\"></span></span>", scheme.word(), token.name)
        } else {
            String::new()
        };
        let shown: String = value.chars().take(90).collect();
        let cut = if shown.len() < value.len() { "…" } else { "" };
        format!("<td>{swatch}<code>{}{cut}</code></td>", escape(&shown))
    };
    format!(
        "<tr><th scope=\"row\"><code>{}</code>{duty}</th>{}{}</tr>",
        escape(&token.name),
        cell(Scheme::Light, &token.light),
        cell(Scheme::Dark, &token.dark),
    )
}

/// Whether a value paints: lengths, fonts and shadows do not.
fn is_colour(value: &str) -> bool {
    let paints = ["#", "rgb(", "oklch(", "color-mix(", "white", "black", "transparent"];
    let system = ["Canvas", "CanvasText", "LinkText", "Highlight", "GrayText"];
    paints.iter().any(|begin| value.starts_with(begin)) || system.contains(&value) || value.starts_with("var(")
}

fn contrasts(palette: &Palette) -> String {
    let rows: String = PAIRS.iter().map(|pair| contrast_row(palette, pair)).collect();
    format!(
        "<section><h2>Contrast</h2><p class=\"quiet\">As WCAG 2.2 counts: text 4.5, controls and focus 3. Where light comes through layers, \
         the tests measure pixels.</p><div class=\"scrolls\" tabindex=\"0\" role=\"region\" aria-label=\"Contrast\"><table><thead><tr><th scope=\"col\">What</th>\
         <th scope=\"col\">Least</th><th scope=\"col\">Light</th><th scope=\"col\">Dark</th></tr></thead><tbody>{rows}</tbody></table></div></section>"
    )
}

fn contrast_row(palette: &Palette, pair: &Pair) -> String {
    let cell = |scheme: Scheme| {
        let (front, ground) = (pair.front, pair.ground);
        let seen = if pair.least_hundredths() < 450 {
            format!("<i class=\"s{front}\"></i>")
        } else {
            format!("<span class=\"c{front}\">Aa</span>")
        };
        let sample =
            format!("<span class=\"in-{} sample s{ground}\" aria-hidden=\"true\">{seen}</span>", scheme.word());
        match palette.contrast_hundredths(pair, scheme) {
            Some(contrast) if contrast < pair.least_hundredths() => {
                format!("<td>{sample}<strong class=\"broken\">{}: too little</strong></td>", written(contrast))
            }
            Some(contrast) => format!("<td>{sample}{}</td>", written(contrast)),
            None => format!("<td>{sample}<span class=\"quiet\">layers</span></td>"),
        }
    };
    format!(
        "<tr><th scope=\"row\">{}<small><code>{}</code> on <code>{}</code></small></th><td>{}</td>{}{}</tr>",
        escape(pair.duty),
        pair.front,
        pair.ground,
        written(pair.least_hundredths()),
        cell(Scheme::Light),
        cell(Scheme::Dark),
    )
}

/// Such as 4.54.
fn written(hundredths: u32) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}
