// Starts the app, and stands in for it where it cannot run. Inlined by the gateway with a nonce; needs nothing.
(() => {
  "use strict";
  const script = document.currentScript;
  const root = document.documentElement;
  const refuse = () => {
    throw new TypeError("refused");
  };

  // The app makes its elements one by one: no text ever becomes markup, code or the address of a script.
  if (window.trustedTypes) {
    trustedTypes.createPolicy("default", { createHTML: refuse, createScript: refuse, createScriptURL: refuse });
  }

  // Standing in: where news can come, ask for it, and reload when there is any.
  let asks = false;
  function standIn() {
    if (asks || root.dataset.mode === "live") return;
    let view, here;
    try {
      ({ view, here } = JSON.parse(document.getElementById("boot").textContent));
    } catch {
      return;
    }
    // Out of a frame, or into an app, the bank is gone to while the page stands.
    const leadsOut = here.place !== "tab" || view?.attempt?.app_link;
    const waits = ["waiting", "result", leadsOut && "handoff"].includes(root.dataset.screen);
    // A consent that stands is at rest: it may change, but is not awaited.
    const rests = view && ["active", "suspended"].includes(view.status);
    if (!view || view.final || rests || !waits) return;
    asks = true;
    const began = Date.now();
    let failures = 0;
    const pause = () => (Date.now() - began > 600000 ? 30000 : 4000) * 2 ** Math.min(failures, 3);
    const again = (ms) => setTimeout(ask, ms + Math.random() * Math.min(ms / 4, 4000));
    async function ask() {
      if (root.dataset.mode === "live") return void (asks = false);
      if (document.hidden) return again(1000);
      let rest = 0;
      try {
        const answer = await fetch(location.pathname + "/status?lang=" + root.lang, { headers: { Accept: "application/json" } });
        rest = Number(answer.headers.get("Retry-After")) * 1000 || 0;
        if (!answer.ok) throw answer.status;
        const now = await answer.json();
        failures = 0;
        if (now.seq !== view.seq && root.dataset.mode !== "live") return location.reload();
      } catch {
        failures += 1;
      }
      again(Math.max(rest, pause()));
    }
    again(pause());
  }

  // Whoever presses a button before the document has arrived in whole cuts it off where it is: it is called complete then,
  // and is not. Only the event tells; on a page that is being left it never comes, and the press counts.
  const parsed = new Promise((ready) => document.addEventListener("DOMContentLoaded", ready, { once: true }));

  async function start({ js, wasm, sha256 }) {
    if (!js || !wasm || typeof WebAssembly !== "object") throw new Error("no WebAssembly");
    const [app, bytes] = await Promise.all([
      import(new URL(js, document.baseURI).href),
      fetch(wasm, { credentials: "same-origin" }).then((answer) => (answer.ok ? answer.arrayBuffer() : refuse())),
    ]);
    // Integrity on a preload of WebAssembly is ignored by browsers; plain http has no `subtle`.
    if (sha256 && window.crypto?.subtle) {
      const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
      if (btoa(String.fromCharCode(...hash)) !== sha256) refuse();
    }
    await parsed;
    await app.default({ module_or_path: bytes });
  }

  // An app that ended by a mistake of its own leaves controls that do nothing: once, the page is loaded anew without it.
  const OFF = "finqlink:off";
  function died() {
    try {
      if (!sessionStorage.getItem(OFF)) {
        sessionStorage.setItem(OFF, "1");
        return location.reload();
      }
    } catch {
      // Storage is blocked: forms and links remain.
    }
    root.dataset.mode = "html";
    standIn();
  }
  function isOff() {
    try {
      return sessionStorage.getItem(OFF);
    } catch {
      return null;
    }
  }

  if (isOff()) return standIn();
  const isTrap = (error) => error instanceof Error && error.name === "RuntimeError";
  addEventListener("error", (event) => isTrap(event.error) && died());
  addEventListener("unhandledrejection", (event) => isTrap(event.reason) && died());
  start(script.dataset).catch((error) => (isTrap(error) ? died() : standIn()));
  setTimeout(standIn, 8000);
})();
