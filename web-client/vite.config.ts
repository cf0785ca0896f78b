import fs from 'node:fs'
import compileModule from '@messageformat/core/compile-module.js'
import MessageFormat from '@messageformat/core'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig, type Plugin } from 'vite'

/** What a phone does not need at first: keys, and beginnings of keys, of messages/phone.*.json. What is refused can always be named. */
const later = JSON.parse(fs.readFileSync('messages/later.json', 'utf8')) as string[]
const isLater = (key: string): boolean => key !== 'reject_other' && later.some((one) => (one.endsWith('_') ? key.startsWith(one) : key === one))

/** messages/{area}.{language}.json (ICU MessageFormat) become small functions at build time: all of them, or with ?first and ?later a part. */
const messages = (): Plugin => ({
  name: 'messages',
  enforce: 'pre',
  load(id) {
    const found = /messages\/[a-z]+\.([a-z]+)\.json(\?.*)?$/.exec(id)
    if (!found?.[1]) return null
    const format = new MessageFormat(found[1])
    const all = Object.entries(JSON.parse(fs.readFileSync(id.split('?')[0] ?? id, 'utf8')) as Record<string, string>)
    const part = found[2] === '?first' ? all.filter(([key]) => !isLater(key)) : found[2] === '?later' ? all.filter(([key]) => isLater(key)) : all
    return { code: compileModule(format, Object.fromEntries(part)), moduleType: 'js' }
  },
})

export default defineConfig({
  plugins: [messages(), svelte({ compilerOptions: { runes: true } })],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      // What every page needs travels as one file: on a hall's network a request costs more than its bytes.
      output: { advancedChunks: { groups: [{ name: 'shared', test: /node_modules\/(svelte|esm-env|@messageformat|clsx)|src\/(protocol|lib\/(room|kept|outgoing|connection|outbox|view|storage|ids|i18n|Star|Say|Countdown|Bars|reject|base))/ }] } },
      input: ['index.html', 'participant.html', 'facilitator.html', 'wall.html', 'archive.html', 'diag.html'],
    },
  },
})
