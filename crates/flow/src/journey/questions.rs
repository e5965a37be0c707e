//! One question at a time: which one is on show, which comes next, how far it is.
//! Never here: a template's name; a page without a question asks all at once, and nothing here touches it.

use super::Stage;
use protocol::Screen;
use protocol::page::Question;

impl Stage {
    /// The question on show, where choosing asks one at a time.
    pub fn question(&self) -> Option<Question> {
        self.choice.question.filter(|_| self.at == Screen::Select)
    }

    /// This step and how many there are, from the details to Pay; `None` where choosing is one screen, and later.
    pub fn steps(&self) -> Option<(u32, u32)> {
        let question = self.choice.question?;
        let all = if self.chosen_bank().is_none() || self.has_choice_of_methods() { 4 } else { 3 };
        match (self.at, question) {
            (Screen::Select, Question::Details) => Some((1, all)),
            (Screen::Select, Question::Bank) => Some((2, all)),
            (Screen::Select, Question::Method) => Some((3, all)),
            (Screen::Inputs | Screen::Review, _) => Some((all, all)),
            _ => None,
        }
    }

    /// What comes after the question on show; `None` when it was the last one.
    pub fn next_question(&self) -> Option<Question> {
        match self.choice.question? {
            Question::Details => Some(Question::Bank),
            Question::Bank if self.has_choice_of_methods() => Some(Question::Method),
            Question::Bank | Question::Method => None,
        }
    }

    /// What Back leads to: from the last look, the last question.
    pub fn question_before(&self) -> Option<Question> {
        match self.choice.question? {
            last if matches!(self.at, Screen::Inputs | Screen::Review) => Some(last),
            Question::Method => Some(Question::Bank),
            Question::Bank | Question::Details => Some(Question::Details),
        }
    }

    /// Whether the chosen bank leaves a question: one usable way is chosen already.
    fn has_choice_of_methods(&self) -> bool {
        let usable = |bank: &protocol::page::Bank| {
            bank.methods.iter().filter(|one| one.unusable.is_none() && self.suits(one)).count()
        };
        self.chosen_bank().is_some_and(|bank| bank.unusable.is_none() && usable(bank) > 1)
    }
}

/// Puts the question where the choice can answer for it: none is asked before the one that it depends on, and from the last look
/// Back leads to the last question.
pub(super) fn settle(stage: &mut Stage) {
    let last = if stage.has_choice_of_methods() { Question::Method } else { Question::Bank };
    let past = matches!(stage.at, Screen::Inputs | Screen::Review);
    if let Some(question) = &mut stage.choice.question {
        *question = if past { last } else { (*question).min(last) };
    }
}
