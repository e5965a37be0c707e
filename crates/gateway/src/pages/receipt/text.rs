//! What a page of ours says, without its looks: line by line, disclosures opened. Reads only HTML that we wrote ourselves.
//! Never here: HTML of strangers.

/// Elements that stand within a line. Links of these pages stand by themselves.
const INLINE: &[&str] = &["abbr", "b", "bdi", "code", "em", "span", "strong", "time"];

/// The lines of text of a page's body, without what is decoration only.
pub fn lines(html: &str) -> Vec<String> {
    let (mut lines, mut line) = (Vec::new(), String::new());
    let mut rest = html;
    loop {
        let (text, tag_on) = rest.split_once('<').unwrap_or((rest, ""));
        line.push_str(&unescaped(text));
        let Some((tag, after)) = tag_on.split_once('>') else { break };
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
        // What stands between the parts of one sentence is a mark of the framework's, no element.
        if !INLINE.contains(&name) && !tag.starts_with('!') {
            end(&mut lines, &mut line);
        }
        rest = if tag.contains("aria-hidden=\"true\"") { behind(name, after) } else { after };
    }
    end(&mut lines, &mut line);
    lines
}

/// What follows the element that has just begun.
fn behind<'a>(name: &str, inside: &'a str) -> &'a str {
    let (opens, closes) = (format!("<{name}"), format!("</{name}>"));
    let (mut depth, mut rest) = (1, inside);
    while let Some(at) = rest.find(&closes) {
        depth += rest[..at].matches(&opens).count();
        depth -= 1;
        rest = &rest[at + closes.len()..];
        if depth == 0 {
            return rest;
        }
    }
    // An element without an end holds nothing.
    inside
}

fn end(lines: &mut Vec<String>, line: &mut String) {
    let words: Vec<&str> = line.split_whitespace().collect();
    if !words.is_empty() {
        lines.push(words.join(" "));
    }
    line.clear();
}

fn unescaped(text: &str) -> String {
    let named = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#39;", "'"), ("&amp;", "&")];
    named.iter().fold(text.to_owned(), |text, (entity, sign)| text.replace(entity, sign))
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn text_stands_line_by_line_as_a_person_reads_it() {
        let html = "<main><h1 class=\"ask\">Share with<!> <bdi>A &amp;lt; B &lt;script&gt;</bdi>?</h1><ul><li>IBAN</li>\
                    <li><span aria-hidden=\"true\"><span>BT</span>x</span><svg><path d=\"M1\"></path></svg><span>Holder</span> <time>today</time></li></ul><a>One</a><a>Two</a></main>";
        assert_eq!(lines(html), ["Share with A &lt; B <script>?", "IBAN", "Holder today", "One", "Two"]);
    }
}
