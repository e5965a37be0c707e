//! `GET /docs`: the reference, written from the API's own description and from nothing else. English, as the API is.
//! Works without script; a small one of ours adds buttons that copy. Never here: anything that the description does not say.

use super::Pages;
use super::document::escape;
use super::plain::Paper;
use super::policy::Kind;
use crate::http::openapi;
use axum::extract::State;
use axum::response::Response;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

const CSS: &str = concat!(include_str!("paper.css"), include_str!("reference.css"));
const SCRIPT: &str = include_str!("reference.js");
/// The door whose form of a method is shown; the others are named beside it.
const SHOWN: &str = "/test/v2";
/// How deep fields are told inside each other.
const DEEPEST: usize = 6;
/// Longer patterns are for machines: they stand in the description itself.
const LONGEST_PATTERN: usize = 120;

/// The page.
pub async fn show(State(pages): State<Pages>) -> Response {
    let document = pages.description.document();
    let title = text(&document["info"]["title"]);
    let body = pages.reference.get_or_init(|| body(document)).clone();
    Paper { lang: "en", title, css: CSS, hooks: "", body, script: Some(SCRIPT), kind: Kind::Page }.answer()
}

/// One method as it is shown.
struct Shown<'a> {
    path: &'a str,
    verb: &'a str,
    operation: &'a Value,
}

fn body(document: &Value) -> String {
    let all = shown(document);
    let tags = document["tags"].as_array().map(Vec::as_slice).unwrap_or_default();
    let (mut side, mut main) = (String::new(), String::new());
    for tag in tags {
        let of_tag: Vec<&Shown> = all.iter().filter(|one| one.operation["tags"][0] == tag["name"]).collect();
        let entry = |one: &&Shown| format!("<li><a href=\"#{}\">{}</a></li>", id(one), said(&one.operation["summary"]));
        let entries: String = of_tag.iter().map(entry).collect();
        side += &format!("<h2>{}</h2><ul>{entries}</ul>", said(&tag["name"]));
        main.extend(of_tag.iter().map(|one| section(document, one)));
    }
    let lead: String = text(&document["info"]["description"])
        .split("\n\n")
        .map(|part| format!("<p class=\"lead\">{}</p>", escape(part)))
        .collect();
    let title = said(&document["info"]["title"]);
    format!(
        "<nav class=\"side\" aria-label=\"Methods\"><strong>{title}</strong>{side}<h2>More</h2><ul><li><a href=\"/openapi.json\">OpenAPI 3.1</a></li>\
         <li><a href=\"/providers\">Banks</a></li></ul></nav><main><h1>{title}</h1>{lead}\
         <p class=\"lead\">Examples call the demo’s client, whose secret is public: they run as they stand against <code>finqlink demo</code>.</p>{main}</main>"
    )
}

/// Methods in the order of reading: what is made before what is read.
fn shown(document: &Value) -> Vec<Shown<'_>> {
    let mut all = Vec::new();
    let Some(paths) = document["paths"].as_object() else { return all };
    let order = |path: &str| openapi::OPERATIONS.iter().position(|one| path.strip_prefix(SHOWN) == Some(one.path));
    for (path, item) in paths {
        let is_one = order(path).is_some() || !openapi::OPERATIONS.iter().any(|one| path.ends_with(one.path));
        for (verb, operation) in item.as_object().into_iter().flatten().filter(|_| is_one) {
            all.push(Shown { path, verb, operation });
        }
    }
    all.sort_by_key(|one| order(one.path));
    all
}

