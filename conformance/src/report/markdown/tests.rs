use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::*;

/// What Markdown, HTML and GitHub would obey.
const HOSTILE: [&str; 9] = [
    "a|b||c \\| d \\",
    "<script>alert(1)</script> &lt; &amp; <!-- x",
    "*a* _b_ __c__ ~~d~~ `e` ``f`` $g$",
    "[link](http://example.com) ![image](x) <http://example.com>",
    "# no heading ### - [ ] 1. +",
    "</details><details open> ]]>",
    "@somebody :tada: http://example.com",
    "```\n::error::x\n~~~",
    "one\r\ntwo\n\n| three |\n| --- |",
];

fn parse(markdown: &str) -> Vec<Event<'_>> {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    Parser::new_ext(markdown, options | Options::ENABLE_MATH).collect()
}

/// The text of each cell; anything but text in a cell is a fault.
fn cells(markdown: &str) -> Vec<String> {
    let mut cells = Vec::new();
    let mut inside = false;
    for event in parse(markdown) {
        match event {
            Event::Start(Tag::TableCell) => {
                inside = true;
                cells.push(String::new());
            }
            Event::End(TagEnd::TableCell) => inside = false,
            Event::Text(text) if inside => cells.last_mut().unwrap().push_str(&text),
            other if inside => panic!("{other:?} in {markdown}"),
            _ => {}
        }
    }
    cells
}

#[test]
fn a_cell_is_read_as_the_text_that_it_was() {
    for text in HOSTILE {
        let table = format!("| a | b |\n| --- | --- |\n| {} | end |\n", escaped(text));
        let expected = text.replace(['\r', '\n'], " ");
        let expected = expected.trim_end();
        assert_eq!(cells(&table), ["a", "b", expected, "end"], "{table}");
    }
}

#[test]
fn nobody_is_called_and_nothing_is_linked() {
    let text = escaped("@somebody :tada: http://example.com www");
    assert!(!text.contains('@') && !text.contains("://") && !text.contains(":tada:"), "{text}");
}

#[test]
fn nothing_closes_a_fence() {
    for text in HOSTILE.into_iter().chain(["````", "`````\n```"]) {
        let fence = fence(text);
        let block = format!("{fence}text\n{text}\n{fence}\n\nafter\n");
        let mut code = String::new();
        let mut blocks = 0;
        for event in parse(&block) {
            match event {
                Event::Start(Tag::CodeBlock(_)) => blocks += 1,
                Event::Text(text) if blocks == 1 && *text != *"after" => code.push_str(&text),
                _ => {}
            }
        }
        assert_eq!(
            (blocks, code.replace('\r', "").trim_end()),
            (1, text.replace('\r', "").trim_end())
        );
    }
}
