//! Pages: what every answer tells the browser, what opens a link and what does not, what changes while a page is open.

mod brands;
mod consents;
mod forms;
mod frames;
mod gallery;
mod headers;
mod hostile;
mod journal;
mod limits;
mod live;
mod nothing;
mod opening;
mod plain;
mod queries;
mod receipts;
mod words;
