//! How a scheme's request to pay reaches the payer's app: by a link that a phone opens there, and by a code that its camera reads.
//! Never here: drawing a code, or what a bank answers (see `berlin_group`).

use std::fmt::Debug;

/// What a scheme's code says of a request to pay. One a layout: whoever is given the layout of the real scheme writes the next.
pub trait Encoder: Debug + Send + Sync {
    /// What tells this layout from others.
    fn name(&self) -> &'static str;

    /// The text of the code for the request behind this link; `None` where no code can hold it.
    fn text(&self, link: &str) -> Option<String>;
}

impl PartialEq for dyn Encoder {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for dyn Encoder {}

/// RoPay's own layout is not public: this one is the link itself, which every camera understands.
#[derive(Clone, Copy, Debug)]
pub struct RoPayStyle;

/// Longer links make codes that cameras read badly off a screen: version 15 at level M.
const LONGEST_LINK: usize = 400;

impl Encoder for RoPayStyle {
    fn name(&self) -> &'static str {
        "ropay-style"
    }

    fn text(&self, link: &str) -> Option<String> {
        (link.len() <= LONGEST_LINK).then(|| link.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct Other;

    impl Encoder for Other {
        fn name(&self) -> &'static str {
            "other"
        }

        fn text(&self, _: &str) -> Option<String> {
            None
        }
    }

    #[test]
    fn a_code_is_the_link_while_a_camera_can_read_it() {
        let link = "https://scheme.example/pay/4f1a?x=1&y=%20";
        assert_eq!(RoPayStyle.text(link).as_deref(), Some(link));
        assert_eq!(RoPayStyle.text(&"x".repeat(400)).map(|text| text.len()), Some(400));
        assert_eq!(RoPayStyle.text(&"x".repeat(401)), None);
    }

    #[test]
    fn layouts_are_told_apart_by_name() {
        let (one, other): (&dyn Encoder, &dyn Encoder) = (&RoPayStyle, &Other);
        assert!(one == one && one != other);
    }
}
