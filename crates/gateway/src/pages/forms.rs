//! Our own forms: pay or authorise, cancel, retry, withdraw. Answered by 303 to our own page; the app gets the new view instead. And
//! the switch of language where something is typed: answered by the page itself, since what is typed never stands in an address.

use super::Pages;
use super::cookies;
use super::page::{failed, failed_call, see, set_cookie, show, told};
use super::proof::{self, Claim};
use super::receipt::{self, Accepted};
use super::visitor::Visitor;
use crate::app::Subject;
use crate::app::cancel::Stopped;
use crate::app::consents::offers::AisFit;
use crate::app::pay::{Paid, PayFault, PayForm};
use crate::app::seen::{About, PageId, Seen};
use crate::doors::secrets;
use axum::extract::rejection::FormRejection;
use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Json};
use finqlink_webui::words::{self, Desk};
use protocol::page::{Choice, FieldError, Whose};
use protocol::{AttemptState, LinkKind};
use serde::Deserialize;

/// Fields of our forms, named as in the API.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Fields {
    /// Hidden proof.
    token: String,
    /// Language of the page that the form stood on.
    lang: String,
    /// In a frame, where no cookie comes: what binds attempts to this browser.
    holder: String,
    provider_id: String,
    method_id: String,
    debtor_iban: String,
    psu_id: String,
}

/// A form as it came.
pub type Posted = Result<Form<Fields>, FormRejection>;

/// `POST {page}/pay`, `POST {page}/authorise`.
pub async fn agree(pages: State<Pages>, page: Extension<PageId>, mut visitor: Visitor, form: Posted) -> Response {
    let (pages, seen, fields) = match take(pages, page, &mut visitor, form).await {
        Ok(taken) => taken,
        Err(answer) => return *answer,
    };
    let holder = seen.holder.as_ref().map_or_else(secrets::new_token, |secret| secret.expose().to_owned());
    let form = PayForm { reduced: seen.is_reduced(), ..filled_in(&fields, &visitor, &holder) };
    let agreed = match &seen.about {
        About::Link(link) => pages.app.pay(link, form).await,
        // Nothing can be accepted where nothing is asked: the page tells how things stand.
        About::Consent(_) if !seen.can_begin() => Ok(Paid::Shown),
        About::Consent(shared) => {
            let receipt = |fit: &AisFit, attempt| {
                let (provider_id, method_id) = (fit.method.provider_id, fit.method.method_id);
                receipt::drawn_up(&pages, &seen, &visitor, &fields.lang, Accepted { provider_id, method_id, attempt })
            };
            pages.app.authorise(&shared.consent, form, receipt).await
        }
    };
    match agreed {
        Ok(Paid::Shown) => {
            let public_url = &pages.app.settings.public_url;
            let mut cookies = vec![cookies::holder(&holder, &seen.page, public_url)];
            if seen.is_reduced() {
                cookies.push(cookies::sharer(&holder, seen.object_id(), public_url));
            }
            let visitor = Visitor { holder: Some(holder), ..visitor };
            let mut answer = onward(&pages, &seen, &visitor, "").await;
            cookies.iter().for_each(|cookie| set_cookie(&mut answer, cookie));
            answer
        }
        Ok(Paid::Faulty(faults)) => faulty(&pages, &seen, &visitor, &fields, &faults),
        Err(fault) => failed_call(fault),
    }
}

fn filled_in(fields: &Fields, visitor: &Visitor, holder: &str) -> PayForm {
    PayForm {
        provider_id: fields.provider_id.clone(),
        method_id: fields.method_id.clone(),
        debtor_iban: fields.debtor_iban.clone(),
        psu_id: fields.psu_id.clone(),
        holder: holder.to_owned(),
        reduced: false,
        psu: visitor.psu(),
    }
}

/// `POST {page}/cancel`.
pub async fn cancel(pages: State<Pages>, page: Extension<PageId>, mut visitor: Visitor, form: Posted) -> Response {
    let (pages, seen, _) = match take(pages, page, &mut visitor, form).await {
        Ok(taken) => taken,
        Err(answer) => return *answer,
    };
    let holder = seen.secret();
    let stopped = match &seen.about {
        // Nobody has gone on: nothing is begun that could be undone, and who comes later still can.
        _ if seen.is_unclaimed => Ok(Stopped::Yes),
        About::Link(link) => pages.app.cancel(link, holder).await,
        About::Consent(shared) => pages.app.cancel_consent(&shared.consent, holder).await,
    };
    match stopped {
        Ok(Stopped::Yes) => onward(&pages, &seen, &visitor, "?step=cancelled").await,
        Ok(stopped) => onward(&pages, &seen, &visitor, refused_by(stopped)).await,
        Err(fault) => failed_call(fault),
    }
}

/// `POST {page}/retry`. What the client chose gets a new address. In the reduced view only what this browser began can be begun anew.
pub async fn retry(pages: State<Pages>, page: Extension<PageId>, mut visitor: Visitor, form: Posted) -> Response {
    let (pages, seen, _) = match take(pages, page, &mut visitor, form).await {
        Ok(taken) => taken,
        Err(answer) => return *answer,
    };
    let renews = seen.kind() == LinkKind::WrappedSca && !seen.is_reduced();
    let stopped = match &seen.about {
        About::Link(link) if renews => pages.app.renew_link(link, visitor.psu()).await,
        About::Consent(shared) if renews => pages.app.renew_consent(&shared.consent, visitor.psu()).await,
        About::Link(link) => pages.app.retry(link).await,
        About::Consent(shared) if shared.is_reduced && seen.whose != Whose::Mine => Ok(Stopped::NotYours),
        About::Consent(shared) => pages.app.retry_consent(&shared.consent).await,
    };
    match stopped {
        Ok(stopped) => onward(&pages, &seen, &visitor, refused_by(stopped)).await,
        Err(fault) => failed_call(fault),
    }
}

