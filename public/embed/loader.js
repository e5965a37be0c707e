/*! FinqLink embed 1.0.0; types: /embed.d.ts */
// Opens a page of ours in a merchant's page, and tells the merchant what becomes of it (contract §8, decision 0031). This is the source:
// what is served is `VERSION.js` beside it, the same minified, which never changes once it was released. Needs nothing, brings no style
// sheet, and says nothing to anybody but the page that it opened.
(() => {
  "use strict";
  const MODES = ["modal", "inline", "redirect"];
  const TYPES = ["ready", "resize", "screen", "status", "handoff", "final", "closed", "error"];
  // Said again only when it says something else.
  const STATES = ["ready", "resize", "screen", "status"];
  const WORDS = {
    en: ["Payment", "Close"], ro: ["Plată", "Închide"], hu: ["Fizetés", "Bezárás"], de: ["Zahlung", "Schließen"], ar: ["الدفع", "إغلاق"],
  };
  const PATIENCE_S = 10;
  const home = new URL(document.currentScript.src).origin;
  const memories = new Map();
  let dialogs = 0;
  let seq = 0;

  const fault = (what) => {
    throw new TypeError("Finqlink.open: " + what);
  };

  // What this tab remembers of a page: its session, and whether `final` was told. A duplicated tab begins with a copy of it, so a
  // session is held by a lock: whose lock is held elsewhere goes on under a new one.
  function remembered(path) {
    if (!memories.has(path)) memories.set(path, remember("finqlink " + path));
    return memories.get(path);
  }
  async function remember(key) {
    const memory = { session: "", final: false };
    const keep = () => {
      try {
        sessionStorage.setItem(key, JSON.stringify(memory));
      } catch {
        // Storage is blocked: remembered for as long as this page stands.
      }
    };
    try {
      const { session, final } = JSON.parse(sessionStorage.getItem(key));
      Object.assign(memory, { session: String(session), final: final === true });
    } catch {
      // The first time.
    }
    const anew = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
    if (!memory.session || !(await isFree(memory.session))) {
      memory.session = anew();
      await isFree(memory.session);
    }
    keep();
    return { memory, keep };
  }
  const isFree = (session) =>
    new Promise((tell) => {
      if (!navigator.locks) return tell(true);
      // Held until the tab closes or goes elsewhere.
      const hold = (lock) => (tell(!!lock), lock && new Promise(() => {}));
      navigator.locks.request("finqlink " + session, { ifAvailable: true }, hold).catch(() => tell(true));
    });

  // Whether a message tells anything; `heard` holds the newest of each type.
  function isNews(message, heard, memory) {
    const { type } = message;
    const before = heard[type];
    if (type === "final") return !memory.final;
    if (before && message.seq <= before.seq) return false;
    heard[type] = message;
    return !(before && STATES.includes(type) && JSON.stringify({ ...message, seq: 0 }) === JSON.stringify({ ...before, seq: 0 }));
  }

  function read(options) {
    const { url, mode = "modal", container, onEvent, title } = options ?? fault("an object with url and mode is needed");
    let page;
    try {
      page = new URL(url);
    } catch {
      fault("url must be the web_url of a link or consent");
    }
    if (page.origin !== home || !/^\/(pay|consent)\/[^/]+$/.test(page.pathname)) fault(`url must be a page of ${home}, not ${url}`);
    if (!MODES.includes(mode)) fault(`mode must be one of ${MODES.join(", ")}, not ${mode}`);
    const found = typeof container === "string" ? document.querySelector(container) : container;
    if (mode === "inline" && !(found instanceof Element)) fault("mode inline needs a container: an element, or a selector of one");
    if (onEvent !== undefined && typeof onEvent !== "function") fault("onEvent must be a function");
    return { page, mode, container: found, onEvent, title };
  }

  // By the style object alone: a strict policy forbids style elements and attributes, and no script's own hand.
  const make = (name, style) => {
    const element = document.createElement(name);
    Object.assign(element.style, style);
    return element;
  };

  const fit = (height) => `min(${height}px,100dvh - 76px)`;

  // A window above the merchant's page, which rests meanwhile: where the frame goes, and what takes it away again.
  function stand(name, closes, close) {
    const dialog = make("dialog", {
      position: "fixed", inset: 0, width: "100vw", height: "100dvh", maxWidth: "none", maxHeight: "none", margin: 0, border: 0,
      padding: "16px min(16px,2vw)", boxSizing: "border-box", background: "rgb(0 0 0/.6)", overflow: "auto",
    });
    const box = make("div", {
      width: "min(100%,480px)", margin: "auto", borderRadius: "12px", overflow: "hidden", background: "Canvas", colorScheme: "light dark",
    });
    const button = make("button", {
      display: "block", width: "44px", height: "44px", marginInlineStart: "auto", padding: 0, border: 0, background: "none",
      color: "CanvasText", font: "24px/1 system-ui", cursor: "pointer",
    });
    Object.assign(button, { type: "button", textContent: "×", onclick: close });
    button.setAttribute("aria-label", closes);
    dialog.setAttribute("aria-label", name);
    dialog.oncancel = (event) => (event.preventDefault(), close());
    box.append(button);
    dialog.append(box);
    document.body.append(dialog);
    const root = document.documentElement;
    if (!dialogs++) root.style.overflow = "hidden";
    dialog.showModal();
    if (!matchMedia("(prefers-reduced-motion:reduce)").matches) box.animate([{ opacity: 0, translate: "0 16px" }, {}], 160);
    const leave = () => {
      if (!--dialogs) root.style.overflow = "";
      dialog.close();
      dialog.remove();
    };
    return [box, leave];
  }

  function open(options) {
    const asked = read(options);
    const { page, mode, container, onEvent } = asked;
    const listeners = onEvent ? TYPES.map((type) => [type, onEvent]) : [];
    const on = (type, fn) => {
      if (!TYPES.includes(type)) fault(`on: there is no event ${type}; there are ${TYPES.join(", ")}`);
      if (typeof fn !== "function") fault("on: the listener must be a function");
      listeners.push([type, fn]);
    };
    if (mode === "redirect") {
      location.assign(page);
      return { close() {}, on };
    }

    const heard = {};
    const path = page.pathname;
    const frame = make("iframe", { display: "block", width: "100%", height: mode === "modal" ? fit(640) : "480px", border: 0 });
    frame.allow = "clipboard-write";
    let session = "";
    let clock;
    let isOpen = true;

    const tell = (message) => {
      for (const [type, fn] of [...listeners]) {
        if (type !== message.type) continue;
        try {
          fn(message);
        } catch (error) {
          setTimeout(() => {
            throw error;
          });
        }
      }
    };
    const own = (type, more) => ({ finqlink: 1, session, seq: (seq = Math.max(seq + 1, Date.now())), type, ...more });
    const say = (type, more) => frame.contentWindow?.postMessage(own(type, more), home);
    const close = () => {
      if (!isOpen) return;
      isOpen = false;
      clearTimeout(clock);
      removeEventListener("message", hear);
      leave();
      tell(own("closed"));
    };
    const hear = async ({ source, origin, data }) => {
      if (source !== frame.contentWindow || origin !== home || data?.finqlink !== 1 || !session || data.session !== session) return;
      if (!Number.isSafeInteger(data.seq) || !TYPES.includes(data.type)) return;
      const { memory, keep } = await remembered(path);
      if (!isOpen) return;
      const isFinal = data.type === "final";
      // Nobody listens yet: it will be said again.
      if (isFinal && !listeners.some(([type]) => type === "final")) return;
      if (isNews(data, heard, memory)) {
        if (isFinal) {
          memory.final = true;
          keep();
        }
        if (data.type === "closed") return close();
        if (data.type === "resize" && data.height > 0) frame.style.height = mode === "modal" ? fit(data.height) : data.height + "px";
        tell(data);
      }
      if (isFinal) say("received", { of: data.seq });
    };
    // A page that does not answer was refused, or is none.
    const hail = (left) => {
      if (heard.ready || !isOpen) return;
      if (!left) return tell(own("error", { code: "no_answer" }));
      say("hello");
      clock = setTimeout(hail, 1000, left - 1);
    };

    addEventListener("message", hear);
    const lang = (page.searchParams.get("lang") || document.documentElement.lang).slice(0, 2);
    const [name, closes] = WORDS[lang] ?? WORDS.en;
    frame.title = asked.title ?? name;
    const [place, leave] = mode === "modal" ? stand(frame.title, closes, close) : [container, () => frame.remove()];
    remembered(path).then(({ memory }) => {
      if (!isOpen) return;
      session = memory.session;
      const address = new URL(page);
      address.searchParams.set("embed", mode);
      // A frame keeps the name that it begins with through all its pages: so each of them knows whom to tell.
      frame.name = ["finqlink", session, mode, location.origin].join(" ");
      frame.src = address;
      frame.addEventListener("load", () => (clearTimeout(clock), hail(PATIENCE_S)));
      place.append(frame);
      if (mode === "modal") frame.focus();
    });
    return { close, on };
  }

  window.Finqlink = Object.freeze({ version: "1.0.0", open });
})();
