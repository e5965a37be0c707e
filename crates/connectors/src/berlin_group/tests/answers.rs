//! Every shape of answer.
