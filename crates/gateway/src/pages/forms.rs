//! Our own forms: pay, cancel, retry. Answered by 303 to our own page; the app gets the new view instead. And the switch of language
//! where something is typed: answered by the page itself, since what is typed never stands in an address.

use super::Pages;
use super::cookies::{self, HOLDER};
use super::page::{failed, failed_call, see, set_cookie, show, told};
use super::proof::{self, Claim};
use super::visitor::Visitor;
use crate::app::cancel::Stopped;
use crate::app::pay::{Paid, PayFault, PayForm};
use crate::app::seen::Seen;
use crate::doors::secrets;
use axum::Json;
use axum::extract::rejection::FormRejection;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use finqlink_webui::words::{self, Desk};
use protocol::page::{Choice, FieldError};
use serde::Deserialize;

/// Fields of our forms, named as in the API.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Fields {
    /// Hidden proof.
    token: String,
    provider_id: String,
    method_id: String,
    debtor_iban: String,
    psu_id: String,
}

type Posted = Result<Form<Fields>, FormRejection>;

/// `POST {page}/pay`.
pub async fn pay(pages: State<Pages>, web_id: Path<String>, visitor: Visitor, form: Posted) -> Response {
    let (pages, seen, fields) = match take(pages, web_id, &visitor, form).await {
        Ok(taken) => taken,
        Err(answer) => return *answer,
    };
    let holder = visitor.holder.clone().unwrap_or_else(secrets::new_token);
    let form = PayForm {
        provider_id: fields.provider_id.clone(),
        method_id: fields.method_id.clone(),
        debtor_iban: fields.debtor_iban.clone(),
        psu_id: fields.psu_id.clone(),
        holder: holder.clone(),
        psu: visitor.psu(),
    };
    match pages.app.pay(&seen.link, form).await {
        Ok(Paid::Shown) => {
            let path = format!("/pay/{}", seen.link.web_id);
            let cookie = cookies::set(HOLDER, &holder, &path, &pages.app.settings.public_url);
            let visitor = Visitor { holder: Some(holder), ..visitor };
            let mut answer = onward(&pages, &seen, &visitor, "").await;
            set_cookie(&mut answer, &cookie);
            answer
        }
        Ok(Paid::Faulty(faults)) => faulty(&pages, &seen, &visitor, &fields, &faults),
        Err(fault) => failed_call(fault),
    }
}

/// `POST {page}/cancel`.
pub async fn cancel(pages: State<Pages>, web_id: Path<String>, visitor: Visitor, form: Posted) -> Response {
    let (pages, seen, _) = match take(pages, web_id, &visitor, form).await {
        Ok(taken) => taken,
        Err(answer) => return *answer,
    };
    let holder = visitor.holder.as_deref().unwrap_or("");
    match pages.app.cancel(&seen.link, holder).await {
        Ok(Stopped::Yes) => onward(&pages, &seen, &visitor, "?step=cancelled").await,
        Ok(Stopped::NotConfirmed | Stopped::NotYours) => onward(&pages, &seen, &visitor, "?step=kept").await,
        Err(fault) => failed_call(fault),
    }
}

/// `POST {page}/retry`.
pub async fn retry(pages: State<Pages>, web_id: Path<String>, visitor: Visitor, form: Posted) -> Response {
    let (pages, seen, _) = match take(pages, web_id, &visitor, form).await {
        Ok(taken) => taken,
        Err(answer) => return *answer,
    };
    match pages.app.retry(&seen.link).await {
        Ok(Stopped::Yes) => onward(&pages, &seen, &visitor, "").await,
        Ok(_) => onward(&pages, &seen, &visitor, "?step=kept").await,
        Err(fault) => failed_call(fault),
    }
}

/// `POST {page}/language?lang=xx`: the same fields in another language, with what was typed so far.
pub async fn language(pages: State<Pages>, web_id: Path<String>, visitor: Visitor, form: Posted) -> Response {
    match take(pages, web_id, &visitor, form).await {
        Ok((pages, seen, fields)) => show(&pages, &seen, &visitor, typed(&fields), Vec::new()),
        Err(answer) => *answer,
    }
}

