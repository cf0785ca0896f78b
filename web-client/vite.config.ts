import fs from 'node:fs'
import compileModule from '@messageformat/core/compile-module.js'
import MessageFormat from '@messageformat/core'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig, type Plugin } from 'vite'

// "ar" alone means Arabic-Indic digits on older phones.
const locales: Readonly<Record<string, string>> = { ar: 'ar-MA', fr: 'fr', en: 'en' }

/** messages/{area}.{language}.json (ICU MessageFormat) become small functions at build time; a plural form the language lacks is an error. */
const messages = (): Plugin => ({
  name: 'messages',
  enforce: 'pre',
  load(id) {
    const language = /messages\/[a-z]+\.([a-z]+)\.json$/.exec(id)?.[1]
    if (language === undefined) return null
    const format = new MessageFormat(locales[language] ?? language, { strict: true })
    return { code: compileModule(format, JSON.parse(fs.readFileSync(id, 'utf8'))), moduleType: 'js' }
  },
})

export default defineConfig({
  plugins: [messages(), svelte()],
  json: { stringify: false },
  build: {
    target: 'es2020',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { input: ['index.html', 'participant.html', 'facilitator.html', 'wall.html', 'archive.html', 'diag.html'] },
  },
})
