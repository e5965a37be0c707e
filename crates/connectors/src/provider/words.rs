//! The closed lists of words that describe a method.
//! Never here: words that a bank says.

/// Declares a closed enum whose wire word is written once, beside its variant.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$vmeta])* $variant,)+ }

        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The words, in the order of declaration.
            pub const WORDS: &'static [&'static str] = &[$($word,)+];

            /// The word on the wire.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// The value of a word; `None` for a word that is not in the list.
            pub fn parse(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

words! {
    /// Whose account is paid from, or read.
    RemitterType {
        /// A person's.
        Retail = "retail",
        /// A company's.
        Corporate = "corporate",
    }
}

words! {
    /// How the money travels.
    Scheme {
        /// Within seconds, at any hour.
        Instant = "instant",
        /// Inside the country, in its currency.
        Domestic = "domestic",
        /// Euro, by SEPA credit transfer.
        Sepa = "sepa",
    }
}

words! {
    /// What kind of interface of a bank account data is read by.
    InterfaceType {
        /// The one that PSD2 obliges banks to have.
        Psd2 = "psd2",
        /// One of the bank's own.
        Custom = "custom",
    }
}

words! {
    /// Where a connection to a bank leads, and so where the bank's methods work.
    Env {
        /// At sandbox banks, without money.
        Sandbox = "sandbox",
        /// At a bank's own test system.
        Stage = "stage",
        /// With money.
        Prod = "prod",
    }
}

words! {
    /// The currencies of payments, ISO 4217.
    Currency {
        /// Romanian leu.
        Ron = "RON",
        /// Euro.
        Eur = "EUR",
    }
}

words! {
    /// A field that a method may need beforehand, named as the API names it.
    Input {
        /// IBAN of the account to pay from, or to read.
        DebtorIban = "debtor_iban",
        /// Who the PSU is at the bank.
        PsuId = "psu_id",
    }
}