/// `POST {page}/language?lang=xx`: the same fields in another language, with what was typed so far.
pub async fn language(pages: State<Pages>, page: Extension<PageId>, mut visitor: Visitor, form: Posted) -> Response {
    match take(pages, page, &mut visitor, form).await {
        Ok((pages, seen, fields)) => show(&pages, &seen, &visitor, typed(&fields), Vec::new()),
        Err(answer) => *answer,
    }
}

/// `POST {page}/withdraw`: by the browser that agreed, and no other; what cannot be withdrawn is shown as it stands.
pub async fn withdraw(pages: State<Pages>, page: Extension<PageId>, mut visitor: Visitor, form: Posted) -> Response {
    let (pages, seen, _) = match take(pages, page, &mut visitor, form).await {
        Ok(taken) => taken,
        Err(answer) => return *answer,
    };
    if let (About::Consent(shared), true) = (&seen.about, seen.has_agreed)
        && let Err(fault) = pages.app.withdraw(&shared.consent, seen.secret()).await
    {
        return failed_call(fault);
    }
    onward(&pages, &seen, &visitor, "").await
}

/// A form's address that was opened by hand, or by a reload: the page tells how things stand.
pub async fn back(Extension(page): Extension<PageId>) -> Redirect {
    Redirect::to(&page.path())
}

/// The link or consent, when the call surely comes from its page.
pub(super) async fn take(
    State(pages): State<Pages>,
    Extension(page): Extension<PageId>,
    visitor: &mut Visitor,
    form: Posted,
) -> Result<(Pages, Seen, Fields), Box<Response>> {
    let see = async |visitor: &Visitor| {
        let seen = see(&pages, &page, visitor, false).await;
        seen.map_err(|fault| Box::new(failed(&pages, visitor, page.subject, fault)))
    };
    let mut seen = see(visitor).await?;
    let Ok(Form(fields)) = form else {
        return Err(Box::new((StatusCode::BAD_REQUEST, "This is not a form of ours.\n").into_response()));
    };
    let claim = Claim { headers: &visitor.headers, token: &fields.token, page_id: &page.id, attempts: seen.attempts };
    if !proof::holds(&pages.app.keys, &pages.app.settings.public_url, claim) {
        // An old form of ours is no attack: the page tells how things stand.
        let answer = if visitor.wants_json() {
            StatusCode::FORBIDDEN.into_response()
        } else {
            Redirect::to(&visitor.led_to(&page.path(), "")).into_response()
        };
        return Err(Box::new(answer));
    }
    if !fields.holder.is_empty() {
        visitor.carry(&fields.holder);
        seen = see(visitor).await?;
    }
    Ok((pages, seen, fields))
}

/// Back to the page; the app gets the new view.
async fn onward(pages: &Pages, seen: &Seen, visitor: &Visitor, query: &str) -> Response {
    if !visitor.wants_json() {
        return Redirect::to(&visitor.led_to(&seen.page.path(), query)).into_response();
    }
    let seen = match see(pages, &seen.page, visitor, false).await {
        Ok(seen) => seen,
        Err(fault) => return failed_call(fault),
    };
    let lang = visitor.language(seen.language(), &pages.app.settings.language);
    match query.strip_prefix("?step=").and_then(|step| why_kept(&seen, step, lang)) {
        Some(why) => refused(&[why]),
        None => Json(told(pages, &seen, visitor)).into_response(),
    }
}

/// How a page's address says that something was not stopped.
const fn refused_by(stopped: Stopped) -> &'static str {
    match stopped {
        Stopped::Yes => "",
        Stopped::NotConfirmed => "?step=kept",
        Stopped::NotYours => "?step=theirs",
    }
}

/// Why nobody can start again, as things stand now; `None` where nothing stands in the way, or the screen itself says it.
pub(super) fn why_kept(seen: &Seen, step: &str, lang: &str) -> Option<FieldError> {
    use AttemptState::{Accepted, Left, Returned, Sending, Settled, Submitted, Unknown};
    let desk = words::desk(lang);
    let kept = match seen.page.subject {
        Subject::Payment => &desk.kept,
        Subject::Consent => &desk.sharing.kept,
    };
    let message = match (step, seen.attempt.as_ref()?.state) {
        ("kept", Sending | Unknown) => kept.asking,
        ("kept", Accepted | Left | Returned) => kept.unconfirmed,
        ("kept", Submitted | Settled) => kept.gone_on,
        ("theirs", Sending | Unknown | Accepted | Left | Returned | Submitted) => kept.not_here,
        _ => return None,
    };
    Some(FieldError { field: "retry".to_owned(), message: message.to_owned() })
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
            message: say(*fault, words::desk(lang), seen.page.subject).to_owned(),
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

const fn say(fault: PayFault, desk: &Desk, subject: Subject) -> &'static str {
    let shares = matches!(subject, Subject::Consent);
    match fault {
        PayFault::ChooseBank if shares => desk.sharing.choose_bank,
        PayFault::ChooseBank => desk.choose_bank,
        PayFault::ChooseMethod if shares => desk.sharing.choose_method,
        PayFault::ChooseMethod => desk.choose_method,
        PayFault::Unusable if shares => desk.sharing.unusable,
        PayFault::Unusable => desk.unusable,
        PayFault::IbanMissing if shares => desk.sharing.iban_missing,
        PayFault::IbanMissing => desk.iban_missing,
        PayFault::IbanWrong => desk.iban_wrong,
        PayFault::PsuIdMissing => desk.psu_id_missing,
    }
}
