//! A page's shell: one HTML file that needs nothing else, with head, theme, security policy and footer. What stands in it is the caller's.
//!
//! ```text
//! Page { title: "what a tab shows", good: Some(true), styles: &[MORE_CSS], scripts: &[MORE_JS], header, main, footer }.render()
//! ```
//!
//! `page.css` has the colours as variables (`--good`, `--bad`, `--odd`, `--muted`, …), for light and dark and for print, and what every
//! page shares: cards (`.cards > .card`), notes (`.note`, `.note.bad`), badges (`.verdict.good`), tables (`table.plain`), commands (`.command`).
//! No style attribute and no event attribute works: the policy allows the page's own style sheet and scripts alone, by their hashes.

use data_encoding::BASE64;
use maud::{DOCTYPE, Markup, PreEscaped, html};

const STYLE: &str = include_str!("page.css");
/// Runs in the head, before anything is painted: the theme that was chosen last, and that there are scripts at all.
const THEME: &str = include_str!("theme.js");

/// One page.
#[derive(Debug)]
pub(crate) struct Page<'a> {
    /// The document's title: what a tab and a bookmark show.
    pub(crate) title: &'a str,
    /// Whether all is well, for the tab's mark. Not there where the page has no such answer.
    pub(crate) good: Option<bool>,
    /// Style sheets beside the shell's own.
    pub(crate) styles: &'a [&'a str],
    /// Scripts, run in order when the page is there.
    pub(crate) scripts: &'a [&'a str],
    /// What stands beside the theme's switch: the heading.
    pub(crate) header: Markup,
    /// What the page is about.
    pub(crate) main: Markup,
    /// Where it comes from.
    pub(crate) footer: Markup,
}

impl Page<'_> {
    /// The whole file.
    pub(crate) fn render(&self) -> String {
        let styles = [&[STYLE], self.styles].concat().join("\n");
        let page = html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta http-equiv="Content-Security-Policy" content=(self.policy(&styles));
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    meta name="referrer" content="no-referrer";
                    title { (self.title) }
                    link rel="icon" href=(self.icon());
                    style { (PreEscaped(&styles)) }
                    script { (PreEscaped(THEME)) }
                }
                body {
                    a.skip href="#main" { "Skip to the content" }
                    header.top {
                        div.heading { (self.header) }
                        button #theme .scripted type="button" { "Theme: " span { "auto" } }
                    }
                    main #main tabindex="-1" { (self.main) }
                    footer { (self.footer) }
                    @for script in self.scripts {
                        script { (PreEscaped(script)) }
                    }
                }
            }
        };
        page.into_string() + "\n"
    }

    /// Nothing may be loaded, nothing sent, and nothing run but what stands in this file by design.
    fn policy(&self, styles: &str) -> String {
        let scripts: Vec<String> =
            [THEME].iter().chain(self.scripts).map(|script| source(script)).collect();
        format!(
            "default-src 'none'; script-src {}; style-src {}; img-src data:; base-uri 'none'; form-action 'none'; \
             require-trusted-types-for 'script'; trusted-types 'none'",
            scripts.join(" "),
            source(styles)
        )
    }

    fn icon(&self) -> String {
        let colour = match self.good {
            Some(true) => "1b7f45",
            Some(false) => "c2281d",
            None => "5a6270",
        };
        let image = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'><circle cx='4' cy='4' r='3.5' fill='#{colour}'/></svg>"
        );
        format!("data:image/svg+xml;base64,{}", BASE64.encode(image.as_bytes()))
    }
}

/// A text in a security policy: its hash.
fn source(text: &str) -> String {
    let hash = ampwire_vectors::file_hash(text.as_bytes());
    format!("'sha256-{}'", BASE64.encode(&hex::decode(hash).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(main: Markup, scripts: &[&str]) -> String {
        let (header, footer) = (html! { h1 { "Heading" } }, html! {});
        Page { title: "</title><b>", good: None, styles: &[], scripts, header, main, footer }
            .render()
    }

    #[test]
    fn the_policy_names_what_the_page_runs_by_hash() {
        // printf 'abc' | openssl dgst -sha256 -binary | base64
        assert_eq!(source("abc"), "'sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='");
        let page = page(html! {}, &["abc"]);
        assert!(page.contains(&source("abc")), "{page}");
        assert!(page.contains(&source(THEME)));
        assert!(!page.contains("unsafe"));
    }

    #[test]
    fn nothing_ends_a_style_or_a_script_early() {
        for text in [STYLE, THEME] {
            assert!(!text.contains("</") && !text.contains("<!--"));
        }
    }

    #[test]
    fn a_title_is_text() {
        assert!(page(html! {}, &[]).contains("<title>&lt;/title&gt;&lt;b&gt;</title>"));
    }
}
