// The shop's own script: orders, opens the page that the order is paid on, and tells what the frame says. What the shop believes comes
// from its own server, which asks the gateway.
"use strict";
const OVER = ["completed", "failed", "funds_received", "funds_rejected", "active", "expired", "revoked", "suspended"];
const form = document.querySelector("form");
const place = document.getElementById("place");
const kept = form ? remembered() : {};
let order = document.querySelector("[data-order]")?.dataset.order ?? kept.order;
let asking;

// What was ordered last, and the page it is paid on: after a reload the frame comes again, and still says what it says once.
function remembered() {
  try {
    return JSON.parse(sessionStorage.getItem("order")) ?? {};
  } catch {
    return {};
  }
}

function remember(what) {
  try {
    sessionStorage.setItem("order", JSON.stringify(what));
  } catch {
    // Storage is blocked: a reload forgets.
  }
}

async function ask() {
  clearTimeout(asking);
  const mine = order;
  try {
    const answer = await fetch(`/orders/${mine}`);
    if (!answer.ok || mine !== order) return;
    const { status, source } = await answer.json();
    document.querySelector("[data-known=status]").textContent = status;
    document.querySelector("[data-known=source]").textContent = source === "webhook" ? "told by a signed webhook" : "told by the API";
    if (OVER.includes(status)) return;
  } catch {
    // Asked again.
  }
  asking = setTimeout(ask, 1000);
}

function note(message) {
  const { finqlink, session, seq, type, ...more } = message;
  const line = document.createElement("li");
  const name = document.createElement("b");
  name.textContent = type;
  line.append(name, " ", Object.values(more).join(", "));
  line.dataset.type = type;
  document.querySelector(".log").append(line);
  // A hint is a good time to ask.
  if (type === "status" || type === "final") ask();
}

function show(url, mode) {
  const opened = Finqlink.open({ url, mode, container: place, onEvent: note });
  // Who comes back to this page by "Back" is not sent away again.
  remember(mode === "redirect" ? { order } : { order, url, mode });
  opened.on("final", () => remember({ order }));
  opened.on("closed", () => {
    remember({ order });
    form.querySelector("button").focus();
  });
}

async function begin(event) {
  event.preventDefault();
  const fault = form.querySelector(".fault");
  const button = form.querySelector("button");
  const wanted = new FormData(form);
  fault.hidden = true;
  button.disabled = true;
  try {
    const answer = await fetch("/orders", { method: "POST", body: new URLSearchParams(wanted), headers: { Accept: "application/json" } });
    const made = await answer.json();
    if (!answer.ok) throw new Error(made.message);
    order = made.order;
    ask();
    show(made.url, wanted.get("mode"));
  } catch (error) {
    fault.textContent = error.message;
    fault.hidden = false;
  } finally {
    button.disabled = false;
  }
}

form?.addEventListener("submit", begin);
if (order) ask();
if (kept.url) show(kept.url, kept.mode);
