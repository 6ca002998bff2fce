//! Where in the syntax a mutant's place is, and what has to be inserted for it.

use std::collections::BTreeMap;
use std::ops::Range;

use proc_macro2::{LineColumn, Span};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

use crate::plan::Mutant;
use crate::text::{Insertion, Piece};

/// What is done to one file.
#[derive(Debug, Default)]
pub(crate) struct Edits {
    pub(crate) insertions: Vec<Insertion>,
    /// What becomes blank: the word `const` of functions.
    pub(crate) blanked: Vec<Range<usize>>,
    /// The mutants that can't be planted, and why.
    pub(crate) refused: Vec<(u32, &'static str)>,
}

/// Finds the places of the mutants of one file.
pub(crate) fn edits(
    source: &str,
    mutants: &[&Mutant],
    keep_const: &[String],
) -> syn::Result<Edits> {
    let file = syn::parse_file(source)?;
    let mut waiting: BTreeMap<(usize, usize), Vec<&Mutant>> = BTreeMap::new();
    for mutant in mutants {
        waiting.entry((mutant.span.start.line, mutant.span.start.column)).or_default().push(mutant);
    }
    let mut finder = Finder {
        lines: Lines::of(source),
        source,
        waiting,
        keep_const,
        constant: 0,
        edits: Edits::default(),
    };
    finder.visit_file(&file);
    let left = finder.waiting.into_values().flatten();
    finder.edits.refused.extend(left.map(|mutant| (mutant.id, "no place for it was found")));
    Ok(finder.edits)
}

struct Finder<'a> {
    lines: Lines,
    source: &'a str,
    /// The mutants without a place, by where they start.
    waiting: BTreeMap<(usize, usize), Vec<&'a Mutant>>,
    keep_const: &'a [String],
    /// How many things around this place are computed while compiling.
    constant: usize,
    edits: Edits,
}

