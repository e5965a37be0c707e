// The phone that visits are made with: a line of Chromium's own presets, a processor four times slower, a small window.

export const WINDOW = { width: 390, height: 844 }
export const SLOWER = 4
export const LINES = {
  'fast 4G': { latency: 165, downloadThroughput: 9e6 / 8 * 0.9, uploadThroughput: 1.5e6 / 8 * 0.9 },
  'slow 4G': { latency: 562.5, downloadThroughput: 1.6e6 / 8 * 0.9, uploadThroughput: 750e3 / 8 * 0.9 },
}

/** Makes a page's line and processor those of the phone; gives the wire to the browser. */
export async function slowed(page, line) {
  const wire = await page.context().newCDPSession(page)
  await wire.send('Network.enable')
  await wire.send('Network.emulateNetworkConditions', { offline: false, ...line })
  await wire.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
  return wire
}
