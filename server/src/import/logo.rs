//! The provider's logo: an SVG document rebuilt from the shapes that a logo needs, anything else refused.

use roxmltree::{Document, Node, ParsingOptions};

const SVG: &str = "http://www.w3.org/2000/svg";
const LARGEST_BYTES: usize = 64 * 1024;
const MOST_NODES: u32 = 5_000;

const ELEMENTS: [&str; 18] = [
    "svg", "g", "defs", "symbol", "use", "title", "desc", "path", "rect", "circle", "ellipse",
    "line", "polyline", "polygon", "text", "tspan", "clipPath", "stop",
];
const GRADIENTS: [&str; 2] = ["linearGradient", "radialGradient"];

const ATTRIBUTES: [&str; 62] = [
    "id",
    "viewBox",
    "width",
    "height",
    "x",
    "y",
    "x1",
    "y1",
    "x2",
    "y2",
    "cx",
    "cy",
    "r",
    "rx",
    "ry",
    "fx",
    "fy",
    "d",
    "points",
    "transform",
    "fill",
    "fill-rule",
    "fill-opacity",
    "stroke",
    "stroke-width",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-miterlimit",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stroke-opacity",
    "opacity",
    "color",
    "clip-path",
    "clip-rule",
    "clipPathUnits",
    "offset",
    "stop-color",
    "stop-opacity",
    "gradientUnits",
    "gradientTransform",
    "spreadMethod",
    "href",
    "role",
    "aria-label",
    "aria-hidden",
    "preserveAspectRatio",
    "version",
    "font-family",
    "font-size",
    "font-weight",
    "font-style",
    "letter-spacing",
    "text-anchor",
    "dominant-baseline",
    "textLength",
    "lengthAdjust",
    "vector-effect",
    "shape-rendering",
    "paint-order",
    "dx",
    "dy",
];

/// The same drawing, written again from what is allowed.
///
/// # Errors
/// What it holds that a logo may not: scripts, handlers, styles, references to elsewhere.
pub fn rebuild(text: &str) -> Result<String, String> {
    if text.len() > LARGEST_BYTES {
        return Err(format!("it is larger than {} kB", LARGEST_BYTES / 1024));
    }
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit: MOST_NODES,
        ..ParsingOptions::default()
    };
    let document =
        Document::parse_with_options(text, options).map_err(|error| error.to_string())?;
    let root = document.root_element();
    if root.tag_name().name() != "svg" {
        return Err("its root is not <svg>".to_owned());
    }
    let mut rebuilt = String::with_capacity(text.len());
    write_element(root, &mut rebuilt, true)?;
    Ok(rebuilt)
}

fn write_element(element: Node<'_, '_>, out: &mut String, root: bool) -> Result<(), String> {
    let name = element.tag_name().name();
    let known = ELEMENTS.contains(&name) || GRADIENTS.contains(&name);
    if element.tag_name().namespace() != Some(SVG) || !known {
        return Err(format!("<{name}> is not allowed in a logo"));
    }
    out.push('<');
    out.push_str(name);
    if root {
        out.push_str(" xmlns=\"");
        out.push_str(SVG);
        out.push('"');
    }
    for attribute in element.attributes() {
        let (name, value) = (attribute.name(), attribute.value());
        check_attribute(name, value)?;
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        escape(value, out);
        out.push('"');
    }
    out.push('>');
    for child in element.children() {
        if child.is_element() {
            write_element(child, out, false)?;
        } else if let Some(text) = child.text().filter(|_| child.is_text()) {
            escape(text, out);
        }
    }
    out.push_str("</");
    out.push_str(name);
    out.push('>');
    Ok(())
}

fn check_attribute(name: &str, value: &str) -> Result<(), String> {
    if !ATTRIBUTES.contains(&name) {
        return Err(format!("the attribute {name} is not allowed in a logo"));
    }
    let folded: String = value
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .collect();
    let folded = folded.to_lowercase();
    let elsewhere =
        folded.contains("://") || folded.contains("javascript:") || folded.contains("data:");
    let own = match name {
        "href" => value.starts_with('#'),
        _ => folded.match_indices("url(").all(|(at, _)| {
            let inside = folded[at + 4..].trim_start_matches(['"', '\'']);
            inside.starts_with('#')
        }),
    };
    if elsewhere || !own || value.contains('\\') {
        return Err(format!(
            "{name}=“{value}” refers to something outside the logo"
        ));
    }
    Ok(())
}

fn escape(text: &str, out: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::rebuild;

    fn svg(inside: &str) -> String {
        format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 8 8">{inside}</svg>"#
        )
    }

    #[test]
    fn drawings_are_kept_and_comments_are_not() {
        let drawn = rebuild(&svg(
            r##"<!-- x --><defs><linearGradient id="a"><stop offset="0" stop-color="#fff"/></linearGradient></defs><path d="M0 0h8" fill="url(#a)"/><use href="#a"/><title>A &amp; B</title>"##,
        ));
        let drawn = drawn.unwrap_or_default();
        assert!(
            drawn.contains(r##"<path d="M0 0h8" fill="url(#a)"></path>"##),
            "{drawn}"
        );
        assert!(drawn.contains("A &amp; B") && !drawn.contains("<!--"));
    }

    #[test]
    fn what_acts_or_reaches_out_is_refused() {
        for hostile in [
            "<script>alert(1)</script>",
            "<SCRIPT>alert(1)</SCRIPT>",
            r#"<path onload="alert(1)"/>"#,
            r#"<g onclick="alert(1)"/>"#,
            r#"<a href="javascript:alert(1)"><path/></a>"#,
            r#"<use href="https://evil.example/x.svg#a"/>"#,
            r#"<use xlink:href="https://evil.example/x.svg#a"/>"#,
            r#"<image href="https://evil.example/x.png"/>"#,
            r#"<path fill="url(https://evil.example/x)"/>"#,
            r#"<path fill="u r l ( //evil.example )"/>"#,
            r#"<path style="background:url(x)"/>"#,
            "<style>@import 'x'</style>",
            r#"<foreignObject><div xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>"#,
            r#"<script xmlns="http://www.w3.org/1999/xhtml">1</script>"#,
            r#"<animate attributeName="href" to="javascript:1"/>"#,
            r#"<set attributeName="onload" to="1"/>"#,
            r#"<path xml:base="https://evil.example/"/>"#,
            "<path",
            "&undefined;",
        ] {
            let refused = rebuild(&svg(hostile));
            assert!(refused.is_err(), "{hostile} → {refused:?}");
        }
        let bomb = r#"<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>"#;
        assert!(rebuild(bomb).is_err());
        assert!(rebuild("<html/>").is_err());
        assert!(rebuild(&"x".repeat(70_000)).is_err());
    }
}
