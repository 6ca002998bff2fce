//! What the stored states have in common: a later library may have written them, and there are secrets in
//! them.

/// Implements `Deserialize` for a state whose first member is `version`, and that has these members then.
///
/// As derived, with every member there, but where `or` says what it is without, and none that is not
/// known. But of a state of another version no member is looked at: what is read has its version, and
/// nothing else.
macro_rules! read_by_version {
    ($state:ident, $version:ident, $($member:ident $(or $absent:expr)?),+) => {
        impl<'de> serde::Deserialize<'de> for $state {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                from.deserialize_struct(
                    stringify!($state),
                    &["version", $(stringify!($member)),+],
                    Members,
                )
            }
        }

        #[derive(serde::Deserialize)]
        #[serde(field_identifier)]
        #[allow(non_camel_case_types, reason = "the members' own names")]
        enum Member {
            version,
            $($member,)+
            #[serde(other)]
            Other,
        }

        struct Members;

        impl Members {
            fn of_another_version(version: u32) -> $state {
                $state { version, $($member: Default::default()),+ }
            }
        }

        impl<'de> serde::de::Visitor<'de> for Members {
            type Value = $state;

            fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(concat!("a ", stringify!($state)))
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<$state, A::Error> {
                use serde::de::{Error, IgnoredAny};
                let mut version: Option<u32> = None;
                let mut unknown = false;
                $(let mut $member = None;)+
                while let Some(member) = map.next_key()? {
                    match member {
                        Member::version if version.is_some() => {
                            return Err(Error::duplicate_field("version"));
                        }
                        Member::version => version = Some(map.next_value()?),
                        _ if version.is_some_and(|version| version != $version) => {
                            map.next_value::<IgnoredAny>()?;
                        }
                        $(Member::$member if $member.is_some() => {
                            return Err(Error::duplicate_field(stringify!($member)));
                        }
                        Member::$member => $member = Some(map.next_value()?),)+
                        Member::Other => {
                            unknown = true;
                            map.next_value::<IgnoredAny>()?;
                        }
                    }
                }
                let version = version.ok_or_else(|| Error::missing_field("version"))?;
                if version != $version {
                    return Ok(Self::of_another_version(version));
                }
                // It may be one that has to be known.
                if unknown {
                    return Err(Error::custom("a member that is not known"));
                }
                Ok($state {
                    version,
                    $($member: $member
                        $(.or(Some($absent)))?
                        .ok_or_else(|| Error::missing_field(stringify!($member)))?),+
                })
            }

            /// Of formats that do not name members.
            fn visit_seq<A: serde::de::SeqAccess<'de>>(
                self,
                mut seq: A,
            ) -> Result<$state, A::Error> {
                let lacks = || serde::de::Error::custom("a member lacks");
                let version = seq.next_element()?.ok_or_else(lacks)?;
                if version != $version {
                    return Ok(Self::of_another_version(version));
                }
                Ok($state { version, $($member: seq.next_element()?.ok_or_else(lacks)?),+ })
            }
        }
    };
}

pub(super) use read_by_version;

/// As the secrets' own `wipe`.
pub(super) fn wipe(bytes: &mut [u8; 32]) {
    *bytes = [0; 32];
    core::hint::black_box(&*bytes);
}
