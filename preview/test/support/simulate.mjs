/**
 * Runs one component in miniprogram-simulate (WeChat's exparser) and calls its methods in turn; prints what it logged and
 * rendered after each as JSON. A process of its own: the simulator wants a browser's globals, the tests around it node's.
 *
 * node simulate.mjs <root> <component> <method...>
 */
import { createRequire } from 'node:module'
import path from 'node:path'

const require = createRequire(import.meta.url)
const { JSDOM } = require('jsdom')
const { window } = new JSDOM('<!doctype html><body></body>', { pretendToBeVisual: true, url: 'http://localhost/' })
for (const name of Object.getOwnPropertyNames(window)) if (!(name in globalThis)) globalThis[name] = window[name]
Object.assign(globalThis, { window, document: window.document })
const simulate = require('miniprogram-simulate')

const [root, component, ...methods] = process.argv.slice(2)
const log = require(path.join(root, 'log.js'))
const node = simulate.render(simulate.load(path.join(root, component), { rootPath: root }))
const parent = window.document.createElement('div')
window.document.body.append(parent)

const settle = async () => {
  for (let turn = 0; turn < 6; turn++) await new Promise((resolve) => setTimeout(resolve, 0))
  return { log: log.splice(0), text: parent.textContent }
}

node.attach(parent)
const seen = { start: await settle() }
for (const method of methods) {
  node.instance[method]()
  seen[method] = await settle()
}
process.stdout.write(JSON.stringify(seen))
