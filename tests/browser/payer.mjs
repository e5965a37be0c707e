// What a payer does, by the hooks that the contract gives integrators (§7) and the forms that banks show (§9).
// No look is named here, no text and no class: any template can be walked.
import { until } from './house.mjs'

const PATIENCE_MS = 20_000
/** What each bank's login page asks (contract §9). */
const LOGINS = {
  bt_ro: { username: 'testbt', password: 'testbt', pin: '1234567' },
  cec_ro: { username: 'testcecapi', password: 'testcecapi' },
  libra_ro: { username: 'testlibra', password: 'testlibra' },
  ropay: {},
  rzb_ro: { psu_id: '9999999998' },
}

/** What the page says it is: screen, status, mode, template. */
export const root = (page) => page.locator('[data-finqlink]').first()
  .evaluate((element) => ({ ...element.dataset }), undefined, { timeout: PATIENCE_MS })

/** Waits until the page says so, through reloads of its own; `wanted` are data attributes, each a value or several. */
export const shows = (page, wanted, ms = PATIENCE_MS) => {
  let last
  return until(async () => {
    last = await root(page)
    return Object.entries(wanted).every(([name, value]) => [value].flat().includes(last[name])) && last
  }, ms, () => `wanted ${JSON.stringify(wanted)}, the page is ${JSON.stringify(last)} at ${page.url()}`)
}

/** Waits until the app has taken over. */
export const live = (page) => shows(page, { mode: 'live' })

const enabled = (page, action) => page.locator(`[data-action="${action}"]:visible:not([disabled]):not([aria-disabled="true"])`)

/** Whether something can be pressed now. */
export const offers = async (page, action) => await enabled(page, action).count() > 0

/** Presses an action as soon as it can be pressed. */
export const press = (page, action, options = {}) => enabled(page, action).first().click({ timeout: PATIENCE_MS, ...options })

/** Presses, and waits until something came of it: a press too many would be for the next screen. */
async function goOn(page, action, came) {
  const before = JSON.stringify(await root(page))
  await press(page, action)
  await until(async () => JSON.stringify(await root(page)) !== before || await came(), PATIENCE_MS, () => `${action} changes nothing`)
}

/** Chooses a bank, opening the list where a template keeps it closed. */
export async function chooseBank(page, provider) {
  const bank = page.locator(`[data-provider-id="${provider}"]:visible`).first()
  const ways = async () => await bank.count() > 0 || await offers(page, 'open-banks') || await offers(page, 'continue')
  await until(ways, PATIENCE_MS, () => `neither ${provider} nor a way to it`)
  for (let step = 0; step < 3 && await bank.count() === 0; step += 1) {
    await goOn(page, await offers(page, 'open-banks') ? 'open-banks' : 'continue', async () => await bank.count() > 0)
  }
  await bank.click({ timeout: PATIENCE_MS })
}

/** Types what a bank asks for before Pay; what is not asked is left alone. */
export async function fill(page, fields) {
  for (const [name, value] of Object.entries(fields)) {
    const field = page.locator(`input[name="${name}"]:visible`)
    if (await field.count() > 0) await field.fill(value)
  }
}

/** From the chosen bank to the button that pays, or shares, without pressing it. */
export async function toPay(page, fields = {}, deed = 'pay') {
  for (let step = 0; step < 4; step += 1) {
    await until(async () => await offers(page, deed) || await offers(page, 'continue'), PATIENCE_MS, () => `neither ${deed} nor continue`)
    await fill(page, fields)
    if (await offers(page, deed)) return
    await goOn(page, 'continue', () => offers(page, deed))
  }
  throw new Error(`no ${deed} after four steps`)
}

/** From the open link to the bank's login page. */
export async function payAndLeave(page, provider = 'libra_ro', fields = {}) {
  await chooseBank(page, provider)
  await toPay(page, fields)
  await press(page, 'pay')
  await shows(page, { screen: 'handoff' })
  await leave(page)
}

/** From an open consent to the bank's login page. */
export async function shareAndLeave(page, provider = 'libra_ro', fields = {}) {
  await chooseBank(page, provider)
  await toPay(page, fields, 'authorise')
  await press(page, 'authorise')
  await shows(page, { screen: 'handoff' })
  await leave(page)
}

/** From the hand-off to the bank's login page. */
export async function leave(page) {
  const ours = new URL(page.url()).host
  await press(page, 'continue')
  await page.waitForURL((url) => url.host !== ours, { timeout: PATIENCE_MS })
}

/** At the bank: signs in and decides; back at our page afterwards. */
export async function decide(page, decision, provider = 'libra_ro') {
  const bank = new URL(page.url()).host
  const button = page.locator(`button[value="${decision}"]`)
  const fields = Object.entries(LOGINS[provider])
  for (const [field, value] of fields) await page.fill(`[name="${field}"]`, value)
  // A bank that asks nothing may show its approval at once; one that asks has a first button that goes on.
  if (fields.length > 0 || await button.count() === 0) {
    await page.locator('button[type="submit"], button:not([type]), input[type="submit"]').first().click()
  }
  await button.click({ timeout: PATIENCE_MS })
  await page.waitForURL((url) => url.host !== bank, { timeout: PATIENCE_MS })
}