/// A form's address that was opened by hand, or by a reload: the page tells how things stand.
pub async fn back(Path(web_id): Path<String>) -> Redirect {
    Redirect::to(&format!("/pay/{web_id}"))
}

/// The link, when the call surely comes from its page.
async fn take(
    State(pages): State<Pages>,
    Path(web_id): Path<String>,
    visitor: &Visitor,
    form: Posted,
) -> Result<(Pages, Seen, Fields), Box<Response>> {
    let seen = see(&pages, &web_id, visitor, false).await.map_err(|fault| Box::new(failed(&pages, visitor, fault)))?;
    let Ok(Form(fields)) = form else {
        return Err(Box::new((StatusCode::BAD_REQUEST, "This is not a form of ours.\n").into_response()));
    };
    let claim =
        Claim { headers: &visitor.headers, token: &fields.token, web_id: &seen.link.web_id, attempts: seen.attempts };
    if !proof::holds(&pages.app.keys, &pages.app.settings.public_url, claim) {
        // An old form of ours is no attack: the page tells how things stand.
        let answer = if visitor.wants_json() {
            StatusCode::FORBIDDEN.into_response()
        } else {
            Redirect::to(&format!("/pay/{web_id}")).into_response()
        };
        return Err(Box::new(answer));
    }
    Ok((pages, seen, fields))
}

/// Back to the page; the app gets the new view.
async fn onward(pages: &Pages, seen: &Seen, visitor: &Visitor, query: &str) -> Response {
    let web_id = &seen.link.web_id;
    if !visitor.wants_json() {
        return Redirect::to(&format!("/pay/{web_id}{query}")).into_response();
    }
    if query.contains("kept") {
        let lang = visitor.language(seen.language(), &pages.app.settings.language);
        let error = FieldError { field: "retry".to_owned(), message: words::desk(lang).not_confirmed.to_owned() };
        return refused(&[error]);
    }
    match see(pages, web_id, visitor, false).await {
        Ok(seen) => Json(told(pages, &seen, visitor)).into_response(),
        Err(fault) => failed_call(fault),
    }
}

fn refused(errors: &[FieldError]) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, Json(serde_json::json!({ "errors": errors }))).into_response()
}

fn faulty(
    pages: &Pages,
    seen: &Seen,
    visitor: &Visitor,
    fields: &Fields,
    faults: &[(&'static str, PayFault)],
) -> Response {
    let lang = visitor.language(seen.language(), &pages.app.settings.language);
    let errors: Vec<FieldError> = faults
        .iter()
        .map(|(field, fault)| FieldError {
            field: (*field).to_owned(),
            message: say(*fault, words::desk(lang)).to_owned(),
        })
        .collect();
    if visitor.wants_json() {
        return refused(&errors);
    }
    let mut answer = show(pages, seen, visitor, typed(fields), errors);
    *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    answer
}

/// What was chosen and typed stays, however wrong it is.
fn typed(fields: &Fields) -> Choice {
    let short = |text: &String| Some(text.clone()).filter(|text| (1..=128).contains(&text.len()));
    Choice {
        provider_id: short(&fields.provider_id),
        method_id: short(&fields.method_id),
        debtor_iban: short(&fields.debtor_iban).unwrap_or_default(),
        psu_id: short(&fields.psu_id).unwrap_or_default(),
        onward: true,
        again: true,
        ..Choice::default()
    }
}

const fn say(fault: PayFault, desk: &Desk) -> &'static str {
    match fault {
        PayFault::ChooseBank => desk.choose_bank,
        PayFault::ChooseMethod => desk.choose_method,
        PayFault::Unusable => desk.unusable,
        PayFault::IbanMissing => desk.iban_missing,
        PayFault::IbanWrong => desk.iban_wrong,
        PayFault::PsuIdMissing => desk.psu_id_missing,
    }
}
