use crate::onion::Layouts;

/// Which hop a payload is for. In an onion the hop knows it: the final one finds an all-zero HMAC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(clippy::exhaustive_enums, reason = "a hop is the last one or it is not")]
pub enum Role {
    /// The hop forwards the HTLC.
    Intermediate,
    /// The hop is the payee.
    Final,
}

/// What a reader knows beside the bytes, and what it accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PayloadRules {
    pub(super) role: Role,
    pub(super) layouts: Layouts,
    pub(super) path_key_in_htlc: bool,
    pub(super) refuse_custom_even: bool,
}

impl PayloadRules {
    /// The rules for a hop of this role that accepts the AMP record in these layouts. Without further
    /// calls, `update_add_htlc` carried no path key, and even custom records are kept.
    pub const fn new(role: Role, layouts: Layouts) -> Self {
        Self { role, layouts, path_key_in_htlc: false, refuse_custom_even: false }
    }

    /// Whether `update_add_htlc` carried a path key (BOLT 2, `blinded_path`): the hop is inside a
    /// blinded path and not its first.
    pub const fn path_key_in_htlc(mut self, yes: bool) -> Self {
        self.path_key_in_htlc = yes;
        self
    }

    /// Refuses unknown even records from type 65536 up too, as BOLT 1 asks.
    pub const fn refuse_custom_even(mut self) -> Self {
        self.refuse_custom_even = true;
        self
    }

    /// The hop the payload is for.
    pub const fn role(&self) -> Role {
        self.role
    }

    /// The layouts of the AMP record that are accepted.
    pub const fn layouts(&self) -> Layouts {
        self.layouts
    }
}
