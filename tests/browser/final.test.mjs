// `final` comes once per session: never twice, never not, whatever reloads, duplicated tabs, lost, doubled and late messages do.
// A thousand lives of a checkout, each from its seed, with the two scripts that are served, in an imitation of browsers (world.mjs).
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { dice, Tab, World } from './world.mjs'
import { released } from './embed.mjs'

const RUNS = 1_000
const text = readFileSync(released().file, 'utf8')

/** One life: up to twenty things happen at any time, the payment ends somewhere among them, and then there is rest. */
async function live(seed, scripts) {
  const random = dice(seed)
  const world = new World(random, scripts)
  world.loss = random() * 0.5
  const gone = []
  new Tab(world)
  const deeds = [
    (tab) => tab.load(), (tab) => tab.duplicate(), (tab) => tab.frame?.page && tab.frame.load(), (tab) => tab.reopen(),
    (tab) => { if (world.tabs.length > 1) { tab.close(); gone.push(tab) } },
  ]
  const count = 2 + Math.floor(random() * 18)
  const ends = Math.floor(random() * count)
  for (let at = 0; at < count; at += 1) {
    await world.pass(Math.floor(random() * 2_500))
    if (at === ends) world.end(random() < 0.5 ? 'completed' : 'failed')
    if (world.tabs.length < 6 || at % 5 !== 1) deeds[Math.floor(random() * deeds.length)](world.tabs[Math.floor(random() * world.tabs.length)])
  }
  await world.pass(300_000)
  return { tabs: world.tabs, gone }
}

/** What is wrong with a life: losses, and repetitions in a tab or in a session. */
function faults({ tabs, gone }) {
  const lost = tabs.filter((tab) => tab.finals.length === 0).length
  const twice = [...tabs, ...gone].filter((tab) => tab.finals.length > 1).length
  const bySession = new Map()
  // A duplicated tab remembers what the tab before it was told: the same message, not another one.
  for (const message of new Set([...tabs, ...gone].flatMap((tab) => tab.finals))) bySession.set(message.session, (bySession.get(message.session) ?? 0) + 1)
  return { lost, twice: twice + [...bySession.values()].filter((times) => times > 1).length }
}

async function sum(scripts, runs) {
  const all = { lost: 0, twice: 0, told: 0, tabs: 0 }
  for (let seed = 1; seed <= runs; seed += 1) {
    const life = await live(seed, scripts)
    const { lost, twice } = faults(life)
    all.tabs += life.tabs.length
    all.told += life.tabs.filter((tab) => tab.finals.length > 0).length
    all.lost += lost
    all.twice += twice
    if ((lost || twice) && !all.first) all.first = seed
  }
  return all
}

test('final: no duplicates and no losses in 1,000 randomised lives', { timeout: 300_000 }, async (t) => {
  const { lost, twice, told, tabs, first } = await sum({ loader: text }, RUNS)
  t.diagnostic(`${RUNS} runs, ${tabs} tabs at their end, ${told} told; ${twice} duplicates, ${lost} losses`)
  assert.deepEqual({ lost, twice }, { lost: 0, twice: 0 }, `first with seed ${first}`)
})

test('the lives would show it: a loader that forgets, one that shares its session, a page that says it once', async () => {
  const change = (script, from, to) => {
    assert.ok(script.includes(from), `${from} is not in the script`)
    return script.replace(from, to)
  }
  const source = readFileSync(new URL('../../public/embed/loader.js', import.meta.url), 'utf8')
  const page = readFileSync(new URL('../../public/frame.js', import.meta.url), 'utf8')
  const forgets = await sum({ loader: change(source, 'memory.final = true', 'memory.final = false') }, 20)
  assert.ok(forgets.twice > 0, JSON.stringify(forgets))
  const shares = await sum({ loader: change(source, 'tell(!!lock)', 'tell(true)') }, 60)
  assert.ok(shares.twice > 0, JSON.stringify(shares))
  const once = await sum({ loader: source, messenger: change(page, 'if (isHeld) setTimeout(end', 'if (false) setTimeout(end') }, 60)
  assert.ok(once.lost > 0, JSON.stringify(once))
})