fn section(document: &Value, one: &Shown<'_>) -> String {
    let Shown { path, verb, operation } = one;
    let others: Vec<String> = document["paths"]
        .as_object()
        .into_iter()
        .flat_map(Map::keys)
        .filter(|other| path.strip_prefix(SHOWN).is_some_and(|method| other.ends_with(method)) && other != path)
        .map(|other| format!("<code>{}</code>", escape(other)))
        .collect();
    let also =
        if others.is_empty() { String::new() } else { format!("<p class=\"quiet\">Also at {}</p>", others.join(", ")) };
    let (kind, media) = operation["requestBody"]["content"].as_object().and_then(|all| all.iter().next()).unzip();
    let request = media.map(|media| {
        let fields = fields(document, resolve(document, &media["schema"]), DEEPEST);
        format!("<h3>Body</h3>{fields}")
    });
    let headers = parameters(&operation["parameters"]);
    let url = format!("{}{path}", text(&document["servers"][0]["url"]));
    let example = curl(&url, verb, kind.map(String::as_str).unwrap_or_default(), media.map(|media| &media["example"]));
    format!(
        "<section id=\"{}\"><h2>{}</h2><p class=\"path\"><span class=\"verb\">{}</span><code>{}</code></p><p>{}</p>{also}\
         <div class=\"example\"><pre class=\"copy\" tabindex=\"0\" aria-label=\"Example call\">{}</pre></div>\
         <p class=\"hint\">One press on the example marks all of it.</p>{headers}{}<h3>Answers</h3>{}</section>",
        id(one),
        said(&operation["summary"]),
        verb.to_ascii_uppercase(),
        escape(path),
        said(&operation["description"]),
        escape(&example),
        request.unwrap_or_default(),
        answers(document, &operation["responses"]),
    )
}

fn id(one: &Shown<'_>) -> String {
    escape(text(&one.operation["operationId"]))
}

fn curl(url: &str, verb: &str, kind: &str, example: Option<&Value>) -> String {
    // What stands between single quotes is taken by a shell as it is.
    let quoted = |text: &str| text.replace('\'', "'\\''");
    match (example, kind) {
        (Some(body), "application/json") => {
            format!(
                "curl -sS '{}' \\\n  -H 'content-type: application/json' \\\n  -d '{}'",
                quoted(url),
                quoted(&format!("{body:#}"))
            )
        }
        (Some(Value::Object(form)), _) => {
            let parts: String =
                form.iter().map(|(name, value)| format!(" \\\n  -d '{name}={}'", quoted(text(value)))).collect();
            format!("curl -sS '{}'{parts}", quoted(url))
        }
        _ => format!("curl -sS -X {} '{}'", verb.to_ascii_uppercase(), quoted(url)),
    }
}

fn parameters(list: &Value) -> String {
    let each = |one: &Value| {
        format!(
            "<div class=\"field\"><dt><code>{}</code><span class=\"type\">header</span></dt><dd>{}</dd></div>",
            said(&one["name"]),
            said(&one["description"])
        )
    };
    let all: String = list.as_array().into_iter().flatten().map(each).collect();
    if all.is_empty() { all } else { format!("<h3>Headers</h3><dl class=\"fields\">{all}</dl>") }
}

fn answers(document: &Value, responses: &Value) -> String {
    let each = |(status, answer): (&String, &Value)| {
        let answer = resolve(document, answer);
        let says: String =
            text(&answer["description"]).lines().map(|line| format!("<p>{}</p>", marked(line))).collect();
        let schema = resolve(document, &answer["content"]["application/json"]["schema"]);
        let told = if status == "200" { fields(document, schema, DEEPEST) } else { String::new() };
        let told = if told.is_empty() { told } else { format!("<details><summary>Fields</summary>{told}</details>") };
        format!("<li><code>{}</code><div>{says}{told}</div></li>", escape(status))
    };
    let all: String = responses.as_object().into_iter().flatten().map(each).collect();
    format!("<ul class=\"answers\">{all}</ul>")
}

/// The fields of an object, and of the objects inside it.
fn fields(document: &Value, schema: &Value, deep: usize) -> String {
    let Some(properties) = schema["properties"].as_object() else { return String::new() };
    let required: BTreeSet<&str> =
        schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let mut names: Vec<&String> = properties.keys().collect();
    names.sort_by_key(|name| !required.contains(name.as_str()));
    let each =
        |name: &&String| field(document, name, &properties[name.as_str()], required.contains(name.as_str()), deep);
    format!("<dl class=\"fields\">{}</dl>", names.iter().map(each).collect::<String>())
}

