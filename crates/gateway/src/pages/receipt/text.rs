//! What a page of ours says, without its looks: line by line, disclosures opened. Reads only HTML that we wrote ourselves.
//! Never here: HTML of strangers.

/// Elements that stand within a line.
const INLINE: &[&str] = &["a", "abbr", "b", "bdi", "code", "em", "span", "strong", "time"];

/// The lines of text of a page's body.
pub fn lines(html: &str) -> Vec<String> {
    let (mut lines, mut line) = (Vec::new(), String::new());
    let mut rest = html;
    loop {
        let (text, tag_on) = rest.split_once('<').unwrap_or((rest, ""));
        line.push_str(&unescaped(text));
        let Some((tag, after)) = tag_on.split_once('>') else { break };
        rest = after;
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
        if !INLINE.contains(&name) {
            end(&mut lines, &mut line);
        }
    }
    end(&mut lines, &mut line);
    lines
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
        let html = "<main><h1 class=\"ask\">Share with <bdi>A &amp;lt; B &lt;script&gt;</bdi>?</h1><!-- x --><ul><li>IBAN</li>\
                    <li><svg><path d=\"M1\"></path></svg><span>Holder</span> <time>today</time></li></ul></main>";
        assert_eq!(lines(html), ["Share with A &lt; B <script>?", "IBAN", "Holder today"]);
    }
}
