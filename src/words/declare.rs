//! How the list of sentences is declared: one list of keys becomes the keys and the shapes of the tables.
//! Never here: a key, or a sentence.

/// Declares `Key` and the shapes of the tables from three lists, so that a language that misses a sentence does not compile:
/// the sentences of payments; those that only consents have; and those of the first list that a consent's page says in words
/// of its own, so that the screens that both have are the same code.
macro_rules! keys {
    (
        payments { $($(#[$meta:meta])* $key:ident)+ }
        consents { $($own:ident)+ }
        retold { $($retold:ident)+ }
    ) => {
        /// A sentence, by what it is for. Its number is its place in `Boot::words`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Key { $($(#[$meta])* $key,)+ $(#[doc = concat!("Of consents: ", stringify!($own), ".")] $own,)+ }

        impl Key {
            /// Every key, in the order of `Boot::words` on a consent's page.
            #[cfg(feature = "ssr")]
            pub const ALL: &'static [Self] = &[$(Self::$key,)+ $(Self::$own,)+];

            /// The keys of a payment's page, in the order of its `Boot::words`.
            #[cfg(feature = "ssr")]
            pub const OF_PAYMENTS: &'static [Self] = &[$(Self::$key,)+];
        }

        /// One language: what a payment's page says.
        #[cfg(feature = "ssr")]
        #[expect(non_snake_case, reason = "a field is named as its key, which is documented")]
        pub struct Table { $($(#[$meta])* pub $key: &'static str,)+ }

        /// One language: what only a consent's page says, and what it says in words of its own.
        #[cfg(feature = "ssr")]
        #[expect(non_snake_case, reason = "a field is named as its key, which is documented")]
        pub struct Consents { $(pub $own: &'static str,)+ $(pub $retold: &'static str,)+ }

        #[cfg(feature = "ssr")]
        impl Table {
            /// The sentence of a key; empty for one that payments do not have.
            pub const fn say(&self, key: Key) -> &'static str {
                match key { $(Key::$key => self.$key,)+ $(Key::$own => "",)+ }
            }
        }

        #[cfg(feature = "ssr")]
        impl Consents {
            /// The sentence of a key, where a consent's page has one of its own.
            pub const fn say(&self, key: Key) -> Option<&'static str> {
                match key { $(Key::$own => Some(self.$own),)+ $(Key::$retold => Some(self.$retold),)+ _ => None }
            }
        }
    };
}
pub(super) use keys;