fn field(document: &Value, name: &str, schema: &Value, is_required: bool, deep: usize) -> String {
    let plain = main_form(document, schema);
    let must = if is_required { "<span class=\"must\">required</span>" } else { "" };
    let says = [&schema["description"], &plain["description"]].into_iter().find_map(Value::as_str).unwrap_or_default();
    let inner = [plain, main_form(document, &plain["items"])]
        .into_iter()
        .map(|one| if deep == 0 { String::new() } else { fields(document, one, deep - 1) });
    let inner: String = inner.collect();
    format!(
        "<div class=\"field\"><dt><code>{}</code><span class=\"type\">{}</span>{must}</dt><dd>{}{}{inner}</dd></div>",
        escape(name),
        escape(&kind(document, schema)),
        marked(says),
        rules(plain),
    )
}

/// What is behind a reference, and the form that says most where there are several.
fn main_form<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    let schema = resolve(document, schema);
    let forms = schema["anyOf"].as_array().or_else(|| schema["oneOf"].as_array());
    let first = forms.and_then(|forms| forms.iter().find(|form| form["type"] != "null"));
    first.map_or(schema, |form| resolve(document, form))
}

fn resolve<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    let to = schema["$ref"].as_str().and_then(|to| document.pointer(to.strip_prefix('#')?));
    to.map_or(schema, |to| resolve(document, to))
}

/// Such as "string or array of string".
fn kind(document: &Value, schema: &Value) -> String {
    let schema = resolve(document, schema);
    if let Some(forms) = schema["anyOf"].as_array().or_else(|| schema["oneOf"].as_array()) {
        let mut kinds: Vec<String> =
            forms.iter().filter(|form| form["type"] != "null").map(|form| kind(document, form)).collect();
        kinds.dedup();
        return kinds.join(" or ");
    }
    let named: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(all) => all.iter().filter_map(Value::as_str).filter(|one| *one != "null").collect(),
        _ => Vec::new(),
    };
    match named.as_slice() {
        ["array"] => format!("array of {}", kind(document, &schema["items"])),
        _ => named.join(" or "),
    }
}

/// Words, lengths and bounds of a value.
fn rules(schema: &Value) -> String {
    let mut rules = Vec::new();
    let words = schema["enum"].as_array().or_else(|| schema["items"]["enum"].as_array());
    if let Some(words) = words {
        let words: Vec<String> =
            words.iter().filter_map(Value::as_str).map(|word| format!("<code>{}</code>", escape(word))).collect();
        rules.push(words.join(", "));
    }
    let number = |name: &str| schema[name].as_i64();
    rules.extend(number("maxLength").map(|most| format!("at most {most} characters")));
    rules.extend(number("maxItems").map(|most| format!("at most {most}")));
    rules.extend(number("minimum").zip(number("maximum")).map(|(least, most)| format!("{least} to {most}")));
    rules.extend(number("default").map(|value| format!("{value} when absent")));
    rules.extend(schema["format"].as_str().map(|format| format!("format <code>{}</code>", escape(format))));
    let pattern =
        schema["pattern"].as_str().filter(|pattern| pattern.len() <= LONGEST_PATTERN && pattern.starts_with('^'));
    rules.extend(pattern.map(|pattern| format!("<code class=\"pattern\">{}</code>", escape(pattern))));
    let told = rules.join("; ");
    let mut rest = told.chars();
    // A sentence of its own; what begins with a tag stays as it is.
    rest.next()
        .map_or_else(String::new, |first| format!(" <span>{}{}.</span>", first.to_ascii_uppercase(), rest.as_str()))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn said(value: &Value) -> String {
    marked(text(value))
}

/// Text whose `` `words` `` are code.
fn marked(text: &str) -> String {
    let parts = escape(text);
    parts
        .split('`')
        .enumerate()
        .map(|(place, part)| if place % 2 == 1 { format!("<code>{part}</code>") } else { part.to_owned() })
        .collect()
}
