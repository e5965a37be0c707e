// Tells who holds the page what becomes of it: the merchant's window around a frame, the app around a webview (contract §8, decision
// 0031). Reads the hooks that every screen carries, so it speaks with and without the app. Inlined by the gateway with a nonce. Says
// nothing that was typed, no name, no bank; speaks to one window of one registered origin, and hears nobody else.
(() => {
  "use strict";
  const root = document.documentElement;
  const registered = document.currentScript.dataset.origins.split(" ");
  // The name that the loader gave its frame stays through all pages in it.
  const [mark, named, mode, opener] = window.name.split(" ");
  const isOpened = parent !== window && mark === "finqlink";
  const origin = isOpened ? opener : parent !== window && location.ancestorOrigins?.[0];
  const isRegistered = (one) => {
    // Any port: of this machine alone.
    const [host, port] = one.split(/:\*$/);
    return origin === one || (port === "" && (origin === host || (origin.startsWith(host + ":") && /^\d+$/.test(origin.slice(host.length + 1)))));
  };
  const isHeld = !!origin && registered.some(isRegistered);
  const speaksToLoader = isHeld && isOpened;
  const session = speaksToLoader ? named : ownSession();
  // A frame that grows with its page needs no height of its own.
  if (speaksToLoader) root.dataset.embed = mode;
  let seq = 0;
  let told = {};
  let isEnded = false;
  let isReceived = false;

  // Where nobody gave a name, this view's own storage remembers one.
  function kept(key, value) {
    try {
      const name = "finqlink:" + key + " " + location.pathname;
      if (value) sessionStorage.setItem(name, value);
      return sessionStorage.getItem(name);
    } catch {
      return value;
    }
  }
  function ownSession() {
    const anew = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
    return kept("session") ?? kept("session", anew());
  }

  function say(type, more) {
    seq = Math.max(seq + 1, Date.now());
    const message = { finqlink: 1, session, seq, type, ...more };
    if (isHeld) parent.postMessage(message, origin);
    const text = JSON.stringify(message);
    const bridges = [
      () => window.ReactNativeWebView?.postMessage(text),
      () => window.webkit?.messageHandlers?.finqlink?.postMessage(message),
      () => window.FinqlinkAndroid?.postMessage(text),
    ];
    for (const bridge of bridges) {
      try {
        bridge();
      } catch {
        // An app's own mistake is not the payer's.
      }
    }
  }

  function tell(type, more) {
    const now = JSON.stringify(more);
    if (told[type] === now) return;
    told[type] = now;
    say(type, more);
  }
  const resized = () => document.body && tell("resize", { height: Math.ceil(root.getBoundingClientRect().height) });

  function look() {
    const { screen, status, ended } = root.dataset;
    tell("ready", {});
    tell("screen", { name: screen });
    tell("status", { status });
    if (screen === "problem" || screen === "expired") tell("error", { code: screen });
    else delete told.error;
    resized();
    if (ended !== undefined && !isEnded) {
      isEnded = true;
      end(500);
    }
  }

  // The one message that must not be lost: said until the merchant's side has it. An app has no way to answer: it is told once.
  function end(pause) {
    if (isReceived || (!isHeld && kept("final"))) return;
    if (!isHeld) kept("final", "1");
    sayFinal();
    if (isHeld) setTimeout(end, pause, Math.min(pause * 2, 30000));
  }
  function sayFinal() {
    const back = document.querySelector("[data-action=back-to-merchant]")?.href;
    say("final", { status: root.dataset.status, ...(back && { redirect_url: back }) });
  }

  function begin() {
    look();
    // After the frame's markup has followed its hooks.
    new MutationObserver(() => setTimeout(look)).observe(root, { attributes: true });
    if (window.ResizeObserver) new ResizeObserver(resized).observe(root);
  }

  addEventListener("message", ({ source, origin: from, data }) => {
    if (!isHeld || source !== parent || from !== origin || data?.finqlink !== 1 || data.session !== session) return;
    if (!Number.isSafeInteger(data.seq)) return;
    if (data.type === "received") isReceived = true;
    if (data.type === "hello" && document.body) {
      told = {};
      look();
      if (isEnded && !isReceived) sayFinal();
    }
  });

  addEventListener("click", (press) => {
    const control = press.target.closest?.("[data-handoff],[data-action]");
    const kind = control?.dataset.handoff;
    if (kind) say("handoff", { kind });
    if (control?.dataset.action === "back-to-merchant" && speaksToLoader) {
      // Where to go from here is the merchant's page's own business.
      press.preventDefault();
      say("closed");
    }
  });
  addEventListener("keydown", (press) => {
    if (press.key === "Escape" && !press.defaultPrevented && speaksToLoader && mode === "modal") say("closed");
  });

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin, { once: true });
  else begin();
})();
