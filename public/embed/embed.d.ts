/** FinqLink embed 1.0.0: what `/embed.js` brings to a merchant's page, as `window.Finqlink`. */

/** Where the page is shown: above the merchant's page, inside it, or in its place. */
export type FinqlinkMode = "modal" | "inline" | "redirect"

/** What every message carries. `seq` grows with every message of a session. */
interface Envelope<Type extends string> {
  finqlink: 1
  /** One payer in one tab with one link; the same after a reload, another one in a duplicated tab. */
  session: string
  seq: number
  type: Type
}

/** The page can be used. */
export type FinqlinkReady = Envelope<"ready">
/** How high its content is, in CSS pixels; the loader has fitted the frame already. */
export type FinqlinkResize = Envelope<"resize"> & { height: number }
/** Another screen is shown. */
export type FinqlinkScreen = Envelope<"screen"> & {
  name: "select" | "inputs" | "review" | "handoff" | "waiting" | "result" | "expired" | "revoked" | "not-found" | "problem"
}
/** The link's or consent's status has changed: a hint, never proof. */
export type FinqlinkStatus = Envelope<"status"> & { status: string }
/** The payer was handed over to the bank. */
export type FinqlinkHandoff = Envelope<"handoff"> & {
  kind: "same_tab" | "top_window" | "new_tab" | "app_link" | "qr" | "copy_link" | "decoupled"
}
/** Nothing more is awaited; comes once per session. Ask the API, or wait for the webhook, before anything is delivered. */
export type FinqlinkFinal = Envelope<"final"> & { status: string; redirect_url?: string }
/** The frame is gone: closed by the payer, or by `close()`. */
export type FinqlinkClosed = Envelope<"closed">
/** `no_answer`: no page came into the frame (is this origin registered for the client?); `problem`, `expired`: that screen is shown. */
export type FinqlinkError = Envelope<"error"> & { code: "no_answer" | "problem" | "expired" }

export type FinqlinkMessage =
  | FinqlinkReady | FinqlinkResize | FinqlinkScreen | FinqlinkStatus | FinqlinkHandoff | FinqlinkFinal | FinqlinkClosed | FinqlinkError

export interface FinqlinkOptions {
  /** The `web_url` that the API answered. */
  url: string
  /** `modal` where nothing is said. */
  mode?: FinqlinkMode
  /** Where `inline` stands: an element, or a selector of one. */
  container?: Element | string
  /** Told every message. */
  onEvent?: (message: FinqlinkMessage) => void
  /** What a screen reader calls the frame. */
  title?: string
}

export interface FinqlinkFrame {
  /** Takes the frame away; the payment goes its way. */
  close(): void
  /** Told the messages of one type. */
  on<Type extends FinqlinkMessage["type"]>(type: Type, fn: (message: Extract<FinqlinkMessage, { type: Type }>) => void): void
}

export interface FinqlinkLoader {
  readonly version: string
  /** Opens a page; throws a `TypeError` that says which option is wrong. */
  open(options: FinqlinkOptions): FinqlinkFrame
}

declare global {
  interface Window {
    Finqlink: FinqlinkLoader
  }
  const Finqlink: FinqlinkLoader
}
