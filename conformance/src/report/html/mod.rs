//! Reports as one HTML file that needs nothing else: no network, no framework; without scripts all of it can still be read.
//!
//! | file | concept |
//! |---|---|
//! | `page` | the shell that pages share: head, theme, security policy |

#[cfg_attr(not(test), expect(dead_code, reason = "the pages come next"))]
pub(crate) mod page;
