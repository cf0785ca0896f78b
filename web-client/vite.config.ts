import fs from 'node:fs'
import compileModule from '@messageformat/core/compile-module.js'
import MessageFormat from '@messageformat/core'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig, type Plugin } from 'vite'

/** What a phone does not need at first: keys, and beginnings of keys, of messages/phone.*.json. What is refused can always be named. */
const later = JSON.parse(fs.readFileSync('messages/later.json', 'utf8')) as string[]
const isLater = (key: string): boolean => key !== 'reject_other' && later.some((one) => (one.endsWith('_') ? key.startsWith(one) : key === one))

/** Nothing may break before a French mark, or inside its guillemets: the files are written with plain spaces. */
const unbroken = (text: string): string => text.replace(/ ([?!;»])/g, '\u202f$1').replace(/ :(?=[\s{]|$)/g, '\u00a0:').replace(/« /g, '«\u202f')

/** messages/{area}.{language}.json (ICU MessageFormat) become small functions at build time: all of them, or with ?first and ?later a part. */
const messages = (): Plugin => ({
  name: 'messages',
  enforce: 'pre',
  load(id) {
    const found = /messages\/[a-z]+\.([a-z]+)\.json(\?.*)?$/.exec(id)
    if (!found?.[1]) return null
    const format = new MessageFormat(found[1])
    const written = Object.entries(JSON.parse(fs.readFileSync(id.split('?')[0] ?? id, 'utf8')) as Record<string, string>)
    const all = found[1] === 'fr' ? written.map(([key, text]): [string, string] => [key, unbroken(text)]) : written
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
      output: { advancedChunks: { groups: [{ name: 'shared', test: /node_modules\/(svelte|esm-env|@messageformat|clsx)|src\/(protocol|lib\/(room|kept|outgoing|connection|inflating|outbox|view|storage|ids|i18n|Star|Say|Countdown|Bars|reject|base))/ }] } },
      input: ['index.html', 'participant.html', 'facilitator.html', 'wall.html', 'archive.html', 'certificate.html', 'diag.html'],
    },
  },
})