impl<'a> Finder<'a> {
    /// Takes the mutants of these kinds that start here. Those in what is computed while compiling are refused.
    fn take(&mut self, start: LineColumn, genres: &[&str]) -> Vec<&'a Mutant> {
        let key = (start.line, start.column + 1);
        let Some(here) = self.waiting.get_mut(&key) else { return Vec::new() };
        let (taken, left) =
            here.drain(..).partition(|mutant| genres.contains(&mutant.genre.as_str()));
        *here = left;
        if here.is_empty() {
            self.waiting.remove(&key);
        }
        if self.constant == 0 {
            return taken;
        }
        self.edits
            .refused
            .extend(taken.iter().map(|mutant| (mutant.id, "computed while compiling")));
        Vec::new()
    }

    fn range(&self, span: Span) -> Range<usize> {
        self.lines.offset(span.start())..self.lines.offset(span.end())
    }

    fn text(&self, span: Span) -> &'a str {
        &self.source[self.range(span)]
    }

    /// `(if on { mutant } else if on { mutant } else { as it is })`
    fn choose(&mut self, span: Span, alternatives: Vec<(u32, String)>) {
        if alternatives.is_empty() {
            return;
        }
        let mut before = Vec::new();
        let mut word = "(if";
        for (id, text) in alternatives {
            before.push(Piece {
                text: format!("{word} crate::mutant_switch::on({id}) {{ "),
                mutant: None,
            });
            before.push(Piece { text, mutant: Some(id) });
            word = " } else if";
        }
        before.push(Piece { text: " } else { ".to_owned(), mutant: None });
        let range = self.range(span);
        self.edits.insertions.push(Insertion { range, before, behind: " })".to_owned() });
    }

    fn function(
        &mut self,
        signature: &syn::Signature,
        block: &syn::Block,
        inner: impl FnOnce(&mut Self),
    ) {
        let kept = self.keep_const.iter().any(|name| signature.ident == name);
        let constant = usize::from(kept && signature.constness.is_some());
        if let (Some(word), false) = (&signature.constness, kept) {
            let range = self.range(word.span());
            self.edits.blanked.push(range);
        }
        let outer = std::mem::replace(&mut self.constant, constant);
        if let Some(first) = block.stmts.first() {
            let span = first.span();
            let mutants = self.take(span.start(), &["FnValue"]);
            if !mutants.is_empty() {
                let before = mutants
                    .into_iter()
                    .flat_map(|mutant| {
                        let (id, value) = (mutant.id, &mutant.replacement);
                        [
                            Piece {
                                text: format!("if crate::mutant_switch::on({id}) {{ "),
                                mutant: None,
                            },
                            Piece { text: format!("return {value};"), mutant: Some(id) },
                            Piece { text: " } ".to_owned(), mutant: None },
                        ]
                    })
                    .collect();
                let start = self.lines.offset(span.start());
                let end = self.lines.offset(block.brace_token.span.close().start());
                self.edits.insertions.push(Insertion {
                    range: start..end,
                    before,
                    behind: String::new(),
                });
            }
        }
        inner(self);
        self.constant = outer;
    }

    fn constant(&mut self, inner: impl FnOnce(&mut Self)) {
        self.constant += 1;
        inner(self);
        self.constant -= 1;
    }
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.function(&item.sig, &item.block, |finder| visit::visit_item_fn(finder, item));
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.function(&item.sig, &item.block, |finder| visit::visit_impl_item_fn(finder, item));
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if let Some(block) = &item.default {
            self.function(&item.sig, block, |finder| visit::visit_trait_item_fn(finder, item));
        }
    }

    fn visit_item_const(&mut self, item: &'ast syn::ItemConst) {
        self.constant(|finder| visit::visit_item_const(finder, item));
    }

    fn visit_impl_item_const(&mut self, item: &'ast syn::ImplItemConst) {
        self.constant(|finder| visit::visit_impl_item_const(finder, item));
    }

    fn visit_item_static(&mut self, item: &'ast syn::ItemStatic) {
        self.constant(|finder| visit::visit_item_static(finder, item));
    }

    fn visit_type_array(&mut self, array: &'ast syn::TypeArray) {
        self.constant(|finder| visit::visit_type_array(finder, array));
    }

    fn visit_expr_repeat(&mut self, repeat: &'ast syn::ExprRepeat) {
        self.visit_expr(&repeat.expr);
        self.constant(|finder| finder.visit_expr(&repeat.len));
    }

    fn visit_expr_binary(&mut self, binary: &'ast syn::ExprBinary) {
        let mutants = self.take(binary.op.span().start(), &["BinaryOperator"]);
        let (left, right) = (self.text(binary.left.span()), self.text(binary.right.span()));
        let alternatives = mutants
            .into_iter()
            .map(|mutant| (mutant.id, format!("{left} {} {right}", mutant.replacement)))
            .collect();
        self.choose(binary.span(), alternatives);
        visit::visit_expr_binary(self, binary);
    }

    fn visit_expr_unary(&mut self, unary: &'ast syn::ExprUnary) {
        let mutants = self.take(unary.op.span().start(), &["UnaryOperator"]);
        let operand = self.text(unary.expr.span());
        let alternatives = mutants
            .into_iter()
            .map(|mutant| (mutant.id, format!("{}{operand}", mutant.replacement)))
            .collect();
        self.choose(unary.span(), alternatives);
        visit::visit_expr_unary(self, unary);
    }

    fn visit_arm(&mut self, arm: &'ast syn::Arm) {
        if let Some((_, guard)) = &arm.guard {
            let mutants = self.take(guard.span().start(), &["MatchArmGuard"]);
            let alternatives =
                mutants.into_iter().map(|mutant| (mutant.id, mutant.replacement.clone())).collect();
            self.choose(guard.span(), alternatives);
        }
        for mutant in self.take(arm.span().start(), &["MatchArm"]) {
            let off = format!("!crate::mutant_switch::on({})", mutant.id);
            let (range, text, behind) = if let Some((_, guard)) = &arm.guard {
                (self.range(guard.span()), format!("{off} && ("), ")")
            } else {
                let end = self.range(arm.pat.span()).end;
                (end..end, format!(" if {off}"), "")
            };
            let before = vec![Piece { text, mutant: Some(mutant.id) }];
            self.edits.insertions.push(Insertion { range, before, behind: behind.to_owned() });
        }
        visit::visit_arm(self, arm);
    }
}

/// Where lines start.
struct Lines {
    /// For each line the offset of each of its characters, and of its end.
    offsets: Vec<Vec<usize>>,
}

impl Lines {
    fn of(source: &str) -> Self {
        let mut start = 0;
        let mut offsets = Vec::new();
        for line in source.split_inclusive('\n') {
            let mut places: Vec<usize> =
                line.char_indices().map(|(place, _)| start + place).collect();
            start += line.len();
            places.push(start);
            offsets.push(places);
        }
        Self { offsets }
    }

    fn offset(&self, place: LineColumn) -> usize {
        self.offsets[place.line - 1][place.column]
    }
}
